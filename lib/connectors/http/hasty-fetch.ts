import { CallError } from './call-error.ts'

/** A try that took so long already is not worth another one to whoever waits before a page. */
const longMs = 5_000

/**
 * A `fetch` for a connection test: an origin that did not answer twice, or not in a good while, is not asked again, so that a closed port is
 * told at once and not once a permission. `silence` is why nothing answered at all; null where anything did.
 */
export function hastyFetch(fetch: typeof globalThis.fetch): { fetch: typeof globalThis.fetch; silence(): CallError | null } {
  const failed = new Map<string, CallError>()
  const answered = new Set<string>()

  async function ask(...[input, init]: Parameters<typeof globalThis.fetch>): Promise<Response> {
    const { origin } = new URL(input instanceof Request ? input.url : input)
    const before = answered.has(origin) ? undefined : failed.get(origin)
    if (before && !before.retry) throw before
    const started = performance.now()
    try {
      const response = await fetch(input, init)
      answered.add(origin)
      return response
    } catch (error) {
      if (!(error instanceof CallError) || answered.has(origin)) throw error
      const isLast = before !== undefined || performance.now() - started > longMs
      const failure = isLast && error.retry ? withoutRetry(error) : error
      failed.set(origin, failure)
      throw failure
    }
  }

  return { fetch: ask, silence: () => (answered.size === 0 ? ([...failed.values()][0] ?? null) : null) }
}

function withoutRetry({ code, message, call, why }: CallError): CallError {
  return new CallError(code === 'provider' ? code : 'unavailable', message, { call, why })
}
