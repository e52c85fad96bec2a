import { describe, expect, it, test } from 'vitest'
import type { ExceptedToken } from '../model/exception.ts'
import { asDelivered } from '../model/policy.ts'
import { controlsRequired, endOf, isStale, kindsFor, mayNotApprove, mayNotAsk, mayNotDecide, refusalsOf, type Asked } from './exceptions.ts'

const now = new Date('2026-11-27T00:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)
const standing: ExceptedToken = {
  id: 't',
  name: 'old-key',
  verdict: 'standing-privilege',
  reason: 'STANDING_HIGH',
  isExposed: false,
  ownerId: 'ana',
}
const dormant: ExceptedToken = { ...standing, verdict: 'revoke-now', reason: 'DORMANT' }
const shown = (kind: Asked['kind'] = 'ordinary') => controlsRequired[kind].map((type) => ({ type, evidencedAt: inDays(-1) }))
const asked = (more: Partial<Asked> = {}): Asked => ({
  kind: 'ordinary',
  endsAt: inDays(30),
  retirementAt: inDays(60),
  tokens: [standing],
  controls: shown(more.kind),
  renewals: 0,
  ...more,
})

describe('what may be asked for', () => {
  it.each<[string, Partial<Asked>, string | null]>([
    ['a standing privilege for thirty days', {}, null],
    ['ninety days', { endsAt: inDays(90) }, null],
    ['a minute more', { endsAt: new Date(inDays(90).getTime() + 60_000) }, 'endsAt'],
    ['an end that is past', { endsAt: now }, 'endsAt'],
    ['no date of retirement ahead', { retirementAt: now }, 'retirementAt'],
    ['a retirement in two years', { retirementAt: inDays(700) }, 'retirementAt'],
    ['one renewal', { renewals: 1 }, null],
    ['a second renewal', { renewals: 2 }, 'renewal'],
    ['no token', { tokens: [] }, 'tokens'],
    ['a leaked one', { tokens: [{ ...standing, isExposed: true }] }, 'tokens'],
    ['one to be revoked now', { tokens: [{ ...dormant, reason: 'OFFBOARDED' }] }, 'tokens'],
    ['a dormant one', { tokens: [dormant] }, 'tokens'],
    ['a registered break-glass token that lies unused', { kind: 'break-glass', tokens: [dormant] }, null],
    ['a registered seasonal one', { kind: 'seasonal', tokens: [dormant] }, null],
    ['a break-glass token that leaked', { kind: 'break-glass', tokens: [{ ...dormant, isExposed: true }] }, 'tokens'],
    ['a break-glass token of a workload that ended', { kind: 'break-glass', tokens: [{ ...dormant, reason: 'OFFBOARDED' }] }, 'tokens'],
    ['an acceptable one', { tokens: [{ ...standing, verdict: 'acceptable' }] }, 'tokens'],
    ['without a control', { controls: shown().slice(1) }, 'control-network'],
    ['with old evidence', { controls: shown().map((control) => ({ ...control, evidencedAt: inDays(-91) })) }, 'control-network'],
    ['with evidence of ninety days', { controls: shown().map((control) => ({ ...control, evidencedAt: inDays(-90) })) }, null],
    ['with evidence from the future', { controls: shown().map((control) => ({ ...control, evidencedAt: inDays(1) })) }, 'control-network'],
  ])('%s', (_, more, where) => {
    const issues = refusalsOf(asked(more), now, asDelivered)
    if (where === null) expect(issues).toEqual([])
    else expect(issues.map((issue) => issue.where)).toContain(where)
  })
})

describe('which kinds a token may have', () => {
  it.each<[string, ExceptedToken, readonly string[]]>([
    ['a standing privilege', standing, ['ordinary', 'break-glass', 'seasonal']],
    ['a dormant one', dormant, ['break-glass', 'seasonal']],
    ['a leaked one', { ...standing, isExposed: true }, []],
    ['one that is retired', { ...standing, verdict: 'retired' }, []],
  ])('%s', (_, token, kinds) => expect(kindsFor(token)).toEqual(kinds))
})

describe('who may decide', () => {
  const parties = { requestedById: 'u-ana', ownerIds: ['ana', null], isRenewal: false }
  const renewal = { ...parties, isRenewal: true }
  it.each([
    ['whoever asked', parties, { id: 'u-ana', selfIds: [], role: 'admin' }, /You asked/],
    ['an owner of its tokens', parties, { id: 'u-ben', selfIds: ['ana'], role: 'admin' }, /You own/],
    ['somebody else', parties, { id: 'u-eva', selfIds: ['eva'], role: 'analyst' }, null],
    ['somebody who is nobody in the directory', parties, { id: 'u-eva', selfIds: [], role: 'analyst' }, null],
    ['an analyst on a renewal', renewal, { id: 'u-eva', selfIds: [], role: 'analyst' }, /administrator/],
    ['an administrator on a renewal', renewal, { id: 'u-eva', selfIds: [], role: 'admin' }, null],
    ['an administrator on the renewal they asked for', renewal, { id: 'u-ana', selfIds: [], role: 'admin' }, /You asked/],
  ] as const)('%s', (_, asked, decider, refusal) => {
    if (refusal) expect(mayNotDecide(asked, decider)).toMatch(refusal)
    else expect(mayNotDecide(asked, decider)).toBeNull()
  })
})

describe('what ends it', () => {
  const holds = { kind: 'ordinary' as const, endsAt: inDays(1), tokens: [{ ...standing, isGone: false }] }
  it.each<[string, Partial<Parameters<typeof endOf>[0]>, string | null]>([
    ['nothing', {}, null],
    ['its end, to the moment', { endsAt: now }, 'expired'],
    [
      'a leak of one of them',
      {
        tokens: [
          { ...standing, isGone: false },
          { ...standing, isExposed: true, isGone: false },
        ],
      },
      'leak',
    ],
    ['a leak on its last day is a leak', { endsAt: now, tokens: [{ ...standing, isExposed: true, isGone: false }] }, 'leak'],
    ['that all are gone', { tokens: [{ ...standing, isGone: true }] }, 'retired'],
    [
      'not that some are',
      {
        tokens: [
          { ...standing, isGone: true },
          { ...standing, isGone: false },
        ],
      },
      null,
    ],
    ['that it became one to revoke now', { tokens: [{ ...dormant, isGone: false }] }, 'revoke-now'],
    ['not that a break-glass token lies unused', { kind: 'break-glass', tokens: [{ ...dormant, isGone: false }] }, null],
  ])('%s', (_, more, end) => expect(endOf({ ...holds, ...more }, now)).toBe(end))

  it('evidence that is out of date makes it stale', () => {
    expect(isStale([{ expiresAt: inDays(1) }], now)).toBe(false)
    expect(isStale([{ expiresAt: inDays(1) }, { expiresAt: now }], now)).toBe(true)
  })
})

describe('what an exception of a plan can be asked for', () => {
  const standing = { name: 'a', verdict: 'standing-privilege', reason: 'STANDING_LOW', isExposed: false, hasException: false } as const
  const dormant = { ...standing, name: 'd', verdict: 'revoke-now', reason: 'DORMANT' } as const
  test.each<[string, Parameters<typeof mayNotAsk>[0], string | null]>([
    ['one that stands', [standing], null],
    ['one unused, by a registered kind', [standing, dormant], null],
    ['none alive', [], 'None of its tokens is alive.'],
    ['one leaked', [standing, { ...standing, name: 'b', isExposed: true }], 'b: it leaked. An exception cannot cover a leaked token.'],
    ['one to be revoked now', [standing, { ...standing, name: 'b', verdict: 'revoke-now' }], 'b: an exception cannot cover a revoke-now token.'],
    ['one asked for', [standing, { ...standing, name: 'b', hasException: true }], 'b has an exception already, or one was asked for.'],
  ])('%s', (_, tokens, says) => expect(mayNotAsk(tokens)).toBe(says)) // prettier-ignore
})

test.each<[string, readonly string[], string, RegExp | null]>([
  ['each is shown', controlsRequired.ordinary, '2027-01-01', null],
  ['one is missing', controlsRequired.ordinary.slice(1), '2027-01-01', /not shown/],
  ['one runs out at this moment', controlsRequired.ordinary, '2026-12-01', /out of date/],
])('approving, where %s', (_, types, until, says) => {
  const controls = types.map((type) => ({ type: type as 'network', expiresAt: new Date(until) }))
  const why = mayNotApprove({ kind: 'ordinary', controls }, new Date('2026-12-01'))
  if (says) expect(why).toMatch(says)
  else expect(why).toBeNull()
})
