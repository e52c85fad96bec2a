import type { PoolClient } from 'pg'
import type { RunCounts } from '../model/source.ts'

/** Adds to a run's counts, in the transaction of what they count. */
export async function countRun(client: PoolClient, runId: string, counts: Partial<RunCounts>): Promise<void> {
  const named = Object.entries(counts).filter(([, n]) => n)
  if (named.length === 0) return
  await client.query(
    `update run set counts = counts || (
       select jsonb_object_agg(key, value::int + coalesce((counts ->> key)::int, 0)) from jsonb_each_text($2::jsonb)) where id = $1`,
    [runId, JSON.stringify(Object.fromEntries(named))],
  )
}
