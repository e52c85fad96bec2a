import { describe, expect, it } from 'vitest'
import { asDelivered } from '@/lib/model/policy.ts'
import { changesInWords, datesSentence, plansSentence } from './policy-words.ts'

const none = { earlier: 0, later: 0, overdue: 0, relieved: 0 }

describe('what a policy would do, in words', () => {
  it.each([
    [none, 'No token gets another date.'],
    [{ ...none, earlier: 1_412, overdue: 31 }, '1,412 tokens get an earlier date. 31 are overdue at once.'],
    [{ ...none, earlier: 1 }, '1 token gets an earlier date. None becomes overdue at once.'],
    [{ ...none, later: 2, relieved: 1 }, '2 tokens get a later date. None becomes overdue at once. 1 that is overdue now is not any more.'],
    [
      { earlier: 1, later: 1, overdue: 1, relieved: 2 },
      '1 token gets an earlier date. 1 token gets a later date. 1 is overdue at once. 2 that are overdue now are not any more.',
    ],
  ])('%j', (sums, says) => expect(datesSentence(sums)).toBe(says))

  it.each([
    [{ open: 0, now: 0, then: 0 }, 'No open plan has a token with a date to act by.'],
    [
      { open: 4, now: 0, then: 0 },
      'No open plan is due later than the first of its tokens; none is today either. Plans keep the dates that were agreed.',
    ],
    [
      { open: 4, now: 1, then: 0 },
      'No open plan is due later than the first of its tokens; 1 is today. Plans keep the dates that were agreed.',
    ],
    [
      { open: 4, now: 0, then: 1 },
      '1 open plan is due later than the first of its tokens; none is today. Plans keep the dates that were agreed.',
    ],
    [
      { open: 4, now: 3, then: 3 },
      '3 open plans are due later than the first of their tokens; as many as today. Plans keep the dates that were agreed.',
    ],
  ])('%j', (plans, says) => expect(plansSentence(plans)).toBe(says))

  it('says what a version changed', () => {
    const to = { ...asDelivered, standingHighDays: 1, revokeNowHours: 12 }
    expect(changesInWords(['revokeNowHours', 'standingHighDays'], asDelivered, to)).toEqual([
      'Anything else to revoke now: 24 hours → 12 hours',
      'Standing, high impact: 30 days → 1 day',
    ])
  })
})
