import fc from 'fast-check'
import { Policy } from '../policy.ts'
import { policyFields, policyNames } from '../policy-fields.ts'

/** Any policy that may be taken. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record(
    Object.fromEntries(
      policyNames.map((name) => [name, fc.integer({ min: policyFields[name].least, max: policyFields[name].most })]),
    ) as Record<keyof Policy, fc.Arbitrary<number>>,
  )
  // What must not be longer than another is made as long as that.
  .map((some) => {
    const highest = Math.min(some.standingHighDays, some.standingMediumDays, some.standingLowDays)
    const middle = Math.min(Math.max(some.standingHighDays, some.standingMediumDays), some.standingLowDays)
    return {
      ...some,
      revokeNowHours: Math.min(some.revokeNowHours, some.dormantDays * 24),
      containLeakHours: Math.min(some.containLeakHours, some.replaceLeakHours, some.revokeNowHours, some.dormantDays * 24),
      standingHighDays: highest,
      standingMediumDays: Math.max(highest, middle),
      exceptionEndingDays: Math.min(some.exceptionEndingDays, some.exceptionDays),
      quietLeastDays: Math.min(some.quietLeastDays, some.quietMostDays),
      reviewUsualDays: Math.min(some.reviewUsualDays, some.reviewMostDays),
    }
  })
  .map((some) => Policy.parse(some))
