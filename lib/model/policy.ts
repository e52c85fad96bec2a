import { z } from 'zod'
import type { ExposureState } from './facts.ts'
import { hoursOf, policyFields, policyNames, wordsOf, type DueName, type PolicyName } from './policy-fields.ts'
import type { DecidingReason, Verdict } from './score.ts'

/** Which may not be longer than which: what is worse has no more time than what is not so bad. */
const notLonger: readonly (readonly [shorter: PolicyName, longer: PolicyName])[] = [
  ['containLeakHours', 'replaceLeakHours'],
  ['containLeakHours', 'revokeNowHours'],
  ['revokeNowHours', 'dormantDays'],
  ['standingHighDays', 'standingMediumDays'],
  ['standingMediumDays', 'standingLowDays'],
  ['exceptionEndingDays', 'exceptionDays'],
  ['quietLeastDays', 'quietMostDays'],
  ['reviewUsualDays', 'reviewMostDays'],
]

const numbers = Object.fromEntries(
  policyNames.map((name) => {
    const { least, most, unit } = policyFields[name]
    const says = `A whole number of ${unit} from ${least} to ${most}.`
    return [name, z.int(says).min(least, says).max(most, says)]
  }),
) as Record<PolicyName, z.ZodInt>

function fits(values: Readonly<Record<PolicyName, number>>, name: PolicyName): boolean {
  return values[name] >= policyFields[name].least && values[name] <= policyFields[name].most
}

/** The values of a policy, each within its ceiling and in order. */
export const Policy = z.strictObject(numbers).check(({ value, issues }) => {
  for (const [shorter, longer] of notLonger)
    // What is out of its bounds is said by itself.
    if (fits(value, shorter) && fits(value, longer) && hoursOf(value, shorter) > hoursOf(value, longer))
      issues.push({
        code: 'custom',
        path: [shorter],
        input: value[shorter],
        message: `Not longer than “${policyFields[longer].label}”, which is ${wordsOf(longer, value[longer])}.`,
      })
})
export type Policy = z.infer<typeof Policy>

/** What due dates are counted with. */
export type DuePolicy = Pick<Policy, DueName>

/** What holds until somebody decides otherwise. */
export const asDelivered: Policy = Policy.parse(Object.fromEntries(policyNames.map((name) => [name, policyFields[name].value])))

/** What a token's kept columns say of its urgency, and the time that a policy gives it. */
export type DueRule = { verdict: Verdict; reason: DecidingReason; exposure: ExposureState; missing: boolean; name: DueName; hours: number }

/** A version that is kept: who took it, when and why. Number 0 is what was delivered, and nobody's. */
export type PolicyVersion = { number: number; values: Policy; at: Date | null; by: string | null; why: string }

/** What is said with a change. */
export const Why = z.string().trim().min(1, 'Say why, in a sentence.').max(2_000, 'At most 2,000 characters.')

/** The fields in which two policies differ. */
export function differingFields(one: Policy, other: Policy): PolicyName[] {
  return policyNames.filter((name) => one[name] !== other[name])
}
