import { Agent, buildConnector, request as send } from 'undici'
import type { Log } from '../contract.ts'
import { CallError } from './call-error.ts'
import { checkedLookup, hostRefusal } from './checked-lookup.ts'
import { explain } from './connection-failure.ts'
import { readBody } from './read-body.ts'
import { peerTls, type Peer } from './peer-tls.ts'

const second = 1_000

export type Deadlines = {
  /** Name, connection and TLS. */
  connectMs: number
  /** From sending to the answer's headers. */
  headersMs: number
  /** Longest silence inside an answer. */
  idleMs: number
  /** The whole call, reading included: a body that drips never ends otherwise. */
  totalMs: number
}

export type GuardOptions = {
  /** Ends every call under way. */
  signal: AbortSignal
  log: Log
  deadlines?: Partial<Deadlines>
  /**
   * Largest answer, packed and unpacked: 16 MB, several times the largest page that IAM or GitHub make, and small enough that
   * a handful of calls at once which all get too much do not fill the memory.
   */
  maxBytes?: number
  /**
   * Loopback and private networks may be called. True by default only because base URLs are set by administrators, and an
   * appliance on the own network is an ordinary thing to connect; whoever lets others choose an address passes false.
   */
  allowPrivate?: boolean
  /** The one server that is called, where it is known by a SPIFFE id and not by a name of the web. Nothing is called without TLS then. */
  peer?: Peer
}

export const defaultMaxBytes = 16 * 1024 * 1024
export const defaults: Deadlines = { connectMs: 10 * second, headersMs: 30 * second, idleMs: 15 * second, totalMs: 120 * second }
const redirects = new Set([301, 302, 303, 307, 308])
const maxRedirects = 3

/**
 * `callName`: what the call is called in errors and the log, for an address whose path is a secret. `ca`: certificates (PEM) of the authority
 * that a server of one's own is signed by; then no other authority is believed for this call. `shows`: a certificate and its key (PEM), for a server
 * that asks for one; its connection is of this call alone.
 */
export type NamedInit = RequestInit & { callName?: string; ca?: string; shows?: { certificate: string; privateKey: string } }

/**
 * The one way out to providers: a `fetch` with deadlines, a size cap and an address check. A name is resolved once, every address it
 * has is checked, and the connection is made to a checked one, so that a name that changes its mind changes nothing. Redirects are
 * followed only for GET and HEAD and only on the same origin: a credential never goes to another. Answers are read whole
 * before they are handed over. Throws CallError ('provider' or 'unavailable'); an aborted signal throws its own reason.
 */
export function guardedFetch({
  signal,
  log,
  deadlines,
  maxBytes = defaultMaxBytes,
  allowPrivate = true,
  peer,
}: GuardOptions): typeof fetch {
  const limits = { ...defaults, ...deadlines }
  const tls = peer ? { ...peerTls(peer), maxCachedSessions: 0 } : {}
  // A connection is kept for calls that believe the same authority, and for no others.
  const agents = new Map<string | undefined, Agent>()
  function agentFor(ca: string | undefined): Agent {
    const agent = agents.get(ca) ?? newAgent(ca)
    agents.set(ca, agent)
    return agent
  }

  function newAgent(ca: string | undefined, shows?: NamedInit['shows']): Agent {
    const connect = buildConnector({
      timeout: limits.connectMs,
      allowH2: false,
      lookup: checkedLookup(allowPrivate),
      keepAlive: true,
      ...(ca !== undefined && { ca }),
      ...(shows && { cert: shows.certificate, key: shows.privateKey, maxCachedSessions: 0 }),
      ...tls,
    })
    return new Agent({
      connect,
      connections: 16,
      allowH2: false,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: 32 * 1024,
    })
  }

  type Sending = { request: Request; call: string; body: Buffer | null; stop: AbortSignal; agent: Agent }

  async function once(url: URL, { request, call, body, stop, agent }: Sending): Promise<Response> {
    const refusal = peer && url.protocol !== 'https:' ? 'only https addresses are called' : refuse(url, allowPrivate)
    if (refusal) throw new CallError('provider', `${call} was not sent: ${refusal}.`, { call, why: 'failed' })
    const headersDeadline = new AbortController()
    const timer = setTimeout(
      () => headersDeadline.abort(late(call, `gave no answer within ${limits.headersMs / second} s`)),
      limits.headersMs,
    )
    try {
      const either = AbortSignal.any([stop, headersDeadline.signal])
      const headers = Object.fromEntries(request.headers)
      headers['accept-encoding'] ??= 'gzip'
      const answer = await send(url, { method: request.method as 'GET', headers, body, dispatcher: agent, signal: either })
      clearTimeout(timer)
      const encoding = answer.headers['content-encoding']
      const bytes = await readBody(answer.body, Array.isArray(encoding) ? encoding.join(',') : encoding, {
        call,
        maxBytes,
        idleMs: limits.idleMs,
        signal: stop,
      })
      return toResponse(answer.statusCode, answer.headers, bytes, url)
    } catch (error) {
      if (stop.aborted) throw stop.reason
      throw error instanceof CallError ? error : explain(call, error)
    } finally {
      clearTimeout(timer)
    }
  }

  return async function fetchGuarded(input, init?: NamedInit) {
    const request = new Request(input, init)
    const name = (at: URL) => init?.callName ?? nameOf(request.method, at)
    const call = name(new URL(request.url))
    signal.throwIfAborted()
    const total = new AbortController()
    const timer = setTimeout(() => total.abort(late(call, `took longer than ${limits.totalMs / second} s`)), limits.totalMs)
    const stop = AbortSignal.any([signal, request.signal, total.signal])
    const started = performance.now()
    const agent = init?.shows ? newAgent(init.ca, init.shows) : agentFor(init?.ca)
    try {
      const body = request.body ? Buffer.from(await request.arrayBuffer()) : null
      let url = new URL(request.url)
      for (let hop = 0; ; hop += 1) {
        const response = await once(url, { request, call: name(url), body, stop, agent })
        const location = response.headers.get('location')
        if (!redirects.has(response.status) || location === null || request.redirect === 'manual') return response
        url = nextHop({ call, from: url, location, method: request.method, hop })
      }
    } catch (error) {
      const problem = error instanceof CallError ? error.message : 'stopped'
      log.warn({ call, ms: Math.round(performance.now() - started), problem }, 'a call to a provider failed')
      throw error
    } finally {
      clearTimeout(timer)
      if (init?.shows) void agent.close()
    }
  }
}

function late(call: string, what: string): CallError {
  return new CallError('unavailable', `${call} ${what}.`, { call, why: 'failed', retry: true })
}

/** A call as people may read it: no query (it could hold a token), no user, no fragment. */
export function nameOf(method: string, url: URL): string {
  return `${method} ${url.origin}${url.pathname.slice(0, 300)}`
}

function nextHop({ call, from, location, method, hop }: { call: string; from: URL; location: string; method: string; hop: number }): URL {
  const to = URL.canParse(location, from) ? new URL(location, from) : null
  if (to?.origin !== from.origin)
    throw new CallError(
      'provider',
      `${call} answers with a redirect to ${to ? to.origin : 'another address'}; it was not followed, because the credential would have gone along. If that is the provider, give that address.`,
      { call, why: 'failed' },
    )
  if (method !== 'GET' && method !== 'HEAD')
    throw new CallError(
      'provider',
      `${call} answers with a redirect within ${to.host}, and only reads are redirected: is this the address of the provider’s interface?`,
      { call, why: 'failed' },
    )
  if (hop >= maxRedirects) throw new CallError('provider', `${call} redirects in a circle.`, { call, why: 'loop' })
  return to
}

function refuse(url: URL, allowPrivate: boolean): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'only http and https addresses are called'
  if (url.username || url.password) return 'the address carries a user or password; put the credential where it belongs'
  return hostRefusal(url.hostname.replace(/^\[|\]$/g, ''), allowPrivate)
}

function toResponse(status: number, wireHeaders: Record<string, string | string[] | undefined>, bytes: Buffer, url: URL): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(wireHeaders)) {
    // The body handed over is unpacked and whole, so the headers that describe the packed one would be false.
    if (name === 'content-encoding' || name === 'content-length' || name === 'transfer-encoding') continue
    for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value]) headers.append(name, one)
  }
  const empty = status === 204 || status === 205 || status === 304
  const response = new Response(empty ? null : new Uint8Array(bytes), { status, headers })
  Object.defineProperty(response, 'url', { value: url.href })
  return response
}
