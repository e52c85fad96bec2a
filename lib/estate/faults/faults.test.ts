import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { startEstate } from '../estate.ts'
import { faultNames, type FaultName } from './faults.ts'
import type { FaultOrder } from './fault-switch.ts'

const estate = await startEstate({ tokens: 2_000, seed: 7, now: new Date('2026-11-24T00:00:00Z') })
afterAll(() => estate.close())
afterEach(() => estate.control.clearFaults())

const tokensPath = '/orgs/fernhollow/personal-access-tokens'
const headers = { authorization: `Bearer ${estate.githubCredential.token}`, 'accept-encoding': 'gzip' }

/** Asks GitHub as it is under one fault, redirects not followed. */
async function under(order: FaultOrder, path = tokensPath): Promise<Response> {
  estate.control.clearFaults()
  estate.control.fault(order)
  return fetch(estate.githubUrl + path, { headers, redirect: 'manual', signal: AbortSignal.timeout(30_000) })
}

const honest = async (path = tokensPath) => (await fetch(estate.githubUrl + path, { headers })).json() as Promise<Record<string, unknown>[]>
const iam = () => new IAMClient({ region: 'us-east-1', endpoint: estate.awsUrl, credentials: estate.awsCredential, maxAttempts: 1 })

/** What each fault is on GitHub's wire. */
const onGitHub: Readonly<Record<FaultName, () => Promise<void>>> = {
  async html() {
    const answer = await under({ name: 'html' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await answer.text()).toContain('<html>')
  },
  async 'wrong-content-type'() {
    const answer = await under({ name: 'wrong-content-type' })
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(await answer.json()).toHaveLength(30)
  },
  async 'endless-cursor'() {
    const beyond = await under({ name: 'endless-cursor' }, `${tokensPath}?page=7000`)
    expect(beyond.headers.get('link')).toContain('page=7001>; rel="next"')
    expect(await beyond.json()).toEqual([])
  },
  async 'repeated-page'() {
    const [first, second] = [await under({ name: 'repeated-page' }), await under({ name: 'repeated-page' }, `${tokensPath}?page=2`)]
    expect(await second.json()).toEqual(await first.json())
    expect(second.headers.get('link')).toContain('page=3>; rel="next"')
  },
  async 'foreign-owner'() {
    const text = await (await under({ name: 'foreign-owner' })).text()
    expect(text).toContain('/organizations/77777777/')
    expect(await (await under({ name: 'foreign-owner' }, '/orgs/fernhollow')).json()).toMatchObject({ login: 'somebody-else' })
  },
  async 'foreign-next'() {
    expect((await under({ name: 'foreign-next' })).headers.get('link')).toBe('<http://127.0.0.2:9/next?page=2>; rel="next"')
  },
  async redirect() {
    const answer = await under({ name: 'redirect' })
    expect([answer.status, answer.headers.get('location')?.slice(0, 23)]).toEqual([302, 'http://169.254.169.254/'])
  },
  async 'count-lies'() {
    const answer = (await (await under({ name: 'count-lies' }, '/orgs/fernhollow/installations')).json()) as { total_count: number; installations: unknown[] } // prettier-ignore
    expect([answer.total_count, answer.installations.length]).toEqual([500, 3])
  },
  async 'item-twice'() {
    const rows = (await (await under({ name: 'item-twice' })).json()) as unknown[]
    expect(rows).toHaveLength(31)
    expect(rows.at(-1)).toEqual(rows[0])
  },
  async 'huge-name'() {
    const [first] = (await (await under({ name: 'huge-name' })).json()) as { token_name: string }[]
    expect(first?.token_name).toHaveLength(1024 * 1024)
  },
  async 'bad-unicode'() {
    const [first] = (await (await under({ name: 'bad-unicode' })).json()) as { token_name: string }[]
    expect(first?.token_name).toContain('\0')
    expect(first?.token_name.isWellFormed()).toBe(false)
  },
  async proto() {
    const text = await (await under({ name: 'proto' })).text()
    expect(text).toContain('"token_name":"__proto__"')
    expect(text).toContain('"__proto__":{"polluted":"yes"}')
  },
  async 'extreme-dates'() {
    const text = await (await under({ name: 'extreme-dates' })).text()
    expect(text).toContain('"0000-01-01T00:00:00Z"')
    expect(text).toContain('"9999-12-31T23:59:59Z"')
  },
  async 'future-dates'() {
    const [first] = (await (await under({ name: 'future-dates' })).json()) as { access_granted_at: string }[]
    expect(Date.parse(first!.access_granted_at)).toBeGreaterThan(Date.parse('2060-01-01'))
  },
  async forbidden() {
    expect((await under({ name: 'forbidden', on: 'personal-access-tokens' })).status).toBe(403)
    estate.control.clearFaults()
    estate.control.fault({ name: 'forbidden', on: 'personal-access-tokens' })
    expect(await honest('/orgs/fernhollow/repos')).toHaveLength(30)
  },
  async unauthorized() {
    const order = { name: 'unauthorized', skip: 1, times: 1 } as const
    expect((await under(order)).status).toBe(200)
    expect((await fetch(estate.githubUrl + tokensPath, { headers })).status).toBe(401)
    expect((await fetch(estate.githubUrl + tokensPath, { headers })).status).toBe(200)
  },
  async throttled() {
    const waits = []
    for (const value of ['0', '3600', 'date', 'garbage']) {
      const answer = await under({ name: 'throttled', value })
      expect(answer.status).toBe(429)
      waits.push(answer.headers.get('retry-after'))
    }
    expect(waits).toEqual(['0', '3600', expect.stringMatching(/GMT$/), expect.stringMatching(/^soon/)])
  },
  async 'server-errors'() {
    estate.control.fault({ name: 'server-errors' })
    const statuses = []
    for (let at = 0; at < 4; at++) statuses.push((await fetch(estate.githubUrl + tokensPath, { headers })).status)
    expect(statuses).toEqual([500, 502, 503, 504])
  },
  async 'truncated-body'() {
    await expect((await under({ name: 'truncated-body' })).json()).rejects.toThrow(SyntaxError)
  },
  async 'truncated-gzip'() {
    const answer = await under({ name: 'truncated-gzip' })
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    // The platform's own fetch takes what it could unpack for the whole: the text ends in the middle, and only a parser sees it.
    await expect(answer.json()).rejects.toThrow()
  },
  async 'huge-body'() {
    expect(await bytesBeforeHangUp('huge-body', 32 * 1024 * 1024)).toBeGreaterThanOrEqual(32 * 1024 * 1024)
  },
  async 'zip-bomb'() {
    const answer = await under({ name: 'zip-bomb' })
    let unpacked = 0
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
      unpacked += part.length
      if (unpacked > 64 * 1024 * 1024) break
    }
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(unpacked).toBeGreaterThan(64 * 1024 * 1024)
  },
  async slow() {
    const answer = await under({ name: 'slow' })
    expect(answer.status).toBe(200)
    const reader = answer.body!.getReader()
    const { value } = await reader.read()
    expect(value?.length).toBe(1)
    await reader.cancel()
  },
  async reset() {
    expect(await brokenBy('reset')).toMatchObject({ code: 'ECONNRESET' })
  },
  async 'cut-after'() {
    await expect(under({ name: 'cut-after' })).rejects.toMatchObject({
      cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
    })
  },
  async 'half-close'() {
    expect(await brokenBy('half-close')).toMatchObject({ code: 'ECONNRESET', message: 'aborted' })
  },
}

/** Reads raw until so many bytes came, then hangs up; the estate must not hold the rest in memory. */
async function bytesBeforeHangUp(name: FaultName, enough: number): Promise<number> {
  estate.control.fault({ name })
  const before = process.memoryUsage().rss
  const answer = await raw()
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size >= enough) break
  }
  // Of the ten gigabytes; what other files left behind in this process comes and goes meanwhile.
  expect(process.memoryUsage().rss - before).toBeLessThan(500 * 1024 * 1024)
  return size
}

/** The error that the reader of a body meets. */
async function brokenBy(name: FaultName): Promise<unknown> {
  estate.control.clearFaults()
  estate.control.fault({ name })
  const answer = await raw()
  expect(answer.statusCode).toBe(200)
  try {
    for await (const _ of answer) continue
  } catch (error) {
    return error
  }
  return null
}

async function raw(): Promise<IncomingMessage> {
  const request = httpRequest(estate.githubUrl + tokensPath, { headers, agent: false })
  request.on('error', () => undefined) // told a second time after the answer has failed
  request.end()
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return answer
}

describe('every fault really happens on the wire', () => {
  it.each(faultNames.map((name) => ({ name })))('GitHub: $name', ({ name }) => onGitHub[name]())

  it.each<{ name: FaultName; becomes: RegExp }>([
    { name: 'html', becomes: /./ },
    { name: 'truncated-body', becomes: /./ },
    { name: 'forbidden', becomes: /AccessDenied/ },
    { name: 'unauthorized', becomes: /ExpiredToken/ },
    { name: 'throttled', becomes: /Throttling/ },
    { name: 'server-errors', becomes: /ServiceFailure|ServiceUnavailable/ },
    { name: 'reset', becomes: /ECONNRESET|aborted|socket/ },
    { name: 'proto', becomes: /./ },
    { name: 'half-close', becomes: /ECONNRESET|aborted|socket/ },
  ])('AWS: $name is an error of its SDK', async ({ name, becomes }) => {
    estate.control.fault({ name, on: 'iam:ListUsers' })
    const failed = await iam().send(new ListUsersCommand({ MaxItems: 10 })).then(() => null, (error: Error) => `${error.name} ${error.message} ${String(error.cause)}`) // prettier-ignore
    expect(failed).toMatch(becomes)
  })

  it.each<{ name: FaultName; shows(users: string[], marker: string | undefined): void }>([
    { name: 'endless-cursor', shows: (_, marker) => expect(marker).toBe('endless-0') },
    { name: 'repeated-page', shows: (_, marker) => expect(marker).toBe('again-0') },
    { name: 'foreign-next', shows: (_, marker) => expect(marker).toMatch(/^http:/) },
    { name: 'count-lies', shows: (users, marker) => expect([users.length, marker]).toEqual([3, undefined]) },
    { name: 'item-twice', shows: (users) => expect(users.at(-1)).toBe(users[0]) },
    { name: 'huge-name', shows: (users) => expect(users[0]).toHaveLength(1024 * 1024) },
  ])('AWS: $name is read by its SDK', async ({ name, shows }) => {
    estate.control.fault({ name, on: 'iam:ListUsers' })
    const { Users = [], Marker } = await iam().send(new ListUsersCommand({ MaxItems: 10 }))
    shows(
      Users.map((user) => user.UserName ?? ''),
      Marker,
    )
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
  })

  it('an expired certificate is refused', async () => {
    const { githubUrl } = await estate.control.expiredTls()
    const request = httpsRequest(githubUrl + tokensPath, { headers, agent: false })
    request.end()
    const [error] = (await once(request, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toMatch(/CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT/)
  })
})

describe('the door', () => {
  const door = (path: string, init: RequestInit = {}) =>
    fetch(`${estate.url}/_estate${path}`, { ...init, headers: { 'content-type': 'application/json', ...init.headers } })

  it('lays faults, tells them and takes them away', async () => {
    const order = { name: 'forbidden', on: '/installations' }
    expect(await (await door('/faults', { method: 'POST', body: JSON.stringify(order) })).json()).toMatchObject([{ ...order, struck: 0 }])
    expect((await fetch(`${estate.githubUrl}/orgs/fernhollow/installations`, { headers })).status).toBe(403)
    expect(await (await door('/faults', { method: 'DELETE' })).json()).toEqual([])
    expect((await fetch(`${estate.githubUrl}/orgs/fernhollow/installations`, { headers })).status).toBe(200)
  })

  it.each([
    ['an unknown fault', '/faults', { method: 'POST', body: '{"name":"nothing"}' }, 400],
    ['going back', '/advance', { method: 'POST', body: '{"ms":-1}' }, 400],
    ['no JSON', '/advance', { method: 'POST', body: 'ms=1' }, 400],
    ['a form of a page', '/advance', { method: 'POST', body: 'ms=1', headers: { 'content-type': 'text/plain' } }, 415],
    ['an unknown path', '/nowhere', {}, 404],
  ])('refuses %s', async (_, path, init, status) => expect((await door(path, init)).status).toBe(status))

  it('refuses another name for this machine', async () => {
    const request = httpRequest(`${estate.url}/_estate/state`, { headers: { host: 'estate.example:80' } })
    request.end()
    const [answer] = (await once(request, 'response')) as [IncomingMessage]
    answer.resume()
    expect(answer.statusCode).toBe(403)
  })
})
