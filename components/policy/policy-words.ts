import { countWords } from '@/components/ui/time-words.ts'
import type { Policy } from '@/lib/model/policy.ts'
import { policyFields, wordsOf, type PolicyName } from '@/lib/model/policy-fields.ts'

/** How many tokens get another date, and how many are late by it. */
export type DateSums = { earlier: number; later: number; overdue: number; relieved: number }
/** Open plans with a token that presses, and how many of them are due later than the first such token. */
export type LaterPlans = { open: number; now: number; then: number }

/** What a policy would do to the dates of tokens. */
export function datesSentence({ earlier, later, overdue, relieved }: DateSums): string {
  if (earlier + later === 0) return 'No token gets another date.'
  return [
    earlier > 0 ? `${many(earlier, 'token gets', 'tokens get')} an earlier date.` : '',
    later > 0 ? `${many(later, 'token gets', 'tokens get')} a later date.` : '',
    overdue > 0 ? `${many(overdue, 'is', 'are')} overdue at once.` : 'None becomes overdue at once.',
    relieved > 0 ? `${many(relieved, 'that is overdue now is', 'that are overdue now are')} not any more.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** What it would mean for plans: they keep the dates that people agreed on. */
export function plansSentence({ open, now, then }: LaterPlans): string {
  if (open === 0) return 'No open plan has a token with a date to act by.'
  const which = then === 0 ? 'No open plan is' : many(then, 'open plan is', 'open plans are')
  return `${which} due later than the first of ${then > 1 ? 'their' : 'its'} tokens; ${todayWords(now, then)}. Plans keep the dates that were agreed.`
}

function todayWords(now: number, then: number): string {
  if (now === 0) return then === 0 ? 'none is today either' : 'none is today'
  return now === then ? 'as many as today' : `${many(now, 'is', 'are')} today`
}

/** "30 days → 14 days". */
export function changeWords(name: PolicyName, from: Policy, to: Policy): string {
  return `${wordsOf(name, from[name])} → ${wordsOf(name, to[name])}`
}

/** What a version changed, each field in words. */
export function changesInWords(names: readonly PolicyName[], from: Policy, to: Policy): readonly string[] {
  return names.map((name) => `${policyFields[name].label}: ${changeWords(name, from, to)}`)
}

function many(count: number, one: string, more: string): string {
  return `${countWords(count)} ${count === 1 ? one : more}`
}
