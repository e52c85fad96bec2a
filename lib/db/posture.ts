import type { Lately, PostureCell, TeamPosture } from '../model/posture.ts'
import type { ReasonCode, Verdict } from '../model/score.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, conditionOf, idsOf } from './list-plans.ts'
import { scoped } from './scoped.ts'

const { sql } = Prisma

type Everything = Extract<Scope, { all: true }>

/** Live tokens by how long a copy is useful and what it can do, with the sum of their risk: read from one narrow index. */
export async function postureCells(db: Db, scope: Everything): Promise<readonly PostureCell[]> {
  return scoped(db, scope, (reader) =>
    ask<PostureCell>(
      reader,
      sql`select t.life, t.level, count(*)::int as tokens, sum(t.risk)::int as risk from token t where t.state = 'live' group by 1, 2`,
    ),
  )
}

/** Live tokens that name no owner, from the kept counts: a facet lists its largest values, and these may not be among them. */
export async function countUnowned(db: Db, scope: Everything): Promise<number> {
  const [counted] = await scoped(db, scope, (reader) =>
    ask<{ n: number }>(
      reader,
      sql`select coalesce(sum(count), 0)::int as n from facet_count where state = 'live' and facet = 'owner' and value = 'none'`,
    ),
  )
  return counted?.n ?? 0
}

/** Live tokens whose owner has left: they name somebody, so that they are not among those without an owner, and nobody answers for them. */
export async function countDeparted(db: Db, scope: Everything): Promise<number> {
  const [counted] = await scoped(db, scope, (reader) =>
    ask<{ n: number }>(
      reader,
      sql`select coalesce(sum(f.count), 0)::int as n from facet_count f join owner o on o.id::text = f.value
        where f.state = 'live' and f.facet = 'owner' and o.status = 'departed'`,
    ),
  )
  return counted?.n ?? 0
}

/** Live tokens whose act-by date has passed. */
export async function countOverdue(db: Db, scope: Everything, now: Date): Promise<number> {
  const [counted] = await scoped(db, scope, (reader) =>
    ask<{ n: number }>(reader, sql`select count(*)::int as n from token t where t.state = 'live' and t.due_at < ${now}::timestamptz`),
  )
  return counted?.n ?? 0
}

/** What came, grew, came back and went since an instant: the numbers that the lists of them begin with. */
export async function countLately(db: Db, scope: Everything, since: Date): Promise<Lately> {
  const [counted] = await scoped(db, scope, (reader) =>
    ask<Lately>(
      reader,
      sql`select (select count(*)::int from token t where t.first_seen_at >= ${since}::timestamptz) as seen,
          (select count(distinct e.token_id)::int from event e where e.kind = 'scope-widened' and e.at >= ${since}::timestamptz) as widened,
          (select count(*)::int from token t where t.returned_at >= ${since}::timestamptz) as returned,
          (select count(distinct e.token_id)::int from event e join token t on t.id = e.token_id
            where e.kind = 'gone' and e.at >= ${since}::timestamptz and t.state = 'gone') as gone`,
    ),
  )
  return counted ?? { seen: 0, widened: 0, returned: 0, gone: 0 }
}

/** How many of the teams a page shows. */
export const mostTeams = 12

/**
 * Standing privileges by team, those with most late plans first; `teams` is how many there are in all. What each has is summed up from
 * the kept counts, and from open plans alone.
 */
export async function postureByTeam(db: Db, scope: Everything, now: Date): Promise<{ rows: readonly TeamPosture[]; teams: number }> {
  const rows = await scoped(db, scope, (reader) =>
    ask<TeamPosture & { teams: number }>(
      reader,
      sql`with has as (
          select coalesce(o.team_id, o.id) as id, sum(f.count)::int as standing, 0 as planned, 0 as late, 0 as retired
            from facet_count f left join owner o on o.id::text = f.value where f.facet = 'standing-owner' and f.state = 'live' group by 1
          union all select coalesce(o.team_id, o.id), 0, count(*)::int, 0, 0
            from plan_token m join token t on t.id = m.token_id left join owner o on o.id = t.owner_id
            where m.open and t.state = 'live' and t.verdict in ('revoke-now', 'standing-privilege') group by 1
          union all select coalesce(o.team_id, o.id), 0, 0, count(*)::int, 0
            from plan p left join owner o on o.id = p.owner_id where ${conditionOf('late', now)} group by 1
          union all select coalesce(o.team_id, o.id), 0, 0, 0, count(*)::int
            from plan_token m join plan p on p.id = m.plan_id left join owner o on o.id = p.owner_id
            where m.verified_at >= ${monthAgo(now)}::timestamptz and p.stage <> 'cancelled' group by 1),
        summed as (select id, sum(standing)::int as standing, sum(planned)::int as planned, sum(late)::int as late, sum(retired)::int as retired from has group by 1)
        select s.id, coalesce(o.name, '') as name, s.standing, s.standing - s.planned as unplanned, s.late as "latePlans", s.retired, count(*) over ()::int as teams
        from summed s left join owner o on o.id = s.id order by s.late desc, s.standing desc, o.name, s.id limit ${mostTeams}`,
    ),
  )
  return { rows: rows.map(({ teams: _, ...row }) => row), teams: rows[0]?.teams ?? 0 }
}

/** Thirty days before, from the beginning of that day: what a list of retirements is narrowed to as well. */
export function monthAgo(now: Date): Date {
  return new Date(`${new Date(now.getTime() - 30 * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`)
}

/** The open plans that retire these tokens. */
export async function openPlansOf(
  db: Db,
  scope: Everything,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { planId: string; dueAt: Date }>> {
  if (ids.length === 0) return new Map()
  const rows = await scoped(db, scope, (reader) =>
    ask<{ tokenId: string; planId: string; dueAt: Date }>(
      reader,
      sql`select m.token_id as "tokenId", p.id as "planId", p.due_at as "dueAt" from plan_token m join plan p on p.id = m.plan_id
        where m.open and m.token_id = any(${idsOf(ids)}::uuid[])`,
    ),
  )
  return new Map(rows.map(({ tokenId, ...plan }) => [tokenId, plan]))
}

/** The reasons of these tokens, and the verdict each would have if everything unknown turned out at its best. */
export async function unknownsOf(
  db: Db,
  scope: Everything,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { reasons: readonly ReasonCode[]; verdictFloor: Verdict }>> {
  if (ids.length === 0) return new Map()
  const rows = await scoped(db, scope, (reader) =>
    ask<{ id: string; reasons: ReasonCode[]; verdictFloor: Verdict }>(
      reader,
      sql`select t.id, t.reasons, t.verdict_floor as "verdictFloor" from token t where t.id = any(${idsOf(ids)}::uuid[])`,
    ),
  )
  return new Map(rows.map(({ id, ...told }) => [id, told]))
}
