import { allowances } from './act-by.ts'

/** A date for a plan, where its tokens give none: the longest that a standing privilege is given. */
const otherwise = allowances.standingLow

/** By when policy wants a plan done: the earliest date of its tokens. */
export function policyDate(dueDates: readonly (Date | null)[], now: Date): Date {
  const times = dueDates.flatMap((at) => (at ? [at.getTime()] : []))
  // What is late already is due now, and shown as late from tomorrow: a plan cannot begin late.
  return new Date(Math.max(now.getTime(), times.length > 0 ? Math.min(...times) : now.getTime() + otherwise))
}

/** Whether an owner may commit to a date alone. Later than policy, security decides. */
export function isWithinPolicy(date: Date, policyDueAt: Date): boolean {
  return date.getTime() <= policyDueAt.getTime()
}
