import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ReviewAct } from '../model/campaign-terms.ts'
import type { Role } from '../model/viewer.ts'
import { answersAs, campaignState, nextName, nextOpening, quarterAfter, quarterOf } from './campaigns.ts'

const now = new Date('2026-11-30T09:00:00Z')
const at = (text: string) => new Date(`${text}T09:00:00Z`)

test.each([
  ['before its date', '2026-12-14', null, 'open'],
  ['at its date', '2026-11-30', null, 'open'],
  ['past its date, answers are still taken', '2026-11-29', null, 'late'],
  ['closed before its date', '2026-12-14', '2026-11-29', 'closed'],
  ['closed past its date', '2026-11-20', '2026-11-29', 'closed'],
] as const)('a campaign %s', (_, due, closed, state) =>
  expect(campaignState({ dueAt: at(due), closedAt: closed && at(closed) }, now)).toBe(state),
)

describe('who answers', () => {
  const me = 'a'
  test.each([
    ['an owner for themselves', 'owner', [me], me, 'owner'],
    ['an owner for their team', 'owner', ['b', me], me, 'owner'],
    ['an owner for somebody else', 'owner', ['b'], me, null],
    ['an owner for what nobody owns', 'owner', [me], null, null],
    ['security in an owner’s name', 'analyst', [], me, 'security'],
    ['security for what nobody owns', 'admin', [], null, 'security'],
    ['security that owns it itself', 'analyst', [me], me, 'owner'],
    ['an auditor, even of their own', 'auditor', [me], me, null],
  ] as const)('%s', (_, role, selfIds, ownerId, as) => expect(answersAs(ownerId, { role: role as Role, selfIds })).toBe(as))
})

test.each([
  ['keep', 'It signs the releases.', true],
  ['keep', '  ', false],
  ['narrow', 'Write access', true],
  ['narrow', '', false],
  ['retire', '', true],
  ['not-mine', '', true],
  ['not-mine', 'Payments', true],
  ['forget', 'it', false],
  ['keep', 'x'.repeat(2_001), false],
])('%s saying “%s” is an answer: %s', (answer, says, is) => expect(ReviewAct.safeParse({ answer, says }).success).toBe(is))

test.each([
  ['2026-11-30', '2027-02-28'],
  ['2027-11-30', '2028-02-29'],
  ['2026-11-15', '2027-02-15'],
  ['2026-01-31', '2026-04-30'],
  ['2026-12-31', '2027-03-31'],
])('a quarter after %s is %s', (from, to) => expect(quarterAfter(at(from))).toEqual(at(to)))

test('a quarter later is 89 to 92 days on, at the same time of day', () => {
  fc.assert(
    fc.property(fc.date({ min: at('2020-01-01'), max: at('2040-01-01'), noInvalidDate: true }), (from) => {
      const days = (quarterAfter(from).getTime() - from.getTime()) / 86_400_000
      expect(Number.isInteger(days) && days >= 89 && days <= 92).toBe(true)
    }),
  )
})

test('the next opening is ahead, and by less than a quarter where some were missed', () => {
  expect(nextOpening(at('2026-11-30'), now)).toEqual(at('2027-02-28'))
  expect(nextOpening(at('2026-01-15'), now)).toEqual(at('2027-01-15'))
})

test.each([
  ['Keys of AWS', 'Keys of AWS'],
  ['Q4 2026: keys of AWS', 'Q1 2027: keys of AWS'],
  ['Review Q4 2026', 'Review Q1 2027'],
  ['Q9 2026', 'Q9 2026'],
])('after “%s” comes “%s”', (name, next) => expect(nextName(name, at('2027-02-28'))).toBe(next))

test.each([['2026-01-01', 'Q1 2026'], ['2026-06-30', 'Q2 2026'], ['2026-12-31', 'Q4 2026']])('%s is in %s', (day, quarter) => expect(quarterOf(at(day))).toBe(quarter)) // prettier-ignore
