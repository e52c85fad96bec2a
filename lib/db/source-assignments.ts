import type { Db } from './db.ts'

/** How many of a source's tokens that exist have an owner and a workload, and how many of those by a rule. */
export type SourceAssignments = { tokens: number; owned: number; ownedByRule: number; placed: number; placedByRule: number; rules: number }

/** Counted over the source's own rows, for the page that shows what the rules made of its first sync. */
export async function sourceAssignments(db: Db, sourceId: string): Promise<SourceAssignments> {
  const { rows } = await db.pool.query<SourceAssignments>(
    `select count(*)::int as tokens, count(owner_id)::int as owned, (count(*) filter (where owner_how = 'rule'))::int as "ownedByRule",
       count(workload_id)::int as placed, (count(*) filter (where workload_how = 'rule'))::int as "placedByRule",
       (select count(*) from rule where enabled)::int as rules
     from token where source_id = $1 and state in ('live', 'disabled')`,
    [sourceId],
  )
  return rows[0] ?? { tokens: 0, owned: 0, ownedByRule: 0, placed: 0, placedByRule: 0, rules: 0 }
}
