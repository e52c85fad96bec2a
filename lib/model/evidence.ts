const day = 86_400_000

/** Days for which evidence of a control counts, from the day it is of. The scoring model takes it from here. */
export const evidenceDays = 90

/** When evidence of that day ceases to count. */
export function evidenceEnds(evidencedAt: Date): Date {
  return new Date(evidencedAt.getTime() + evidenceDays * day)
}
