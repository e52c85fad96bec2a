import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres, type Postgres } from '../../bin/postgres.ts'
import { migrate } from '../db/migrate.ts'
import { until } from '../db/testing/until.ts'
import { startWorker } from './testing/worker-process.ts'

const dir = await mkdtemp(path.join(tmpdir(), 'standdown-outage-'))
let postgres: Postgres

beforeAll(async () => {
  postgres = await startPostgres({ dir, log: () => undefined, disposable: true })
  await migrate(postgres.url, () => undefined)
  await query('create table worked (name text, what text, pid int)')
  await query('create table counted (name text, n int, ballast text, primary key (name, n))')
})
afterAll(async () => {
  await postgres.stop()
  await rm(dir, { recursive: true, force: true })
})

async function query(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: postgres.url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows
  } finally {
    await client.end()
  }
}

const add = (name: string, to: number) => query(`select graphile_worker.add_job('count', $1::json)`, [JSON.stringify({ name, to })])
const counted = async (name: string) => Number((await query('select count(*) n from counted where name = $1', [name]))[0]?.n)
const isDone = async () => (await query('select 1 from graphile_worker._private_jobs')).length === 0

async function outage(signal: NodeJS.Signals, downMs: number): Promise<void> {
  process.kill(postgres.pid, signal)
  await postgres.exited
  await pause(downMs)
  postgres = await startPostgres({ dir, port: postgres.port, log: () => undefined, disposable: true })
}

/** Nothing that was committed is lost, nothing is there twice, the job ended, and the same process did it or one started after it. */
async function expectWhole(name: string, to: number, committed: readonly number[]): Promise<void> {
  const rows = await query('select n from counted where name = $1 order by n', [name])
  expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: to }, (_, i) => i + 1))
  expect(new Set(committed).size).toBe(committed.length)
}

test.each([
  ['SIGKILL', 'killed', 500],
  ['SIGKILL', 'killed', 5_000],
  ['SIGQUIT', 'ended at once', 500],
  ['SIGINT', 'shut down', 2_000],
  ['SIGKILL', 'killed', 60_000],
] as const)(
  'Postgres gets a %s (%s) and is away for %i ms: the job goes on within ten seconds of its return',
  async (signal, _what, downMs) => {
    const name = `${signal}-${downMs}`
    const worker = await startWorker(postgres.url)
    await add(name, 20_000)
    await until('it works', () => worker.committed.length > 100)
    await outage(signal, downMs)
    const stood = await counted(name)
    await until('it works again', async () => (await counted(name)) > stood, 10_000)
    expect(worker.ended()).toBe(false)
    await until('it is done', isDone, 120_000)
    await expectWhole(name, 20_000, worker.committed)
    await worker.kill('SIGKILL')
  },
)

test('Postgres is killed twenty times in one job: nothing lost, nothing doubled', async () => {
  const worker = await startWorker(postgres.url)
  await add('often', 40_000)
  for (let i = 0; i < 20; i++) {
    const stood = worker.committed.length
    await until('it got further', () => worker.committed.length > stood + 20, 15_000)
    await outage(i % 2 === 0 ? 'SIGKILL' : 'SIGQUIT', (i % 5) * 100)
  }
  await until('it is done', isDone, 180_000)
  await expectWhole('often', 40_000, worker.committed)
  await worker.kill('SIGKILL')
})

test('a backend that is killed takes all sessions down for a moment, and no worker with it', async () => {
  const worker = await startWorker(postgres.url)
  await add('backend', 20_000)
  await until('it works', () => worker.committed.length > 100)
  const [backend] = await query(`select pid from pg_stat_activity where application_name = 'test worker' limit 1`)
  process.kill(Number(backend?.pid), 'SIGKILL')
  await until('it is done', () => isDone().catch(() => false), 120_000)
  await expectWhole('backend', 20_000, worker.committed)
  expect(worker.ended()).toBe(false)
  await worker.kill('SIGKILL')
})

test('workers killed with -9 again and again, each is taken over, and the work is done once', async () => {
  await add('relay', 30_000)
  const committed: number[] = []
  for (let i = 0; i < 10; i++) {
    const worker = await startWorker(postgres.url)
    await until('it has taken the job over', () => worker.committed.length > 50, 5_000)
    await worker.kill('SIGKILL')
    committed.push(...worker.committed)
  }
  const last = await startWorker(postgres.url)
  await until('it is done', isDone, 120_000)
  await expectWhole('relay', 30_000, [...committed, ...last.committed])
  await last.kill('SIGKILL')
})
