import type { IncomingHttpHeaders } from 'node:http'

/** The header in which `notePeer` keeps that a page was fetched ahead; whatever a client sends under this name is overwritten. */
export const fetchedAheadHeader = 'x-standdown-fetched-ahead'

/**
 * Whether a browser, or Next's router in it, fetches a page before anybody asked for it: nobody is there. Next hides its own
 * headers from pages and from the proxy, so that this has to be read where a request comes in.
 */
export function isFetchedAhead(headers: IncomingHttpHeaders): boolean {
  if (headers['next-router-prefetch'] !== undefined || headers['next-router-segment-prefetch'] !== undefined) return true
  return ['sec-purpose', 'purpose', 'x-moz'].some((name) => /\bprefetch\b/i.test([headers[name]].flat().join()))
}
