const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

// UTC throughout: the same row must read the same to two people who speak about it, and to a report.
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const counts = new Intl.NumberFormat('en-GB')

/** "3,412". */
export function countWords(count: number): string {
  return counts.format(count)
}

/** "14 Dec 2026", in UTC. */
export function dateWords(at: Date): string {
  return date.format(at)
}

/** "2026-12-14 09:40:12 UTC". */
export function exactly(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** "14 Dec 2026, 10:40:12 CET", by the clock of whoever looks: for a browser, which alone knows where that is. */
export function localWords(at: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(at)
}

/** "412", or "at least 412" where something is missing from the count. */
export function leastWords(count: number, atLeast: boolean): string {
  return `${atLeast ? 'at least ' : ''}${countWords(count)}`
}

/** The same at the head of a sentence: "At least 412". */
export function leastAtHead(count: number, atLeast: boolean): string {
  return `${atLeast ? 'At least ' : ''}${countWords(count)}`
}

/** The same where the figure stands alone: "none seen" and not "at least 0", which says nothing. */
export function leastAlone(count: number, atLeast: boolean): string {
  return count === 0 && atLeast ? 'none seen' : leastWords(count, atLeast)
}

/** "3 h ago" for at most 7 days, else the date. An instant ahead of `now` is a date too, never "in the past". */
export function pastWords(at: Date, now: Date): string {
  const gone = now.getTime() - at.getTime()
  if (gone < -minute || gone > 7 * day) return dateWords(at)
  if (gone < minute) return 'just now'
  return `${spanWords(gone / 1_000)} ago`
}

/** "in 3 d" or "2 d ago", for what is due. */
export function dueWords(at: Date, now: Date): string {
  const left = at.getTime() - now.getTime()
  return left >= 0 ? `in ${spanWords(left / 1_000)}` : `${spanWords(-left / 1_000)} ago`
}

/** A duration in its one fitting unit, rounded down: "41 d", "12 min". Years only from two on, so that 412 d stays 412 d. */
export function spanWords(seconds: number): string {
  const ms = seconds * 1_000
  if (ms < minute) return `${Math.floor(seconds)} s`
  if (ms < hour) return `${Math.floor(ms / minute)} min`
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`
  return `${countWords(Math.floor(ms / day))} d`
}
