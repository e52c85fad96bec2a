import type { Verdict } from '../model/score.ts'

const urgency: Record<Verdict, number> = {
  'revoke-now': 4,
  'standing-privilege': 3,
  'acceptable-with-controls': 2,
  acceptable: 1,
  retired: 0,
}

/**
 * Verdict, risk and base in one whole number below five million, worst highest, so that the queue is one index. The base
 * is there because many standing tokens tie at the verdict's floor of 60. Read it as digits: verdict, risk, base.
 */
export function queueKey(verdict: Verdict, risk: number, base: number): number {
  return urgency[verdict] * 1_000_000 + risk * 1_000 + base
}

/** Best to worst as a number, `retired` lowest: for comparing two verdicts. */
export function verdictRank(verdict: Verdict): number {
  return urgency[verdict]
}
