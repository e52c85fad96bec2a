import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actAnswers, providerVerbs, shownStates, type ActToken } from '../model/provider-act.ts'
import { Role } from '../model/viewer.ts'
import {
  actIssues,
  actRefusal,
  actsOpenOn,
  askerRefusal,
  beforeSays,
  chooseToAct,
  isDone,
  mayNotApprove,
  mayNotReview,
  reviewFor,
  secondFor,
  shownNow,
  stateAfter,
  stateBefore,
  toType,
  wasRefused,
  type ActAsker,
} from './provider-acts.ts'

const key: ActToken = {
  id: 'k',
  name: 'billing-export',
  displayId: 'AKIA…7Q2X',
  kind: 'aws.access-key',
  state: 'live',
  shown: 'live',
  isExposed: false,
  ownerId: null,
  ownerName: null,
  sourceId: 's',
  sourceName: 'AWS',
  verbs: ['disable', 'enable', 'delete'],
  mayAct: true,
  isWatched: true,
  underWay: null,
  lastSeen: null,
  lastUsed: { how: 'never', at: null },
  consumers: [],
  planId: null,
}
const at = new Date('2026-11-24T10:00:00Z')
const off: ActToken = { ...key, state: 'disabled', shown: 'disabled', lastSeen: { verb: 'disable', at } }
const deployKey: ActToken = { ...key, kind: 'github.deploy-key', verbs: ['delete'] }
const analyst: ActAsker = { by: 'person', role: 'analyst' }
const owner: ActAsker = { by: 'person', role: 'owner' }

describe('what may be asked for', () => {
  test.each([
    ['a live key is disabled', 'disable', key, null],
    ['a live key is not deleted before it is disabled', 'delete', key, /Disable it first/],
    ['a disabled one is deleted', 'delete', { ...key, shown: 'disabled' as const }, null],
    ['what cannot be disabled is deleted at once', 'delete', deployKey, null],
    ['what cannot be disabled is not', 'disable', deployKey, /only be deleted/],
    ['a disabled one is not disabled again', 'disable', off, /already/],
    [
      'one that we disabled, and that the row calls live, may be: nobody knows what was done by hand since',
      'disable',
      { ...off, state: 'live' as const },
      null,
    ],
    ['one that we disabled is switched on', 'enable', off, null],
    ['one that somebody else disabled is not', 'enable', { ...off, lastSeen: null }, /not disabled from here/],
    ['a live one is not switched on', 'enable', key, /not disabled/],
    ['what is gone is left alone', 'delete', { ...key, shown: 'gone' as const }, /does not live/],
    ['a source that only reads', 'disable', { ...key, verbs: [] }, /only read/],
    ['a source without the credential', 'disable', { ...key, mayAct: false }, /may not act/],
    ['a source that was removed', 'disable', { ...key, isWatched: false }, /not watched/],
    [
      'something under way',
      'disable',
      { ...key, underWay: { requestId: 'r', verb: 'disable' as const, state: 'asked' as const } },
      /not over/,
    ],
  ] as const)('%s', (_, verb, token, says) => {
    const why = actRefusal(verb, token)
    if (says === null) expect(why).toBeNull()
    else expect(why).toMatch(says)
  })

  test('enabling is offered only where we disabled', () => {
    expect([...actsOpenOn(key).keys()]).toEqual(['disable', 'delete'])
    expect([...actsOpenOn(off)]).toEqual([
      ['disable', 'It is disabled already.'],
      ['enable', null],
      ['delete', null],
    ])
    expect([...actsOpenOn(deployKey)]).toEqual([['delete', null]])
  })

  test('what cannot be asked for takes no place of what can, and what is left over is counted', () => {
    const many = (count: number, token: ActToken) =>
      Array.from({ length: count }, (_, place) => ({ ...token, id: `${token.shown}${place}` }))
    const of = (live: number, disabled: number) => chooseToAct('disable', [...many(disabled, off), ...many(live, key)])
    expect(of(201, 250)).toMatchObject({ possible: { length: 200 }, impossible: { length: 250 }, beyond: 1 })
    expect(of(200, 0)).toMatchObject({ possible: { length: 200 }, impossible: [], beyond: 0 })
    expect(of(3, 250).possible.map(({ id }) => id)).toEqual(['live0', 'live1', 'live2'])
    expect(of(0, 2)).toMatchObject({ possible: [], impossible: { length: 2 }, beyond: 0 })
  })

  test('what was seen off before a run saw it comes after what is still to do, and is counted apart', () => {
    const seenOff: ActToken = { ...off, state: 'live' }
    const many = (count: number, token: ActToken) =>
      Array.from({ length: count }, (_, place) => ({ ...token, id: `${token.shown}${place}` }))
    const of = (live: number, seen: number) => {
      const { possible, beyond, beyondDone } = chooseToAct('disable', [...many(seen, seenOff), ...many(live, key)])
      return { live: possible.filter(({ shown }) => shown === 'live').length, possible: possible.length, beyond, beyondDone }
    }
    expect(of(100, 200)).toEqual({ live: 100, possible: 200, beyond: 0, beyondDone: 100 })
    expect(of(250, 50)).toEqual({ live: 200, possible: 200, beyond: 50, beyondDone: 50 })
    expect(of(0, 201)).toEqual({ live: 0, possible: 200, beyond: 0, beyondDone: 1 })
    expect(of(3, 2)).toEqual({ live: 3, possible: 5, beyond: 0, beyondDone: 0 })
  })

  test('owners may have their tokens disabled, auditors nothing', () => {
    const asking = (role: Role) => providerVerbs.filter((verb) => askerRefusal({ by: 'person', role }, verb) === null)
    expect(Object.fromEntries(Role.options.map((role) => [role, asking(role)]))).toEqual({
      admin: ['disable', 'enable', 'delete'],
      analyst: ['disable', 'enable', 'delete'],
      owner: ['disable'],
      auditor: [],
    })
  })

  test('what stands there: the newer of a run and an act', () => {
    const [before, after] = [new Date(at.getTime() - 1), new Date(at.getTime() + 1)]
    const disabled = { verb: 'disable', at } as const
    expect(shownNow('live', null, before)).toBe('live')
    expect(shownNow('live', disabled, before)).toBe('disabled')
    expect(shownNow('live', disabled, null)).toBe('disabled')
    expect(shownNow('live', disabled, after)).toBe('live')
    expect(shownNow('gone', null, after)).toBe('gone')
    expect(shownNow('expired', null, after)).toBe('gone')
  })
})

describe('who has to agree', () => {
  test.each([
    ['one key, by security', analyst, 'disable', [key], null],
    ['two keys', analyst, 'disable', [key, key], 'several'],
    ['two keys by the command line', { by: 'command line' } as const, 'disable', [key, key], 'several'],
    ['two keys by the system', { by: 'system' } as const, 'disable', [key, key], 'several'],
    ['one key by its owner', owner, 'disable', [key], 'owner'],
    ['a leaked one switched on again', analyst, 'enable', [{ ...off, isExposed: true }], 'leaked-enable'],
    ['one switched on again', analyst, 'enable', [off], null],
    ['one deleted', analyst, 'delete', [off], null],
  ] as const)('%s', (_, asker, verb, tokens, says) => expect(secondFor(asker, verb, tokens)).toBe(says))

  test.each([
    ['an ordinary one', analyst, 'disable', key, null],
    ['a leaked one', analyst, 'disable', { ...key, isExposed: true }, 'leaked'],
    ['deleted without being disabled', analyst, 'delete', deployKey, 'no-disable'],
    ['deleted after being disabled', analyst, 'delete', off, null],
    ['by the command line', { by: 'command line' } as const, 'disable', key, 'command-line'],
    ['by the system', { by: 'system' } as const, 'disable', key, 'system'],
  ] as const)('%s is looked at afterwards: %s', (_, asker, verb, token, says) => {
    expect(reviewFor(asker, verb, token, null)).toBe(says)
    expect(reviewFor(asker, verb, token, 'several')).toBeNull()
  })

  test('more than one token is never one person’s, whoever asks and whatever for', () => {
    const askers = fc.constantFrom<ActAsker>(analyst, owner, { by: 'command line' }, { by: 'system' }, { by: 'person', role: 'admin' })
    fc.assert(
      fc.property(askers, fc.constantFrom(...providerVerbs), fc.integer({ min: 2, max: 200 }), (asker, verb, count) => {
        expect(secondFor(asker, verb, Array(count).fill(key) as ActToken[])).not.toBeNull()
      }),
    )
  })

  const act = { askedById: 'a', agreedById: 'g', resumedByIds: ['f', 'r'] }
  test.each([
    ['whoever asked', 'a', 'analyst', false, false],
    ['whoever agreed', 'g', 'analyst', false, false],
    ['whoever let it go on', 'r', 'admin', false, false],
    ['whoever let it go on before them', 'f', 'admin', false, false],
    ['somebody else', 'x', 'analyst', true, true],
    ['an owner', 'x', 'owner', false, false],
    ['an auditor', 'x', 'auditor', false, false],
  ] as const)('%s: approves, reviews', (_, id, role, approves, reviews) => {
    expect(mayNotApprove(act, { id, role }) === null).toBe(approves)
    expect(mayNotReview(act, { id, role }) === null).toBe(reviews)
  })
})

describe('what is typed', () => {
  test.each([
    ['disable', [key], null],
    ['enable', [key], null],
    ['delete', [key], '7Q2X'],
    ['delete', [key, key], '2'],
    ['disable', [key, key, key], '3'],
  ] as const)('to %s %j', (verb, tokens, typed) => expect(toType(verb, tokens)).toBe(typed))

  test('what is wrong is named by its field, with the token where there are many', () => {
    expect(actIssues('delete', [off], 'x')).toEqual([{ where: 'typed', what: 'Type 7Q2X.' }])
    expect(actIssues('delete', [off], '7q2x')).toEqual([])
    expect(actIssues('delete', [off], null)).toEqual([])
    expect(actIssues('disable', [key, off], '2')).toEqual([{ where: 'tokens', what: 'billing-export: It is disabled already.' }])
  })
})

describe('what became of it', () => {
  test.each([
    ['disable', 'done', 'disabled', 'seen'],
    ['disable', 'done', 'live', 'unseen'],
    ['disable', 'unanswered', 'live', 'unseen'],
    ['disable', 'unanswered', 'disabled', 'seen'],
    ['disable', 'not-permitted', 'live', 'failed'],
    ['disable', 'not-permitted', 'disabled', 'seen'],
    ['disable', 'done', 'gone', 'seen'],
    ['delete', 'done', 'disabled', 'unseen'],
    ['delete', 'not-found', 'gone', 'seen'],
    ['enable', 'done', 'live', 'seen'],
    ['enable', 'done', 'gone', 'unseen'],
    ['enable', 'out-of-order', 'gone', 'failed'],
    ['disable', 'done', 'cannot-tell', 'unknown'],
    ['disable', 'not-permitted', 'cannot-tell', 'unknown'],
  ] as const)('to %s: %s, and it is shown %s: %s', (verb, answer, shown, state) => expect(stateAfter(verb, answer, shown)).toBe(state))

  test('it is seen exactly where it is shown done, whatever was answered', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...providerVerbs),
        fc.constantFrom(...actAnswers),
        fc.constantFrom(...shownStates),
        (verb, answer, shown) => {
          expect(stateAfter(verb, answer, shown) === 'seen').toBe(isDone(verb, shown))
        },
      ),
    )
  })

  test('what was to go on and is not is again what had become of it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...providerVerbs),
        fc.constantFrom(...actAnswers),
        fc.constantFrom(...shownStates),
        (verb, answer, after) => {
          expect(stateBefore({ verb, answer, after, outcomeAt: at })).toBe(stateAfter(verb, answer, after))
          expect(stateBefore({ verb, answer: null, after: null, outcomeAt: null })).toBeNull()
        },
      ),
    )
  })

  const later = new Date(at.getTime() + 1)
  test.each([
    ['never sent', 'refused', at, null, true],
    ['somebody said no after it failed', 'failed', later, at, true],
    ['it failed after somebody said yes', 'failed', at, later, false],
    ['nobody decided', 'failed', null, at, false],
    ['it was approved, and is under way again', 'calling', later, at, false],
  ] as const)('refused: %s', (_, state, decidedAt, outcomeAt, says) => expect(wasRefused({ state, decidedAt, outcomeAt })).toBe(says))

  test.each([
    ['disable', 'live', true, null],
    ['disable', 'disabled', true, 'not-needed'],
    ['disable', 'gone', true, 'not-needed'],
    ['disable', 'cannot-tell', true, null],
    ['enable', 'disabled', true, null],
    ['enable', 'gone', true, 'out-of-order'],
    ['delete', 'live', true, 'out-of-order'],
    ['delete', 'live', false, null],
    ['delete', 'disabled', true, null],
    ['delete', 'cannot-tell', true, 'not-sent'],
    ['delete', 'cannot-tell', false, 'not-sent'],
  ] as const)('to %s what is shown %s (it can be disabled: %s): %s', (verb, shown, canDisable, answer) =>
    expect(beforeSays(verb, shown, canDisable)?.answer ?? null).toBe(answer),
  )
})
