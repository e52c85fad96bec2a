import { once } from 'node:events'
import { createServer as createTlsServer } from 'node:https'
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issuedBy, makeAuthority } from '../../estate/spiffe/certificates.ts'
import { quietWorld } from '../testing/quiet-world.ts'
import { smallServer, type SmallServer } from '../testing/small-server.ts'
import { CallError } from './call-error.ts'
import { defaults, type Deadlines } from './guarded-fetch.ts'
import { guardedPeers } from './guarded-peers.ts'

const secret = 'CNRY-header-0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f'
const megabyte = 1024 * 1024
const bomb = gzipSync(Buffer.alloc(200 * megabyte))
let server: SmallServer
let other: SmallServer

beforeAll(async () => {
  other = await smallServer((_request, response) => response.end('elsewhere'))
  server = await smallServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    switch (path) {
      case '/json':
        return response.setHeader('content-type', 'application/json').end('{"a":1}')
      case '/gzip':
        return response.setHeader('content-encoding', 'gzip').end(gzipSync('packed'))
      case '/gzip-cut':
        return response.setHeader('content-encoding', 'gzip').end(gzipSync('packed'.repeat(10_000)).subarray(0, -20))
      case '/gzip-twice':
        return response.setHeader('content-encoding', 'gzip, gzip').end(gzipSync(gzipSync('packed')))
      case '/bomb':
        return response.setHeader('content-encoding', 'gzip').end(bomb)
      case '/huge': {
        const chunk = Buffer.alloc(megabyte)
        const more = (): boolean => {
          while (!response.destroyed) if (!response.write(chunk)) return Boolean(response.once('drain', more))
          return false
        }
        return void more()
      }
      case '/never':
        return
      case '/silent-body':
        return void response.write('begin')
      case '/drip': {
        const timer = setInterval(() => response.write('.'), 20)
        return void response.on('close', () => clearInterval(timer))
      }
      case '/short':
        return void response.writeHead(200, { 'content-length': '1000' }).write('only this', () => response.destroy())
      case '/here':
        return response.writeHead(302, { location: '/json' }).end()
      case '/elsewhere':
        return response.writeHead(302, { location: `${other.url}/json` }).end()
      case '/metadata':
        return response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data/' }).end()
      case '/circle':
        return response.writeHead(301, { location: '/circle' }).end()
      case '/echo':
        return response.end(
          JSON.stringify({ method: request.method, type: request.headers['content-type'], authorization: request.headers.authorization }),
        )
      case '/empty':
        return response.writeHead(204).end()
      default:
        return response.writeHead(404).end('no')
    }
  })
})
afterAll(async () => {
  await server.close()
  await other.close()
})

const small = { maxBytes: 5 * megabyte }
const headers = { authorization: `Bearer ${secret}` }

async function failure(path: string, init: RequestInit = {}, deadlines: Partial<Deadlines> = {}): Promise<CallError> {
  const world = quietWorld({ ...small, deadlines })
  const address = URL.canParse(path) ? path : `${server.url}${path}`
  const error: unknown = await world.fetch(address, { headers, ...init }).then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(CallError)
  // Whatever fails, neither the error nor the log tells the credential.
  expect(JSON.stringify([world.lines, (error as CallError).message, { ...(error as CallError) }])).not.toContain('CNRY')
  expect(world.lines).toHaveLength(1)
  return error as CallError
}

describe('answers', () => {
  test('are handed over unpacked, with status, headers and address', async () => {
    const { fetch } = quietWorld(small)
    const response = await fetch(`${server.url}/json?token=x`)
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([200, 'application/json', { a: 1 }])
    expect(response.url).toBe(`${server.url}/json?token=x`)
    const packed = await fetch(`${server.url}/gzip`)
    expect([await packed.text(), packed.headers.get('content-encoding')]).toEqual(['packed', null])
    expect((await fetch(`${server.url}/empty`)).status).toBe(204)
    expect((await fetch(`${server.url}/missing`)).status).toBe(404)
  })
  test('of a Request with a body go through as they are', async () => {
    const { fetch } = quietWorld(small)
    const request = new Request(`${server.url}/echo`, {
      method: 'POST',
      body: 'Action=x',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(await (await fetch(request)).json()).toEqual({
      method: 'POST',
      type: 'application/x-www-form-urlencoded',
      authorization: `Bearer ${secret}`,
    })
  })
  test('that redirect on the same origin are followed', async () => {
    expect(await (await quietWorld(small).fetch(`${server.url}/here`)).json()).toEqual({ a: 1 })
  })
})

describe('faults end in time and say what happened', () => {
  // Each has a short deadline of its own alone: where all were short, a moment in which the process stands still would meet another one first.
  test.each<[string, CallError['why'], RegExp, Partial<Deadlines>?]>([
    ['/never', 'failed', /no answer within 0.2 s/, { headersMs: 200 }],
    ['/silent-body', 'failed', /went silent for 0.2 s/, { idleMs: 200 }],
    ['/drip', 'failed', /longer than 0.6 s/, { totalMs: 600 }],
    ['/short', 'cut-off', /cut|shorter/],
    ['/gzip-cut', 'cut-off', /ends early/],
    ['/gzip-twice', 'malformed', /packed more than once/],
    ['/bomb', 'too-large', /more than 5 MB/],
    ['/huge', 'too-large', /more than 5 MB/],
    ['/circle', 'loop', /circle/],
  ])('%s', async (path, why, says, deadlines) => {
    const started = performance.now()
    const error = await failure(path, {}, deadlines)
    expect(performance.now() - started).toBeLessThan(defaults.connectMs)
    expect([error.why, error.message]).toEqual([why, expect.stringMatching(says)])
    expect(error.call).toBe(`GET ${server.url}${path}`)
  })

  test('a zip bomb and an endless body take little memory', async () => {
    const before = process.memoryUsage().rss
    for (let time = 0; time < 3; time += 1) await Promise.all([failure('/bomb'), failure('/huge')])
    expect(process.memoryUsage().rss - before).toBeLessThan(180 * megabyte)
  })

  test('a connection that is reset, one that says nonsense, and none at all', async () => {
    const raw = createServer((socket: Socket) => {
      socket.once('data', (data: Buffer) => (data.includes('/nonsense') ? socket.end('SSH-2.0-OpenSSH_9.2\r\n') : socket.resetAndDestroy()))
      socket.on('error', () => undefined)
    }).listen(0, '127.0.0.1')
    await once(raw, 'listening')
    const url = `http://127.0.0.1:${(raw.address() as AddressInfo).port}`
    expect(await failure(`${url}/reset`)).toMatchObject({ code: 'unavailable', why: 'cut-off', retry: true })
    expect(await failure(`${url}/nonsense`)).toMatchObject({ code: 'unavailable', why: 'failed' })
    await new Promise((resolve) => raw.close(resolve))
    expect(await failure(`${url}/gone`)).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('nothing listens there') as string,
    })
  })
})

describe('the credential stays where it belongs', () => {
  test.each(['/elsewhere', '/metadata'])('a redirect to another origin is not followed: %s', async (path) => {
    const { message } = await failure(path)
    expect(message).toContain(`a redirect to ${path === '/elsewhere' ? other.url : 'http://169.254.169.254'};`)
    expect(message, 'a path may hold a secret').not.toMatch(/json|latest/)
    expect(other.asked).toEqual([])
  })
  test('https to what speaks http alone is told as that, and not asked again', async () => {
    const error = await failure(`${server.url.replace('http:', 'https:')}/json`)
    expect(error).toMatchObject({ code: 'unavailable', retry: false })
    expect(error.message).toMatch(/: it does not speak TLS: http instead of https\?$/)
  })
  test('a redirected write is not followed', async () => {
    expect((await failure('/here', { method: 'POST', body: 'x' })).message).toContain('only reads are redirected')
  })
  test.each([
    ['http://169.254.169.254/latest/', 'link-local'],
    ['http://2852039166/', 'link-local'], // decimal
    ['http://0xa9.0xfe.0xa9.0xfe/', 'link-local'], // hexadecimal
    ['http://0251.0376.0251.0376/', 'link-local'], // octal
    ['http://169.254.43518/', 'link-local'], // short
    ['http://[::ffff:169.254.169.254]/', 'link-local'],
    ['http://[64:ff9b::a9fe:a9fe]/', 'link-local'],
    ['http://[fd00:ec2::254]/', 'metadata'],
    ['http://0.0.0.0/', 'reserved'],
    ['http://0/', 'reserved'],
    ['http://metadata.google.internal/', 'metadata'],
    ['http://①⑥⑨.254.169.254/', 'link-local'],
    [`http://user:${'pass'}@127.0.0.1/`, 'user or password'],
    ['ftp://127.0.0.1/', 'only http and https'],
    ['file:///etc/passwd', 'only http and https'],
  ])('%s is not called', async (url, why) => {
    // `Request` itself refuses an address with a user, as a TypeError, before anything is sent.
    if (url.includes('@')) return expect(quietWorld(small).fetch(url)).rejects.toThrow(TypeError)
    expect((await failure(url)).message).toContain(why)
  })
  test('a name is judged by what it resolves to', async () => {
    const strict = quietWorld({ ...small, allowPrivate: false })
    const port = new URL(server.url).port
    await expect(strict.fetch(`http://localhost:${port}/json`)).rejects.toThrow(/private range/)
    await expect(strict.fetch(`${server.url}/json`)).rejects.toThrow(/private range/)
  })
})

test('cancelling ends a call under way, with the reason given', async () => {
  const stop = new AbortController()
  const { fetch } = quietWorld({ signal: stop.signal })
  const reason = new Error('the run was cancelled')
  const call = fetch(`${server.url}/never`)
  stop.abort(reason)
  await expect(call).rejects.toBe(reason)
  await expect(fetch(`${server.url}/json`)).rejects.toBe(reason)
  const own = new AbortController()
  const dripping = quietWorld().fetch(`${server.url}/drip`, { signal: own.signal })
  own.abort(reason)
  await expect(dripping).rejects.toBe(reason)
})

describe('a server that is known by its SPIFFE id', () => {
  const authority = makeAuthority('acme.test')
  const peer = { id: 'spiffe://acme.test/spire/server', authorities: [authority.certificate] }
  const serve = async (uri: string) => {
    const { certificate: cert, privateKey: key } = issuedBy(authority, { uri })
    const there = createTlsServer({ cert, key }, (_request, response) => response.end('bundle')).listen(0, '127.0.0.1')
    await once(there, 'listening')
    return { url: `https://127.0.0.1:${(there.address() as AddressInfo).port}/`, close: () => there.close() }
  }
  const out = () => guardedPeers({ ...small, signal: new AbortController().signal, log: quietWorld().log }).fetch(peer)

  test('is believed by that id, whatever its host is called', async () => {
    const there = await serve(peer.id)
    expect(await (await out()(there.url)).text()).toBe('bundle')
    // The ordinary way out does not believe it.
    expect((await failure(there.url)).message).toContain('not trusted')
    there.close()
  })
  test('and by no other, nor without TLS', async () => {
    const there = await serve('spiffe://acme.test/web')
    await expect(out()(there.url)).rejects.toThrow(/not that of/)
    await expect(out()(`${server.url}/json`)).rejects.toThrow(/only https/)
    await expect(out()('https://169.254.169.254/')).rejects.toThrow(/link-local/)
    there.close()
  })
})
