import { ciKeyKind, ciWords, type FleetGroup, type MovedToken, type MoveEdge } from '../model/fleet.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask } from './list-plans.ts'
import { scoped } from './scoped.ts'

const { sql } = Prisma

type Everything = Extract<Scope, { all: true }>

/** What is said of an AWS key's workload `w`; of a key without one nobody knows. */
const inCi = sql`case when w.id is null then 'unknown' when concat_ws(' ', w.name, w.key, w.environment) ~* ${ciWords.source} then 'yes' else 'no' end`

/**
 * Every live token, gathered with those that score alike: a few thousand groups, however many tokens there are. The kinds that no change
 * asks a workload of are counted from an index alone.
 */
export async function fleetGroups(db: Db, scope: Everything): Promise<readonly FleetGroup[]> {
  return scoped(db, scope, (reader) =>
    ask<FleetGroup>(
      reader,
      sql`select t.vector, t.kind, 'no' as ci, t.verdict, t.risk, count(*)::int as tokens from token t
          where t.state = 'live' and t.kind <> ${ciKeyKind} group by 1, 2, 4, 5
        union all select t.vector, t.kind, ${inCi} as ci, t.verdict, t.risk, count(*)::int from token t left join workload w on w.id = t.workload_id
          where t.state = 'live' and t.kind = ${ciKeyKind} group by 1, 2, 3, 4, 5`,
    ),
  )
}

/** A group that moves, and the risk that each of its tokens loses. */
export type AskedMove = { group: FleetGroup; removed: number }

/**
 * The tokens of these groups, most risk removed first, from an edge on. `group` of each is the place of its group in `moves`. One row more
 * than asked for says that there is another page.
 */
export async function movedTokens(
  db: Db,
  scope: Everything,
  moves: readonly AskedMove[],
  { edge, limit }: { edge: MoveEdge | null; limit: number },
): Promise<readonly MovedToken[]> {
  if (moves.length === 0) return []
  const asked = JSON.stringify(moves.map(({ group: { tokens: _, ...group }, removed }, place) => ({ ...group, removed, place })))
  const after = edge ? sql`and (g.removed < ${edge.removed} or (g.removed = ${edge.removed} and t.id > ${edge.id}::uuid))` : sql``
  return scoped(db, scope, (reader) =>
    ask<MovedToken>(
      reader,
      sql`select t.id, t.name, t.kind, o.name as "ownerName", o.status as "ownerStatus", m.place as "group" from (
          select t.id, g.place, g.removed from jsonb_to_recordset(${asked}::jsonb) as g(vector text, kind text, ci text, verdict text, risk smallint, removed int, place int)
            join token t on t.vector = g.vector and t.kind = g.kind and t.verdict = g.verdict and t.risk = g.risk left join workload w on w.id = t.workload_id
          where t.state = 'live' and (g.kind <> ${ciKeyKind} or g.ci = ${inCi}) ${after} order by g.removed desc, t.id limit ${limit}) m
        join token t on t.id = m.id left join owner o on o.id = t.owner_id order by m.removed desc, t.id`,
    ),
  )
} // prettier-ignore
