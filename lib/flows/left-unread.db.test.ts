import { afterAll, beforeAll, expect, test } from 'vitest'
import { guardedFetch } from '../connectors/http/guarded-fetch.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { addSource } from './add-source.ts'
import { changeSource } from './change-source.ts'
import { syncNow } from './sync-now.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const ana = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const at = await worldOver(db, { fetchOver: guardedFetch({ signal: new AbortController().signal, log: silent }) })

let estate: Estate
beforeAll(async () => {
  estate = await startEstate({ tokens: 60, seed: 3, now: new Date('2026-11-23T09:00:00Z') })
})
afterAll(() => estate.close())

const count = (where: object) => db.prisma.token.count({ where: { kind: { startsWith: 'github.stored-secret' }, ...where } })

test('what a source is no longer asked to read is not gone, and what it is asked to read is, when it went', async () => {
  const settings = { org: estate.org, baseUrl: estate.githubUrl }
  const asked = { ...settings, storedSecrets: ['actions'], storedSecretsOf: 'organisation', runners: true }
  const credential = estate.githubCredential
  const id = await addSource(await at('2026-11-23T09:00:00Z'), ana, { kind: 'github', name: 'GitHub', settings: asked, credential, everyMinutes: null })
  const first = await syncNow(id, await at('2026-11-23T09:00:00Z'), 'test')
  const issuers = await db.prisma.issuer.count()
  expect(first).toMatchObject({ state: 'complete', counts: { issuers, issuersNew: issuers } })
  const [stored, groups] = [await count({ state: 'live' }), await db.prisma.issuer.count({ where: { kind: 'github.runner-group', goneAt: null } })]
  expect([stored > 0, groups > 0]).toEqual([true, true])

  const { version } = await db.prisma.source.findUniqueOrThrow({ where: { id } })
  await changeSource(await at('2026-11-23T10:00:00Z'), ana, { id, version, settings })
  await db.pool.query(`update issuer set external_id = 'another' where external_id = (select min(external_id) from issuer where kind = 'github.app')`)
  const second = await syncNow(id, await at('2026-11-23T11:00:00Z'), 'test')
  expect(second).toMatchObject({ state: 'complete', counts: { issuersNew: 1, issuersGone: 1 } })
  const third = await syncNow(id, await at('2026-11-23T12:00:00Z'), 'test')
  expect(third.state).toBe('complete')
  expect([third.counts.issuersNew, third.counts.issuersChanged, third.counts.issuersGone]).toEqual([undefined, undefined, undefined])
  expect([await count({ state: 'live' }), await count({ absentRuns: { gt: 0 } })]).toEqual([stored, 0])
  expect(await db.prisma.issuer.count({ where: { kind: 'github.runner-group', missingSince: null, goneAt: null } })).toBe(groups)
}) // prettier-ignore
