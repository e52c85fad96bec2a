import type { Facts, LifeBand } from '../../model/facts.ts'
import { model } from '../nps-1.0.0.ts'
import { pointsOf } from '../steps.ts'

type Life = Pick<Facts, 'ttlSeconds' | 'rotationEnforcedSeconds'>

/**
 * Seconds for which a copy of the secret stays useful: the designed life, or the rotation that the platform enforces if
 * that is shorter. `Infinity` for never and for unknown. A life of 0 is how providers spell "no expiry", so it is never.
 */
export function effectiveSeconds({ ttlSeconds, rotationEnforcedSeconds }: Life): number {
  const life = typeof ttlSeconds === 'number' && ttlSeconds > 0 ? ttlSeconds : Infinity
  return rotationEnforcedSeconds !== null && rotationEnforcedSeconds > 0 ? Math.min(life, rotationEnforcedSeconds) : life
}

/** A standing credential outlives a working day: over 24 h, never expiring, or not known to expire. */
export function isStanding(life: Life): boolean {
  return effectiveSeconds(life) > model.limits.standingSeconds
}

const day = 86_400
const bands: readonly (readonly [seconds: number, band: LifeBand])[] = [
  [3_600, '1h'],
  [day, '24h'],
  [30 * day, '30d'],
  [90 * day, '90d'],
  [366 * day, '366d'],
]

/** The step that a life falls in; never and not reported, which score alike, are told apart. */
export function lifeBand(life: Life): LifeBand {
  const seconds = effectiveSeconds(life)
  if (seconds === Infinity) return life.ttlSeconds === 'not-reported' ? 'not-reported' : 'never'
  return bands.find(([most]) => seconds <= most)?.[1] ?? 'over'
}

/** Points 0–100 for how long a copy stays useful. */
export function ttl(life: Life): number {
  return pointsOf(model.ttl, effectiveSeconds(life))
}
