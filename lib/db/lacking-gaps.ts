import type { Gap } from '../model/sighting.ts'
import type { Db } from './db.ts'

/** What the newest finished run of each of these sources could not read, the first of it, and when that was. */
export async function lackingGaps(
  db: Db,
  sourceIds: readonly string[],
): Promise<ReadonlyMap<string, { gap: Gap | null; gaps: number; at: Date }>> {
  if (sourceIds.length === 0) return new Map()
  const { rows } = await db.pool.query<{ id: string; gap: Gap | null; gaps: number; at: Date }>(
    `select s.id, r.gaps -> 0 as gap, jsonb_array_length(r.gaps) as gaps, coalesce(r.finished_at, r.started_at) as at
     from unnest($1::uuid[]) s(id)
     join lateral (select gaps, finished_at, started_at from run where source_id = s.id and state <> 'running' order by started_at desc limit 1) r on true`,
    [sourceIds],
  )
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
