import { describe, expect, test } from 'vitest'
import type { Facts } from '../model/facts.ts'
import type { DecidingReason, Verdict } from '../model/score.ts'
import { score } from './score.ts'
import { standingKey, token } from './testing/token.ts'

const day = 86_400
const contained = { networkConfined: true, revocationMinutes: 15, monitored: true }
/** Reads a bounded set of customer data: I = 60·35 + 40·80 = 5300. */
const medium = { scope: { level: 3, reach: 2 }, sensitivity: 3 } as const
/** Reads one object of production data: I = 60·25 + 40·50 = 3500, the least that is medium. */
const justMedium = { scope: { level: 3, reach: 1 }, sensitivity: 2 } as const
const wellKept = { ttlSeconds: 90 * day, ageDays: 90, idleDays: 45 }
const high = { scope: { level: 6, reach: 1 } } as const
const pop = { binding: 'pop-mtls', popVerified: true } as const
/** I = 60·35 + 40·20 = 2900, low; with an hour's life this makes R 8150 at 730 days, a base of 39, and 8350 a day later, a base of 40. */
const atTheEdge = {
  ttlSeconds: 3_600,
  binding: 'bearer-url',
  scope: { level: 2, reach: 4 },
  sensitivity: 1,
  thirdParty: true,
  consumers: 2,
  owner: 'none',
} as const
const leaked = { exposure: 'confirmed' } as const

type Row = [says: string, facts: Facts, verdict: Verdict, reason: DecidingReason, risk?: number]

function rows(table: Row[]) {
  test.each(table)('%s', (_, facts, verdict, reason, risk) => {
    const scored = score(facts)
    expect([scored.verdict, scored.reasons[0]]).toEqual([verdict, reason])
    if (risk !== undefined) expect(scored.risk).toBe(risk)
  })
}

describe('rule 1: leaked', () => {
  rows([
    ['suspected', token({ exposure: 'suspected' }), 'revoke-now', 'LEAK_ACTIVE', 100],
    ['confirmed', token(leaked), 'revoke-now', 'LEAK_ACTIVE', 100],
    ['abused', token({ exposure: 'abuse' }), 'revoke-now', 'LEAK_ACTIVE', 100],
    ['replaced but not revoked', token({ ...leaked, replaced: true }), 'revoke-now', 'LEAK_ACTIVE', 100],
    ['revoked but not replaced', token({ ...leaked, revoked: true }), 'revoke-now', 'LEAK_NOT_REPLACED', 90],
    ['revoked and replaced', token({ ...leaked, revoked: true, replaced: true }), 'retired', 'RETIRED', 0],
    ['comes before being disabled', token({ ...leaked, lifecycle: 'disabled' }), 'revoke-now', 'LEAK_ACTIVE', 100],
    ['comes before being prohibited', token({ ...leaked, prohibited: true }), 'revoke-now', 'LEAK_ACTIVE', 100],
  ])
})

describe('rule 2: no longer live', () => {
  rows([
    ['disabled', token({ lifecycle: 'disabled' }), 'retired', 'RETIRED', 0],
    ['expired', token({ lifecycle: 'expired' }), 'retired', 'RETIRED', 0],
    ['revoked', token({ lifecycle: 'revoked' }), 'retired', 'RETIRED', 0],
    ['said to be revoked', token({ revoked: true }), 'retired', 'RETIRED', 0],
    ['replaced alone is live', token({ replaced: true }), 'acceptable', 'BEARER_SHORT_LOW'],
    ['comes before being prohibited', standingKey({ lifecycle: 'disabled', prohibited: true }), 'retired', 'RETIRED', 0],
  ])

  test('what it would score stays in the base, and nothing else is said of it', () => {
    const scored = score(standingKey({ ...high, lifecycle: 'disabled', owner: 'none' }))
    expect(scored).toMatchObject({ risk: 0, grade: 'A', reasons: ['RETIRED'], riskFloor: 0, verdictFloor: 'retired' })
    expect(scored.base).toBe(score(standingKey({ ...high, owner: 'none' })).base)
  })
})

describe('rule 3: should not exist', () => {
  rows([
    ['prohibited', token({ prohibited: true }), 'revoke-now', 'PROHIBITED', 90],
    ['workload decommissioned', token({ workload: 'decommissioned' }), 'revoke-now', 'OFFBOARDED', 90],
    ['vendor ended', token({ workload: 'vendor-ended' }), 'revoke-now', 'OFFBOARDED', 90],
    ['comes before dormancy', standingKey({ prohibited: true, idleDays: 400 }), 'revoke-now', 'PROHIBITED', 90],
  ])
})

describe('rule 4: dormant', () => {
  rows([
    ['unused for 90 days', standingKey({ idleDays: 90 }), 'standing-privilege', 'STANDING_LOW'],
    ['unused for 91 days', standingKey({ idleDays: 91 }), 'revoke-now', 'DORMANT', 90],
    ['never used in 90 days', standingKey({ idleDays: 'never-used', ageDays: 90 }), 'standing-privilege', 'STANDING_LOW'],
    ['never used in 91 days', standingKey({ idleDays: 'never-used', ageDays: 91 }), 'revoke-now', 'DORMANT', 90],
    ['never used, of unknown age', standingKey({ idleDays: 'never-used', ageDays: 'not-reported' }), 'standing-privilege', 'STANDING_LOW'],
    ['last use unknown', standingKey({ idleDays: 'not-reported', ageDays: 800 }), 'standing-privilege', 'STANDING_LOW'],
    ['short-lived', token({ idleDays: 400 }), 'acceptable', 'BEARER_SHORT_LOW'],
    ['comes before being sender-constrained', standingKey({ ...pop, idleDays: 91 }), 'revoke-now', 'DORMANT', 90],
  ])
})

describe('rule 5: standing, sender-constrained', () => {
  rows([
    ['just over 24 h', token({ ...pop, ttlSeconds: day + 1 }), 'acceptable-with-controls', 'POP_LONG', 20],
    ['366 days', token({ ...pop, ttlSeconds: 366 * day }), 'acceptable-with-controls', 'POP_LONG'],
    ['one second more', token({ ...pop, ttlSeconds: 366 * day + 1 }), 'standing-privilege', 'POP_LONG', 60],
    ['never expires', standingKey(pop), 'standing-privilege', 'POP_LONG', 60],
    ['never expires, rotated yearly', standingKey({ ...pop, rotationEnforcedSeconds: 366 * day }), 'acceptable-with-controls', 'POP_LONG'],
    ['high impact', token({ ...pop, ...high, ttlSeconds: 7 * day }), 'acceptable-with-controls', 'POP_LONG'],
    ['not verified is bearer', standingKey({ ...pop, popVerified: false }), 'standing-privilege', 'STANDING_LOW'],
    ['not reported is bearer', standingKey({ ...pop, popVerified: 'not-reported' }), 'standing-privilege', 'STANDING_LOW'],
  ])
})

describe('rule 6: standing, high impact', () => {
  const kept = { ...wellKept, controls: { ...contained, secretScanning: true } }
  rows([
    ['level 6', standingKey(high), 'standing-privilege', 'STANDING_HIGH', 60],
    ['level 5 beyond one object', standingKey({ scope: { level: 5, reach: 2 } }), 'standing-privilege', 'STANDING_HIGH'],
    ['level 5 on one object', standingKey({ scope: { level: 5, reach: 1 } }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['regulated data read', standingKey({ scope: { level: 3, reach: 1 }, sensitivity: 4 }), 'standing-privilege', 'STANDING_HIGH'],
    ['regulated configuration read', standingKey({ scope: { level: 2, reach: 1 }, sensitivity: 4 }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['all customer data read', standingKey({ scope: { level: 3, reach: 3 }, sensitivity: 3 }), 'standing-privilege', 'STANDING_HIGH'],
    ['unknown tier counts as customer data', standingKey({ scope: { level: 3, reach: 3 }, sensitivity: 'not-reported' }), 'standing-privilege', 'STANDING_HIGH'],
    ['a bounded set of customer data', standingKey(medium), 'standing-privilege', 'STANDING_MEDIUM'],
    ['I of 6100 by points alone', standingKey({ scope: { level: 2, reach: 4 }, sensitivity: 4 }), 'standing-privilege', 'STANDING_HIGH'],
    ['I of 5900', standingKey({ scope: { level: 4, reach: 4 }, sensitivity: 1 }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['any grant makes it so', standingKey({ scope: [{ level: 1, reach: 1 }, { level: 6, reach: 1 }] }), 'standing-privilege', 'STANDING_HIGH'],
    ['an unknown scope is', standingKey({ scope: 'not-reported' }), 'standing-privilege', 'STANDING_HIGH'],
    ['no control helps', standingKey({ ...high, ...kept }), 'standing-privilege', 'STANDING_HIGH', 60],
  ]) // prettier-ignore
})

describe('rule 7: standing, medium impact', () => {
  const good = { ...wellKept, ...medium, controls: contained }
  const but = (about: Parameters<typeof standingKey>[0]) => standingKey({ ...good, ...about })
  rows([
    ['well kept and contained', but({}), 'acceptable-with-controls', 'STANDING_MEDIUM'],
    ['I of just 3500', but({ ...justMedium, controls: { secretScanning: true } }), 'standing-privilege', 'STANDING_MEDIUM', 60],
    ['lives a second over 90 days', but({ ttlSeconds: 90 * day + 1 }), 'standing-privilege', 'STANDING_MEDIUM', 60],
    ['never expires, rotated in 90 days', but({ ttlSeconds: 'never', rotationEnforcedSeconds: 90 * day }), 'acceptable-with-controls', 'STANDING_MEDIUM'],
    ['unknown expiry, rotated in 90 days', but({ ttlSeconds: 'not-reported', rotationEnforcedSeconds: 90 * day }), 'acceptable-with-controls', 'STANDING_MEDIUM'],
    ['91 days old', but({ ageDays: 91 }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['of unknown age', but({ ageDays: 'not-reported' }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['no owner', but({ owner: 'none' }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['owner departed', but({ owner: 'departed' }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['an agent', but({ agent: 'supervised' }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['unused for 46 days', but({ idleDays: 46 }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['never used', but({ idleDays: 'never-used', ageDays: 10 }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['last use unknown', but({ idleDays: 'not-reported' }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['no network confinement', but({ controls: { ...contained, networkConfined: false } }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['a drill of 16 minutes', but({ controls: { ...contained, revocationMinutes: 16 } }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['no drill', but({ controls: { ...contained, revocationMinutes: null } }), 'standing-privilege', 'STANDING_MEDIUM'],
    ['no monitoring', but({ controls: { ...contained, monitored: false } }), 'standing-privilege', 'STANDING_MEDIUM'],
  ]) // prettier-ignore
})

describe('rule 8: standing, low impact', () => {
  const but = (about: Parameters<typeof standingKey>[0]) => standingKey({ ...wellKept, controls: { networkConfined: true }, ...about })
  rows([
    ['well kept, network confined', but({}), 'acceptable-with-controls', 'STANDING_LOW'],
    ['two lesser controls', but({ controls: { monitored: true, secretScanning: true } }), 'acceptable-with-controls', 'STANDING_LOW'],
    ['controls worth 800', but({ controls: { revocationMinutes: 60, monitored: true } }), 'standing-privilege', 'STANDING_LOW', 60],
    ['no control', but({ controls: {} }), 'standing-privilege', 'STANDING_LOW', 60],
    ['lives over 90 days', but({ ttlSeconds: 'never' }), 'standing-privilege', 'STANDING_LOW'],
    ['91 days old', but({ ageDays: 91 }), 'standing-privilege', 'STANDING_LOW'],
    ['no owner', but({ owner: 'none' }), 'standing-privilege', 'STANDING_LOW'],
    ['an agent', but({ agent: 'autonomous' }), 'standing-privilege', 'STANDING_LOW'],
    ['unused for 46 days', but({ idleDays: 46 }), 'standing-privilege', 'STANDING_LOW'],
  ])
})

describe('rule 9: short, sender-constrained', () => {
  const but = (about: Parameters<typeof token>[0]) => token({ ...pop, ...about })
  rows([
    ['nothing against it', but({}), 'acceptable', 'POP_SHORT', 2],
    ['exactly 24 h', but({ ttlSeconds: day }), 'acceptable', 'POP_SHORT'],
    ['administers one service', but({ scope: { level: 6, reach: 3 } }), 'acceptable', 'POP_SHORT'],
    ['administers everything', but({ scope: { level: 6, reach: 4 } }), 'acceptable-with-controls', 'POP_SHORT'],
    ['a supervised agent', but({ agent: 'supervised' }), 'acceptable-with-controls', 'POP_SHORT'],
    ['unknown age', but({ ageDays: 'not-reported' }), 'acceptable-with-controls', 'POP_SHORT'],
    ['unknown scope', but({ scope: 'not-reported' }), 'acceptable-with-controls', 'POP_SHORT'],
    ['unknown sensitivity', but({ sensitivity: 'not-reported' }), 'acceptable-with-controls', 'POP_SHORT'],
    ['unknown life, rotated daily', but({ ttlSeconds: 'not-reported', rotationEnforcedSeconds: day }), 'acceptable-with-controls', 'POP_SHORT'],
    ['unknown last use does not matter', but({ idleDays: 'not-reported' }), 'acceptable', 'POP_SHORT'],
    ['no owner does not decide', but({ owner: 'none' }), 'acceptable', 'POP_SHORT'],
  ]) // prettier-ignore
})

describe('rule 10: short, replayable', () => {
  rows([
    ['nothing against it', token(), 'acceptable', 'BEARER_SHORT_LOW'],
    ['exactly one hour', token({ ttlSeconds: 3_600 }), 'acceptable', 'BEARER_SHORT_LOW'],
    ['a second more', token({ ttlSeconds: 3_601 }), 'acceptable-with-controls', 'BEARER_SHORT_LOW', 20],
    ['medium impact', token(justMedium), 'acceptable-with-controls', 'BEARER_SHORT_MEDIUM'],
    ['high impact', token(high), 'acceptable-with-controls', 'BEARER_SHORT_HIGH'],
    ['an agent', token({ agent: 'supervised' }), 'acceptable-with-controls', 'BEARER_SHORT_LOW'],
    ['unknown age', token({ ageDays: 'not-reported' }), 'acceptable-with-controls', 'BEARER_SHORT_LOW'],
    ['unknown binding', token({ binding: 'not-reported' }), 'acceptable-with-controls', 'BEARER_SHORT_LOW'],
    ['unknown last use does not matter', token({ idleDays: 'not-reported' }), 'acceptable', 'BEARER_SHORT_LOW'],
    ['a base of 39', token({ ...atTheEdge, ageDays: 730 }), 'acceptable', 'BEARER_SHORT_LOW', 39],
    ['a base of 40', token({ ...atTheEdge, ageDays: 731 }), 'acceptable-with-controls', 'BEARER_SHORT_LOW', 40],
  ]) // prettier-ignore
})

describe('controls asked for, met and missing', () => {
  test.each([
    ['rule 5', standingKey(pop), [], ['revocation-60m', 'monitoring']],
    ['rule 5, a drill of an hour', standingKey({ ...pop, controls: { revocationMinutes: 60 } }), ['revocation-60m'], ['monitoring']],
    ['rule 6', standingKey(high), [], []],
    ['rule 7', standingKey({ ...medium, controls: { networkConfined: true } }), ['network'], ['revocation-15m', 'monitoring']],
    ['rule 8', standingKey({ controls: { revocationMinutes: 60, monitored: true } }), [], ['any-1000']],
    ['rule 8, met though the verdict is not better', standingKey({ controls: { networkConfined: true } }), ['any-1000'], []],
    ['rule 9, acceptable', token(pop), [], []],
    ['rule 9', token({ ...pop, ageDays: 'not-reported' }), [], ['revocation-60m']],
    [
      'rule 9, an agent',
      token({ ...pop, agent: 'autonomous', controls: { revocationMinutes: 61 } }),
      ['accountable-human', 'kill-switch-drill'],
      ['revocation-60m'],
    ],
    [
      'rule 9, an agent nobody answers for',
      token({ ...pop, agent: 'autonomous', owner: 'departed' }),
      [],
      ['revocation-60m', 'accountable-human', 'kill-switch-drill'],
    ],
    ['rule 10', token({ ttlSeconds: 43_200, controls: { monitored: true } }), ['monitoring'], ['revocation-60m']],
    ['rule 10, acceptable', token(), [], []],
    ['rule 1', token(leaked), [], []],
  ] as [string, Facts, string[], string[]][])('%s', (_, facts, met, missing) => {
    const scored = score(facts)
    expect({ met: scored.controlsMet, missing: scored.controlsMissing }).toEqual({ met, missing })
    expect([...scored.controlsRequired].sort()).toEqual([...met, ...missing].sort())
  })
})
