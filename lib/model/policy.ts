import { z } from 'zod'
import type { ExposureState } from './facts.ts'
import type { DecidingReason, Verdict } from './score.ts'

/**
 * What an organisation decides for itself: by when to act, and for how long something may be put up with. What makes a token bad is the
 * model's (lib/score), and no policy changes a score or a verdict.
 */
export type PolicyField = {
  name: string
  label: string
  unit: 'hours' | 'days'
  /** As delivered; the due dates are those of docs/scoring.md. */
  value: number
  least: number
  /** The ceiling: no policy goes past it. */
  most: number
  hint: string
}

const hours = (label: string, value: number, most: number, hint: string) => ({ label, unit: 'hours', value, least: 1, most, hint }) as const
const days = (label: string, value: number, most: number, hint: string, least = 1) =>
  ({ label, unit: 'days', value, least, most, hint }) as const

/** Times from the moment that a verdict begins. */
const due = {
  containLeakHours: hours('Cut off a leak', 1, 24, 'Confirmed or abused, and still working.'),
  replaceLeakHours: hours('Replace what leaked', 72, 168, 'Cut off, and its replacement not seen yet.'),
  revokeNowHours: hours('Anything else to revoke now', 24, 168, 'A suspected leak, a prohibited kind, what nobody needs any more.'),
  dormantDays: days('Unused', 7, 90, 'Nobody used it for longer than the model allows.'),
  standingHighDays: days('Standing, high impact', 30, 366, 'From the day that it became standing privilege.'),
  standingMediumDays: days('Standing, medium impact', 90, 366, 'Also what is bound to its holder and lives too long.'),
  standingLowDays: days('Standing, low impact', 180, 366, 'Also a plan whose tokens have no date of their own.'),
  missingControlsDays: days('Controls that are missing', 30, 366, 'Acceptable with controls, and one of them is not shown.'),
} as const

const limits = {
  exceptionDays: days('An exception holds at most', 90, 90, 'From the day it is asked for or approved. Those that hold keep their end.'),
  exceptionEndingDays: days('An exception is ending soon', 14, 90, 'So many days before its end it is listed as ending.'),
  quietLeastDays: days('Quiet period, at least', 7, 35, 'Days without use before a token is switched off for good.'),
  quietMostDays: days('Quiet period, at most', 35, 90, 'Otherwise it is twice the longest pause that was seen.', 7),
  reviewUsualDays: days('A review gives its owners', 21, 92, 'What the form for a new review begins with.'),
  reviewMostDays: days('A review gives at most', 92, 92, 'After that the next quarter begins.'),
} as const

/** Every field of a policy by name: those that make due dates first. */
export const policyFields = { ...due, ...limits } as const
export type PolicyName = keyof typeof policyFields
export type DueName = keyof typeof due

export const dueNames = Object.keys(due) as readonly DueName[]
export const policyNames = Object.keys(policyFields) as readonly PolicyName[]

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

/** A field's time in hours. */
export function hoursOf<Name extends PolicyName>(values: Pick<Policy, Name>, name: Name): number {
  return values[name] * (policyFields[name].unit === 'days' ? 24 : 1)
}

/** "30 days", "1 hour". */
export function wordsOf(name: PolicyName, value: number): string {
  return `${value} ${value === 1 ? policyFields[name].unit.slice(0, -1) : policyFields[name].unit}`
}

/** The fields in which two policies differ. */
export function differingFields(one: Policy, other: Policy): PolicyName[] {
  return policyNames.filter((name) => one[name] !== other[name])
}
