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

/** A field's time in hours. */
export function hoursOf<Name extends PolicyName>(values: Readonly<Record<Name, number>>, name: Name): number {
  return values[name] * (policyFields[name].unit === 'days' ? 24 : 1)
}

/** "30 days", "1 hour". */
export function wordsOf(name: PolicyName, value: number): string {
  return `${value} ${value === 1 ? policyFields[name].unit.slice(0, -1) : policyFields[name].unit}`
}
