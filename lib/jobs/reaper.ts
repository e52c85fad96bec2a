import type { Client } from 'pg'
import { isHeld } from '../db/session-lock.ts'

/** What a sweep saw: who holds jobs without being there, and which of our own jobs nobody here is working on. */
export type Sweep = { deadPools: string[]; strayJobs: string[]; waiting: number }

/**
 * Frees jobs of workers that died. The queue's library would leave them locked for four hours. A worker is dead when the lock
 * that its pool holds for as long as it lives is gone, seen twice in a row: after a restart of the database the living need a
 * moment to take theirs again. No clock is asked and no heartbeat written.
 */
export class Reaper {
  #before: Sweep = { deadPools: [], strayJobs: [], waiting: 0 }

  /**
   * One sweep, on the connection that holds this pool's own lock. `busy` are the jobs that this pool is working on. Gives back
   * how many jobs were freed, and how many wait although their time came more than a minute ago.
   */
  async sweep(client: Client, poolId: string, busy: () => readonly string[]): Promise<{ freed: number; waiting: number }> {
    const now = await look(client, poolId, busy)
    const dead = now.deadPools.filter((id) => this.#before.deadPools.includes(id))
    const stray = now.strayJobs.filter((id) => this.#before.strayJobs.includes(id))
    this.#before = now
    let freed = 0
    if (dead.length)
      freed += await count(client, 'select count(*)::int n from graphile_worker._private_jobs where locked_by = any($1)', [dead])
    if (dead.length) await client.query('select graphile_worker.force_unlock_workers($1::text[])', [dead])
    if (stray.length) freed += await freeStrays(client, poolId, stray)
    return { freed, waiting: now.waiting }
  }
}

/** `_private_jobs` and `_private_job_queues` are the library's own: its version is pinned, and a test watches these columns. */
async function look(client: Client, poolId: string, busy: () => readonly string[]): Promise<Sweep> {
  const dead = await client.query<{ id: string }>(
    `select held.id from (select locked_by as id from graphile_worker._private_jobs union
       select locked_by from graphile_worker._private_job_queues) held
     where held.id is not null and not ${isHeld('held.id')}`,
  )
  // An answer that was lost on the way leaves a job locked by us that none of us knows of.
  const ours = await client.query<{ id: string }>('select id::text from graphile_worker._private_jobs where locked_by = $1', [poolId])
  const known = new Set(busy())
  const waiting = await count(
    client,
    `select count(*)::int n from graphile_worker._private_jobs j where j.is_available and j.run_at < now() - interval '1 minute'
       and not exists (select 1 from graphile_worker._private_job_queues q where q.id = j.job_queue_id and not q.is_available)`,
    [],
  )
  return {
    deadPools: dead.rows.map(({ id }) => id).filter((id) => id !== poolId),
    strayJobs: ours.rows.map(({ id }) => id).filter((id) => !known.has(id)),
    waiting,
  }
}

/** Only what is still locked by this pool: another may have it by now. */
async function freeStrays(client: Client, poolId: string, ids: readonly string[]): Promise<number> {
  return count(
    client,
    `with freed as (update graphile_worker._private_jobs set locked_at = null, locked_by = null
         where id = any($1::bigint[]) and locked_by = $2 returning job_queue_id),
       queues as (update graphile_worker._private_job_queues q set locked_at = null, locked_by = null from freed
         where q.id = freed.job_queue_id and q.locked_by = $2)
     select count(*)::int n from freed`,
    [ids, poolId],
  )
}

async function count(client: Client, sql: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await client.query<{ n: number }>(sql, [...values])
  return rows[0]?.n ?? 0
}
