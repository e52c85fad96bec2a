import { describe, expect, test } from 'vitest'
import { DecidingReason, SupportingReason, type Verdict } from '../model/score.ts'
import { contributions } from './contributions.ts'
import { queueKey } from './queue-key.ts'
import { reasonControls } from './reason-controls.ts'
import { reasons, requiredControls } from './reasons.ts'
import { gradeOf, score } from './score.ts'
import { exampleKey, standingKey, token } from './testing/token.ts'
import { factsFromVector } from './vector.ts'
import { wouldChange } from './would-change.ts'

const pointsOf = (facts: Parameters<typeof contributions>[0]) => contributions(facts).map(({ factor, points }) => [factor, points])

describe('the documented example', () => {
  test('scores as documented', () => {
    expect(score(exampleKey)).toEqual({
      model: 'nps-1.0.0',
      verdict: 'standing-privilege',
      risk: 60,
      base: 54,
      grade: 'D',
      replay: 7_875,
      impact: 5_300,
      reasons: ['STANDING_MEDIUM', 'NOT_SENDER_CONSTRAINED'],
      controlsRequired: ['network', 'revocation-15m', 'monitoring'],
      controlsMet: [],
      controlsMissing: ['network', 'revocation-15m', 'monitoring'],
      confidence: 1,
      riskFloor: 60,
      verdictFloor: 'standing-privilege',
      vector: 'nps-1.0.0/B:keyed-hmac/T:never/A:365d/I:45d/S:3.2/D:3/O:assigned/K:vault/M:scanning',
    })
  })

  test('splits as documented', () => {
    expect(pointsOf(exampleKey)).toEqual([
      ['binding', 13],
      ['ttl', 13.4],
      ['age', 5.8],
      ['controls', -1.9],
      ['scope', 9.4],
      ['sensitivity', 14.3],
      ['verdict-floor', 6],
    ])
  })

  test('would change as documented', () => {
    expect(wouldChange(exampleKey)).toEqual([
      { change: 'ttlSeconds <= 3600', verdict: 'acceptable-with-controls', risk: 30 },
      { change: 'ttlSeconds <= 86400', verdict: 'acceptable-with-controls', risk: 34 },
    ])
  })
})

describe('the two sides together', () => {
  test('the replay side is capped, and the cap is a line of its own', () => {
    const worst = standingKey({
      binding: 'bearer-url',
      ageDays: 800,
      idleDays: 'not-reported',
      owner: 'none',
      agent: 'autonomous',
      thirdParty: true,
      storage: 'plaintext',
      consumers: 2,
      scope: { level: 6, reach: 4 },
      sensitivity: 4,
    })
    expect(score(worst)).toMatchObject({ replay: 10_000, impact: 10_000, base: 100, risk: 100, grade: 'F' })
    expect(pointsOf(worst)).toContainEqual(['cap', -22.5])
  })

  test('controls take off 25 points of the replay side at most', () => {
    const all = { networkConfined: true, revocationMinutes: 1, monitored: true, secretScanning: true }
    expect(score(standingKey({ controls: all })).replay).toBe(score(standingKey()).replay - 2_500)
    expect(score(token({ binding: 'pop-mtls', popVerified: true, controls: all })).replay).toBe(345) // 575 less 40 %
  })

  test('a lasting harmless key, a brief one to everything, and both at once stay apart', () => {
    const harmless = score(standingKey({ ageDays: 800 })).base
    const bound = score(token({ binding: 'pop-app', popVerified: true, scope: { level: 6, reach: 4 }, sensitivity: 4 })).base
    const both = score(standingKey({ ageDays: 800, scope: { level: 6, reach: 4 }, sensitivity: 4 })).base
    expect([harmless, bound, both]).toEqual([26, 31, 97])
  })
})

test.each([
  [0, 'A'],
  [19, 'A'],
  [20, 'B'],
  [39, 'B'],
  [40, 'C'],
  [59, 'C'],
  [60, 'D'],
  [79, 'D'],
  [80, 'F'],
  [100, 'F'],
] as const)('risk %d: grade %s', (risk, grade) => expect(gradeOf(risk)).toBe(grade))

describe('supporting reasons', () => {
  test.each([
    ['bearer', standingKey(), ['NOT_SENDER_CONSTRAINED']],
    ['bound and verified', standingKey({ binding: 'pop-app', popVerified: true }), []],
    ['bound, not verified', standingKey({ binding: 'pop-app' }), ['NOT_SENDER_CONSTRAINED']],
    ['administers', token({ scope: [{ level: 1, reach: 1 }, { level: 6, reach: 1 }] }), ['NOT_SENDER_CONSTRAINED', 'OVERPRIVILEGED']],
    [
      'all of them',
      token({ thirdParty: true, consumers: 2, agent: 'supervised', owner: 'departed', scope: { level: 6, reach: 1 } }),
      ['NOT_SENDER_CONSTRAINED', 'OVERPRIVILEGED', 'THIRD_PARTY', 'REUSE', 'AGENT', 'NO_OWNER'],
    ],
    [
      'nothing known',
      token({ ttlSeconds: 'not-reported', ageDays: 'not-reported', idleDays: 'not-reported', binding: 'not-reported', scope: 'not-reported', sensitivity: 'not-reported' }),
      ['NOT_SENDER_CONSTRAINED', 'UNKNOWN_TTL', 'UNKNOWN_AGE', 'UNKNOWN_BINDING', 'UNKNOWN_SCOPE', 'UNKNOWN_SENSITIVITY', 'UNKNOWN_LAST_USE'],
    ],
    ['last use matters to a standing token only', token({ idleDays: 'not-reported' }), ['NOT_SENDER_CONSTRAINED']],
  ] as const)('%s', (_, facts, supporting) => expect(score(facts).reasons.slice(1)).toEqual(supporting)) // prettier-ignore
})

describe('unknowns', () => {
  test.each([
    ['all known', {}, 1],
    ['ttl', { ttlSeconds: 'not-reported' }, 0.825],
    ['binding', { binding: 'not-reported' }, 0.775],
    ['age', { ageDays: 'not-reported' }, 0.9],
    ['scope', { scope: 'not-reported' }, 0.7],
    ['sensitivity', { sensitivity: 'not-reported' }, 0.8],
    ['last use, storage and the check do not count', { idleDays: 'not-reported', popVerified: 'not-reported', storage: 'not-reported' }, 1],
  ] as const)('confidence: %s', (_, about, confidence) => expect(score(standingKey(about)).confidence).toBe(confidence))

  test('nothing known: between harmless and the worst, and it says so', () => {
    const scored = score(factsFromVector('nps-1.0.0/B:not-reported/T:?/A:?/I:?/S:?/D:?/O:assigned'))
    expect(scored).toMatchObject({ verdict: 'standing-privilege', verdictFloor: 'acceptable', confidence: 0, riskFloor: 1 })
    expect(scored.risk).toBe(94)
  })

  test('what is known stays in the floor', () => {
    const scored = score(standingKey({ scope: 'not-reported', sensitivity: 'not-reported' }))
    expect(scored).toMatchObject({ verdict: 'standing-privilege', verdictFloor: 'standing-privilege', riskFloor: 60 })
  })

  test('a leak is a leak at best, too', () => {
    expect(score(token({ exposure: 'confirmed', scope: 'not-reported' }))).toMatchObject({ riskFloor: 100, verdictFloor: 'revoke-now' })
  })
})

describe('what would change it', () => {
  const all = { networkConfined: true, revocationMinutes: 15, monitored: true, secretScanning: true }
  test.each([
    ['an owner', { ttlSeconds: 7_776_000, ageDays: 10, owner: 'none', controls: all }, { change: 'owner = assigned', verdict: 'acceptable-with-controls' }],
    ['rotation', { ttlSeconds: 7_776_000, ageDays: 200, controls: all }, { change: 'ageDays = 0', verdict: 'acceptable-with-controls' }],
    ['less reach', { ttlSeconds: 7_776_000, controls: all, sensitivity: 3, scope: { level: 3, reach: 3 } }, { change: 'scope.reach <= 2', verdict: 'acceptable-with-controls' }],
    ['less level', { ttlSeconds: 7_776_000, controls: all, sensitivity: 1, scope: { level: 6, reach: 1 } }, { change: 'scope.level <= 5', verdict: 'acceptable-with-controls' }],
    ['reading only', { ttlSeconds: 7_776_000, controls: all, sensitivity: 1, scope: { level: 5, reach: 2 } }, { change: 'scope.level <= 3', verdict: 'acceptable-with-controls' }],
    ['containment', { ttlSeconds: 7_776_000, sensitivity: 3, scope: { level: 3, reach: 2 } }, { change: 'controls: network, revocation <= 15 min, monitoring', verdict: 'acceptable-with-controls' }],
    ['a verified binding', { ttlSeconds: 7_776_000, scope: { level: 6, reach: 1 } }, { change: 'binding = pop-mtls, verified', verdict: 'acceptable-with-controls' }],
    ['revoking and replacing', { exposure: 'confirmed' }, { change: 'revoked and replaced', verdict: 'retired', risk: 0 }],
  ] as const)('%s', (_, about, expected) => expect(wouldChange(standingKey(about))).toContainEqual(expect.objectContaining(expected))) // prettier-ignore

  test('the best comes first, and every entry is better than now', () => {
    const rank = (verdict: Verdict) =>
      ['retired', 'acceptable', 'acceptable-with-controls', 'standing-privilege', 'revoke-now'].indexOf(verdict)
    const facts = standingKey({ scope: { level: 5, reach: 3 }, sensitivity: 3, owner: 'none', exposure: 'none', ageDays: 400 })
    const now = score(facts)
    const listed = wouldChange(facts)
    expect(listed.length).toBeGreaterThan(4)
    for (const [index, { verdict, risk }] of listed.entries()) {
      expect(rank(verdict) < rank(now.verdict) || now.risk - risk >= 5).toBe(true)
      const next = listed[index + 1]
      if (next) expect(rank(verdict) * 1_000 + risk).toBeLessThanOrEqual(rank(next.verdict) * 1_000 + next.risk)
    }
    expect(new Set(listed.map(({ change }) => change)).size).toBe(listed.length)
  })

  test('unknown rights cannot be cut, and a leak alone is not mended by a shorter life', () => {
    expect(wouldChange(token({ scope: 'not-reported' })).some(({ change }) => change.startsWith('scope'))).toBe(false)
    expect(wouldChange(standingKey({ exposure: 'abuse' }))).toEqual([{ change: 'revoked and replaced', verdict: 'retired', risk: 0 }])
  })
})

test('the queue: verdict, then risk, then base, worst highest, in one number that fits', () => {
  const worstFirst = [
    queueKey('revoke-now', 90, 10),
    queueKey('standing-privilege', 100, 100),
    queueKey('standing-privilege', 60, 54),
    queueKey('standing-privilege', 60, 53),
    queueKey('acceptable-with-controls', 99, 99),
    queueKey('acceptable', 39, 39),
    queueKey('retired', 0, 100),
  ]
  expect([...worstFirst].sort((one, other) => other - one)).toEqual(worstFirst)
  expect(queueKey('revoke-now', 100, 100)).toBeLessThan(2 ** 31)
})

test('every reason and every control has words, and no sentence lacks a fact', () => {
  for (const code of [...DecidingReason.options, ...SupportingReason.options]) {
    expect(reasonControls).toHaveProperty(code)
    for (const facts of [
      exampleKey,
      token({ rotationEnforcedSeconds: 60 }),
      token({ scope: 'not-reported', sensitivity: 'not-reported' }),
    ]) {
      expect(reasons[code].says(facts)).toMatch(/^[A-Z][^{}]+\.$/)
      expect(reasons[code].says(facts)).not.toMatch(/undefined|NaN|Infinity|null|\[object/)
    }
  }
  expect(Object.values(requiredControls).every((words) => words.length > 10)).toBe(true)
})

test.each([
  ['STANDING_MEDIUM', exampleKey, 'It never expires, is 200 days old and can read data in a bounded set. Copying it is enough to use it.'],
  ['DORMANT', standingKey({ idleDays: 120 }), 'Unused for 120 days.'],
  ['DORMANT', standingKey({ idleDays: 'never-used', ageDays: 100 }), 'Never used in 100 days.'],
  ['POP_SHORT', token({ ttlSeconds: 600 }), 'A copy is useful for 10 min at most, and only together with its key.'],
  ['BEARER_SHORT_LOW', token({ ttlSeconds: 43_200 }), 'A copy is enough to use it, for 12 h at most;'],
  ['LEAK_NOT_REPLACED', token({ exposure: 'abuse', revoked: true }), 'It leaked and was used by somebody else. It is cut off'],
] as const)('%s in words', (code, facts, words) => expect(reasons[code].says(facts)).toContain(words))
