import { expect, test } from 'vitest'
import { until } from '../lib/db/testing/until.ts'
import { assertWhole, inventoryOf } from '../lib/db/testing/whole.ts'
import { enqueueSync } from '../lib/jobs/enqueue.ts'
import { endWorker, openBench, startEstateFor } from './testing/sync-bench.ts'

const estate = await startEstateFor(1_500)
const untouched = await openBench(estate)
const bench = await openBench(estate)

type RunRow = { state: string; phase: string; epoch: number; staged: number; merged: number; gaps: unknown[] }

const runsOf = async (db: typeof bench.db, source: string) =>
  (await db.pool.query<RunRow>('select state, phase, epoch, staged, merged, gaps from run where source_id = $1', [source])).rows

test('a sync whose worker is killed is finished by another, as if nothing had happened', { timeout: 120_000 }, async () => {
  const worker = await untouched.startWorker()
  for (const source of Object.values(untouched.sources)) {
    await enqueueSync(untouched.db, source, 'schedule')
    await until('it is synced', async () => (await runsOf(untouched.db, source))[0]?.state === 'complete', 60_000)
  }
  await endWorker(worker)
  await assertWhole(untouched.db)

  const [first, second] = [await bench.startWorker(), await bench.startWorker()]
  const { github } = bench.sources
  await enqueueSync(bench.db, github, 'schedule')
  await until('it is in the middle', async () => (await runsOf(bench.db, github))[0]?.state === 'running')
  expect(await enqueueSync(bench.db, github, 'schedule'), 'asked again meanwhile').toBe('running')
  // Whichever of the two has it; then the other one takes over.
  const { rows } = await bench.db.pool.query<{ n: number }>(
    `select count(*)::int n from graphile_worker._private_jobs where locked_by is not null`,
  )
  expect(rows[0]?.n).toBeGreaterThan(0)
  await endWorker(first)
  await endWorker(second)
  const third = await bench.startWorker()
  await until('it is finished', async () => (await runsOf(bench.db, github))[0]?.state === 'complete', 60_000)
  await enqueueSync(bench.db, bench.sources.aws, 'schedule')
  await until('the other source is synced', async () => (await runsOf(bench.db, bench.sources.aws))[0]?.state === 'complete', 60_000)
  await endWorker(third)

  const runs = await runsOf(bench.db, github)
  expect(runs).toMatchObject([{ state: 'complete', epoch: 2 }])
  await assertWhole(bench.db)
  expect(await inventoryOf(bench.db)).toEqual(await inventoryOf(untouched.db))
})
