import { expect, test } from 'vitest'
import { until } from '../lib/db/testing/until.ts'
import { assertWhole, inventoryOf } from '../lib/db/testing/whole.ts'
import { enqueueSync } from '../lib/jobs/enqueue.ts'
import { endWorker, openBench, startEstateFor } from './testing/sync-bench.ts'

const estate = await startEstateFor(2_000)
const untouched = await openBench(estate)
const bench = await openBench(estate)

type RunRow = { state: string; phase: string; epoch: number; staged: number; merged: number; gaps: unknown[] }

const runsOf = async (db: typeof bench.db, source: string) =>
  (await db.pool.query<RunRow>('select state, phase, epoch, staged, merged, gaps from run where source_id = $1', [source])).rows

test('a sync whose worker is killed is finished by another, as if nothing had happened', { timeout: 120_000 }, async () => {
  const worker = await untouched.startWorker()
  await enqueueSync(untouched.db, untouched.sources.github, 'user:somebody')
  await until('it is synced', async () => (await runsOf(untouched.db, untouched.sources.github))[0]?.state === 'complete', 60_000)
  await endWorker(worker)
  await assertWhole(untouched.db)

  const { github } = bench.sources
  const first = await bench.startWorker()
  await enqueueSync(bench.db, github, 'user:somebody')
  await until('it is in the middle', async () => (await runsOf(bench.db, github))[0]?.state === 'running')
  expect(await enqueueSync(bench.db, github, 'user:somebody'), 'asked again meanwhile').toBe('running')
  await endWorker(first)
  const second = await bench.startWorker()
  await until('it is finished', async () => (await runsOf(bench.db, github))[0]?.state === 'complete', 60_000)
  await endWorker(second)

  expect(await runsOf(bench.db, github)).toMatchObject([{ state: 'complete', epoch: 2, gaps: [] }])
  await assertWhole(bench.db)
  expect(await inventoryOf(bench.db)).toEqual(await inventoryOf(untouched.db))
})
