import { describe, expect, test } from 'vitest'
import type { Known } from '../model/token.ts'
import type { Sighting } from '../model/sighting.ts'
import { aSighting } from '../model/testing/sighting.ts'
import { factsOf, isCurrent } from './facts.ts'

const NOW = new Date('2026-11-24T12:00:00Z')
const day = 86_400_000
const ago = (days: number, hours = 0) => new Date(NOW.getTime() - days * day - hours * 3_600_000)
const ahead = (days: number) => ago(-days)

const nothing: Known = { owner: null, workload: null, breadth: 'not-reported', controls: [], exposures: [], stated: [], gone: false }
const facts = (said: Partial<Sighting>, known: Partial<Known> = {}) => factsOf(aSighting(said), { ...nothing, ...known }, NOW).facts

describe('age and life', () => {
  test.each<[string, Partial<Sighting>, number | 'not-reported', number | 'never' | 'not-reported']>([
    ['an exact issue date counts in whole days', { issuedAt: ago(200, 23) }, 200, 'never'],
    ['an hour is no day', { issuedAt: ago(0, 1) }, 0, 'never'],
    ['a lower bound is not a value', { issuedAt: { atLeastSince: ago(412) } }, 'not-reported', 'never'],
    ['silence is silence', { issuedAt: 'not-reported' }, 'not-reported', 'never'],
    ['an issue date in the future is a mistake, not a young token', { issuedAt: ahead(3) }, 'not-reported', 'never'],
    ['a clock a few hours ahead of ours is a clock', { issuedAt: ahead(0.3) }, 0, 'never'],
    ['issue and expiry give the life', { issuedAt: ago(10), expires: { fixed: ahead(20) } }, 10, 30 * 86_400],
    ['an expiry alone does not', { issuedAt: 'not-reported', expires: { fixed: ahead(20) } }, 'not-reported', 'not-reported'],
    ['an expiry before the issue is nonsense', { issuedAt: ago(1), expires: { fixed: ago(5) } }, 1, 'not-reported'],
    [
      'the longest life the provider allows bounds both',
      { issuedAt: { atLeastSince: ago(5) }, expires: { fixed: ahead(66) }, maxLifeSeconds: 366 * 86_400 },
      300,
      366 * 86_400,
    ],
    [
      'a sliding window is as long as it has proved to be',
      { issuedAt: ago(400), expires: { slidingSeconds: 30 * 86_400 } },
      400,
      400 * 86_400,
    ],
    ['a young sliding one as long as its window', { issuedAt: ago(2), expires: { slidingSeconds: 30 * 86_400 } }, 2, 30 * 86_400],
    [
      'a sliding one of unknown age is unknown',
      { issuedAt: 'not-reported', expires: { slidingSeconds: 60 } },
      'not-reported',
      'not-reported',
    ],
    ['a duration needs no dates', { issuedAt: 'not-reported', expires: { lastsSeconds: 3_600 } }, 'not-reported', 3_600],
  ])('%s', (_, said, ageDays, ttlSeconds) => expect(facts(said)).toMatchObject({ ageDays, ttlSeconds }))
})

describe('use', () => {
  test.each<[string, Sighting['lastUsed'], number | 'never-used' | 'not-reported']>([
    ['an instant', { at: ago(3) }, 3],
    ['never is a fact', 'never', 'never-used'],
    ['not reported is a gap', 'not-reported', 'not-reported'],
    ['a window without use is at least that long', { notSince: ago(90) }, 90],
    ['a use in the future says nothing', { at: ahead(40) }, 'not-reported'],
  ])('%s', (_, lastUsed, idleDays) => expect(facts({ lastUsed }).idleDays).toBe(idleDays))
})

test.each<[string, string[], number | 'not-reported']>([
  ['none reported', [], 'not-reported'],
  ['one reported', ['ci'], 1],
  ['several reported', ['ci', 'billing'], 2],
])('consumers: %s', (_, consumers, expected) => expect(facts({ consumers }).consumers).toBe(expected))

describe('lifecycle', () => {
  test('past its expiry it is expired, whatever the provider calls it', () =>
    expect(facts({ issuedAt: ago(40), expires: { fixed: ago(1) } }).lifecycle).toBe('expired'))
  test('gone is no longer live', () => expect(facts({}, { gone: true }).lifecycle).toBe('revoked'))
  test('a leaked token that is switched off is contained', () => {
    const exposures = [{ state: 'confirmed', replaced: false, closed: false }] as const
    expect(facts({ lifecycle: 'disabled' }, { exposures })).toMatchObject({ exposure: 'confirmed', revoked: true, replaced: false })
    expect(facts({}, { exposures })).toMatchObject({ exposure: 'confirmed', revoked: false })
  })
  test('the worst open leak counts, closed ones do not', () => {
    const one = (state: 'suspected' | 'abuse', closed: boolean) => ({ state, replaced: true, closed }) as const
    expect(facts({}, { exposures: [one('suspected', false), one('abuse', true)] }).exposure).toBe('suspected')
    expect(facts({}, { exposures: [one('suspected', false), one('abuse', false)] })).toMatchObject({
      exposure: 'abuse',
      revoked: false,
      replaced: true,
    })
  })
})

describe('what we know', () => {
  const workload = {
    id: 'w',
    name: 'w',
    sensitivity: 4,
    agent: 'autonomous',
    accountableId: null,
    ownerId: null,
    status: 'vendor-ended',
  } as const
  test('the workload gives sensitivity, status and agency', () =>
    expect(facts({ sensitivity: 1 }, { workload })).toMatchObject({ sensitivity: 4, workload: 'vendor-ended', agent: 'autonomous' }))
  test('without one, what the sighting says; else not reported', () => {
    expect(facts({ sensitivity: 1 }).sensitivity).toBe(1)
    expect(facts({}).sensitivity).toBe('not-reported')
  })
  test.each([
    ['nobody', null, 'none'],
    ['somebody', { id: 'o', name: 'Ana', status: 'active' }, 'assigned'],
    ['somebody who left', { id: 'o', name: 'Ana', status: 'departed' }, 'departed'],
  ] as const)('owner: %s', (_, owner, expected) => expect(facts({}, { owner }).owner).toBe(expected))
  test('no readable permission is not "no permission"', () => expect(facts({}, { breadth: [] }).scope).toBe('not-reported'))
})

describe('controls count while their evidence is at most 90 days old', () => {
  const control = (type: 'network' | 'revocation', days: number, minutes: number | null = null) => ({
    type,
    evidencedAt: ago(days),
    expiresAt: ahead(1_000),
    minutes,
  })
  test.each([
    ['on the 90th day', 90, true],
    ['a day later', 91, false],
  ])('%s', (_, days, counts) => expect(facts({}, { controls: [control('network', days)] }).controls.networkConfined).toBe(counts))
  test('a control that has ended does not', () =>
    expect(facts({}, { controls: [{ ...control('network', 1), expiresAt: ago(0, 1) }] }).controls.networkConfined).toBe(false))
  test.each([
    ['at its last instant', { evidencedAt: ago(90), expiresAt: ahead(1) }, true],
    ['past it', { evidencedAt: new Date(ago(90).getTime() - 1), expiresAt: ahead(1) }, false],
    ['before it ends', { evidencedAt: ago(1), expiresAt: new Date(NOW.getTime() + 1) }, true],
    ['as it ends', { evidencedAt: ago(1), expiresAt: NOW }, false],
  ])('what a page shows as current is what counts: %s', (_, dates, current) => {
    expect(isCurrent(dates, NOW)).toBe(current)
    expect(facts({}, { controls: [{ ...control('network', 1), ...dates }] }).controls.networkConfined).toBe(current)
  })
  test('the fastest drill counts, one without a time does not', () => {
    expect(facts({}, { controls: [control('revocation', 5, 40), control('revocation', 9, 12)] }).controls.revocationMinutes).toBe(12)
    expect(facts({}, { controls: [control('revocation', 5)] }).controls.revocationMinutes).toBeNull()
  })
  test('the moment it stops to count is among the moments', () => {
    const { moments } = factsOf(aSighting(), { ...nothing, controls: [{ ...control('network', 10), expiresAt: ahead(5) }] }, NOW)
    expect(moments.evidence).toEqual([{ control: 'networkConfined', at: ago(85) }])
  })
})
