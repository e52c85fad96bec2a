import { describe, expect, test } from 'vitest'
import type { Binding, Facts } from '../../model/facts.ts'
import { standingKey, token } from '../testing/token.ts'
import { age } from './age.ts'
import { binding, effectiveBinding } from './binding.ts'
import { controlsRelief, controlsWorth } from './controls.ts'
import { agent, owner, reuse, storage, thirdParty } from './hygiene.ts'
import { scope, worstGrant } from './scope.ts'
import { sensitivity } from './sensitivity.ts'
import { isDormant, staleness } from './staleness.ts'
import { effectiveSeconds, isStanding, ttl } from './ttl.ts'

const day = 86_400

describe('ttl', () => {
  test.each([
    [1, 0],
    [300, 0],
    [300.5, 10],
    [301, 10],
    [3_600, 10],
    [3_601, 25],
    [43_200, 25],
    [43_201, 35],
    [day, 35],
    [day + 1, 50],
    [7 * day, 50],
    [7 * day + 1, 65],
    [30 * day, 65],
    [30 * day + 1, 80],
    [90 * day, 80],
    [90 * day + 1, 92],
    [366 * day, 92],
    [366 * day + 1, 100],
    ['never', 100],
    ['not-reported', 100],
    [0, 100],
  ] as const)('%s seconds: %d points', (ttlSeconds, points) => expect(ttl(token({ ttlSeconds }))).toBe(points))

  test.each([
    ['the shorter of life and rotation', 'never', 7 * day, 7 * day],
    ['a life shorter than its rotation', 600, day, 600],
    ['rotation bounds an unknown life', 'not-reported', day, day],
    ['no rotation', 'never', null, Infinity],
    ['a rotation of 0 is none', 'never', 0, Infinity],
  ] as const)('effective: %s', (_, ttlSeconds, rotationEnforcedSeconds, seconds) =>
    expect(effectiveSeconds(token({ ttlSeconds, rotationEnforcedSeconds }))).toBe(seconds),
  )

  test.each([
    [day, false],
    [day + 1, true],
    ['never', true],
    ['not-reported', true],
  ] as const)('standing at %s: %s', (ttlSeconds, standing) => expect(isStanding(token({ ttlSeconds }))).toBe(standing))
})

describe('age', () => {
  test.each([
    [0, 0],
    [1, 0],
    [1.9, 0],
    [2, 5],
    [7, 5],
    [8, 15],
    [30, 15],
    [31, 35],
    [90, 35],
    [90.9, 35],
    [91, 60],
    [180, 60],
    [181, 75],
    [365, 75],
    [366, 90],
    [730, 90],
    [731, 100],
    ['not-reported', 100],
  ] as const)('%s days: %d points', (ageDays, points) => expect(age({ ageDays })).toBe(points))
})

describe('binding', () => {
  test.each([
    ['pop-attested', true, 0],
    ['pop-mtls', true, 5],
    ['pop-app', true, 10],
    ['pop-attested', false, 90],
    ['pop-mtls', 'not-reported', 90],
    ['pop-app', false, 90],
    ['keyed-asym', false, 60],
    ['keyed-hmac', 'not-reported', 75],
    ['bearer', true, 90],
    ['bearer-url', false, 100],
    ['not-reported', true, 100],
  ] as const)('%s, verified %s: %d points', (named, popVerified, points) => expect(binding({ binding: named, popVerified })).toBe(points))

  test('an unproven key is a bearer token, and nothing else changes its name', () => {
    expect(effectiveBinding({ binding: 'pop-app', popVerified: 'not-reported' })).toBe('bearer')
    for (const named of ['keyed-asym', 'bearer-url', 'not-reported'] as Binding[]) {
      expect(effectiveBinding({ binding: named, popVerified: false })).toBe(named)
    }
  })
})

describe('scope', () => {
  const rows = [
    [5, 10, 15, 20],
    [10, 15, 25, 35],
    [25, 35, 55, 65],
    [30, 40, 60, 75],
    [60, 70, 85, 90],
    [70, 80, 95, 100],
  ]
  const cells = rows.flatMap((row, level) => row.map((points, reach) => [level + 1, reach + 1, points] as const))
  test.each(cells)('level %d, reach %d: %d points', (level, reach, points) =>
    expect(scope({ scope: { level, reach } as Exclude<Facts['scope'], string | unknown[]> })).toBe(points),
  )

  test('nobody says: administers everything', () => expect(scope({ scope: 'not-reported' })).toBe(100))

  test('of several grants the worst counts, wherever it stands', () => {
    const many = [
      { level: 1, reach: 4 },
      { level: 4, reach: 3 },
      { level: 3, reach: 2 },
    ] as const
    expect(scope({ scope: [...many] })).toBe(60)
    expect(scope({ scope: [...many].reverse() })).toBe(60)
  })

  test('of equal cells the higher level is shown', () => {
    const equal = [
      { level: 4, reach: 3 },
      { level: 5, reach: 1 },
    ] as const
    expect(worstGrant({ scope: [...equal] })).toEqual({ level: 5, reach: 1 })
    expect(worstGrant({ scope: [...equal].reverse() })).toEqual({ level: 5, reach: 1 })
  })
})

test.each([
  [0, 0],
  [1, 20],
  [2, 50],
  [3, 80],
  [4, 100],
  ['not-reported', 80],
] as const)('sensitivity %s: %d points', (tier, points) => expect(sensitivity({ sensitivity: tier })).toBe(points))

describe('staleness', () => {
  test.each([
    ['used today', 0, 400, 0],
    ['on the 45th day', 45, 400, 0],
    ['on the 46th', 46, 400, 500],
    ['on the 90th', 90, 400, 500],
    ['part of the 91st is not past it', 90.9, 400, 500],
    ['on the 91st', 91, 400, 1_000],
    ['never used, young', 'never-used', 45, 0],
    ['never used, no longer young', 'never-used', 46, 1_000],
    ['never used, of unknown age', 'never-used', 'not-reported', 1_000],
    ['last use not reported', 'not-reported', 10, 1_000],
  ] as const)('%s', (_, idleDays, ageDays, points) => expect(staleness(standingKey({ idleDays, ageDays }))).toBe(points))

  test('a token of at most 24 h is never stale', () => {
    expect(staleness(token({ ttlSeconds: day, idleDays: 400 }))).toBe(0)
    expect(staleness(token({ ttlSeconds: day + 1, idleDays: 400 }))).toBe(1_000)
  })

  test.each([
    ['90 days', 90, 400, false],
    ['91 days', 91, 400, true],
    ['never used, 90 days old', 'never-used', 90, false],
    ['never used, 91 days old', 'never-used', 91, true],
    ['never used, of unknown age', 'never-used', 'not-reported', false],
    ['not reported, however old', 'not-reported', 900, false],
  ] as const)('dormant: %s', (_, idleDays, ageDays, dormant) => expect(isDormant(standingKey({ idleDays, ageDays }))).toBe(dormant))
})

describe('hygiene', () => {
  test.each([
    ['no consumer', reuse(token({ consumers: 0 })), 0],
    ['consumers that nobody reports', reuse(token({ consumers: 'not-reported' })), 0],
    ['one consumer', reuse(token({ consumers: 1 })), 0],
    ['two consumers', reuse(token({ consumers: 2 })), 500],
    ['vault', storage(token({ storage: 'vault' })), 0],
    ['storage not reported', storage(token({ storage: 'not-reported' })), 0],
    ['plain text', storage(token({ storage: 'plaintext' })), 1_000],
    ['our own', thirdParty(token({ thirdParty: false })), 0],
    ['held outside', thirdParty(token({ thirdParty: true })), 500],
    ['no agent', agent(token({ agent: 'none' })), 0],
    ['supervised agent', agent(token({ agent: 'supervised' })), 500],
    ['autonomous agent', agent(token({ agent: 'autonomous' })), 1_000],
    ['owner assigned', owner(token({ owner: 'assigned' })), 0],
    ['no owner', owner(token({ owner: 'none' })), 500],
    ['owner departed', owner(token({ owner: 'departed' })), 500],
  ] as const)('%s', (_, points, expected) => expect(points).toBe(expected))
})

describe('controls', () => {
  const none = { networkConfined: false, revocationMinutes: null, monitored: false, secretScanning: false }
  test.each([
    ['none', none, 0],
    ['network', { ...none, networkConfined: true }, 1_000],
    ['a drill of 15 minutes', { ...none, revocationMinutes: 15 }, 500],
    ['a drill of 16 minutes', { ...none, revocationMinutes: 16 }, 300],
    ['a drill of an hour', { ...none, revocationMinutes: 60 }, 300],
    ['a drill of over an hour', { ...none, revocationMinutes: 61 }, 0],
    ['monitoring', { ...none, monitored: true }, 500],
    ['secret scanning', { ...none, secretScanning: true }, 500],
    ['all', { networkConfined: true, revocationMinutes: 0, monitored: true, secretScanning: true }, 2_500],
  ])('%s', (_, controls, worth) => expect(controlsWorth(controls)).toBe(worth))

  test.each([
    ['what they are worth', 10_000, 2_500],
    ['40 % where that is less', 5_001, 2_000],
    ['nothing of nothing', 0, 0],
  ])('relief is %s', (_, replay, relief) =>
    expect(
      controlsRelief({ controls: { networkConfined: true, revocationMinutes: 5, monitored: true, secretScanning: true } }, replay),
    ).toBe(relief),
  )
})
