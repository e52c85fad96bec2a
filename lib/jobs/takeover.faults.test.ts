import { beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import { until } from '../db/testing/until.ts'
import { startWorker } from './testing/worker-process.ts'

const db = await freshDatabase()

beforeAll(async () => {
  await db.pool.query('create table worked (name text, what text, pid int, at timestamptz default clock_timestamp())')
})
beforeEach(async () => {
  await db.pool.query('truncate worked, graphile_worker._private_jobs, graphile_worker._private_job_queues')
})

const add = (name: string, ms: number, queue: string | null = null) =>
  db.pool.query('select graphile_worker.add_job($1, $2::json, queue_name := $3)', ['work', JSON.stringify({ name, ms }), queue])

const rowsOf = async (name: string, what: string) =>
  (await db.pool.query<{ pid: number }>('select pid from worked where name = $1 and what = $2', [name, what])).rows

test('the columns of the queue that the reaper reads are there', async () => {
  const { rows } = await db.pool.query<{ column: string }>(
    `select table_name || '.' || column_name as column from information_schema.columns where table_schema = 'graphile_worker'`,
  )
  const columns = rows.map(({ column }) => column)
  for (const table of ['_private_jobs', '_private_job_queues'])
    for (const column of ['id', 'locked_by', 'locked_at', 'is_available']) expect(columns).toContain(`${table}.${column}`)
  expect(columns).toEqual(expect.arrayContaining(['_private_jobs.job_queue_id', '_private_jobs.run_at']))
})

test.each([
  ['a job on its own', null],
  ['a job in a named queue', 'one-by-one'],
])('%s of a worker killed with -9 is taken over within seconds', async (_what, queue) => {
  const first = await startWorker(db.url)
  await add('long', 60_000, queue)
  await until('the first worker has it', async () => (await rowsOf('long', 'started')).length === 1)
  const second = await startWorker(db.url)
  const since = performance.now()
  await first.kill('SIGKILL')
  await until('the second worker has it', async () => (await rowsOf('long', 'started')).some(({ pid }) => pid === second.child.pid), 10_000)
  expect(performance.now() - since).toBeLessThan(10_000)
  await second.kill('SIGKILL')
})

test('a worker that lives keeps its job, however often another looks', async () => {
  const first = await startWorker(db.url)
  await add('kept', 4_000)
  await until('the first worker has it', async () => (await rowsOf('kept', 'started')).length === 1)
  const second = await startWorker(db.url)
  await until('it is done', async () => (await rowsOf('kept', 'done')).length === 1)
  expect(await rowsOf('kept', 'started')).toEqual([{ pid: first.child.pid }])
  await first.kill('SIGKILL')
  await second.kill('SIGKILL')
})

test('a job that its own pool holds without working on it is freed', async () => {
  const worker = await startWorker(db.url)
  await add('lost', 0)
  await until('it is done once', async () => (await rowsOf('lost', 'done')).length === 1)
  await add('holder', 60_000)
  const pool = await until('the pool shows its name', async () => {
    const { rows } = await db.pool.query<{ locked_by: string }>(
      'select locked_by from graphile_worker._private_jobs where locked_by is not null',
    )
    return rows[0]?.locked_by
  })
  // As after an answer that was lost on the way: locked, and nobody knows.
  await db.pool.query(
    `select graphile_worker.add_job('work', '{"name":"stray","ms":0}'::json, run_at := now() + interval '1 hour', job_key := 'stray')`,
  )
  await db.pool.query(`update graphile_worker._private_jobs set locked_by = $1, locked_at = now(), run_at = now() where key = 'stray'`, [
    pool,
  ])
  await until('it is freed and done', async () => (await rowsOf('stray', 'done')).length >= 1, 10_000)
  await worker.kill('SIGKILL')
})

test('told to stop, a worker gives its job back and ends by itself', async () => {
  const worker = await startWorker(db.url)
  await add('stopped', 60_000)
  await until('the worker has it', async () => (await rowsOf('stopped', 'started')).length === 1)
  expect(await worker.kill('SIGTERM')).toBe(0)
  const { rows } = await db.pool.query('select locked_by from graphile_worker._private_jobs')
  expect(rows).toEqual([{ locked_by: null }])
})
