import { describe, expect, test } from 'vitest'
import { didWords, planActWords, type ActName } from './act-words.ts'
import { commentText, historyWords } from './history-words.ts'
import { leftOutWords, openingWords } from './opening-words.ts'
import { checkWords, clockWords, cutWords, lastSeenWords, slipWords, stepNow } from './plan-words.ts'
import { placeOnWay } from './recipe-part.tsx'
import { stepsOf } from './steps.ts'
import { otherwiseWords } from './task-sentence.tsx'
import { at, member, plan } from './testing/plan.ts'
import { planStages, stagesOf } from '@/lib/model/plan.ts'
import { doersOf } from '@/lib/model/plan-act.ts'
import type { Json } from '@/lib/model/json.ts'
import type { RecipeStep } from '@/lib/model/recipe.ts'

const now = at('2026-11-30T12:00')

test.each([
  ['draft', 'aws.access-key.to-role', '2 of 8: to be acknowledged'],
  ['acknowledged', 'aws.access-key.to-role', '3 of 8: replacement to be used'],
  ['quiet', 'aws.access-key.to-role', '6 of 8: to be disabled'],
  ['deleted', 'aws.access-key.to-role', '8 of 8: absence to be verified'],
  ['verified', 'aws.access-key.to-role', '8 of 8: verified absent'],
  ['cancelled', 'leak', null],
  ['draft', 'leak', '2 of 7: to be cut off'],
  ['contained', 'leak', '3 of 7: to be replaced'],
  ['replaced', 'leak.aws.access-key', '4 of 7: to be deleted'],
  ['verified', 'leak', '7 of 7: verified absent'],
] as const)('%s of %s is at step %s', (stage, recipe, says) => {
  const step = stepNow({ stage, recipe })
  expect(step && `${step.number}: ${step.says}`).toBe(says)
})

test('the step that is counted is the one that the steps show as the present one', () => {
  for (const stage of planStages.filter((one) => one !== 'cancelled' && one !== 'verified' && stagesOf('x').includes(one))) {
    const of = plan({ stage, acknowledgedAt: stage === 'draft' ? null : now })
    const here = stepsOf(of, null, now).findIndex(({ state }) => state === 'current')
    expect(stepNow(of)?.number).toBe(`${here + 1} of 8`)
  }
})

test.each([
  ['2026-11-30T15:00', '15:00 UTC'],
  ['2026-12-01T15:00', '1 Dec 15:00 UTC'],
])('%s is %s', (when, says) => expect(clockWords(at(when), now)).toBe(says))

test.each<[string, Parameters<typeof slipWords>[0], string | null]>([
  ['within policy', plan(), null],
  ['agreed on later', plan({ dueAt: at('2026-12-28T12:00') }), '14 d'],
  ['late by now', plan({ policyDueAt: at('2026-11-20T12:00'), dueAt: at('2026-11-25T12:00') }), '10 d'],
  ['closed in time', plan({ policyDueAt: at('2026-11-20T12:00'), dueAt: at('2026-11-25T12:00'), closedAt: at('2026-11-19T12:00') }), null],
  ['cut off nine days late', plan({ missedDueAt: at('2026-11-20T12:00'), metAt: at('2026-11-29T12:00') }), '9 d'],
  ['cut off hours late', plan({ missedDueAt: at('2026-11-20T12:00'), metAt: at('2026-11-20T15:00') }), '3 h'],
  ['cut off late, and later still by now', plan({ policyDueAt: at('2026-11-20T12:00'), dueAt: at('2026-11-25T12:00'), missedDueAt: at('2026-11-20T12:00'), metAt: at('2026-11-20T15:00') }), '10 d'],
])('slip, %s', (_, of, says) => expect(slipWords(of, now)).toBe(says)) // prettier-ignore

test.each([
  ['all of it', 200, 200, 'to-do', null],
  ['a part', 200, 450, 'to-do', 'The first 200 of 450, the earliest dates first.'],
  ['a part of what is done', 200, 201, 'done', 'The newest 200 of 201.'],
] as const)('a list that shows %s', (_, shown, total, tab, says) => expect(cutWords(shown, total, tab)).toBe(says))

describe('check now', () => {
  const source = { name: 'AWS', nextDueAt: null, running: false }
  const untold = { lastUsedHow: 'not-reported', lastUsedAt: null } as const
  test.each([
    ['not read since', at('2026-11-30T09:00'), [member()], 'Asked at 11:30 UTC. AWS has not been read whole since. Load this page again in a minute.'],
    ['read, and still used', at('2026-11-30T11:45'), [member()], 'Asked at 11:30 UTC. Read since: billing-export was last used 1 h ago.'],
    ['read, and gone', at('2026-11-30T11:45'), [member({ state: 'gone' })], 'Asked at 11:30 UTC. Read since: nothing of it is left.'],
  ])('%s', (_, lastCompleteAt, members, says) => expect(checkWords(at('2026-11-30T11:30'), { sources: [{ ...source, lastCompleteAt }], members, tokens: 1 }, now)).toBe(says)) // prettier-ignore

  test.each([
    ['none of its tokens', [], [], 'You do not see its tokens, nor whether they were read since.'],
    ['some, which are gone', [source], [member({ state: 'gone' })], 'Read since: nothing is left of those that you see. 2 tokens more, which you do not see.'],
    ['some, which are used', [source], [member()], 'Read since: billing-export was last used 1 h ago. 2 tokens more, which you do not see.'],
  ])('absence is not claimed by whoever sees %s', (_, sources, members, says) => {
    const read = sources.map((one) => ({ ...one, lastCompleteAt: at('2026-11-30T11:45') }))
    expect(checkWords(at('2026-11-30T11:30'), { sources: read, members, tokens: members.length + 2 }, now)).toBe(`Asked at 11:30 UTC. ${says}`)
  }) // prettier-ignore

  test.each([
    ['the newest use of several', [member({ lastUsedAt: at('2026-11-29T11:00') }), member({ name: 'b' })], 'b was last used 1 h ago'],
    ['never', [member({ lastUsedHow: 'never', lastUsedAt: null })], 'billing-export was never seen in use'],
    ['not told', [member({ lastUsedHow: 'not-reported', lastUsedAt: null })], 'its source does not report the last use'],
    ['not told of several', [member(untold), member(untold)], 'their sources do not report the last use'],
    ['used, and not told of others', [member(), member(untold), member({ ...untold, state: 'gone' })], 'billing-export was last used 1 h ago; the last use of 1 of the 2 tokens is not reported'],
    ['unused, and not told of others', [member({ lastUsedHow: 'never', lastUsedAt: null }), member(untold)], '1 token never seen in use; the last use of 1 of the 2 tokens is not reported'],
    ['nothing left', [member({ state: 'revoked' })], null],
  ])('last seen, %s', (_, members, says) => expect(lastSeenWords(members, now)).toBe(says)) // prettier-ignore
})

describe('history', () => {
  test.each<[string, string | null, Json, string]>([
    ['opened', 'Sec', { tokens: 12 }, 'Sec opened it for 12 tokens.'],
    ['opened', 'Sec', { tokens: 1 }, 'Sec opened it.'],
    ['date-proposed', 'Ana', { from: '2026-12-14T12:00:00Z', to: '2027-01-20T12:00:00Z', reason: 'Freeze' }, 'Ana proposed 20 Jan instead of 14 Dec: “Freeze”.'],
    ['date-refused', 'Sec', { date: '2027-01-20T12:00:00Z', note: '' }, 'Sec refused 20 Jan.'],
    ['offered', 'Ana', { to: 'Ben', note: '' }, 'Ana offered it to Ben.'],
    ['successor-named', 'Ana', { name: null }, 'Ana took back what takes its place.'],
    ['checked', 'Ana', { sources: ['AWS', 'GitHub'] }, 'Ana asked to read AWS, GitHub now.'],
    ['comment', 'Ana', { text: 'Done on Friday' }, 'Ana wrote:'],
    ['proved', null, { proof: 'cut-over', name: 'k', says: 'not used since then' }, 'Cut over: k, not used since then.'],
    ['reopened', null, { tokens: ['k'] }, 'Open again: k came back.'],
    ['refused', null, { says: 'It was used.' }, 'Does not go on. It was used.'],
    ['date-set', 'Ana', 'odd', 'Ana set a day instead of a day.'],
    ['act-asked', 'Sec', { verb: 'disable', tokens: ['k'] }, 'Sec asked its provider to disable k.'],
    ['act-asked', 'Sec', { verb: 'delete', tokens: ['k'], kinds: ['github.pat.classic'] }, 'Sec asked its provider to end the authorisation of k.'],
    ['act-ended', null, { verb: 'delete', name: 'k', kinds: ['github.pat.classic'], state: 'seen' }, 'To end the authorisation of k: done, and seen so at its provider.'],
    ['act-ended', null, { verb: 'disable', name: 'k', state: 'seen' }, 'To disable k: done, and seen so at its provider.'],
    ['something-new', 'Ana', {}, 'Ana: something-new.'],
    ['toString', null, {}, 'Standdown: toString.'],
    ['opened', null, { tokens: 1, says: 'Its end date, 2026-12-03, has come.' }, 'Standdown opened it: “Its end date, 2026-12-03, has come”.'],
    ['ticket-made', 'Ana', { key: 'SEC-1' }, 'Ana made the issue SEC-1.'],
    ['ticket-unlinked', 'Ana', { key: null }, 'Ana unlinked its issue.'],
    ['end-came', null, { tokens: ['key'], says: 'The job x has ended, as Bo told.', from: '2026-12-24T00:00:00Z', to: '2026-11-30T00:00:00Z' }, 'The job x has ended, as Bo told. key: due 30 Nov instead of 24 Dec.'],
    ['end-came', null, { tokens: ['key'], says: 'The job x has ended, as Bo told.' }, 'The job x has ended, as Bo told. key: due already.'],
  ])('%s by %s', (kind, by, detail, says) => expect(historyWords({ kind, by, detail }, now)).toBe(says)) // prettier-ignore

  test('a comment is told from what else happened', () => {
    expect(commentText({ kind: 'comment', detail: { text: 'Done' } })).toBe('Done')
    expect(commentText({ kind: 'blocked', detail: { text: 'Done' } })).toBeNull()
  })
})

test('every act has a way to it, a button and a consequence, and says when it was done', () => {
  for (const act of Object.keys(doersOf) as ActName[]) {
    const { link, verb, says } = planActWords(act, plan(), now)
    expect(link && verb).toBeTruthy()
    expect(says, act).toMatch(/\.$/)
    expect(didWords(act), act).toMatch(/\.$/)
  }
  expect(didWords('toString')).toBeNull()
})

test.each<[ActName, string]>([
  ['acknowledge', 'You take it on, and it is done by 14 Dec. Nothing is switched off by this.'],
  ['propose-date', 'Until 14 Dec a date counts at once. A later one waits for security to accept it; until then 14 Dec stands.'],
  ['offer', 'Handing over puts it among their tasks now; you keep the task until they accept. Its tokens go with it.'],
])('the consequence of %s', (act, says) => expect(planActWords(act, plan(), now).says).toBe(says))

test.each([
  [{ tokens: 86, plans: 14, owners: 9, unclaimed: 3, already: 0, notLive: 0 }, 'This opens 14 plans for 86 tokens of 9 owners. 3 plans are unclaimed: nobody who is still here owns their tokens.', null],
  [{ tokens: 1, plans: 1, owners: 0, unclaimed: 1, already: 0, notLive: 0 }, 'This opens 1 plan for 1 token. It is unclaimed: nobody who is still here owns its tokens.', null],
  [{ tokens: 0, plans: 0, owners: 0, unclaimed: 0, already: 4, notLive: 2 }, 'No plan would be opened.', '4 tokens have a plan already, and 2 tokens are not alive any more: they are left out.'],
  [{ tokens: 2, plans: 1, owners: 1, unclaimed: 0, already: 1, notLive: 0 }, 'This opens 1 plan for 2 tokens of 1 owner.', '1 token has a plan already: it is left out.'],
])('opening %j', (opening, says, left) => {
  expect(openingWords(opening)).toBe(says)
  expect(leftOutWords(opening)).toBe(left)
}) // prettier-ignore

test.each([
  [plan(), 'Past 14 Dec it is late, and security sees that. Until then whoever has a copy of it can use it.'],
  [plan({ dueAt: at('2026-11-29T12:00'), tokens: 2 }), 'It is late, and security sees that. Whoever has a copy of them can use them.'],
  [plan({ closedAt: now }), null],
])('what becomes of it otherwise %#', (of, says) => expect(otherwiseWords(of, now)).toBe(says))

describe('the place on the way', () => {
  const step = (id: string, proof: RecipeStep['proof']): RecipeStep => ({ id, who: 'owner', does: '', proof, shownBy: '', back: null })
  const steps = [step('name', null), step('use', 'replaced'), step('switch', 'cut-over'), step('wait', 'quiet'), step('delete', 'deleted'), step('guard', null), step('verify', 'verified')] // prettier-ignore
  test.each<[string, readonly string[], string, string]>([
    ['nothing proved', [], '', 'name use'],
    ['in use', ['replaced'], 'name use', 'switch'],
    ['deleted', ['replaced', 'cut-over', 'quiet', 'disabled', 'deleted'], 'name use switch wait delete', 'guard verify'],
    ['all of it', ['replaced', 'cut-over', 'quiet', 'disabled', 'deleted', 'verified'], 'name use switch wait delete guard verify', ''],
  ])('%s', (_, shown, done, next) => {
    const place = placeOnWay(steps, (proof) => shown.includes(proof))
    expect([[...place.done].join(' '), [...place.now].join(' ')]).toEqual([done, next])
  })
})
