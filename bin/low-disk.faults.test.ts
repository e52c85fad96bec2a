import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { databaseReady, databaseState } from '../lib/db/database-state.ts'
import { openDb } from '../lib/db/db.ts'
import { migrate } from '../lib/db/migrate.ts'
import { until } from '../lib/db/testing/until.ts'
import { startWorker } from '../lib/jobs/testing/worker-process.ts'
import { startPostgres } from './postgres.ts'

const place = mkdtempSync(path.join(tmpdir(), 'standdown-full-'))
const mounted = mount(place, 'size=200m')
afterAll(() => {
  if (mounted) execFileSync('umount', ['-l', place])
  rmSync(place, { recursive: true, force: true })
})

/** A small disk in memory. Only root may, and not in every container. */
function mount(folder: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test.runIf(mounted)('a disk that fills up amid work: Postgres never ends, and with more room all goes on within 30 seconds', async () => {
  const postgres = await startPostgres({ dir: path.join(place, 'postgres'), log: () => undefined })
  await migrate(postgres.url, () => undefined)
  const db = openDb(postgres.url)
  await db.pool.query('create table worked (name text, what text, pid int)')
  await db.pool.query('create table counted (name text, n int, ballast text, primary key (name, n))')
  const worker = await startWorker(postgres.url)
  await db.pool.query(`select graphile_worker.add_job('count', '{"name":"full","to":25000,"heavy":true}'::json)`)
  let ended = false
  void postgres.exited.then(() => (ended = true))
  await until('the disk is low', async () => (await databaseState(db.pool)) === 'low-disk', 120_000)
  const count = async () => (await db.pool.query<{ n: number }>('select count(*)::int n from counted')).rows[0]?.n
  const stood = await count()
  expect(stood).toBeLessThan(25_000)
  execFileSync('mount', ['-o', 'remount,size=700m', place])
  await databaseReady(db.pool, AbortSignal.timeout(30_000))
  await until('the job goes on', async () => (await count()) !== stood, 30_000)
  await until('the job is done', async () => (await db.pool.query('select 1 from graphile_worker._private_jobs')).rowCount === 0, 180_000)
  expect((await db.pool.query('select count(*)::int n, max(n) last from counted')).rows).toEqual([{ n: 25_000, last: 25_000 }])
  expect({ ended, workerEnded: worker.ended() }).toEqual({ ended: false, workerEnded: false })
  expect(await corruption(postgres.adminUrl)).toEqual([])
  await worker.kill('SIGKILL')
  await db.close()
  await postgres.stop()
})

/** What amcheck finds wrong in any table or index of the product's database. */
async function corruption(adminUrl: string): Promise<unknown[]> {
  const url = new URL(adminUrl)
  url.pathname = '/standdown'
  const client = new Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query('create extension if not exists amcheck')
    await client.query(`select bt_index_check(c.oid, true) from pg_class c join pg_am a on a.oid = c.relam
      where a.amname = 'btree' and c.relkind = 'i' and c.relpersistence = 'p'`)
    const { rows } = await client.query(`select c.relname, v.msg from pg_class c cross join lateral verify_heapam(c.oid) v
      where c.relkind = 'r' and c.relpersistence = 'p' and c.relnamespace = 'public'::regnamespace`)
    return rows
  } finally {
    await client.end()
  }
}
