import { afterAll, beforeAll, expect, test } from 'vitest'
import { guardedFetch } from '../connectors/http/guarded-fetch.ts'
import { packed, partName } from '../connectors/kubernetes/report.ts'
import { smallServer, type SmallServer } from '../connectors/testing/small-server.ts'
import { readWatched } from '../db/plans.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { aSighting } from '../model/testing/sighting.ts'
import { addSource } from './add-source.ts'
import { openPlans, previewPlans } from './open-plans.ts'
import { syncNow } from './sync-now.ts'
import { worldOver } from './testing/world.ts'

/** A source that reads what a collector inside a cluster reports: how often a report is read is not how often the cluster was looked at. */
const db = await freshDatabase()
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const at = await worldOver(db, { fetchOver: guardedFetch({ signal: new AbortController().signal, log: silent }) })
const ana = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const

let server: SmallServer
let held: ReturnType<typeof packed>
beforeAll(async () => {
  server = await smallServer((request, response) => {
    const isPart = request.url?.endsWith(partName('a', 0))
    const configMap = isPart ? { binaryData: { part: held.parts[0]?.toString('base64') } } : { data: held.head }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(configMap))
  })
})
afterAll(() => server.close())

function report(instant: string, ...names: string[]): void {
  const tokens = names.map((name) => ({ see: 'token' as const, token: aSighting({ externalId: name, name, kind: 'kubernetes.service-account-token' }) })) // prettier-ignore
  held = packed(tokens, new Date(instant), 'a')
}

const absentRuns = async (name: string) => (await db.prisma.token.findFirstOrThrow({ where: { name } })).absentRuns

test('a token is proved gone by two reports without it, and never by one that is read twice', async () => {
  report('2026-11-23T08:30:00Z', 'stays', 'goes')
  const settings = { cluster: 'c', baseUrl: server.url, report: 'standdown/inventory' }
  const source = await addSource(await at('2026-11-23T09:00:00Z'), ana, { kind: 'kubernetes', name: 'Cluster', settings, credential: { token: 'reads-config-maps' }, everyMinutes: null }) // prettier-ignore
  const sync = async (now: string) => syncNow(source, await at(now), 'test')
  expect(await sync('2026-11-23T09:00:00Z')).toMatchObject({ state: 'complete', counts: { new: 2 } })

  report('2026-11-23T10:30:00Z', 'stays')
  expect(await sync('2026-11-23T11:00:00Z')).toMatchObject({ state: 'complete', counts: { gone: 1 } })
  expect(await absentRuns('goes')).toBe(1)
  for (const now of ['2026-11-23T12:00:00Z', '2026-11-23T13:00:00Z'])
    expect(await sync(now)).toMatchObject({ state: 'partial', gaps: [{ why: 'cut-off', says: expect.stringContaining('nothing new since') as string }] }) // prettier-ignore
  expect(await absentRuns('goes')).toBe(1)

  report('2026-11-23T13:30:00Z', 'stays')
  const last = await sync('2026-11-23T14:00:00Z')
  expect(last.state).toBe('complete')
  expect(await absentRuns('goes')).toBe(2)

  // What is proved of a token is proved as of the report, and not as of its reading.
  const { id } = await db.prisma.token.findFirstOrThrow({ where: { name: 'stays' } })
  const [world, doer] = [await at('2026-11-23T14:30:00Z'), { ...ana, scope: { all: true } } as const]
  const asked = { chosen: { by: 'ids', ids: [id] }, recipe: null, dueAt: null } as const
  await openPlans(world, doer, asked, await previewPlans(world, doer, asked))
  const plans = await db.prisma.plan.findMany()
  const [plan] = await readWatched(db.pool, plans.map((one) => one.id)) // prettier-ignore
  expect(plan?.tokens[0]?.lastComplete).toEqual({ id: last.id, at: new Date('2026-11-23T13:30:00Z') })
})
