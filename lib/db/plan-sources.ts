import type { PlanDetail } from '../model/plan-search.ts'
import type { Db } from './db.ts'

/**
 * When the sources of a plan's tokens are read next, and were read last. That is no secret, but the rest of their table is not an
 * owner's to read, so it is asked for by the ids that the plan's tokens told.
 */
export async function planSources(db: Db, ids: readonly string[]): Promise<PlanDetail['sources']> {
  const { rows } = await db.pool.query<PlanDetail['sources'][number]>(
    `select s.id, s.name, case when s.removed_at is null then s.next_due_at end as "nextDueAt", s.last_complete_at as "lastCompleteAt",
       exists (select from run r where r.source_id = s.id and r.state = 'running') as running
     from source s where s.id = any($1::uuid[]) order by s.name`,
    [[...new Set(ids)]],
  )
  return rows
}
