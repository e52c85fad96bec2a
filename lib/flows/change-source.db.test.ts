import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardedFetch } from '../connectors/http/guarded-fetch.ts'
import { openDb } from '../db/db.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { addSource, alreadyThere, testSource, testStored } from './add-source.ts'
import { changeSource } from './change-source.ts'
import { removeSource } from './remove-source.ts'
import { syncNow } from './sync-now.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const ana = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const ben = { kind: 'user', id: '018f0000-0000-7000-8000-000000000002', name: 'Ben' } as const
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const at = await worldOver(db, { fetchOver: guardedFetch({ signal: new AbortController().signal, log: silent }) })
const world = await at('2026-11-23T09:00:00Z')

let estate: Estate
let asked: { kind: string; name: string; settings: object; credential: unknown; everyMinutes: number | null }
let id = ''
beforeAll(async () => {
  estate = await startEstate({ tokens: 60, seed: 3, now: new Date('2026-11-23T09:00:00Z') })
  asked = {
    kind: 'aws',
    name: 'Main account',
    settings: { account: estate.account, baseUrl: estate.awsUrl },
    credential: estate.awsCredential,
    everyMinutes: null,
  }
  id = await addSource(world, ana, asked)
})
afterAll(() => estate.close())

const row = () => db.prisma.source.findUniqueOrThrow({ where: { id } })

describe('a source that is there', () => {
  test('takes another schedule from now on, and another name; the audit says both', async () => {
    await changeSource(world, ana, { id, version: 1, everyMinutes: 360, name: 'Main' })
    expect(await row()).toMatchObject({ name: 'Main', everyMinutes: 360, version: 2, nextDueAt: new Date('2026-11-23T15:00:00Z') })
    await changeSource(await at('2026-11-23T10:00:00Z'), ana, { id, version: 2, name: 'Main account' })
    expect((await row()).nextDueAt).toEqual(new Date('2026-11-23T15:00:00Z'))
    const entry = await db.prisma.audit.findFirstOrThrow({ where: { act: 'source.changed' }, orderBy: { seq: 'desc' } })
    expect(entry).toMatchObject({ before: { name: 'Main' }, after: { name: 'Main account' } })
  })

  test('changed by two at once keeps the first, and tells the second who and what', async () => {
    const { version } = await row()
    await changeSource(world, ana, { id, version, everyMinutes: 1440 })
    await expect(changeSource(await at('2026-11-23T09:00:20Z'), ben, { id, version, everyMinutes: 60 })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Ana changed this source 20 s ago') as string,
      issues: [{ where: 'schedule', what: 'Is “every 24 h” now; you asked for “every 1 h”.' }],
    })
    expect((await row()).everyMinutes).toBe(1440)
  })

  test('says so where the one connection there is holds the transaction', async () => {
    const narrow = openDb(db.url, { max: 1, name: 'test' })
    const { version } = await row()
    const late = changeSource({ ...world, db: narrow }, ben, { id, version: version - 1, name: 'Late' })
    await expect(late).rejects.toMatchObject({ code: 'conflict', issues: [{ where: 'name' }] })
    await narrow.close()
  })

  test('never reads another account, nor takes its credential to another address', async () => {
    const { version } = await row()
    const settings = { account: estate.account, baseUrl: estate.awsUrl }
    const other = { ...settings, account: '111122223333' }
    await expect(changeSource(world, ana, { id, version, settings: other })).rejects.toMatchObject({ code: 'bad-input' })
    const elsewhere = { ...settings, baseUrl: 'https://iam.example.com' }
    await expect(changeSource(world, ana, { id, version, settings: elsewhere })).rejects.toMatchObject({
      issues: [{ where: 'settings.baseUrl', what: expect.stringContaining('credential would be sent there') as string }],
    })
    await changeSource(world, ana, { id, version, settings: { ...settings, region: 'eu-west-1' } })
    expect((await row()).settings).toMatchObject({ region: 'eu-west-1' })
  })

  test.each([
    ['a name that is none', { name: '  ' }, 'name'],
    ['a schedule that wears the provider out', { everyMinutes: 1 }, 'schedule'],
  ])('refuses %s', async (_, edit, where) => {
    const { version } = await row()
    await expect(changeSource(world, ana, { id, version, ...edit })).rejects.toMatchObject({
      code: 'bad-input',
      issues: [{ where, what: expect.anything() as string }],
    })
  })

  test('is tested with the credential it has, and the use stands in the audit', async () => {
    const checks = await testStored(world, ana, id)
    expect(checks.length).toBeGreaterThan(5)
    expect(checks.filter(({ state }) => state === 'missing')).toEqual([])
    const used = await db.prisma.audit.findFirstOrThrow({ where: { act: 'source.credential-used' }, orderBy: { seq: 'desc' } })
    expect(used.actor).toBe('Ana')
    const weak = await testStored(world, ana, id, estate.awsCredentialWithoutRights)
    expect(weak.some(({ state }) => state === 'missing')).toBe(true)
  })
})

test.each([
  ['the same name', { name: 'Main account', settings: { account: '210987654321' } }, 'A source named Main account is already there.'],
  ['the same account', { name: 'Another' }, 'The source Main account already reads account'],
  ['another name and account', { name: 'Another', settings: { account: '210987654321' } }, null],
])('%s is told before a credential is given', async (_, other, says) => {
  const told = await alreadyThere(world, { ...asked, ...other })
  expect(told).toEqual(says && (expect.stringContaining(says) as string))
})

test('a connection test says at once that nothing answers, in place of a row a permission', async () => {
  const gitlab = {
    kind: 'gitlab',
    settings: { group: 'acme', baseUrl: 'http://127.0.0.1:9/api/v4' },
    credential: { token: 'glpat-of-a-reader-0123' },
  }
  let asked = 0
  const counting: typeof fetch = (...call) => ((asked += 1), world.fetch(...call))
  await expect(testSource({ ...world, fetch: counting }, gitlab)).rejects.toThrow(/nothing listens there/)
  // Once more, as it may have been a moment's failure; and not for each permission.
  expect(asked).toBe(2)
})

test('the demo is not in the way of what comes after it', async () => {
  await db.prisma.source.update({ where: { id }, data: { demo: true } })
  expect(await alreadyThere(world, asked)).toBeNull()
  await db.prisma.source.update({ where: { id }, data: { demo: false } })
})

test('removed and added again it is the same source: its tokens go on with their history', async () => {
  const first = await syncNow(id, world, 'test')
  expect(first.state).toBe('complete')
  const tokens = await db.prisma.token.count({ where: { sourceId: id } })
  expect(tokens).toBeGreaterThan(0)
  await removeSource(world, ana, id)
  expect(await db.prisma.sourceSecret.count({ where: { sourceId: id } })).toBe(0)

  const again = await addSource(world, ben, { ...asked, name: 'Back again', everyMinutes: 60 })
  expect(again).toBe(id)
  expect(await row()).toMatchObject({ name: 'Back again', removedAt: null, everyMinutes: 60 })
  const second = await syncNow(id, await at('2026-11-23T12:00:00Z'), 'test')
  expect(second).toMatchObject({ state: 'complete', counts: { new: 0, gone: 0 } })
  expect(await db.prisma.token.count()).toBe(tokens)
})
