import { readFileSync, readdirSync } from 'node:fs'
import { createServer, connect, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import path from 'node:path'
import { bareServer } from './bare-server.ts'
import { askDatabase } from './database.ts'
import { expect, test } from './fixtures.ts'
import { sessionFile } from './people.ts'
import { ask, type Raw } from './raw-request.ts'

const root = path.dirname(import.meta.dirname)
const guarded = process.env.E2E_URL ?? ''
let bare: Awaited<ReturnType<typeof bareServer>>
/** Names that only somebody who is signed in may read. */
let inside: readonly string[]
let ids: Readonly<Record<string, string>>

test.beforeAll(async () => {
  bare = await bareServer()
  const tokens = await askDatabase<{ id: string; name: string }>('select id, name from token order by id limit 200')
  const sources = await askDatabase<{ id: string; name: string }>('select id, name from source order by id')
  inside = ['Skip to the page', ...tokens.map(({ name }) => name), ...sources.map(({ name }) => name)].filter((name) => name.length >= 6)
  ids = { tokens: tokens[0]?.id ?? 'none', sources: sources[0]?.id ?? 'none' }
})
test.afterAll(() => bare.stop())

const leaks = (body: string) => inside.filter((name) => body.includes(name)).slice(0, 3)

/** Every page and handler there is, from the files: a new one is asked without anybody adding it here. */
function addresses(): { path: string; file: string; handler: boolean }[] {
  const walk = (folder: string): string[] =>
    readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? walk(`${folder}/${entry.name}`) : /^(page\.tsx|route\.ts)$/.test(entry.name) ? [`${folder}/${entry.name}`] : [],
    )
  return walk('app').map((file) => {
    const parts = file.split('/').slice(1, -1)
    const named = parts.filter((part) => !part.startsWith('('))
    const filled = named.map((part, index) =>
      part === '[kind]' ? 'github' : part.startsWith('[') ? (ids[named[index - 1] ?? ''] ?? 'none') : part,
    )
    return { path: `/${filled.join('/')}`, file, handler: file.endsWith('route.ts') }
  })
}

const openToAll = /^\/(sign-in|welcome|api\/health\/|api\/auth\/)/

test('the list of pages is not empty, and somebody who is signed in does read what is inside', async () => {
  const { cookies } = JSON.parse(readFileSync(sessionFile('admin'), 'utf8')) as { cookies: { name: string; value: string }[] }
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  for (const server of [guarded, bare.url]) {
    const answer = await ask(server, { path: '/tokens', headers: { cookie } })
    expect(answer.status).toBe(200)
    expect(leaks(answer.body).length).toBeGreaterThan(1)
  }
  expect(addresses().length).toBeGreaterThan(8)
})

for (const redirects of [true, false]) {
  const to = () => (redirects ? guarded : bare.url)
  test.describe(`signed out, with the proxy's redirect ${redirects ? 'on' : 'off'}`, () => {
    test('no page and no handler shows anything, by any method', async () => {
      for (const { path: address, handler } of addresses().filter(({ path: one }) => !openToAll.test(one))) {
        for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
          const answer = await ask(to(), { method, path: address, headers: { origin: to() } })
          const said = `${method} ${address} ${answer.status}`
          expect(leaks(answer.body), said).toEqual([])
          expect(answer.status, said).toBeLessThan(500)
          if (handler && method !== 'OPTIONS') expect([401, 404, 405], said).toContain(answer.status)
          if (!handler && method === 'GET') expect(answer.headers.location ?? answer.body, said).toContain('/sign-in')
        }
      }
    })

    test('none of the known ways round a proxy leads past the pages', async () => {
      const { cookies } = JSON.parse(readFileSync(sessionFile('admin'), 'utf8')) as { cookies: { value: string }[] }
      const cookie = cookies[0]?.value ?? ''
      for (const page of ['/tokens', `/tokens/${ids.tokens}`, '/sources', '/api/v1/tokens']) {
        for (const way of waysRound(page, cookie)) {
          const answer = await ask(to(), way)
          expect(leaks(answer.body), JSON.stringify(way).slice(0, 200)).toEqual([])
        }
      }
    })
  })
}

function waysRound(page: string, cookie: string): Raw[] {
  const headers: Record<string, string>[] = [
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-segment-prefetch': '/_tree' },
    { rsc: '1', 'next-router-state-tree': encodeURIComponent(JSON.stringify(['', {}, null, null, true])) },
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { 'x-middleware-rewrite': page },
    { 'x-middleware-next': '1' },
    { 'x-middleware-override-headers': 'x-standdown-path', 'x-middleware-request-x-standdown-path': '/' },
    { 'x-matched-path': page },
    { 'x-invoke-path': page },
    { 'x-invoke-status': '200' },
    { 'x-now-route-matches': '1=x' },
    { 'x-nextjs-data': '1' },
    { 'next-resume': '1' },
    { 'x-standdown-path': '/sign-in' },
    { 'x-forwarded-host': 'localhost', 'x-original-url': page, 'x-rewrite-url': page },
    { authorization: `Bearer ${cookie}` },
    { authorization: 'Bearer %E0%A4%A' },
    { cookie: 'standdown-session=x' },
    { cookie: `next-auth.session-token=${cookie}; __Host-standdown-session=${cookie}; __Secure-next-auth.session-token=${cookie}` },
    { cookie: `standdown-session=${cookie.slice(0, -1)}` },
    { cookie: 'standdown-session=__proto__; standdown-session.0=x; standdown-session.1=y' },
  ]
  const encoded = `/%${page.charCodeAt(1).toString(16)}${page.slice(2)}`
  const paths = [
    `${page}.rsc`, `${page}.txt`, `${page}.prefetch.rsc`, `${page}.segments/_tree.segment.rsc`, `${page}.segments/_full.segment.rsc`, `${page}?_rsc=x`,
    `${page}?nxtPid=${ids.tokens}`, `${page}?nxtIid=1`, `/${page}`, `//${page}`, encoded, `/.${page}`, `/x/..${page}`, `/x/..%2f${page.slice(1)}`, `/sign-in/..${page}`,
    `/sign-in%2f..${page}`, `/_next/..${page}`, `/api/..${page}`, page.replaceAll('/', '\\'), `${page};x`, `${page}/`, `${page}%00`, `${page}%20`, page.toUpperCase(), `/en${page}`,
    `/_next/data/build${page}.json`, `/_next/data/development${page}.json`, `http://127.0.0.1${page}`, `${guarded}${page}`, `/_next/static/..${page}`, `/index${page}`,
  ] // prettier-ignore
  return [
    ...headers.map((one) => ({ path: page, headers: one })),
    ...paths.map((one) => ({ path: one })),
    ...paths.slice(0, 8).map((one) => ({ path: one, headers: { rsc: '1' } })),
    { method: 'POST', path: page, headers: { 'next-action': '0'.repeat(42), 'content-type': 'text/plain' }, body: '[]' },
    { method: 'POST', path: page, headers: { 'next-resume': '1' }, body: 'x' },
  ]
}

test.describe('what is not needed is not there', () => {
  test('the image optimiser answers to nothing', async () => {
    for (const url of ['/icon.svg', 'http://127.0.0.1:1/x.avif', 'https://example.com/x.png', '/_next/static/x.png']) {
      const answer = await ask(guarded, { path: `/_next/image?url=${encodeURIComponent(url)}&w=64&q=75` })
      expect(answer.status).toBe(404)
    }
  })

  test('the build has no rewrites, languages, edge functions or image sizes, and small bodies', () => {
    const read = (name: string) => JSON.parse(readFileSync(path.join(bare.folder, '.next', name), 'utf8')) as Record<string, unknown>
    const { config } = read('required-server-files.json') as { config: Record<string, unknown> }
    expect(config).toMatchObject({
      output: 'standalone',
      poweredByHeader: false,
      images: { unoptimized: true },
      experimental: { serverActions: { bodySizeLimit: '512kb' } },
    })
    expect(config.i18n ?? null).toBeNull()
    const routes = read('routes-manifest.json') as { rewrites: object; i18n?: unknown }
    expect(Object.values(routes.rewrites).flat()).toEqual([])
    const middleware = read('server/middleware-manifest.json') as { functions: object; middleware: object }
    expect(middleware).toMatchObject({ functions: {}, middleware: {} })
  })

  test('a WebSocket is not passed on, to whatever address it names', async () => {
    const hits: string[] = []
    const victim = createServer((socket) => void hits.push(String(socket.remotePort))).listen(0, '127.0.0.1')
    await once(victim, 'listening')
    const { port } = victim.address() as AddressInfo
    const { hostname, port: ours } = new URL(guarded)
    const socket = connect(Number(ours), hostname)
    socket.on('error', () => undefined)
    socket.end(
      `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`,
    )
    await once(socket, 'close')
    victim.close()
    expect(hits).toEqual([])
  })

  test('of the sign-in library only its few paths are there', async () => {
    for (const name of [
      'session',
      'providers',
      'error',
      'verify-request',
      '_log',
      'signin/credentials',
      'callback/github',
      '..%2f..%2fv1/tokens',
    ]) {
      expect((await ask(guarded, { path: `/api/auth/${name}` })).status, name).toBe(404)
      const posted = await ask(guarded, {
        method: 'POST',
        path: `/api/auth/${name}`,
        headers: { origin: guarded, 'content-type': 'application/json' },
        body: '{}',
      })
      expect([404, 405], name).toContain(posted.status)
    }
  })

  test('TRACE is refused, and a body beyond the limit as well', async () => {
    const traced = await ask(guarded, { method: 'TRACE', path: '/tokens', headers: { 'x-canary': 'said-back' } })
    expect(traced.status).toBeGreaterThanOrEqual(400)
    expect(JSON.stringify(traced)).not.toContain('said-back')
    const large = await ask(guarded, {
      method: 'POST',
      path: '/sign-in',
      headers: { origin: guarded, 'next-action': '0'.repeat(42), 'content-type': 'text/plain' },
      body: 'x'.repeat(600_000),
    })
    expect(large.status).toBeGreaterThanOrEqual(400)
    expect((await ask(guarded, { path: '/api/health/live' })).status).toBe(200)
  })
})

test.describe('headers', () => {
  test('are on every answer, whatever its status', async () => {
    const { body } = await ask(guarded, { path: '/sign-in' })
    const asset = /\/_next\/static\/[^"']+\.(?:js|css)/.exec(body)?.[0] ?? 'no asset'
    const cases: [Raw, number[]][] = [
      [{ path: '/sign-in' }, [200]],
      [{ path: '/tokens' }, [307]],
      [{ path: '/no/such/page', headers: { cookie: 'standdown-session=x' } }, [404]],
      [{ path: '/api/no/such' }, [404]],
      [{ path: '/api/v1/tokens' }, [401]],
      [{ path: '/api/auth/session' }, [404]],
      [{ path: '/api/health/live' }, [200]],
      [{ method: 'POST', path: '/api/auth/signout' }, [403]],
      [{ path: asset }, [200]],
      [{ path: '/_next/static/none.js' }, [404]],
      [{ path: '/_next/image?url=x' }, [404]],
      [{ path: '/icon.svg' }, [200]],
      [{ path: '/%E0%A4%A' }, [307, 400, 404]],
      [{ method: 'TRACE', path: '/' }, [405, 500]],
      [{ method: 'DELETE', path: '/api/health/live' }, [405]],
    ]
    for (const [request, statuses] of cases) {
      const { status, headers } = await ask(guarded, request)
      const said = `${request.method ?? 'GET'} ${request.path} ${status}`
      expect(statuses, said).toContain(status)
      expect(headers, said).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      })
      expect(headers['content-security-policy'], said).not.toMatch(/unsafe-|\*|http:/)
      expect(headers['content-security-policy']?.match(/default-src/g), said).toHaveLength(1)
      expect(headers['x-powered-by'], said).toBeUndefined()
      if (!/static|icon/.test(request.path) && status < 300) expect(headers['cache-control'], said).toContain('no-store')
    }
  })

  test('the nonce is new each time, and never one that a client asked for', async () => {
    const nonces = new Set<string>()
    for (let count = 0; count < 20; count += 1) {
      const { headers, body } = await ask(guarded, {
        path: '/sign-in',
        headers: {
          'x-nonce': 'attacker',
          'content-security-policy': "script-src 'nonce-attacker'",
          'content-security-policy-report-only': "script-src 'nonce-attacker'",
        },
      })
      const nonce = /'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1] ?? ''
      expect(Buffer.from(nonce, 'base64').length).toBeGreaterThanOrEqual(16)
      expect(body).toContain(`nonce="${nonce}"`)
      expect(body).not.toContain('attacker')
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(20)
  })
})
