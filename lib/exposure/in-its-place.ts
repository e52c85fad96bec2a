/** What a plan names for the place of a token that leaked, as far as its use is known. */
export type Named = { lastUsedAt: Date | null; isGone: boolean }

/**
 * Whether what a plan names was seen in use in the place of a token that leaked. Only a use that its provider tells shows it, and only one
 * after all of these: the leak was found, the plan was opened (again), the token came into it. What was used before was used beside it. Where
 * no provider tells of any use, a person says it. The leak and the plan of its token both go by this.
 */
export function isSeenInItsPlace(named: Named | null, after: readonly (Date | null)[]): boolean {
  return named !== null && !named.isGone && isUseAfter(named.lastUsedAt, after)
}

/** Whether a use comes after all of these; what did not happen bounds nothing. */
export function isUseAfter(used: Date | null, after: readonly (Date | null)[]): boolean {
  return used !== null && after.every((at) => at === null || used > at)
}
