import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { guardedFetch } from '../connectors/http/guarded-fetch.ts'
import { smallServer, type SmallServer } from '../connectors/testing/small-server.ts'
import { freshDatabase } from '../db/testing/database.ts'
import type { Actor } from '../model/viewer.ts'
import { addSource, replaceCredential } from './add-source.ts'
import { changeSource } from './change-source.ts'
import { importReport } from './import-report.ts'
import { syncNow } from './sync-now.ts'
import { worldOver } from './testing/world.ts'

/** A source whose list of tokens is ours and not the server's: what is gone, what only left the list, and what leaked. */
const db = await freshDatabase()
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const at = await worldOver(db, { fetchOver: guardedFetch({ signal: new AbortController().signal, log: silent }) })
const ana: Actor = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' }
const [one, two] = ['token-one-0123456789abcdef', 'token-two-0123456789abcdef']
const reader = { clientId: 'reader', clientSecret: 'secret-of-the-reader' }
const three = 'token-three-of-the-source-0123456789'
const [monday, tuesday, wednesday] = ['2026-11-23T09:00:00Z', '2026-11-24T09:00:00Z', '2026-11-25T09:00:00Z'] as const

let server: SmallServer
let active: string[]
let isDown = false
let source: string

beforeAll(async () => {
  server = await smallServer((request, response, body) => {
    const answer = (value: object) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (request.url === '/introspect') {
      const token = new URLSearchParams(body).get('token') ?? ''
      if (isDown && token === two) return response.writeHead(403).end()
      return answer(active.includes(token) ? { active: true, client_id: 'importer', scope: 'orders:read' } : { active: false })
    }
    return answer({ issuer: server.url, introspection_endpoint: `${server.url}/introspect` })
  })
})
afterAll(() => server.close())

beforeEach(async () => {
  await db.pool.query('truncate source, owner, workload, rule, exposure, control, permission_set, staged, facet_count cascade')
  active = [one, two]
  isDown = false
  const credential = { ...reader, tokens: `first ${one}\nsecond ${two}` }
  source = await addSource(await at(monday), ana, { kind: 'oauth', name: 'login', settings: { issuer: server.url }, credential, everyMinutes: null }) // prettier-ignore
  expect(await sync(monday)).toMatchObject({ state: 'complete' })
})

const sync = async (now: string) => syncNow(source, await at(now), 'test')
const states = async () =>
  Object.fromEntries((await db.prisma.token.findMany({ orderBy: { name: 'asc' } })).map(({ name, state, absentRuns }) => [name, `${state} ${absentRuns}`])) // prettier-ignore

test('a token that its server calls over is gone, and proved by the second time', async () => {
  expect(await states()).toEqual({ first: 'live 0', second: 'live 0' })
  active = [two]
  expect(await sync(tuesday)).toMatchObject({ state: 'complete' })
  expect(await states()).toEqual({ first: 'gone 1', second: 'live 0' })
  await sync(wednesday)
  expect(await states()).toEqual({ first: 'gone 2', second: 'live 0' })
})

test('it comes back where its server calls it active again', async () => {
  active = [two]
  await sync(tuesday)
  active = [one, two]
  await sync(wednesday)
  expect(await states()).toEqual({ first: 'live 0', second: 'live 0' })
})

test('it is gone in a run that could not see another one, too; that one is not', async () => {
  await replaceCredential(await at(monday), ana, source, { ...reader, tokens: `first ${one}\nsecond ${two}\nthird ${three}` })
  active = [three]
  isDown = true
  expect(await sync(tuesday)).toMatchObject({ state: 'partial' })
  expect(await states()).toEqual({ first: 'gone 1', second: 'live 0', third: 'live 0' })
})

test('that all are over at once is not believed: a client that may not ask is told the same', async () => {
  active = []
  expect(await sync(tuesday)).toMatchObject({ state: 'partial' })
  expect(await states()).toEqual({ first: 'live 0', second: 'live 0' })
})

test('what was taken off the list is not gone', async () => {
  await replaceCredential(await at(tuesday), ana, source, { ...reader, tokens: `second ${two}` })
  expect(await sync(tuesday)).toMatchObject({ state: 'complete' })
  expect(await states()).toEqual({ first: 'live 0', second: 'live 0' })
})

test('where tokens may be sent stays as long as they are kept, and so does the issuer', async () => {
  const { version } = await db.prisma.source.findUniqueOrThrow({ where: { id: source } })
  const evil = { issuer: server.url, tries: 'allowed', resources: ['https://evil.example/api try=https://evil.example/api'] }
  await expect(changeSource(await at(tuesday), ana, { id: source, version, settings: evil })).rejects.toMatchObject({
    issues: [{ where: 'settings.resources' }],
  })
  await changeSource(await at(tuesday), ana, { id: source, version, settings: { issuer: server.url, tries: 'allowed' } })
})

test('one that was over from the start was never here', async () => {
  await replaceCredential(await at(tuesday), ana, source, { ...reader, tokens: `third token-three-0123456789` })
  await sync(tuesday)
  expect(await states()).toEqual({ first: 'live 0', second: 'live 0' })
})

test('a leak of it is known by the secret alone, and is certain', async () => {
  const find = { DetectorName: 'Generic', Raw: one, Verified: false, SourceMetadata: { Data: { Git: { file: 'deploy.sh', line: 3, commit: 'ab12', repository: 'x', timestamp: '2026-11-01 10:00:00 +0000' } } } } // prettier-ignore
  async function* input() {
    yield Buffer.from(JSON.stringify(find))
  }
  await importReport(await at(tuesday), ana, { input: input(), name: 'scan', dryRun: false })
  const token = await db.prisma.token.findFirstOrThrow({ where: { name: 'first' } })
  expect(await db.prisma.exposure.findMany({ select: { tokenId: true, certainty: true, matchedBy: true } })).toEqual([
    { tokenId: token.id, certainty: 'certain', matchedBy: 'same secret' },
  ])
})

test('no secret of it rests in the database', async () => {
  const { rows } = await db.pool.query(
    `select t::text from token t union all select s::text from staged s union all select r::text from run r`,
  )
  const text = JSON.stringify(rows)
  for (const secret of [one, two, reader.clientSecret]) expect(text).not.toContain(secret)
})
