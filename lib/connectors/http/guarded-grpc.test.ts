import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createSecureServer, createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2'
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issuedBy, makeAuthority, type Held } from '../../estate/spiffe/certificates.ts'
import { quietWorld } from '../testing/quiet-world.ts'
import { CallError } from './call-error.ts'
import { explain } from './connection-failure.ts'
import { framed } from './grpc-answer.ts'
import type { Deadlines } from './guarded-fetch.ts'
import type { GrpcPlace } from './guarded-grpc.ts'
import { guardedPeers } from './guarded-peers.ts'
import type { Peer } from './peer-tls.ts'

const domain = 'acme.test'
const id = `spiffe://${domain}/spire/server`
const authority = makeAuthority(domain)
const own = issuedBy(authority, { uri: `spiffe://${domain}/standdown` })
const canary = 'CNRY-grpc-00112233445566778899aabbccddeeff'
const megabyte = 1024 * 1024

const ok = { 'grpc-status': '0' }
/** Answers by the method's name. */
const answers: Readonly<Record<string, (stream: ServerHttp2Stream, sent: Buffer) => void>> = {
  Echo: (stream, sent) => whole(stream, sent.subarray(5)),
  Silent: () => undefined,
  Stalls: (stream) => void (stream.respond(grpc, { waitForTrailers: true }), stream.write(Buffer.from([0, 0]))),
  Drips: (stream) => {
    stream.respond(grpc)
    const timer = setInterval(() => stream.write(Buffer.from([0])), 20)
    stream.on('close', () => clearInterval(timer))
  },
  NoStatus: (stream) => void (stream.respond(grpc), stream.end(framed(Buffer.from('half')))),
  Short: (stream) => whole(stream, Buffer.alloc(0), Buffer.from([0, 0, 0, 1, 0, 1, 2])),
  Packed: (stream) => whole(stream, Buffer.alloc(0), Buffer.from([1, 0, 0, 0, 1, 2])),
  Huge: (stream) => whole(stream, Buffer.alloc(0), Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 2])),
  Html: (stream) => void (stream.respond({ ':status': 200, 'content-type': 'text/html' }), stream.end(canary)),
  Reset: (stream) => stream.close(2),
  Forbidden: (stream) => stream.respond({ ...grpc, 'grpc-status': '7', 'grpc-message': canary }, { endStream: true }),
  Streams: (stream) => void (stream.respond(grpc), stream.write(framed(Buffer.from('first')))),
}
const grpc = { ':status': 200, 'content-type': 'application/grpc' }

function whole(stream: ServerHttp2Stream, message: Uint8Array, raw = framed(message)): void {
  stream.respond(grpc, { waitForTrailers: true })
  stream.on('wantTrailers', () => stream.sendTrailers(ok))
  stream.end(raw)
}

function onStream(stream: ServerHttp2Stream, headers: { ':path'?: string }): void {
  const sent: Buffer[] = []
  stream.on('error', () => undefined)
  stream.on('data', (chunk: Buffer) => sent.push(chunk))
  stream.on('end', () => answers[headers[':path']?.split('/').at(-1) ?? '']?.(stream, Buffer.concat(sent)))
}

const open: Http2Server[] = []
async function serve(held: Held, more: object = {}): Promise<number> {
  const server = createSecureServer({ cert: held.certificate, key: held.privateKey, ca: authority.certificate, requestCert: true, ...more })
  server.on('stream', onStream).on('sessionError', () => undefined).listen(0, '127.0.0.1') // prettier-ignore
  await once(server, 'listening')
  open.push(server as unknown as Http2Server)
  return (server.address() as AddressInfo).port
}

let port = 0
beforeAll(async () => void (port = await serve(issuedBy(authority, { uri: id }))))
afterAll(() => open.forEach((server) => server.close()))

const peer: Peer = { id, authorities: [authority.certificate], client: own }
const at = (more: Partial<{ host: string; port: number; peer: Peer }> = {}): GrpcPlace => ({ host: '127.0.0.1', port, peer, ...more })

async function ask(
  method: string,
  place = at(),
  { streams = false, allowPrivate = true, signal = new AbortController().signal, deadlines = {} as Partial<Deadlines> } = {},
) {
  const world = quietWorld()
  const line = guardedPeers({ signal: world.signal, log: world.log, deadlines, maxBytes: 5 * megabyte, allowPrivate }).grpc(place)
  try {
    return await line.ask({ path: `/test.Test/${method}`, message: Buffer.from('hello'), callName: method, streams, signal })
  } finally {
    expect(JSON.stringify(world.lines)).not.toContain('CNRY')
    line.close()
  }
}

async function failure(method: string, place?: GrpcPlace, more?: Parameters<typeof ask>[2]): Promise<CallError> {
  const error: unknown = await ask(method, place, more).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(CallError)
  expect((error as CallError).message).not.toContain('CNRY')
  return error as CallError
}

test('a message goes there and back, over one connection for several calls', async () => {
  const world = quietWorld()
  const line = guardedPeers({ signal: world.signal, log: world.log }).grpc(at())
  const said = async (text: string) =>
    Buffer.from(await line.ask({ path: '/test.Test/Echo', message: Buffer.from(text), callName: 'Echo', signal: world.signal })).toString()
  expect(await Promise.all([said('one'), said('two')])).toEqual(['one', 'two'])
  expect(await said('x'.repeat(200_000))).toHaveLength(200_000)
  line.close()
  expect(world.lines).toEqual([])
})

test('of a stream that need not end, the first message is taken', async () => {
  expect(Buffer.from(await ask('Streams', at(), { streams: true })).toString()).toBe('first')
})

describe('faults end in time and say what happened', () => {
  // Each has a short deadline of its own alone: where all were short, a moment in which the process stands still would meet another one first.
  test.each<[string, CallError['why'], RegExp, Partial<Deadlines>?]>([
    ['Silent', 'failed', /no answer within 0.2 s/, { headersMs: 200 }],
    ['Stalls', 'failed', /went silent for 0.2 s/, { idleMs: 200 }],
    ['Drips', 'failed', /longer than 0.6 s/, { totalMs: 600 }],
    ['NoStatus', 'cut-off', /ends early/],
    ['Short', 'cut-off', /ends early/],
    ['Packed', 'malformed', /packed/],
    ['Huge', 'too-large', /more than 5 MB/],
    ['Html', 'malformed', /not gRPC/],
    ['Reset', 'failed', /./],
    ['Forbidden', 'not-permitted', /\(403\).*PERMISSION_DENIED/],
  ])('%s', async (method, why, says, deadlines) => {
    const error = await failure(method, at(), { ...(deadlines && { deadlines }) })
    expect([error.why, error.message]).toEqual([why, expect.stringMatching(says)])
  })

  test('nothing listens there, and something else than TLS', async () => {
    const plain = createServer().listen(0, '127.0.0.1')
    await once(plain, 'listening')
    expect(await failure('Echo', at({ port: (plain.address() as AddressInfo).port }))).toMatchObject({ code: 'unavailable' })
    const gone = (plain.address() as AddressInfo).port
    await new Promise((resolve) => plain.close(resolve))
    expect((await failure('Echo', at({ port: gone }))).message).toContain('nothing listens there')
  })

  test('a connection that is taken and never secured', async () => {
    const sockets: Socket[] = []
    const mute = createSocketServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1')
    await once(mute, 'listening')
    const error = await failure('Echo', at({ port: (mute.address() as AddressInfo).port }), { deadlines: { connectMs: 500 } })
    expect([error.why, error.message]).toEqual(['failed', 'Echo got no connection within 0.5 s.'])
    // Nothing of it is left open on our side.
    await Promise.all(sockets.map((socket) => socket.destroyed || once(socket.resume(), 'close')))
    await new Promise((resolve) => mute.close(resolve))
  })

  test('a run that is ended ends the call, with its own reason', async () => {
    const stop = new AbortController()
    const reason = new Error('the run was cancelled')
    setTimeout(() => stop.abort(reason), 50)
    await expect(ask('Silent', at(), { signal: stop.signal })).rejects.toBe(reason)
  })
})

describe('addresses are looked at as those of the guarded fetch', () => {
  test.each([
    ['169.254.169.254', 'link-local'],
    ['::ffff:169.254.169.254', 'link-local'],
    ['fd00:ec2::254', 'metadata'],
    ['metadata.google.internal', 'metadata'],
    ['0.0.0.0', 'reserved'],
  ])('%s is not called', async (host, why) => {
    expect((await failure('Echo', at({ host }))).message).toContain(why)
  })
  test('a name is judged by what it resolves to', async () => {
    expect((await failure('Echo', at({ host: 'localhost' }), { allowPrivate: false })).message).toMatch(/private range/)
  })
})

describe('the server is who it is asked to be, or nothing is sent', () => {
  const other = makeAuthority('other.test')
  const below = issuedBy(authority, { isAuthority: true, uri: `spiffe://${domain}`, commonName: 'below' })
  test.each<[string, Held, RegExp, Peer?]>([
    [
      'another id of the same domain',
      issuedBy(authority, { uri: `spiffe://${domain}/web` }),
      /not that of spiffe:\/\/acme.test\/spire\/server/,
    ],
    ['the id signed by another domain', issuedBy(other, { uri: id }), /not trusted/],
    ['no id', issuedBy(authority, { dns: 'localhost' }), /not exactly one SPIFFE id/],
    ['an id that only begins so', issuedBy(authority, { uri: `${id}, URI:${id}` }), /not/],
    ['an ended certificate', issuedBy(authority, { uri: id, until: new Date('2021-01-01') }), /expired/],
    ['an authority’s own', issuedBy(authority, { uri: id, isAuthority: true }), /./],
    ['no known authority', issuedBy(authority, { uri: id }), /not trusted|no authority is known/, { ...peer, authorities: [] }],
  ])('%s', async (_, held, says, whose) => {
    expect((await failure('Echo', at({ port: await serve(held), ...(whose && { peer: whose }) }))).message).toMatch(says)
  })
  test('an authority that is not signed by itself is one where the bundle says so', async () => {
    const there = await serve(issuedBy(below, { uri: id }))
    const error = await failure('Echo', at({ port: there }))
    expect(error.message).toMatch(/not trusted/)
    const answer = await ask('Echo', at({ port: there, peer: { ...peer, authorities: [below.certificate] } }))
    expect(Buffer.from(answer).toString()).toBe('hello')
  })
  test('a server that hangs up on our certificate is no answer; one that says why is a refused credential', async () => {
    const there = await serve(issuedBy(authority, { uri: id }), { rejectUnauthorized: true })
    const stranger = issuedBy(other, { uri: 'spiffe://other.test/standdown' })
    expect(await failure('Echo', at({ port: there, peer: { ...peer, client: stranger } }))).toMatchObject({ code: 'unavailable' })
    // Node hangs up without a word; these are OpenSSL's names of the words that other servers say.
    for (const code of [
      'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
      'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
    ])
      expect(explain('x', Object.assign(new Error(canary), { code }))).toMatchObject({
        status: 401,
        message: expect.not.stringContaining('CNRY') as string,
      })
  })
})

test('a socket of this machine is called without TLS', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'grpc-'))
  const socket = path.join(dir, 'api.sock')
  const server = createServer()
  server.on('stream', onStream).listen(socket)
  await once(server, 'listening')
  expect(Buffer.from(await ask('Echo', { socket })).toString()).toBe('hello')
  expect((await failure('Echo', { socket: path.join(dir, 'none.sock') })).code).toBe('unavailable')
  await new Promise((resolve) => server.close(resolve))
  rmSync(dir, { recursive: true })
})
