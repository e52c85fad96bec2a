import type { TokenState } from './token.ts'

/** How the token of a leak is shown by its provider, as far as its steps hang on it. */
export type Seen = { state: TokenState; absentRuns: number; offAt: Date | null }

/** Its provider shows it off: switched off, expired or revoked. What is not there any more is once two complete syncs, or being off before, prove it. */
export function isContained({ state, absentRuns, offAt }: Seen): boolean {
  return state !== 'live' && (state !== 'gone' || absentRuns >= 2 || offAt !== null)
}

/** Its provider shows that it is off for good: revoked, expired, or absent in two complete syncs. */
export function isDeleted({ state, absentRuns }: Pick<Seen, 'state' | 'absentRuns'>): boolean {
  return state === 'revoked' || state === 'expired' || (state === 'gone' && absentRuns >= 2)
}
