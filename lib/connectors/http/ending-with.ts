/** The time that some work was given is over. */
export class TooLong extends Error {}

/**
 * Settles with the work, or rejects as soon as the signal aborts (with its reason) or the time is up (TooLong), whether or not
 * the work listens to a signal.
 */
export async function endingWith<T>(signal: AbortSignal, ms: number, work: Promise<T>): Promise<T> {
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(new TooLong()), ms)
  const onAbort = () => end.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const ended = new Promise<never>((_, reject) => {
    end.signal.addEventListener('abort', () => reject(end.signal.reason as Error), { once: true })
  })
  try {
    return await Promise.race([work, ended])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
