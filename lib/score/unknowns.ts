import type { Facts } from '../model/facts.ts'
import type { SupportingReason } from '../model/score.ts'
import { isStanding } from './dimensions/ttl.ts'
import { model } from './nps-1.0.0.ts'

export type UnknownReason = Extract<SupportingReason, `UNKNOWN_${string}`>

const none: readonly UnknownReason[] = []

/**
 * Which facts that matter nobody reports. The last use counts for a standing token only. A bound token whose check was
 * not reported counts as a bearer token, which is known; storage only ever adds.
 */
export function unknownsOf(facts: Facts): readonly UnknownReason[] {
  const missing: UnknownReason[] = []
  if (facts.ttlSeconds === 'not-reported') missing.push('UNKNOWN_TTL')
  if (facts.ageDays === 'not-reported') missing.push('UNKNOWN_AGE')
  if (facts.binding === 'not-reported') missing.push('UNKNOWN_BINDING')
  if (facts.scope === 'not-reported') missing.push('UNKNOWN_SCOPE')
  if (facts.sensitivity === 'not-reported') missing.push('UNKNOWN_SENSITIVITY')
  if (facts.idleDays === 'not-reported' && isStanding(facts)) missing.push('UNKNOWN_LAST_USE')
  return missing.length === 0 ? none : missing
}

/** The known share of the weights, 0–1: half for the replay side, half for the impact side. */
export function confidenceOf(facts: Facts): number {
  const { binding, ttl, age, scope, sensitivity } = model.weights
  const known =
    (facts.binding === 'not-reported' ? 0 : binding) +
    (facts.ttlSeconds === 'not-reported' ? 0 : ttl) +
    (facts.ageDays === 'not-reported' ? 0 : age) +
    (facts.scope === 'not-reported' ? 0 : scope) +
    (facts.sensitivity === 'not-reported' ? 0 : sensitivity)
  return known / (binding + ttl + age + scope + sensitivity)
}

/** The same token if everything unknown turned out to be as good as it can be: what the floors are made of. */
export function atBest(facts: Facts): Facts {
  const unbound = facts.binding === 'not-reported'
  return {
    ...facts,
    ttlSeconds: facts.ttlSeconds === 'not-reported' ? 1 : facts.ttlSeconds,
    ageDays: facts.ageDays === 'not-reported' ? 0 : facts.ageDays,
    idleDays: facts.idleDays === 'not-reported' ? 0 : facts.idleDays,
    binding: unbound ? 'pop-attested' : facts.binding,
    popVerified: unbound ? true : facts.popVerified,
    scope: facts.scope === 'not-reported' ? { level: 1, reach: 1 } : facts.scope,
    sensitivity: facts.sensitivity === 'not-reported' ? 0 : facts.sensitivity,
  }
}
