import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { leakSteps, type LeakSaid } from '../model/leak.ts'
import { leakPlanStages, type PlanStage, type Proof, type Successor, type WatchedLeak, type WatchedToken } from '../model/plan.ts'
import { asDelivered } from '../model/policy.ts'
import { leakDueDate, leakRefusal, leakStandingOf, lookAtLeak } from './leak-plan.ts'
import type { Said } from './plan-state.ts'
import { allRecipes } from './recipes/recipes.ts'
import { courseOf } from '../model/recipe.ts'

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 10, 1 + day, hour))
const openedAt = at(5)
const nothing: LeakSaid = { replaced: false, reviewed: false, rescanned: false }
const everything: LeakSaid = { replaced: true, reviewed: true, rescanned: true }
const inUse: Successor = { id: 'new', name: 'new-role', displayId: null, lastUsedAt: at(6), isGone: false, stands: false }

type Facts = WatchedToken & WatchedLeak
const token = (facts: Partial<Facts> = {}): Facts => ({
  id: 'a',
  name: 'old-key',
  state: 'live',
  lastUsed: { at: at(6), service: 's3' },
  absentRuns: 0,
  deadRuns: 0,
  longestGapDays: null,
  lastComplete: { id: 'run', at: at(6) },
  dueAt: at(5, 1),
  leak: nothing,
  offAt: null,
  leakedAt: at(4),
  addedAt: openedAt,
  notedUseAt: null,
  ...facts,
})
const said = (more: Partial<Said> = {}): Said => ({
  acknowledged: false, hasOwner: true, dateIsProposed: false, blocked: false, paused: false, switched: false, cancelled: false, ...more,
}) // prettier-ignore
const lookOf = (facts: Partial<Facts>, successor: Successor | null = null, before: Proof = 'none', reopenedAt: Date | null = null) =>
  lookAtLeak(token(facts), { proved: before, quietUntil: null }, { successor, openedAt, reopenedAt, quiet: asDelivered })
const off = { state: 'disabled' } as const
const gone = { state: 'gone', absentRuns: 2 } as const
const goneOnce = { state: 'gone', absentRuns: 1 } as const

describe('where a leak’s plan stands', () => {
  it.each<[string, readonly Partial<Facts>[], Partial<Said>, PlanStage, string]>([
    ['it works: security cuts it off, acknowledged or not', [{}], {}, 'draft', 'security'],
    ['its owner took it on, and that changes nothing', [{}], { acknowledged: true }, 'draft', 'security'],
    ['it is blocked, and is cut off all the same', [{}], { blocked: true }, 'draft', 'security'],
    ['replaced before it is cut off', [{ leak: { ...nothing, replaced: true } }], {}, 'draft', 'security'],
    ['cut off, in use until then, with no quiet', [off], {}, 'contained', 'owner'],
    ['cut off, of nobody', [off], { hasOwner: false }, 'contained', 'security'],
    ['cut off, its replacement blocked', [off], { blocked: true }, 'contained', 'security'],
    ['cut off, another date is proposed', [off], { dateIsProposed: true }, 'contained', 'security'],
    ['revoked at once', [{ state: 'revoked' }], {}, 'contained', 'owner'],
    ['cut off and replaced', [{ ...off, leak: { ...nothing, replaced: true } }], {}, 'replaced', 'security'],
    ['gone once, which proves nothing', [{ ...goneOnce, leak: { ...nothing, replaced: true } }], {}, 'draft', 'security'],
    ['gone once, all else done', [{ ...goneOnce, leak: everything }], {}, 'draft', 'next-sync'],
    [
      'off, then gone once, its logs not read',
      [{ ...goneOnce, offAt: at(6), leak: { ...nothing, replaced: true } }],
      {},
      'replaced',
      'security',
    ],
    ['off, then gone once, all else done', [{ ...goneOnce, offAt: at(6), leak: everything }], {}, 'replaced', 'next-sync'],
    ['one gone once, one that works', [{ ...goneOnce, leak: everything }, { leak: everything }], {}, 'draft', 'security'],
    ['deleted', [{ ...gone, leak: { ...nothing, replaced: true } }], {}, 'deleted', 'security'],
    ['its logs are read', [{ ...gone, leak: { ...everything, rescanned: false } }], {}, 'reviewed', 'security'],
    ['copies searched for before the logs', [{ ...gone, leak: { ...everything, reviewed: false } }], {}, 'deleted', 'security'],
    ['all of it, revoked and seen so once', [{ state: 'revoked', deadRuns: 1, leak: everything }], {}, 'rescanned', 'next-sync'],
    ['all of it, revoked and seen so twice', [{ state: 'revoked', deadRuns: 2, leak: everything }], {}, 'verified', 'nobody'],
    ['all of it', [{ ...gone, leak: everything }], {}, 'verified', 'nobody'],
    ['one of two still works', [{ ...gone, leak: everything }, { leak: everything }], {}, 'draft', 'security'],
    ['no leak of it is on record any more', [{ ...gone, leak: null }], {}, 'contained', 'owner'],
    ['called off', [{}], { cancelled: true }, 'cancelled', 'nobody'],
  ])('%s', (_, facts, more, stage, waitingOn) => {
    expect(leakStandingOf(facts.map((one) => lookOf(one)), said(more))).toEqual({ stage, waitingOn }) // prettier-ignore
  })

  it('a plan without tokens is never past its beginning', () => expect(leakStandingOf([], said()).stage).toBe('draft'))

  it('what takes its place in use replaces it, whether it still works or not, and is noted once', () => {
    const says = { says: 'new-role was used on 2026-11-07 00:00 UTC', usedAt: at(6).toISOString(), successorId: 'new' }
    const evidence = [{ tokenId: 'a', proof: 'replaced', runId: 'run', at: at(6), ...says }]
    expect(lookOf({}, inUse)).toMatchObject({ proved: 'none', evidence })
    expect(lookOf(off, inUse, 'disabled')).toMatchObject({ proved: 'disabled', evidence })
    expect(lookOf({ ...off, notedUseAt: at(6) }, inUse, 'disabled').evidence).toEqual([])
    expect(leakStandingOf([lookOf(off, inUse)], said()).stage).toBe('replaced')
    for (const none of [
      { ...inUse, lastUsedAt: null },
      { ...inUse, isGone: true },
    ])
      expect(leakStandingOf([lookOf(off, none)], said()).stage).toBe('contained')
  })

  test.each<[string, Partial<Facts>, Date | null]>([
    ['before it leaked', { leakedAt: at(6) }, null],
    ['before it came into the plan', { addedAt: at(7) }, null],
    ['before the plan was opened again', {}, at(6, 12)],
    ['noted, and before it leaked', { leakedAt: at(6), notedUseAt: at(6) }, null],
    ['noted, and before the plan was opened again', { notedUseAt: at(6) }, at(7)],
  ])('a use %s does not replace it', (_, facts, reopenedAt) => {
    const look = lookOf({ ...off, ...facts }, inUse, 'disabled', reopenedAt)
    expect([look.done.has('replace'), look.evidence]).toEqual([false, []])
  })

  it('what was noted stays so once that is gone', () => {
    expect(lookOf({ ...off, notedUseAt: at(6) }, { ...inUse, isGone: true }, 'disabled').done.has('replace')).toBe(true)
  })

  it('one that works again has come back', () => {
    expect(lookOf({}, null, 'disabled')).toMatchObject({ cameBack: true, proved: 'none' })
  })

  it('never is past a step that is not done of every token', () => {
    const anyToken = fc.record({
      state: fc.constantFrom('live', 'disabled', 'expired', 'revoked', 'gone' as const),
      absentRuns: fc.nat(3),
      deadRuns: fc.nat(3),
      leak: fc.option(fc.record({ replaced: fc.boolean(), reviewed: fc.boolean(), rescanned: fc.boolean() })),
    })
    fc.assert(
      fc.property(fc.array(anyToken, { minLength: 1, maxLength: 3 }), fc.boolean(), (facts, hasOwner) => {
        const looks = facts.map((one) => lookOf(one))
        const { stage, waitingOn } = leakStandingOf(looks, said({ hasOwner }))
        const past = leakSteps.slice(0, (leakPlanStages as readonly PlanStage[]).indexOf(stage))
        expect(past.every((step) => looks.every(({ done }) => done.has(step)))).toBe(true)
        expect(waitingOn === 'owner').toBe(hasOwner && stage === 'contained')
        // Nothing puts cutting it off off.
        if (facts.some(({ state }) => state === 'live')) expect([stage, waitingOn]).toEqual(['draft', 'security'])
      }),
    )
  })
})

describe('by when it is due', () => {
  const opened = { stage: 'draft', policyDueAt: at(5, 1), dueAt: at(5, 1) } as const
  const now = at(5)
  test.each<[string, { stage: PlanStage; policyDueAt: Date; dueAt: Date }, PlanStage, readonly (Date | null)[], Date | null]>([
    ['still to be cut off', opened, 'draft', [at(5, 1)], null],
    ['later than its token is, it is due when that is', { ...opened, dueAt: at(30) }, 'draft', [at(5, 1)], at(5, 1)],
    ['its token was due before it was opened', { ...opened, dueAt: at(30) }, 'draft', [at(4)], now],
    ['cut off: by when it is to be replaced', opened, 'contained', [at(8)], at(8)],
    ['cut off, and a second token with an earlier date', opened, 'contained', [at(8), at(7)], at(7)],
    ['cut off and replaced already: what policy gives for that', opened, 'replaced', [null], at(8)],
    ['it was cut off before', { ...opened, stage: 'contained', dueAt: at(9) }, 'replaced', [at(8)], null],
    ['it came back', { ...opened, stage: 'replaced', dueAt: at(8) }, 'draft', [at(5, 1)], at(5, 1)],
  ])('%s', (_, before, after, dates, due) => {
    expect(leakDueDate(before, after, dates, now, asDelivered)).toEqual(due && { policyDueAt: due, dueAt: due })
  })
})

test.each([
  ['leak.aws.access-key', 'draft', ['switch', 'propose-date', 'decide-date', 'set-date']],
  ['leak', 'contained', ['switch']],
  ['aws.access-key.to-role', 'draft', []],
] as const)('%s at %s: what has no place in it', (recipe, stage, refused) => {
  const acts = ['acknowledge', 'switch', 'propose-date', 'decide-date', 'set-date', 'name-successor', 'offer', 'block', 'cancel'] as const
  expect(acts.filter((act) => leakRefusal(act, { recipe, stage }) !== null)).toEqual(refused)
})

test('the ways of leaks are those that begin by containing', () => {
  for (const { id, steps } of allRecipes) expect([id, courseOf(id) === 'leak']).toEqual([id, steps[0]?.id === 'contain'])
})
