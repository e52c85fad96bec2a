import type { Policy } from '../model/policy.ts'
import { hoursOf } from '../model/policy-fields.ts'

const hour = 3_600_000

/** By when policy wants a plan done: the earliest date of its tokens, or, where they have none, the longest that a standing privilege is given. */
export function policyDate(dueDates: readonly (Date | null)[], now: Date, policy: Pick<Policy, 'standingLowDays'>): Date {
  const times = dueDates.flatMap((at) => (at ? [at.getTime()] : []))
  const otherwise = now.getTime() + hoursOf(policy, 'standingLowDays') * hour
  // What is late already is due now, and shown as late from tomorrow: a plan cannot begin late.
  return new Date(Math.max(now.getTime(), times.length > 0 ? Math.min(...times) : otherwise))
}

/** Whether an owner may commit to a date alone. Later than policy, security decides. */
export function isWithinPolicy(date: Date, policyDueAt: Date): boolean {
  return date.getTime() <= policyDueAt.getTime()
}
