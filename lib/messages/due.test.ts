import { describe, expect, test } from 'vitest'
import { Notice } from '../model/message.ts'
import {
  dueOfDecision,
  dueOfDigest,
  dueOfException,
  dueOfExposure,
  dueOfPlan,
  dueOfReview,
  dueOfSource,
  dueOfUnmatched,
  type Due,
  type ExceptionFacts,
  type PlanFacts,
} from './due.ts'

const id = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`
const now = new Date('2026-12-10T12:00:00Z')
const days = (n: number) => new Date(now.getTime() + n * 86_400_000)
const justBefore = (at: Date) => new Date(at.getTime() - 1)
const justAfter = (at: Date) => new Date(at.getTime() + 1)

const plan: PlanFacts = {
  id: id(1),
  title: 'Retire billing-export',
  recipe: 'aws.access-key.to-role',
  ownerId: id(2),
  owner: 'Ana',
  openedAt: days(-90),
  dueAt: days(30),
  waitingOn: 'owner',
  acknowledgedAt: days(-80),
  reopenedAt: null,
  offeredTo: null,
  offeredBy: null,
  tokens: 2,
  givenBy: id(3),
  givenAt: days(-90),
  isAccepted: false,
  offerEvent: null,
}
const said = (due: readonly Due[]) =>
  due.map(({ notice, to }) => `${notice.kind}${'days' in notice ? ` ${notice.days}` : ''} > ${to.map(({ who }) => who).join(' ')}`)
const of = (change: Partial<PlanFacts>) => said(dueOfPlan({ ...plan, ...change }, now))

describe('a plan before its date', () => {
  test.each<[string, Partial<PlanFacts>, string[]]>([
    ['far ahead', {}, []],
    ['a moment before seven days', { dueAt: justAfter(days(7)) }, []],
    ['seven days', { dueAt: days(7) }, ['due-soon 7 > owner']],
    ['a moment before one day', { dueAt: justAfter(days(1)) }, ['due-soon 7 > owner']],
    ['one day', { dueAt: days(1) }, ['due-soon 1 > owner']],
    ['a moment before its date', { dueAt: justAfter(now) }, ['due-soon 1 > owner']],
    ['its date', { dueAt: now }, []],
    ['given eight days before, reminded at seven', { dueAt: days(6), givenAt: days(-2) }, ['due-soon 7 > owner']],
    ['given at seven days exactly', { dueAt: days(6), givenAt: days(-1) }, ['due-soon 7 > owner']],
    ['given within the seven days', { dueAt: days(6), givenAt: justAfter(days(-1)) }, []],
    ['given within the seven days, and one day left', { dueAt: days(1), givenAt: days(-2) }, ['due-soon 1 > owner']],
    ['nothing is known of when it was given', { dueAt: days(6), givenAt: null, openedAt: days(-3) }, ['due-soon 7 > owner']],
    ['it waits for time to pass', { dueAt: days(1), waitingOn: 'provider' }, []],
    ['it waits for the next sync', { dueAt: days(1), waitingOn: 'next-sync' }, []],
    ['it waits for security', { dueAt: days(1), waitingOn: 'security' }, []],
    ['nobody has it', { dueAt: days(1), ownerId: null }, []],
  ])('%s', (_, change, expected) => expect(of(change)).toEqual(expected))
})

describe('a plan past its date', () => {
  test.each<[string, Partial<PlanFacts>, string[]]>([
    ['on the day itself', { dueAt: justAfter(days(-1)) }, []],
    ['the day after', { dueAt: days(-1) }, ['overdue 1 > owner']],
    ['a moment before a week of that', { dueAt: justAfter(days(-8)) }, ['overdue 7 > owner']],
    ['a week of that: above its owner too', { dueAt: days(-8) }, ['overdue 8 > owner above']],
    ['weeks later', { dueAt: days(-30) }, ['overdue 30 > owner above']],
    ['it waits for security', { dueAt: days(-8), waitingOn: 'security' }, ['overdue 8 > security']],
    ['nobody has it', { dueAt: days(-2), ownerId: null, waitingOn: 'security' }, ['overdue 2 > security']],
    ['it waits for time to pass', { dueAt: days(-8), waitingOn: 'provider' }, []],
    ['an exception holds', { dueAt: days(-8), waitingOn: 'nobody' }, []],
    ['it was never acknowledged: told once, as late', { dueAt: days(-8), acknowledgedAt: null }, ['overdue 8 > owner above']],
  ])('%s', (_, change, expected) => expect(of(change)).toEqual(expected))

  test('it is told once a week, and anew when its date is another', () => {
    const key = (change: Partial<PlanFacts>, at = now) => dueOfPlan({ ...plan, ...change }, at)[0]?.key
    const dueAt = days(-1)
    expect(key({ dueAt }, days(0))).toBe(key({ dueAt }, justBefore(days(7))))
    expect(key({ dueAt }, days(7))).not.toBe(key({ dueAt }, days(0)))
    expect(key({ dueAt }, days(7))).toBe(key({ dueAt }, days(13)))
    expect(key({ dueAt: days(-2) })).not.toBe(key({ dueAt }))
  })
})

describe('what happens to a plan', () => {
  test.each<[string, Partial<PlanFacts>, string[]]>([
    ['given and not acknowledged', { acknowledgedAt: null }, ['assigned > owner']],
    ['accepted when it was offered, and not acknowledged', { acknowledgedAt: null, isAccepted: true }, []],
    ['accepted, near its date', { acknowledgedAt: null, isAccepted: true, dueAt: days(1) }, ['due-soon 1 > owner']],
    ['given, near its date', { acknowledgedAt: null, dueAt: days(1) }, ['due-soon 1 > owner', 'assigned > owner']],
    ['offered', { offeredTo: id(4), offerEvent: id(5) }, ['offered > offered']],
    ['opened again', { reopenedAt: days(-1) }, ['reopened > owner']],
    ['opened again, and nobody has it', { reopenedAt: days(-1), ownerId: null }, ['reopened > security']],
    ['opened again a moment less than a month ago', { reopenedAt: justAfter(days(-30)) }, ['reopened > owner']],
    ['opened again a month ago', { reopenedAt: days(-30) }, []],
  ])('%s', (_, change, expected) => expect(of(change)).toEqual(expected))

  test('given back to whoever had it, it is told again; looked at again, it is not', () => {
    const key = (givenBy: string | null) => dueOfPlan({ ...plan, acknowledgedAt: null, givenBy }, now)[0]?.key
    expect(key(id(3))).toBe(key(id(3)))
    expect(key(id(6))).not.toBe(key(id(3)))
  })

  test('a decision on a date is told to whoever has the plan now', () => {
    const decision = { eventId: id(7), accepted: false, by: 'Noor', note: 'Too late.', plan }
    expect(said(dueOfDecision(decision))).toEqual(['date-decided > owner'])
    expect(dueOfDecision({ ...decision, plan: { ...plan, ownerId: null } })).toEqual([])
  })
})

const exception: ExceptionFacts = {
  id: id(1),
  state: 'approved',
  token: 'deploy-bot',
  tokens: 1,
  requestedById: id(2),
  ownerIds: [id(3)],
  endsAt: days(60),
  decidedAt: days(-20),
  decidedBy: 'Noor',
  note: null,
  endedAt: null,
  endedBecause: null,
}

test.each<[string, Partial<ExceptionFacts>, string[]]>([
  ['far from its end', {}, []],
  ['a moment before fourteen days', { endsAt: justAfter(days(14)) }, []],
  ['fourteen days', { endsAt: days(14) }, ['exception-ending 14 > user owner']],
  ['a moment before three days', { endsAt: justAfter(days(3)) }, ['exception-ending 14 > user owner']],
  ['three days', { endsAt: days(3) }, ['exception-ending 3 > user owner']],
  ['its end', { endsAt: now }, []],
  ['approved for less than fourteen days', { endsAt: days(10), decidedAt: days(-3) }, ['exception-decided > user']],
  ['decided a moment less than a week ago', { decidedAt: justAfter(days(-7)) }, ['exception-decided > user']],
  ['refused', { state: 'refused', decidedAt: days(-1), endsAt: days(3) }, ['exception-decided > user']],
  ['ended by a leak', { state: 'ended', endedAt: days(-1), endedBecause: 'leak' }, ['exception-ended > user owner security']],
  ['ended a week ago', { state: 'ended', endedAt: days(-7), endedBecause: 'expired' }, []],
  ['withdrawn by somebody who knows', { state: 'ended', endedAt: days(-1), endedBecause: 'withdrawn' }, []],
  ['renewed', { state: 'ended', endedAt: days(-1), endedBecause: 'renewed' }, []],
])('an exception: %s', (_, change, expected) => expect(said(dueOfException({ ...exception, ...change }, now))).toEqual(expected))

test('a leak is told to its owner and to security, or to security alone', () => {
  const leak = { id: id(1), tokenId: id(2), token: 'k', displayId: 'AKIA…', state: 'live', owner: 'Ana', foundIn: 'a commit', foundAt: now, stillValid: 'yes' } as const
  expect(said([dueOfExposure({ ...leak, ownerId: id(3) })])).toEqual(['exposed > owner security'])
  expect(said([dueOfExposure({ ...leak, ownerId: null })])).toEqual(['exposed > security'])
}) // prettier-ignore

test('a source that goes on failing is told once, worse and anew again', () => {
  const source = { id: id(1), name: 'AWS', state: 'partial', problem: null, lastCompleteRunId: id(2) } as const
  const key = (change: object) => dueOfSource({ ...source, ...change }).key
  expect(key({ problem: 'another' })).toBe(key({}))
  expect(key({ state: 'failed' })).not.toBe(key({}))
  expect(key({ lastCompleteRunId: id(3) })).not.toBe(key({}))
})

test('a digest of nothing is none', () => {
  const nothing = { ownerId: id(1), plans: [], more: 0, waiting: 0 }
  expect(dueOfDigest(nothing, '2026-12-10')).toEqual([])
  expect(said(dueOfDigest({ ...nothing, ownerId: null, waiting: 2 }, '2026-12-10'))).toEqual(['digest > security'])
})

test('every notice is read back as it was kept', () => {
  const all = [
    ...dueOfPlan({ ...plan, acknowledgedAt: null, dueAt: days(1), offeredTo: id(4), reopenedAt: days(-1) }, now),
    ...dueOfPlan({ ...plan, dueAt: days(-9) }, now),
    ...dueOfException({ ...exception, endsAt: days(2), decidedAt: days(-6) }, now),
  ]
  expect(all.length).toBeGreaterThan(4)
  for (const { notice } of all) expect(Notice.parse(JSON.parse(JSON.stringify(notice)))).toEqual(notice)
})

describe('a review', () => {
  const review = { id: id(6), campaign: 'Q4 2026', ownerId: id(2), owner: 'Ana', startedAt: days(-30), dueAt: days(20), open: 3 }
  test.each([
    ['as it begins', {}, ['review-asked > owner']],
    ['a week before its date', { dueAt: days(7) }, ['review-asked > owner', 'review-due 7 > owner']],
    ['a moment before that', { dueAt: justAfter(days(7)) }, ['review-asked > owner']],
    ['that gave less than a week from the beginning', { startedAt: days(-1), dueAt: days(5) }, ['review-asked > owner']],
    ['past its date', { dueAt: justBefore(now) }, []],
  ])('%s', (_, change, told) => expect(said(dueOfReview({ ...review, ...change }, now))).toEqual(told))

  test('is told once of each, however often it is looked for and whatever is left', () => {
    const keys = (change: object) => dueOfReview({ ...review, dueAt: days(6), ...change }, now).map(({ key }) => key)
    expect(keys({ open: 1 })).toEqual(keys({}))
    expect(dueOfReview(review, now).map(({ notice }) => Notice.safeParse(notice).success)).toEqual([true])
  })
})

test('a leak says whether it works as its provider shows it, whatever found it', () => {
  const leak = {
    id: id(1),
    tokenId: id(2),
    token: 'k',
    displayId: 'AKIA…',
    ownerId: null,
    owner: null,
    foundIn: 'a commit',
    foundAt: now,
    stillValid: 'not-reported',
  } as const
  expect(dueOfExposure({ ...leak, state: 'live' }).notice).toMatchObject({ stillValid: 'yes' })
  expect(dueOfExposure({ ...leak, state: 'disabled' }).notice).toMatchObject({ stillValid: 'no' })
})

test('a leak that is nobody’s is told to security alone', () => {
  const leak = {
    id: id(1),
    tokenKind: 'vault.token',
    detector: 'TruffleHog',
    foundIn: 'a commit',
    foundAt: now,
    stillValid: 'yes',
  } as const
  const due = dueOfUnmatched(leak)
  expect(said([due])).toEqual(['leak-unmatched > security'])
  expect(Notice.safeParse(due.notice).success).toBe(true)
})

test('a leak’s plan is told as one', () => {
  const notices = dueOfPlan({ ...plan, recipe: 'leak', acknowledgedAt: null, givenAt: null }, now).map(({ notice }) => notice)
  expect(notices).toMatchObject([{ kind: 'assigned', course: 'leak' }])
})
