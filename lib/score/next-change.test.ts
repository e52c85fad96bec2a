import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ControlFacts, Facts } from '../model/facts.ts'
import type { Moments } from '../model/token.ts'
import { midnight, momentsAsOf, nextChange, nextLook } from './next-change.ts'
import { score } from './score.ts'
import { anyFacts } from './testing/any-facts.ts'
import { exampleKey, standingKey, token } from './testing/token.ts'

const day = 86_400_000
const now = new Date('2026-11-23T00:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * day)
const inDays = (days: number) => new Date(now.getTime() + days * day)
const still: Moments = { issuedAt: null, lastUsedAt: null, expiresAt: null, evidence: [] }

test('the documented example changes when it has been unused for 46 days', () => {
  expect(nextChange(exampleKey, momentsAsOf(exampleKey, now), now)).toEqual(new Date('2027-01-07T00:00:00Z'))
})

test.each([
  ['age crosses 365 days', standingKey({ ageDays: 200, idleDays: 0 }), { issuedAt: daysAgo(200) }, inDays(166)],
  ['idle crosses 90 days, and makes it dormant', standingKey({ ageDays: 800, idleDays: 50 }), { lastUsedAt: daysAgo(50) }, inDays(41)],
  ['never used, and past its 45 days', standingKey({ ageDays: 44, idleDays: 'never-used' }), { issuedAt: daysAgo(44) }, inDays(2)],
  ['a short life ends', token({ ttlSeconds: 600 }), { issuedAt: now, expiresAt: new Date(now.getTime() + 600_000) }, new Date(now.getTime() + 600_000)],
  ['evidence lapses', standingKey({ controls: { monitored: true } }), { evidence: [{ control: 'monitored', at: daysAgo(80) }] }, new Date(inDays(10).getTime() + 1)],
  ['the last evidence of two', standingKey({ controls: { monitored: true } }), { evidence: [80, 20].map((days) => ({ control: 'monitored', at: daysAgo(days) })) }, new Date(inDays(70).getTime() + 1)],
  ['the first drill of two', standingKey({ controls: { revocationMinutes: 5 } }), { evidence: [20, 80].map((days) => ({ control: 'revocationMinutes', at: daysAgo(days) })) }, new Date(inDays(10).getTime() + 1)],
  ['a sliding window grows past 24 h', token({ ttlSeconds: 3_600, ageDays: 0, idleDays: 0 }), { issuedAt: now, slidingSeconds: 3_600 }, inDays(1)],
  ['no moment, no change', standingKey({ ageDays: 200, idleDays: 1 }), {}, null],
  ['past every step', standingKey({ ageDays: 800, idleDays: 'not-reported' }), { issuedAt: daysAgo(800) }, null],
  ['no longer live', standingKey({ ageDays: 3, lifecycle: 'disabled' }), { expiresAt: inDays(2) }, null],
  ['a fact that is not reported has no clock', standingKey({ ageDays: 'not-reported' }), { issuedAt: daysAgo(3) }, null],
] as [string, Facts, Partial<Moments>, Date | null][])('%s', (_, facts, moments, expected) =>
  expect(nextChange(facts, { ...still, ...moments }, now)).toEqual(expected),
) // prettier-ignore

test.each([
  ['idle days, which no number of a short life feels', token({ ttlSeconds: 3_600, idleDays: 46 }), { lastUsedAt: daysAgo(46) }, inDays(45)],
  ['the 45th day, which the score passes over', standingKey({ ageDays: 800, idleDays: 44 }), { lastUsedAt: daysAgo(44) }, inDays(1)],
  ['nothing before the score', standingKey({ ageDays: 200, idleDays: 0 }), { issuedAt: daysAgo(200) }, inDays(166)],
] as [string, Facts, Partial<Moments>, Date][])('a look is due when the vector moves: %s', (_, facts, moments, expected) =>
  expect(nextLook(facts, { ...still, ...moments }, now)).toEqual(expected),
)

test('ages far past the calendar stand still', () => {
  const ancient = standingKey({ ageDays: 1e300, idleDays: 1e300 })
  expect(nextChange(ancient, momentsAsOf(ancient, now), now)).toBeNull()
})

test('an instant counts from the midnight before it', () => {
  expect(midnight(new Date('2026-11-23T23:59:59.999Z'))).toEqual(now)
  expect(midnight(now)).toEqual(now)
})

/** Evidence for those controls that the facts hold, up to 90 days old, and one drill at most. */
const withEvidence = fc.tuple(anyFacts, fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 3, maxLength: 3 })).map(([facts, ages]) => {
  const held = (['networkConfined', 'revocationMinutes', 'monitored'] as const).filter((name) => facts.controls[name] !== null && facts.controls[name] !== false)
  return { facts, evidence: held.map((control: keyof ControlFacts, index) => ({ control, at: daysAgo(ages[index]!) })) }
}) // prettier-ignore

test('day by day, the score first differs on the day of the next change', () => {
  let changes = 0
  fc.assert(
    fc.property(withEvidence, ({ facts, evidence }) => {
      // A whole number of days, so that the instants of a brute-force day by day can meet it.
      const ttlSeconds = typeof facts.ttlSeconds === 'number' ? Math.ceil(facts.ttlSeconds / 86_400) * 86_400 : facts.ttlSeconds
      const begun = { ...facts, ttlSeconds }
      const moments = { ...momentsAsOf(begun, now), evidence }
      const next = nextChange(begun, moments, now)
      const first = firstDifferentDay(begun, moments, 900)
      // Evidence lapses a millisecond after its last day, so days are rounded up to the midnight by which it shows.
      const daysAhead = (instant: Date | null) => instant && Math.ceil((instant.getTime() - now.getTime()) / day)
      expect(daysAhead(next)).toBe(first)
      expect(daysAhead(nextLook(begun, moments, now))).toBe(firstDifferentDay(begun, moments, 900, 'vector'))
      if (next) changes += 1
    }),
    { numRuns: 1_500, seed: 20_261_124 },
  )
  expect(changes).toBeGreaterThan(500)
})

/** Written the slow way and apart from the code under test: facts made anew for every day, until one scores otherwise. */
function firstDifferentDay(facts: Facts, moments: Moments, most: number, sees: 'score' | 'vector' = 'score'): number | null {
  const told = (one: Facts) => JSON.stringify({ ...score(one), ...(sees === 'score' ? { vector: '' } : {}) })
  const present = told(facts)
  for (let days = 1; days <= most; days++) {
    const gone = facts.lifecycle === 'active' && moments.expiresAt !== null && inDays(days) >= moments.expiresAt && moments.expiresAt > now
    const lapsed = (name: keyof ControlFacts) => moments.evidence.some(({ control, at }) => control === name && inDays(days).getTime() - at.getTime() > 90 * day)
    const { controls } = facts
    const then: Facts = {
      ...facts,
      ageDays: typeof facts.ageDays === 'number' ? facts.ageDays + days : facts.ageDays,
      idleDays: typeof facts.idleDays === 'number' ? facts.idleDays + days : facts.idleDays,
      lifecycle: gone ? 'expired' : facts.lifecycle,
      revoked: facts.revoked || (gone && facts.exposure !== 'none'),
      controls: {
        ...controls,
        networkConfined: controls.networkConfined && !lapsed('networkConfined'),
        revocationMinutes: lapsed('revocationMinutes') ? null : controls.revocationMinutes,
        monitored: controls.monitored && !lapsed('monitored'),
      },
    }
    if (told(then) !== present) return days
  }
  return null
} // prettier-ignore
