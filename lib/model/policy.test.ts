import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asDelivered, differingFields, Policy } from './policy.ts'
import { policyFields, policyNames, wordsOf } from './policy-fields.ts'
import { anyPolicy } from './testing/any-policy.ts'

const wrongAt = (values: object) => Policy.safeParse({ ...asDelivered, ...values }).error?.issues.map(({ path }) => path.join('.')) ?? []

describe('a policy', () => {
  it('as it is delivered is what the documents say', () => {
    expect(asDelivered).toEqual({
      containLeakHours: 1, replaceLeakHours: 72, revokeNowHours: 24, dormantDays: 7,
      standingHighDays: 30, standingMediumDays: 90, standingLowDays: 180, missingControlsDays: 30,
      exceptionDays: 90, exceptionEndingDays: 14, quietLeastDays: 7, quietMostDays: 35, reviewUsualDays: 21, reviewMostDays: 92,
    }) // prettier-ignore
  })

  it.each([
    ['a day more for a leak', { containLeakHours: 25 }, ['containLeakHours']],
    ['no time at all', { dormantDays: 0 }, ['dormantDays']],
    ['half a day', { standingHighDays: 0.5 }, ['standingHighDays']],
    ['not a number', { standingHighDays: NaN }, ['standingHighDays']],
    ['an exception past the ceiling', { exceptionDays: 91 }, ['exceptionDays']],
    ['an exception at the ceiling', { exceptionDays: 90 }, []],
    ['high impact with more time than medium', { standingHighDays: 91 }, ['standingHighDays']],
    ['the same time for all that stands', { standingHighDays: 60, standingMediumDays: 60, standingLowDays: 60 }, []],
    ['a leak with more time than what leaked not at all', { containLeakHours: 12, revokeNowHours: 6 }, ['containLeakHours']],
    ['hours against days', { revokeNowHours: 48, dormantDays: 1 }, ['revokeNowHours']],
    ['an end that is soon before it begins', { exceptionDays: 10 }, ['exceptionEndingDays']],
    ['a quiet period between nothing', { quietLeastDays: 20, quietMostDays: 10 }, ['quietLeastDays']],
    ['a field that there is not', { weights: 3 }, ['']],
  ])('%s', (_, values, wrong) => expect(wrongAt(values)).toEqual(wrong))

  it('says every field that is wrong at once', () => {
    expect(wrongAt({ dormantDays: 91, exceptionDays: 0 })).toEqual(expect.arrayContaining(['dormantDays', 'exceptionDays']))
  })

  it('within its bounds and in order is taken, whatever it is, and differs from itself in nothing', () =>
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (one, other) => {
        expect(differingFields(one, one)).toEqual([])
        for (const name of policyNames) expect(differingFields(one, other).includes(name)).toBe(one[name] !== other[name])
      }),
    ))

  it('each field is delivered within its own bounds, and said in words', () => {
    for (const name of policyNames) {
      const { least, most, value } = policyFields[name]
      expect(value >= least && value <= most, name).toBe(true)
    }
    expect([wordsOf('containLeakHours', 1), wordsOf('dormantDays', 7)]).toEqual(['1 hour', '7 days'])
  })
})
