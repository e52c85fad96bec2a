import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import type { Fault, Wire } from './fault.ts'

const mebibyte = 1024 * 1024
const tenGigabytes = 10 * 1024 * mebibyte

/** Bodies that do not end as they should: cut, endless, packed, dripping, torn off. */
export const brokenWire = {
  'truncated-body'({ answer, response, send }) {
    const honest = answer()
    send(response, { ...honest, body: honest.body.slice(0, Math.floor(honest.body.length / 2)) })
  },
  'truncated-gzip'({ answer, response }) {
    const honest = answer()
    const packed = gzipSync(honest.body)
    const cut = packed.subarray(0, Math.floor(packed.length / 2))
    response.writeHead(honest.status, { ...honest.headers, 'content-encoding': 'gzip', 'content-length': String(cut.length) })
    response.end(cut)
  },
  /** Ten gigabytes that begin as the answer would and never end a word. */
  async 'huge-body'(wire) {
    const head = opening(wire)
    await pour(wire, {}, function* () {
      yield head
      const spaces = Buffer.alloc(mebibyte, ' ')
      for (let sent = 0; sent < tenGigabytes; sent += spaces.length) yield spaces
    })
  },
  /** Ten gigabytes in ten megabytes: gzip members one behind another. */
  async 'zip-bomb'(wire) {
    const head = gzipSync(opening(wire))
    await pour(wire, { 'content-encoding': 'gzip' }, function* () {
      yield head
      const packed = gzipSync(Buffer.alloc(10 * mebibyte, ' '), { level: 9 })
      for (let sent = 0; sent < tenGigabytes; sent += 10 * mebibyte) yield packed
    })
  },
  /** The honest answer at a byte a second. */
  async slow({ answer, response, request }) {
    const honest = answer()
    const bytes = Buffer.from(honest.body)
    response.writeHead(honest.status, { ...honest.headers, 'content-length': String(bytes.length) })
    let at = 0
    const timer = setInterval(() => {
      response.write(bytes.subarray(at, ++at))
      if (at >= bytes.length) response.end()
    }, 1_000)
    await once(response, 'close')
    clearInterval(timer)
    request.destroy()
  },
  /** The connection is torn off (RST) in the middle of the body. */
  reset({ answer, response }) {
    half(answer().body, response, () => response.socket?.resetAndDestroy())
  },
  /** What was asked is done, and the connection is torn off (RST) before a word of the answer. */
  'cut-after'({ answer, response }) {
    answer()
    response.socket?.resetAndDestroy()
  },
  /** The other side says that it has finished (FIN) in the middle of the body. */
  'half-close'({ answer, response }) {
    half(answer().body, response, () => response.socket?.end())
  },
} satisfies Record<string, Fault>

function opening({ provider }: Wire): Buffer {
  return Buffer.from(provider === 'aws' ? '<ListUsersResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">' : '[')
}

async function pour({ provider, response }: Wire, headers: Record<string, string>, chunks: () => Iterable<Buffer>): Promise<void> {
  response.writeHead(200, { 'content-type': provider === 'aws' ? 'text/xml' : 'application/json; charset=utf-8', ...headers })
  // Whoever has read enough hangs up; that is the point.
  await pipeline(Readable.from(chunks()), response).catch(() => undefined)
}

function half(body: string, response: Wire['response'], cut: () => void): void {
  const bytes = Buffer.from(body)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(bytes.length) })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), cut)
}
