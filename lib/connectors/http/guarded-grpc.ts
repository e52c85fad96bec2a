import { connect as openSession, constants, type ClientHttp2Session } from 'node:http2'
import { connect as openSocket } from 'node:net'
import { connect as openTls } from 'node:tls'
import { CallError } from './call-error.ts'
import { checkedLookup, hostRefusal } from './checked-lookup.ts'
import { explain } from './connection-failure.ts'
import { endingWith, TooLong } from './ending-with.ts'
import { firstMessage, framed, late } from './grpc-answer.ts'
import { defaultMaxBytes, defaults, type GuardOptions } from './guarded-fetch.ts'
import { peerTls, type Peer } from './peer-tls.ts'

const second = 1_000

/** A gRPC server: one of the network that is known by its SPIFFE id, or a socket of this machine, which nothing but the environment may name. */
export type GrpcPlace = { host: string; port: number; peer: Peer } | { socket: string }

/** One call: "/package.Service/Method", its message, and headers that go along. `callName` is what it is called in errors and the log. */
export type GrpcCall = {
  path: string
  message: Uint8Array
  callName: string
  headers?: Readonly<Record<string, string>>
  /** The answer is a stream that need not end: its first message is all that is wanted. */
  streams?: boolean
  signal: AbortSignal
}

/** A connection to one server, made at the first call and again where it broke. */
export type GrpcLine = {
  /** The message of the answer. Throws CallError, or the signal's reason. */
  ask(call: GrpcCall): Promise<Uint8Array>
  close(): void
}

/**
 * The way out to gRPC servers (HTTP/2 with TLS by SPIFFE ids), under the rules of `guardedFetch`: a name is resolved once, every address of
 * it is checked and a checked one is connected to; calls have deadlines, and answers a size, which is looked at before they are read. Nothing
 * is followed or tried again here. The socket of this machine goes past the address rules, as it has no address.
 */
export function guardedGrpc({ signal, log, deadlines, maxBytes = defaultMaxBytes, allowPrivate = true }: GuardOptions) {
  const limits = { ...defaults, ...deadlines }
  return function openLine(place: GrpcPlace): GrpcLine {
    let opening: Promise<ClientHttp2Session> | null = null
    let pending: ClientHttp2Session | null = null
    let session: ClientHttp2Session | null = null

    async function ready(call: string, stop: AbortSignal): Promise<ClientHttp2Session> {
      if (session && !session.closed && !session.destroyed) return session
      opening ??= connected(place, call, allowPrivate, (made) => (pending = made)).finally(() => (opening = null))
      try {
        session = await endingWith(stop, limits.connectMs, opening)
        return session
      } catch (error) {
        if (!(error instanceof TooLong)) throw error
        pending?.destroy()
        throw late(call, `got no connection within ${limits.connectMs / second} s`)
      }
    }

    async function asked({ path, message, callName, headers = {}, streams = false }: GrpcCall, stop: AbortSignal): Promise<Uint8Array> {
      const line = await ready(callName, stop)
      stop.throwIfAborted()
      const stream = line.request({
        [constants.HTTP2_HEADER_METHOD]: 'POST',
        [constants.HTTP2_HEADER_PATH]: path,
        'content-type': 'application/grpc',
        'user-agent': 'standdown',
        te: 'trailers',
        'grpc-timeout': `${limits.totalMs}m`,
        ...headers,
      })
      stream.end(framed(message))
      return firstMessage(stream, { call: callName, maxBytes, idleMs: limits.idleMs, headersMs: limits.headersMs, stop, streams })
    }

    return {
      async ask(call) {
        signal.throwIfAborted()
        const total = new AbortController()
        const timer = setTimeout(() => total.abort(late(call.callName, `took longer than ${limits.totalMs / second} s`)), limits.totalMs)
        const stop = AbortSignal.any([signal, call.signal, total.signal])
        const started = performance.now()
        try {
          return await asked(call, stop)
        } catch (error) {
          const failure = stop.aborted ? (stop.reason as unknown) : error instanceof CallError ? error : explain(call.callName, error)
          const problem = failure instanceof CallError ? failure.message : 'stopped'
          log.warn({ call: call.callName, ms: Math.round(performance.now() - started), problem }, 'a call to a provider failed')
          throw failure
        } finally {
          clearTimeout(timer)
        }
      },
      close() {
        pending?.destroy()
        session?.destroy()
      },
    }
  }
}

/** A session whose TLS stands, with the other side's certificate checked; `made` has it before that. A socket that fails rejects. */
function connected(
  place: GrpcPlace,
  call: string,
  allowPrivate: boolean,
  made: (session: ClientHttp2Session) => void,
): Promise<ClientHttp2Session> {
  const refusal = 'socket' in place ? null : hostRefusal(place.host, allowPrivate)
  if (refusal) throw new CallError('provider', `${call} was not sent: ${refusal}.`, { call, why: 'failed' })
  return new Promise((resolve, reject) => {
    const authority =
      'socket' in place ? 'http://localhost' : `https://${place.host.includes(':') ? `[${place.host}]` : place.host}:${place.port}`
    const session = openSession(authority, {
      createConnection: () => ('socket' in place ? openSocket({ path: place.socket }) : secured(place, allowPrivate)),
      settings: { enablePush: false },
      maxSessionMemory: 32,
    })
    made(session)
    // What breaks later breaks the calls under way, which say so themselves; an error that nobody hears would end the process.
    session.on('error', reject)
    session.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
    session.once('connect', () => {
      session.unref()
      resolve(session)
    })
  })
}

function secured({ host, port, peer }: Extract<GrpcPlace, { host: string }>, allowPrivate: boolean) {
  return openTls({ host, port, servername: '', lookup: checkedLookup(allowPrivate), ALPNProtocols: ['h2'], ...peerTls(peer) })
}
