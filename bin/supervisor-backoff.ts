const firstMs = 1_000
const longestMs = 30_000

/** A child that has run this long was well: its next crash counts as the first. */
export const settledMs = 60_000

/**
 * How long to wait before the nth start in a row (1 = after the first crash): 1, 2, 4 … 30 s, and up to a fifth more, so that
 * several that fell together do not come back together.
 * @param crashes how often it has ended without having been well in between, at least 1
 * @param chance 0 ≤ chance < 1, drawn by the caller
 */
export function backoffMs(crashes: number, chance: number): number {
  const base = Math.min(longestMs, firstMs * 2 ** (Math.max(1, crashes) - 1))
  return Math.round(base * (1 + chance / 5))
}
