import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { peerHeader } from './client-address.ts'
import { fetchedAheadHeader, isFetchedAhead } from './fetched-ahead.ts'
import { dataSecurityPolicy, securityHeaders } from './security-headers.ts'

/**
 * Sees every request before anything else does. It notes the address at the other end of the socket and whether a page is fetched
 * ahead, which Next does not hand on, and puts the fixed headers on the answer, so that they are on those that Next gives by itself as well.
 */
export function notePeer({ https }: { https: boolean }): void {
  const headers = Object.entries({ ...securityHeaders({ https }), 'content-security-policy': dataSecurityPolicy })
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    request.headers[peerHeader] = request.socket.remoteAddress ?? ''
    request.headers[fetchedAheadHeader] = isFetchedAhead(request.headers) ? 'yes' : 'no'
    for (const [name, value] of headers) response.setHeader(name, value)
  })
}
