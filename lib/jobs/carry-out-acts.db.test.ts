import { afterAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { takeSessionLock } from '../db/session-lock.ts'
import { askByCommand } from '../flows/ask-acts.ts'
import { actingEstate } from '../flows/testing/acting-estate.ts'
import { carryOutActs } from './carry-out-acts.ts'
import type { JobGround } from './task.ts'
import { tasks } from './tasks.ts'

const { db, estate, world, source, keys } = await actingEstate()
afterAll(() => estate.close())
const as = 'ana@acme.example'
await db.prisma.user.create({ data: { id: uuid(), email: as, name: 'Ana', role: 'analyst', createdAt: new Date() } })

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const ground = (signal = new AbortController().signal): JobGround => ({
  db,
  log,
  signal,
  worldFor: world,
  stillOurs: () => Promise.resolve(),
})
const ask = async (place: number) => askByCommand(await world(), { verb: 'disable', ids: [keys[place]?.id ?? ''], reason: 'x', as })
const states = async () => (await db.prisma.providerAct.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state)
const jobs = async () =>
  (await db.pool.query<{ task: string }>('select task_identifier as task from graphile_worker.jobs order by 1')).rows.map(
    ({ task }) => task,
  )

test('what was approved is carried out one by one, what another process is at is left to it, and the source is read afterwards', async () => {
  const acts = [await ask(0), await ask(1), await ask(2)]
  const held = await takeSessionLock(db.url, `act:${acts[1]?.acts[0]}`, 1_000)
  await carryOutActs({ sourceId: source.id }, ground())
  expect(await states()).toEqual(['seen', 'approved', 'seen'])
  expect(await jobs()).toEqual(['sync-source'])
  await held?.end()
})

test('each minute what was left is asked for again, until nothing is', async () => {
  await db.pool.query('truncate graphile_worker._private_jobs cascade')
  await tasks['sync-tick']({}, ground())
  expect(await jobs()).toContain('carry-out-acts')
  await carryOutActs({ sourceId: source.id }, ground())
  expect(await states()).toEqual(['seen', 'seen', 'seen'])
  await db.pool.query('truncate graphile_worker._private_jobs cascade')
  await tasks['sync-tick']({}, ground())
  expect(await jobs()).not.toContain('carry-out-acts')
})

test('told to stop, it leaves the rest as it is', async () => {
  await ask(3)
  const stopping = new AbortController()
  stopping.abort(new Error('The worker stops.'))
  await carryOutActs({ sourceId: source.id }, ground(stopping.signal))
  expect((await states()).at(-1)).toBe('approved')
})
