const minute = 60_000
const hour = 60 * minute

/** The times between tries: close together for a blip, then longer. All together a little under two days. */
const waits = [minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour] as const

/** How often a message is tried in all. */
export const mostAttempts = waits.length + 1
/** A message that waited this long behind a receiver that is down is not news any more. */
export const mostWaitMs = 3 * 24 * hour
/** The longest that a receiver may ask us to wait. */
const mostAsked = 24 * hour

/** When to try again after so many tries; null where it is given up. A receiver that asks for a longer wait gets it, up to a day. */
export function retryAt(attempts: number, now: Date, askedMs = 0): Date | null {
  const wait = waits[attempts - 1]
  if (wait === undefined) return null
  return new Date(now.getTime() + Math.max(wait, Math.min(askedMs, mostAsked)))
}
