import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Facts } from '../model/facts.ts'
import type { Breadth } from '../model/grant.ts'
import { contributions } from './contributions.ts'
import { effectiveBinding } from './dimensions/binding.ts'
import { effectiveSeconds } from './dimensions/ttl.ts'
import { model } from './nps-1.0.0.ts'
import { verdictRank } from './queue-key.ts'
import { outcomeOf, score } from './score.ts'
import { anyFacts } from './testing/any-facts.ts'
import { runs } from './testing/runs.ts'
import { factsFromVector, vectorOf } from './vector.ts'

/** Seeded, so that a failure can be had again; large enough to meet every rule some forty times, and some hundred in the long tests. */
const many = { numRuns: runs(40_000), seed: 20_261_124 }

/** A is at least as bad as B, in risk and in verdict. */
function neverBetter(worse: Facts, better: Facts): void {
  const [bad, good] = [outcomeOf(worse), outcomeOf(better)]
  if (bad.risk < good.risk || verdictRank(bad.verdict) < verdictRank(good.verdict)) {
    throw new Error(`${bad.verdict} ${bad.risk} is better than ${good.verdict} ${good.risk}`)
  }
}

const lifecycles = ['revoked', 'expired', 'disabled', 'active'] as const
const exposures = ['none', 'suspected', 'confirmed', 'abuse'] as const
const agents = ['none', 'supervised', 'autonomous'] as const
const gone = (facts: Facts) => facts.lifecycle !== 'active' || facts.revoked

type Worsening = { fact: string; worsen: (facts: Facts, other: Facts) => Facts | null }

/** One fact made worse, the rest as it was; null where the other facts drawn hold nothing worse. */
const worsenings: Worsening[] = [
  {
    fact: 'a longer life',
    worsen: (facts, { ttlSeconds }) => (effectiveSeconds({ ttlSeconds, rotationEnforcedSeconds: null }) > effectiveSeconds({ ...facts, rotationEnforcedSeconds: null }) ? { ...facts, ttlSeconds } : null),
  },
  {
    fact: 'slower rotation',
    worsen: (facts, { rotationEnforcedSeconds }) => (effectiveSeconds({ ...facts, rotationEnforcedSeconds }) > effectiveSeconds(facts) ? { ...facts, rotationEnforcedSeconds } : null),
  },
  {
    // Never used at an unknown age is never taken for dormant either.
    fact: 'more age',
    worsen: (facts, { ageDays }) => (order(ageDays) > order(facts.ageDays) && !(ageDays === 'not-reported' && facts.idleDays === 'never-used') ? { ...facts, ageDays } : null),
  },
  {
    // Two documented exceptions: an unknown last use is never taken for dormant, and a secret never used has time to be used.
    fact: 'longer unused',
    worsen: (facts, { idleDays }) => (typeof facts.idleDays === 'number' && typeof idleDays === 'number' && idleDays > facts.idleDays ? { ...facts, idleDays } : null),
  },
  { fact: 'used, then never used', worsen: (facts) => (typeof facts.idleDays === 'number' && facts.idleDays <= 45 ? { ...facts, idleDays: 'never-used' } : null) },
  { fact: 'used, then not reported', worsen: (facts) => (typeof facts.idleDays === 'number' && facts.idleDays <= 90 ? { ...facts, idleDays: 'not-reported' } : null) },
  {
    fact: 'a weaker effective binding',
    worsen: (facts, { binding, popVerified }) =>
      model.binding[effectiveBinding({ binding, popVerified })] > model.binding[effectiveBinding(facts)] ? { ...facts, binding, popVerified } : null,
  },
  { fact: 'one more grant', worsen: (facts, other) => (facts.scope === 'not-reported' || other.scope === 'not-reported' ? null : { ...facts, scope: [...listed(facts.scope), ...listed(other.scope)] }) },
  {
    fact: 'more level',
    worsen: (facts) => (facts.scope === 'not-reported' ? null : { ...facts, scope: listed(facts.scope).map(({ level, reach }) => ({ level: Math.min(6, level + 1) as Breadth['level'], reach })) }),
  },
  {
    fact: 'more reach',
    worsen: (facts) => (facts.scope === 'not-reported' ? null : { ...facts, scope: listed(facts.scope).map(({ level, reach }) => ({ level, reach: Math.min(4, reach + 1) as Breadth['reach'] })) }),
  },
  {
    // Unknown counts as tier 3, but an unknown bars what a known tier 3 does not, so only known tiers are in one order.
    fact: 'more sensitive',
    worsen: (facts, { sensitivity }) => (facts.sensitivity !== 'not-reported' && sensitivity !== 'not-reported' && sensitivity > facts.sensitivity ? { ...facts, sensitivity } : null),
  },
  { fact: 'a tier up to 3, then not reported', worsen: (facts) => (facts.sensitivity !== 'not-reported' && facts.sensitivity <= 3 ? { ...facts, sensitivity: 'not-reported' } : null) },
  { fact: 'more exposed', worsen: (facts, other) => (exposures.indexOf(other.exposure) > exposures.indexOf(facts.exposure) ? { ...facts, exposure: other.exposure } : null) },
  { fact: 'not revoked', worsen: (facts) => (facts.revoked ? { ...facts, revoked: false } : null) },
  { fact: 'not replaced', worsen: (facts) => (facts.replaced ? { ...facts, replaced: false } : null) },
  { fact: 'live again', worsen: (facts, other) => (lifecycles.indexOf(other.lifecycle) > lifecycles.indexOf(facts.lifecycle) ? { ...facts, lifecycle: other.lifecycle } : null) },
  { fact: 'its workload gone', worsen: (facts, { workload }) => (facts.workload === 'active' && workload !== 'active' ? { ...facts, workload } : null) },
  { fact: 'prohibited', worsen: (facts) => (facts.prohibited ? null : { ...facts, prohibited: true }) },
  { fact: 'nobody answers for it', worsen: (facts, { owner }) => (facts.owner === 'assigned' && owner !== 'assigned' ? { ...facts, owner } : null) },
  { fact: 'more consumers', worsen: (facts, { consumers }) => (facts.consumers !== 'not-reported' && consumers !== 'not-reported' && consumers > facts.consumers ? { ...facts, consumers } : null) },
  { fact: 'held outside', worsen: (facts) => (facts.thirdParty ? null : { ...facts, thirdParty: true }) },
  { fact: 'more of an agent', worsen: (facts, { agent }) => (agents.indexOf(agent) > agents.indexOf(facts.agent) ? { ...facts, agent } : null) },
  { fact: 'in plain text', worsen: (facts) => (facts.storage === 'plaintext' ? null : { ...facts, storage: 'plaintext' }) },
  { fact: 'no confinement', worsen: (facts) => without(facts, { networkConfined: false }) },
  { fact: 'no drill', worsen: (facts) => without(facts, { revocationMinutes: null }) },
  { fact: 'a slower drill', worsen: (facts) => (facts.controls.revocationMinutes === null ? null : without(facts, { revocationMinutes: facts.controls.revocationMinutes + 45 })) },
  { fact: 'no monitoring', worsen: (facts) => without(facts, { monitored: false }) },
  { fact: 'no scanning', worsen: (facts) => without(facts, { secretScanning: false }) },
] // prettier-ignore

test.each(worsenings)('$fact never lowers the risk nor betters the verdict', ({ worsen }) => {
  let met = 0
  fc.assert(
    fc.property(anyFacts, anyFacts, (facts, other) => {
      const worse = worsen(facts, other)
      if (worse === null) return
      if (!gone(worse)) met += 1
      neverBetter(worse, facts)
    }),
    { ...many, numRuns: runs(8_000) },
  )
  expect(met).toBeGreaterThan(runs(150))
})

test.each([
  ['ttl', (facts: Facts): Facts => ({ ...facts, ttlSeconds: 'not-reported' })],
  ['age', (facts: Facts): Facts => ({ ...facts, ageDays: 'not-reported' })],
  ['binding', (facts: Facts): Facts => ({ ...facts, binding: 'not-reported' })],
  ['scope', (facts: Facts): Facts => ({ ...facts, scope: 'not-reported' })],
])('an unknown %s is never better than any known one', (fact, forget) => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      // The one way round: never used at an age of over 90 days is dormant, which an unknown age is never taken for.
      if (fact === 'age' && facts.idleDays === 'never-used') return
      neverBetter(forget(facts), facts)
    }),
    many,
  )
})

test('the floors are never above the score, and meet it where all is known', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { risk, verdict, riskFloor, verdictFloor, confidence, reasons } = score(facts)
      const allKnown = !reasons.some((reason) => reason.startsWith('UNKNOWN')) && verdict !== 'retired'
      if (riskFloor > risk || verdictRank(verdictFloor) > verdictRank(verdict)) throw new Error('a floor above the score')
      if (allKnown && (riskFloor !== risk || verdictFloor !== verdict || confidence !== 1)) throw new Error('known, and yet in doubt')
    }),
    many,
  )
})

test('contributions sum to the risk exactly, and each is within a tenth of its exact share', () => {
  const perTenth = 400_000
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const outcome = outcomeOf(facts)
      const lines = contributions(facts)
      const tenths = lines.map(({ points }) => Math.round(points * 10))
      expect(tenths.reduce((sum, part) => sum + part, 0)).toBe(outcome.risk * 10)
      for (const [index, { factor, points }] of lines.entries()) {
        expect(points).toBe(tenths[index]! / 10)
        if (factor === 'rounding') expect(Math.abs(tenths[index]!)).toBeLessThanOrEqual(15)
        if (!(factor in outcome.weights)) continue
        const other = factor === 'scope' || factor === 'sensitivity' ? outcome.replay : outcome.impact
        const exact = (outcome.weights[factor as keyof typeof outcome.weights] * (10_000 + other)) / perTenth
        expect(Math.abs(tenths[index]! - exact)).toBeLessThan(1)
      }
    }),
    { ...many, numRuns: runs(10_000) },
  )
})

test('whole numbers in range, and the same facts score the same', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const scored = score(facts)
      for (const [value, most] of [[scored.risk, 100], [scored.base, 100], [scored.replay, 10_000], [scored.impact, 10_000]] as const) {
        if (!Number.isInteger(value) || value < 0 || value > most) throw new Error(`${value} is not within 0–${most}`)
      } // prettier-ignore
      if (JSON.stringify(score(structuredClone(facts))) !== JSON.stringify(scored)) throw new Error('scored differently')
    }),
    { ...many, numRuns: runs(20_000) },
  )
})

test('a vector scores as its facts do, and is its own vector', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const scored = score(facts)
      const back = factsFromVector(scored.vector)
      expect(vectorOf(back)).toBe(scored.vector)
      expect(JSON.stringify(score(back))).toBe(JSON.stringify(scored))
      expect(JSON.stringify(contributions(back))).toBe(JSON.stringify(contributions(facts)))
    }),
    { ...many, numRuns: runs(15_000) },
  )
})

function order(value: number | 'not-reported'): number {
  return value === 'not-reported' ? Infinity : value
}

function listed(scope: Exclude<Facts['scope'], 'not-reported'>): Breadth[] {
  return Array.isArray(scope) ? scope : [scope]
}

function without(facts: Facts, controls: Partial<Facts['controls']>): Facts {
  return { ...facts, controls: { ...facts.controls, ...controls } }
}
