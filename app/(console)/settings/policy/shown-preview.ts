import type { DateSums, LaterPlans } from '@/components/policy/policy-words.ts'
import type { PolicyPreview } from '@/lib/flows/change-policy.ts'

/** What a form shows of a preview, and sends back as what was seen. */
export type ShownPreview = { number: number; sums: DateSums; plans: LaterPlans }

export function shownOf({ number, sums: { earlier, later, overdue, relieved }, plans }: PolicyPreview): ShownPreview {
  return { number, sums: { earlier, later, overdue, relieved }, plans }
}
