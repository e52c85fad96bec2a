import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Facts } from '../model/facts.ts'
import type { Sighting } from '../model/sighting.ts'
import type { KnownStatement, StatedFact, Standing } from '../model/stated-fact.ts'
import { aSighting } from '../model/testing/sighting.ts'
import type { Known } from '../model/token.ts'
import { assess } from '../score/assess.ts'
import { factsOf } from './facts.ts'
import { standingOf, withStatements } from './stated.ts'

const NOW = new Date('2026-11-24T12:00:00Z')
const review = new Date('2027-02-03T00:00:00Z')
const silent: Partial<Sighting> = { issuedAt: 'not-reported', expires: 'not-reported', binding: 'not-reported' }
const nothing: Known = { owner: null, workload: null, breadth: 'not-reported', controls: [], exposures: [], stated: [], gone: false }
const nobody = { ownerId: null, ownerHow: null, workloadId: null, workloadHow: null }

function stated(fact: StatedFact, reviewAt = review): KnownStatement {
  return { ...fact, by: 'Ana', reviewAt }
}

const every: readonly [StatedFact, Partial<Facts>][] = [
  [{ fact: 'issuedAt', value: '2026-11-14' }, { ageDays: 10 }],
  [{ fact: 'expires', value: 'never' }, { ttlSeconds: 'never' }],
  [{ fact: 'lastUsed', value: '2026-11-21' }, { idleDays: 3 }],
  [{ fact: 'lastUsed', value: 'never' }, { idleDays: 'never-used' }],
  [{ fact: 'binding', value: 'pop-mtls' }, { binding: 'pop-mtls' }],
  [{ fact: 'popVerified', value: true }, { popVerified: true }],
  [{ fact: 'scope', value: { level: 2, reach: 1 } }, { scope: [{ level: 2, reach: 1 }] }],
  [{ fact: 'sensitivity', value: 1 }, { sensitivity: 1 }],
  [{ fact: 'agent', value: 'supervised' }, { agent: 'supervised' }],
  [{ fact: 'thirdParty', value: 'Acme CRM' }, { thirdParty: true }],
  [{ fact: 'storage', value: 'vault' }, { storage: 'vault' }],
  [{ fact: 'consumers', value: ['billing', 'export'] }, { consumers: 2 }],
]

test.each(every)('%j counts where nobody reports it', (fact, expected) => {
  const { facts, filled } = factsOf(aSighting(silent), { ...nothing, stated: [stated(fact)] }, NOW)
  expect(facts).toMatchObject(expected)
  expect(filled.counted).toEqual([fact.fact])
  expect(filled.until).toEqual(review)
})

test('a stated expiry beside a stated issue makes a life', () => {
  const known = {
    ...nothing,
    stated: [stated({ fact: 'issuedAt', value: '2026-11-14' }), stated({ fact: 'expires', value: '2026-12-14' })],
  }
  expect(factsOf(aSighting(silent), known, NOW).facts.ttlSeconds).toBe(30 * 86_400)
})

describe('how it stands', () => {
  const reported = { ...silent, lastUsed: { at: new Date('2026-11-01T00:00:00Z') } }
  test.each<[string, Partial<Sighting>, Partial<Known>, KnownStatement, Standing]>([
    ['nobody reports it', silent, {}, stated({ fact: 'expires', value: 'never' }), 'counts'],
    ['the provider reports it', { expires: 'never' }, {}, stated({ fact: 'expires', value: '2027-01-01' }), 'reported'],
    ['the provider reports a use', reported, {}, stated({ fact: 'lastUsed', value: 'never' }), 'reported'],
    ['its scope is rated', silent, { breadth: [{ level: 6, reach: 4 }] }, stated({ fact: 'scope', value: { level: 1, reach: 1 } }), 'reported'],
    ['its review has come', silent, {}, stated({ fact: 'expires', value: 'never' }, NOW), 'lapsed'],
    ['its review is a moment ahead', silent, {}, stated({ fact: 'expires', value: 'never' }, new Date(NOW.getTime() + 1)), 'counts'],
    ['the expiry it states has passed', silent, {}, stated({ fact: 'expires', value: '2026-11-24' }), 'lapsed'],
    ['a day within "no later than"', { issuedAt: { atLeastSince: NOW } }, {}, stated({ fact: 'issuedAt', value: '2026-11-01' }), 'counts'],
    ['a day that "no later than" rules out', { issuedAt: { atLeastSince: new Date('2026-10-01T00:00:00Z') } }, {}, stated({ fact: 'issuedAt', value: '2026-11-01' }), 'reported'],
    ['its consumers are named', { consumers: ['ci'] }, {}, stated({ fact: 'consumers', value: ['x'] }), 'reported'],
  ])('%s', (_, said, known, statement, standing) => {
    const sighting = aSighting(said)
    expect(standingOf(statement, { sighting, known: { ...nothing, ...known } }, NOW)).toBe(standing)
  }) // prettier-ignore
})

test('a stated expiry that passes ends no token', () => {
  const known = { ...nothing, stated: [stated({ fact: 'expires', value: '2026-11-20' })] }
  expect(factsOf(aSighting(silent), known, NOW).facts).toMatchObject({ lifecycle: 'active', ttlSeconds: 'not-reported' })
})

test('it is looked at again as its review comes, and scores as unknown from then on', () => {
  const known = { ...nothing, stated: [stated({ fact: 'binding', value: 'pop-attested' }, review)] }
  const now = assess(aSighting(silent), known, null, nobody, NOW)
  expect(now.nextChangeAt && now.nextChangeAt <= review).toBe(true)
  const then = assess(aSighting(silent), known, null, nobody, review)
  expect(then.statedFacts).toEqual([])
  expect(then.facts.binding).toBe('not-reported')
  expect(then.score).toEqual(assess(aSighting(silent), nothing, null, nobody, review).score)
})

test('whatever people state, what a provider reports is scored as it reports it', () => {
  const full = aSighting({
    issuedAt: new Date('2026-05-01T00:00:00Z'), expires: 'never', lastUsed: 'never', binding: 'bearer', popVerified: false, sensitivity: 3,
    agent: 'none', thirdParty: 'Acme', storage: 'vault', consumers: ['ci'],
  }) // prettier-ignore
  const known: Known = { ...nothing, breadth: [{ level: 4, reach: 3 }] }
  const statement = fc.constantFrom(...every.map(([fact]) => stated(fact)))
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 12 }), (some) => {
      const filled = withStatements(full, { ...known, stated: some }, NOW)
      expect(filled.sighting).toEqual(full)
      expect(factsOf(full, { ...known, stated: some }, NOW).facts).toEqual(factsOf(full, known, NOW).facts)
    }),
  )
})
