import { constants, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2'
import { CallError } from './call-error.ts'
import { refusedBy, statusOf, type GrpcStatus } from './grpc-status.ts'

const second = 1_000
/** A flag and a length stand before each message. */
const head = 5

export function framed(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(head)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

export function late(call: string, what: string): CallError {
  return new CallError('unavailable', `${call} ${what}.`, { call, why: 'failed', retry: true })
}

type Reading = { call: string; maxBytes: number; idleMs: number; headersMs: number; stop: AbortSignal; streams: boolean }

/**
 * The first message of an answer, and, where it does not stream, only with the status that ends it: an answer without one is cut off,
 * whatever it brought. Its length is looked at before it is read. Rejects with CallError, the signal's reason, or what the connection failed by.
 */
export function firstMessage(
  stream: ClientHttp2Stream,
  { call, maxBytes, idleMs, headersMs, stop, streams }: Reading,
): Promise<Uint8Array> {
  const body = new Body(call, maxBytes)
  let status: GrpcStatus | null = null
  let silence: NodeJS.Timeout | undefined
  let onStop: (() => void) | undefined
  const ended = new Promise<Uint8Array>((resolve, reject) => {
    const fail = (error: unknown) => reject(error instanceof Error ? error : new Error('stopped'))
    const wait = (ms: number, says: string) => {
      clearTimeout(silence)
      silence = setTimeout(() => fail(late(call, says)), ms)
    }
    wait(headersMs, `gave no answer within ${headersMs / second} s`)
    onStop = () => fail(stop.reason)
    stop.addEventListener('abort', onStop, { once: true })
    stream.on('response', (headers) => {
      wait(idleMs, `went silent for ${idleMs / second} s in the middle of its answer`)
      status = statusOf(headers)
      const problem = status ? null : notGrpc(call, headers)
      if (problem) fail(problem)
    })
    stream.on('data', (chunk: Buffer) => {
      silence?.refresh()
      const problem = body.take(chunk)
      if (problem) return fail(problem)
      const message = streams ? body.message() : null
      if (message) resolve(message)
    })
    stream.on('trailers', (trailers: IncomingHttpHeaders) => (status = statusOf(trailers)))
    stream.on('error', fail)
    stream.on('close', () => {
      if (status && status.code !== 0) return fail(refusedBy(call, status))
      const message = status ? body.message() : null
      if (message) return resolve(message)
      fail(new CallError('unavailable', `${call}: the answer ends early.`, { call, why: 'cut-off', retry: true }))
    })
  })
  return ended.finally(() => {
    clearTimeout(silence)
    if (onStop) stop.removeEventListener('abort', onStop)
    // An error that nobody hears any more would end the process.
    stream.on('error', () => undefined)
    stream.close(constants.NGHTTP2_CANCEL)
  })
}

/** What came of a message so far. */
class Body {
  readonly #call: string
  readonly #maxBytes: number
  #bytes: Buffer[] = []
  #size = 0
  #wanted: number | null = null

  constructor(call: string, maxBytes: number) {
    this.#call = call
    this.#maxBytes = maxBytes
  }

  /** Takes what came; a problem where it is more than is read, or of no form that was asked for. */
  take(chunk: Buffer): CallError | null {
    this.#bytes.push(chunk)
    this.#size += chunk.length
    if (this.#wanted === null && this.#size >= head) {
      const first = Buffer.concat(this.#bytes)
      if (first[0] !== 0)
        return new CallError('provider', `${this.#call}: the answer is packed, which was not asked for.`, {
          call: this.#call,
          why: 'malformed',
        })
      this.#bytes = [first]
      this.#wanted = first.readUInt32BE(1)
    }
    if (Math.max(this.#size, this.#wanted ?? 0) <= this.#maxBytes + head) return null
    const says = `${this.#call} answers with more than ${Math.round(this.#maxBytes / 1024 / 1024)} MB; reading stopped.`
    return new CallError('provider', says, { call: this.#call, why: 'too-large' })
  }

  message(): Uint8Array | null {
    if (this.#wanted === null || this.#size < head + this.#wanted) return null
    return new Uint8Array(Buffer.concat(this.#bytes, this.#size).subarray(head, head + this.#wanted))
  }
}

function notGrpc(call: string, headers: IncomingHttpHeaders & { ':status'?: number | undefined }): CallError | null {
  const status = headers[':status'] ?? 0
  if (status === 200 && String(headers['content-type'] ?? '').startsWith('application/grpc')) return null
  return new CallError('provider', `${call} answered something that is not gRPC.`, { call, status, why: 'malformed' })
}
