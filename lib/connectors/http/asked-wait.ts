import { CallError } from './call-error.ts'

type HeaderReader = (name: string) => string | null | undefined

/**
 * Milliseconds that a provider asks us to wait, by its headers, or null where it says nothing usable. `Retry-After` is seconds or a
 * date (RFC 9110, 10.2.3); `x-ratelimit-reset` (or `x-rate-limit-reset`) is epoch seconds and counts only when nothing is left. Instants are read against the
 * provider's own `Date`, so that a clock that differs from ours does not matter; `nowMs` stands in where there is none.
 */
export function askedWaitMs(header: HeaderReader, nowMs: number): number | null {
  const said = header('date')
  const theirs = said ? Date.parse(said) : Number.NaN
  const reference = Number.isNaN(theirs) ? nowMs : theirs
  const after = header('retry-after')?.trim()
  if (after && /^\d{1,9}$/.test(after)) return Number(after) * 1_000
  // Only the forms that name a weekday: Date.parse would also read "soon 1" as a year.
  const until = after && /^[A-Z][a-z]{2,8}[, ]/.test(after) ? Date.parse(after) : Number.NaN
  if (!Number.isNaN(until)) return Math.max(0, until - reference)
  // Some write it in three words (Okta).
  const [left, reset] = ['remaining', 'reset'].map((what) => (header(`x-ratelimit-${what}`) ?? header(`x-rate-limit-${what}`))?.trim())
  if (left === '0' && reset && /^\d{9,11}$/.test(reset)) {
    return Math.max(0, Number(reset) * 1_000 - reference) + 1_000 // a second more: the reset is told in whole seconds
  }
  return null
}

/** An error with how long the provider asks us to wait, where it says so, trying again may help, and nobody said it yet. */
export function withAskedWait(plain: CallError, header: HeaderReader, nowMs = Date.now()): CallError {
  const retryAfterMs = askedWaitMs(header, nowMs)
  if (retryAfterMs === null || !plain.retry || plain.retryAfterMs !== undefined) return plain
  const { call, why, retry, status } = plain
  return new CallError('unavailable', plain.message, { call, why, retry, retryAfterMs, ...(status !== undefined && { status }) })
}
