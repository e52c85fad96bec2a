import type { Pool, PoolClient } from 'pg'
import { advance } from './fence.ts'

/** The parts that a run told of, each as it was told last. */
export async function partsOfRun(pool: Pool, runId: string): Promise<{ part: string; how: 'whole' | 'left-out' }[]> {
  const { rows } = await pool.query<{ part: string; how: 'whole' | 'left-out' }>(
    `select distinct on (external_id) external_id as part, payload ->> 'how' as how from staged
     where run_id = $1 and see = 'part' order by external_id, seq desc`,
    [runId],
  )
  return rows
}

/** Keeps which parts a run read whole: what proves something of a token of one is such a run, complete or not. Throws Fenced or Cancelled. */
export async function keepWholeParts(client: PoolClient, run: { id: string; epoch: number }, parts: readonly string[]): Promise<void> {
  await client.query('update run set whole_parts = $2 where id = $1', [run.id, parts])
  await advance(client, run, {})
}
