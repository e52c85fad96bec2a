import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { until } from '../lib/db/testing/until.ts'
import { assertWhole, inventoryOf } from '../lib/db/testing/whole.ts'
import { enqueueSync } from '../lib/jobs/enqueue.ts'
import { endWorker, openBench, startEstateFor, type SyncBench } from './testing/sync-bench.ts'

const estate = await startEstateFor(3_000)
const untouched = await openBench(estate)
const killed = await openBench(estate)
const paused = await openBench(estate)
const kinds = ['aws', 'github'] as const

const stateOf = async ({ db, sources }: SyncBench, kind: 'aws' | 'github') =>
  (await db.pool.query<{ state: string }>('select state from run where source_id = $1 order by started_at desc limit 1', [sources[kind]]))
    .rows[0]?.state

async function allComplete(bench: SyncBench): Promise<boolean> {
  return (await Promise.all(kinds.map((kind) => stateOf(bench, kind)))).every((state) => state === 'complete')
}

const isIdle = async ({ db }: SyncBench) =>
  (await db.pool.query(`select 1 from graphile_worker._private_jobs where locked_by is not null or (is_available and run_at < now())`))
    .rowCount === 0

beforeAll(async () => {
  const worker = await untouched.startWorker()
  for (const kind of kinds) await enqueueSync(untouched.db, untouched.sources[kind], 'user:somebody')
  await until('both are synced', () => allComplete(untouched), 300_000)
  await endWorker(worker)
  await assertWhole(untouched.db)
}, 310_000)

test('one of two workers is killed twenty times, at any instant: the inventory ends as if nothing had happened', async () => {
  const workers = [await killed.startWorker(), await killed.startWorker()]
  for (const kind of kinds) await enqueueSync(killed.db, killed.sources[kind], 'user:somebody')
  let kills = 0
  while (kills < 20) {
    await pause(randomInt(50, 1_500))
    const victim = workers[kills % 2]
    if (victim) await endWorker(victim)
    workers[kills % 2] = await killed.startWorker()
    kills += 1
    if (await allComplete(killed)) for (const kind of kinds) await enqueueSync(killed.db, killed.sources[kind], 'user:somebody')
  }
  await until('both are synced and nobody works any more', async () => (await allComplete(killed)) && (await isIdle(killed)), 300_000)
  for (const worker of workers) await endWorker(worker)
  await assertWhole(killed.db)
  expect(await inventoryOf(killed.db)).toEqual(await inventoryOf(untouched.db))
})

test('a worker that was stopped for a while and wakes after it was taken over writes nothing more', async () => {
  const sleeper = await paused.startWorker()
  const { github } = paused.sources
  await enqueueSync(paused.db, github, 'user:somebody')
  await until('it is in the middle', async () => (await stateOf(paused, 'github')) === 'running')
  sleeper.kill('SIGSTOP')
  // Its sessions go with it, as when a machine falls asleep: the server cuts them.
  await paused.db.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'test'`,
  )
  const other = await paused.startWorker()
  await until('the other one has finished it', async () => (await stateOf(paused, 'github')) === 'complete', 120_000)
  const before = await inventoryOf(paused.db)
  sleeper.kill('SIGCONT')
  const woken = performance.now()
  await until('the sleeper has come to itself', () => performance.now() - woken > 5_000, 10_000)
  await assertWhole(paused.db)
  expect(await inventoryOf(paused.db)).toEqual(before)
  expect((await paused.db.pool.query('select count(*)::int n from run')).rows).toEqual([{ n: 1 }])
  await endWorker(sleeper)
  await endWorker(other)
})
