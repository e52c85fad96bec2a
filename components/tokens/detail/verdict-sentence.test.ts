import { describe, expect, it } from 'vitest'
import { standingKey, token } from '@/lib/score/testing/token.ts'
import { plain, verdictSentence, type Judged } from './verdict-sentence.ts'

const now = new Date('2026-12-04T12:00:00Z')
const at = (iso: string) => new Date(`${iso}Z`)

function judged(about: Partial<Judged>): Judged {
  return {
    verdict: 'standing-privilege',
    reason: 'STANDING_HIGH',
    state: 'live',
    kind: 'github.deploy-key',
    provider: 'github',
    place: 'acme',
    facts: standingKey({ ageDays: 412, scope: { level: 4, reach: 3 }, binding: 'bearer' }),
    atLeastDays: null,
    widest: { level: 4, reach: 3, service: 'github', resource: 'all repositories' },
    workload: null,
    leak: null,
    reversible: true,
    expiresAt: null,
    told: { by: 'provider' },
    absent: { runs: 0, first: null, last: null },
    required: 0,
    missing: [],
    mayBeBetter: false,
    actBy: at('2026-12-14T12:00:00'),
    ...about,
  }
}

const unreported = token({ ttlSeconds: 'not-reported', ageDays: 'not-reported', idleDays: 'not-reported', scope: 'not-reported' })

describe('the verdict in sentences', () => {
  it.each<[string, Partial<Judged>, string]>([
    [
      'standing',
      {},
      'This key never expires, is 412 days old and can write to every repository in acme. Copying it is enough to use it. Retire it by 14 Dec.',
    ],
    [
      'standing, age known as a bound, no date yet',
      {
        facts: standingKey({ ageDays: 'not-reported', idleDays: 3, scope: { level: 4, reach: 3 } }),
        atLeastDays: 90,
        actBy: null,
        kind: 'github.pat.classic',
      },
      'This token never expires, is at least 90 days old and can write to every repository in acme. Copying it is enough to use it. Retire it.',
    ],
    [
      'standing, one repository by name, far date with its year',
      {
        widest: { level: 4, reach: 1, service: 'github', resource: 'acme/site' },
        actBy: at('2027-11-14T12:00:00'),
      },
      'This key never expires, is 412 days old and can write to acme/site in acme. Copying it is enough to use it. Retire it by 14 Nov 2027.',
    ],
    [
      'standing in AWS, rotated',
      {
        kind: 'aws.access-key',
        provider: 'aws',
        facts: standingKey({ ageDays: 1, rotationEnforcedSeconds: 86_400 * 30, scope: { level: 6, reach: 4 }, binding: 'keyed-hmac' }),
        widest: { level: 6, reach: 4, service: '*', resource: '*' },
      },
      'This key is rotated every 30 days, is 1 day old and can administer everything in acme. Copying it is enough to use it. Retire it by 14 Dec.',
    ],
    [
      'standing, nothing reported',
      { facts: unreported, widest: null, place: 'Acme CRM', mayBeBetter: true, actBy: null },
      'Acme CRM does not report expiry, age, scope or last use: scored as the worst until we know; it may be harmless. Retire it.',
    ],
    [
      'standing, its end known and its issue not',
      {
        facts: token({ ttlSeconds: 'not-reported', ageDays: 'not-reported', idleDays: 2, scope: 'not-reported', binding: 'bearer' }),
        atLeastDays: 140,
        widest: null,
        expiresAt: at('2026-12-10T12:00:00'),
        actBy: null,
      },
      'This key expires on 10 Dec and is at least 140 days old. Copying it is enough to use it. acme does not report scope: scored as the worst until we know. Retire it.',
    ],
    [
      'standing, bound but unchecked',
      { reason: 'POP_LONG', facts: standingKey({ binding: 'pop-mtls', popVerified: false, ageDays: 5, scope: { level: 3, reach: 3 } }) },
      'This key never expires, is 5 days old and can write to every repository in acme. It claims to be bound to a key, but nobody is seen to check it: copying it may be enough. Retire it by 14 Dec.',
    ],
    [
      'leaked and valid',
      {
        reason: 'LEAK_ACTIVE',
        verdict: 'revoke-now',
        leak: { foundIn: 'a public commit', foundAt: at('2026-12-04T08:48:00'), stillValid: 'yes' },
        actBy: at('2026-12-04T13:00:00'),
      },
      'Found in a public commit 3 h 12 min ago and still valid. By 4 Dec.',
    ],
    [
      'leaked, not checked',
      { reason: 'LEAK_ACTIVE', leak: { foundIn: 'a wiki', foundAt: at('2026-12-01T12:00:00'), stillValid: 'not-reported' }, actBy: null },
      'Found in a wiki 3 d ago and its provider shows it live.',
    ],
    ['leak without its row', { reason: 'LEAK_ACTIVE', actBy: null }, 'Found where it should not be. Nothing shows that it was cut off.'],
    [
      'leaked, disabled, not replaced',
      { reason: 'LEAK_NOT_REPLACED', state: 'disabled' },
      'Disabled, not replaced: still open until the replacement is seen in use.',
    ],
    [
      'dormant',
      { reason: 'DORMANT', facts: standingKey({ idleDays: 120 }), actBy: at('2026-11-30T00:00:00') },
      'Unused for 120 days; disabling is reversible. By 30 Nov.',
    ],
    [
      'never used, no way back',
      { reason: 'DORMANT', facts: standingKey({ idleDays: 'never-used', ageDays: 200 }), reversible: false, actBy: null },
      'Never used in 200 days. Its provider has no way to disable it for a while, so ask its owner before it is deleted.',
    ],
    [
      'prohibited',
      { reason: 'PROHIBITED', kind: 'aws.root-access-key' },
      'A root access key should not exist: no policy confines what it can do. By 14 Dec.',
    ],
    [
      'offboarded',
      { reason: 'OFFBOARDED', workload: 'billing-export', facts: standingKey({ workload: 'decommissioned' }), actBy: null },
      'billing-export, which it was made for, is decommissioned.',
    ],
    [
      'with controls',
      { verdict: 'acceptable-with-controls', reason: 'STANDING_MEDIUM', required: 3, missing: [] },
      'Acceptable while 3 controls hold, and all 3 do.',
    ],
    [
      'short-lived, a control missing',
      { verdict: 'acceptable-with-controls', reason: 'BEARER_SHORT_HIGH', required: 3, missing: ['revocation-60m'] },
      'Acceptable while 3 controls hold. Missing: a revocation drill in the last 90 days.',
    ],
    [
      'short-lived, all there',
      { verdict: 'acceptable-with-controls', reason: 'POP_SHORT', required: 3 },
      'Acceptable while 3 controls hold, and all 3 do.',
    ],
    [
      'acceptable, bound',
      { verdict: 'acceptable', reason: 'POP_SHORT', facts: token({ ttlSeconds: 600, binding: 'pop-app', popVerified: true }) },
      'Lives 10 minutes, bound by DPoP, checked by the API.',
    ],
    [
      'acceptable, bearer',
      { verdict: 'acceptable', reason: 'BEARER_SHORT_LOW', facts: token({ ttlSeconds: 3_600 }) },
      'Lives 1 hour, and can do little.',
    ],
    [
      'gone, proved twice',
      {
        verdict: 'retired',
        reason: 'RETIRED',
        state: 'gone',
        absent: { runs: 2, first: at('2026-12-03T14:00:00'), last: at('2026-12-04T14:00:00') },
      },
      'Gone. Absent in two complete syncs, 3 Dec 14:00 and 4 Dec 14:00 UTC.',
    ],
    [
      'gone, seen so once',
      { reason: 'RETIRED', state: 'gone', absent: { runs: 1, first: at('2026-12-03T14:00:00'), last: null } },
      'Absent in one complete sync, 3 Dec 14:00 UTC. A second one proves it gone.',
    ],
    ['disabled', { reason: 'RETIRED', state: 'disabled' }, 'Disabled, reversible: it exists and can be switched back on.'],
    [
      'expired',
      { reason: 'RETIRED', state: 'expired', expiresAt: at('2026-11-30T00:00:00') },
      'Expired on 30 Nov: nothing accepts it any more.',
    ],
    [
      'deleted, as a file tells',
      { reason: 'RETIRED', state: 'revoked', told: { by: 'file', importedAt: at('2026-12-01T12:00:00') } },
      'Deleted, says the file imported on 1 Dec 2026: there is nothing left to replay.',
    ],
    ['deleted', { reason: 'RETIRED', state: 'revoked' }, 'Deleted, says its provider: there is nothing left to replay.'],
  ])('%s', (_, about, sentence) => expect(plain(verdictSentence(judged(about), now))).toBe(sentence))

  it('sets the names apart', () => {
    expect(verdictSentence(judged({}), now)).toContainEqual({ name: 'acme' })
  })
})
