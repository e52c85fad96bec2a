import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseReady, databaseState } from '../lib/db/database-state.ts'
import { openDb, type Db } from '../lib/db/db.ts'
import { migrate } from '../lib/db/migrate.ts'
import { until } from '../lib/db/testing/until.ts'
import { startWorker } from '../lib/jobs/testing/worker-process.ts'
import { startPostgres, type Postgres } from './postgres.ts'

const MB = 1024 * 1024
const dir = await mkdtemp(path.join(tmpdir(), 'standdown-disk-'))
const said: string[] = []
let free = 10_000 * MB
let postgres: Postgres
let db: Db

const start = () =>
  startPostgres({ dir, log: (line) => said.push(line), disposable: true, room: () => Promise.resolve({ free, total: 250_000 * MB }) })

beforeAll(async () => {
  postgres = await start()
  await migrate(postgres.url, () => undefined)
  db = openDb(postgres.url)
  await db.pool.query('create table worked (name text, what text, pid int)')
  await db.pool.query('create table counted (name text, n int, ballast text, primary key (name, n))')
})
afterAll(async () => {
  await db.close()
  await postgres.stop()
  await rm(dir, { recursive: true, force: true })
})

const state = async (wanted: string) => (await databaseState(db.pool)) === wanted
/** Whether the worker asks how the database is, instead of writing; or has done all there is. */
const isStill = async () => {
  const asks = `select from pg_stat_activity where application_name = 'test worker' and query like '%default_transaction_read_only%'`
  const { rows } = await db.pool.query<{ still: boolean }>(
    `select exists (${asks}) or not exists (select from graphile_worker._private_jobs) as still`,
  )
  return rows[0]?.still
}

test('when the disk runs low a job waits, whoever writes is told, and all goes on by itself when there is room', async () => {
  expect(await databaseState(db.pool)).toBe('ready')
  const worker = await startWorker(postgres.url)
  await db.pool.query(`select graphile_worker.add_job('count', '{"name":"low","to":8000}'::json)`)
  await until('it works', () => worker.committed.length > 50)
  free = 300 * MB
  await until('writing is stopped', () => state('low-disk'))
  // What it was just writing when that came into force is still written.
  await until('the job waits', isStill)
  const { rows } = await db.pool.query<{ n: string }>('select count(*) n from counted')
  await expect(db.pool.query(`insert into counted values ('other', 1, '')`)).rejects.toMatchObject({ code: '25006' })
  expect((await db.pool.query('select count(*) n from counted')).rows, 'the job waits, and reading goes on').toEqual(rows)
  await until('it is said', () => said.some((line) => line.includes('300 MB are left')))
  free = 5_000 * MB
  await databaseReady(db.pool, AbortSignal.timeout(30_000))
  await until('the job is done', async () => (await db.pool.query('select 1 from graphile_worker._private_jobs')).rowCount === 0)
  expect((await db.pool.query('select count(*)::int n, max(n) last from counted')).rows).toEqual([{ n: 8_000, last: 8_000 }])
  expect(worker.ended()).toBe(false)
})

test('a transaction that still writes at half the mark is cut off', async () => {
  const client = await db.pool.connect()
  await client.query('begin')
  await client.query(`insert into counted values ('open', 1, '')`)
  free = 100 * MB
  await until(
    'it is cut off',
    async () => (await db.pool.query(`select 1 from pg_stat_activity where backend_xid is not null`)).rowCount === 0,
  )
  await expect(client.query('commit')).rejects.toThrow()
  client.release(true)
  expect((await db.pool.query(`select 1 from counted where name = 'open'`)).rowCount).toBe(0)
})

test('a start on a disk that is low migrates nothing, serves reading, and writes once there is room', async () => {
  await postgres.stop()
  postgres = await start()
  await db.close()
  db = openDb(postgres.url)
  await until('writing is stopped', () => state('low-disk'))
  expect(await migrate(postgres.url, () => undefined)).toEqual([])
  free = 10_000 * MB
  await until('writing goes on', () => state('ready'))
  await db.pool.query(`insert into counted values ('after', 1, '')`)
})
