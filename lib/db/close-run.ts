import type { Pool } from 'pg'
import type { RunCounts, RunState } from '../model/source.ts'
import { advance } from './fence.ts'
import type { OpenRun } from './start-run.ts'
import { transaction } from './transaction.ts'

/** Adds to a run's counts, in the transaction of what they count. */
export function countsPlus(counts: RunCounts, more: Partial<RunCounts>): RunCounts {
  return Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, n + (more[name as keyof RunCounts] ?? 0)])) as RunCounts
}

/** Notes on every token of the source that a run which could not see everything did not see, that it was not seen; nothing more. Throws Fenced or Cancelled. */
export async function noteUnseen(pool: Pool, run: OpenRun): Promise<void> {
  await transaction(pool, async (client) => {
    // Locked in order of their ids, as everybody locks tokens, so that an edit meanwhile waits and is not deadlocked.
    await client.query(
      `with unseen as (
         select t.id from token t where t.source_id = $2 and t.missing_since is null
           and not exists (select 1 from staged s where s.run_id = $1 and s.see = 'token' and s.external_id = t.external_id)
         order by t.id for no key update)
       update token t set missing_since = $3 from unseen where t.id = unseen.id`,
      [run.id, run.sourceId, run.startedAt],
    )
    await advance(client, run, {})
  })
}

/**
 * The end of a run: its state, the source's, and the staging table's, in one small transaction. Does nothing where the run is not
 * ours any more. A run that did not get to its end keeps the phase in which it stopped: the next one must know (`OpenRun.unsettled`).
 */
export async function closeRun(
  pool: Pool,
  run: OpenRun,
  end: { state: Exclude<RunState, 'running'>; at: Date; problem: string | null },
): Promise<void> {
  await transaction(pool, async (client) => {
    const closed = await client.query(
      `update run set state = $3, phase = case when $3 in ('complete', 'partial') then 'done' else phase end, finished_at = $4, problem = $5, progress_at = clock_timestamp(),
         counts = jsonb_set(counts, '{seen}', to_jsonb((select count(distinct external_id) from staged where run_id = $1 and see = 'token')))
       where id = $1 and epoch = $2 and state = 'running'`,
      [run.id, run.epoch, end.state, end.at, end.problem],
    )
    if (closed.rowCount === 0) return
    await client.query(
      `update source set
         last_complete_run_id = case when $2 then $3::uuid else last_complete_run_id end,
         last_complete_at = case when $2 then $4 else last_complete_at end,
         next_due_at = case when every_minutes is null then null else $4::timestamptz + make_interval(mins => every_minutes) end
       where id = $1`,
      [run.sourceId, end.state === 'complete', run.id, end.at],
    )
    await client.query('delete from staged where run_id = $1', [run.id])
  })
}

/**
 * Ends the reading of a run. Nobody has told the planner yet what the staging table holds, and without that it compares every
 * staged row with every other. Throws Fenced or Cancelled.
 */
export async function beginMerging(pool: Pool, run: OpenRun): Promise<void> {
  await transaction(pool, (client) => advance(client, run, { phase: 'merging' }))
  run.phase = 'merging'
  await pool.query('analyze staged')
}
