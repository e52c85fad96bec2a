import type { PlannedDrop, RetirementDay, RiskRemoved, SlippedPlan, TeamProgress } from '../model/programme.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, conditionOf, missedDates, planInScope, planOfOwner } from './list-plans.ts'
import { scoped } from './scoped.ts'

const { sql } = Prisma

/**
 * Retirements by the day they were committed to and the day they were proved, of plans that were not called off. A leak that was cut off too
 * late was committed to the day that it missed, whatever its plan waits for now.
 */
export async function retirementDays(db: Db, scope: Scope, owner: string | null): Promise<readonly RetirementDay[]> {
  return scoped(db, scope, (reader) =>
    ask<RetirementDay>(
      reader,
      // One pass over all that ever were: each by the pair of its days first, and those few pairs then by day.
      sql`with pairs as materialized (select (coalesce(missed.due, p.due_at) at time zone 'utc')::date as due, (m.verified_at at time zone 'utc')::date as seen, count(*)::int as n
            from plan p join plan_token m on m.plan_id = p.id left join ${missedDates()} missed on missed.plan_id = p.id
            where ${planInScope(scope)} and ${planOfOwner(owner)} and p.stage <> 'cancelled' group by 1, 2)
        select v.day::text, sum(v.committed)::int as committed, sum(v.proved)::int as proved
        from pairs cross join lateral (values (due, n, 0), (seen, 0, n)) v(day, committed, proved) where v.day is not null group by v.day order by v.day`,
    ),
  )
}

/** What open plans take away of the live standing privileges, by the day they are due. For those who see everything. */
export async function plannedDrops(
  db: Db,
  scope: Scope,
  owner: string | null,
  weights: readonly number[],
): Promise<readonly PlannedDrop[]> {
  if (!scope.all) return []
  return scoped(db, scope, (reader) =>
    ask<PlannedDrop>(
      reader,
      sql`select (p.due_at at time zone 'utc')::date::text as day, count(*)::int as standing,
          sum(24 * coalesce((${[...weights]}::float[])[(t.level - 1) * 4 + t.reach], 100) / 100)::float as hours
        from plan p join plan_token m on m.plan_id = p.id join token t on t.id = m.token_id
        where p.closed_at is null and ${planOfOwner(owner)} and m.off_at is null and t.state = 'live' and t.verdict in ('revoke-now', 'standing-privilege')
        group by 1 order by 1`,
    ),
  )
}

const mostTeams = 100

/** Teams with their plans: those that are listed, how many there are in all, and the one that was asked for wherever it stands. */
export type TeamsProgress = { teams: readonly TeamProgress[]; all: number; asked: TeamProgress | null }

/** Plans by team, or by the person without one: those with most late plans first, at most a hundred. */
export async function progressByTeam(db: Db, scope: Scope, now: Date, asked: string | null = null): Promise<TeamsProgress> {
  const rows = await scoped(db, scope, (reader) =>
    ask<TeamProgress & { place: number; all: number }>(
      reader,
      sql`with left_of as (select m.plan_id, sum(m.risk)::int as risk from plan p join plan_token m on m.plan_id = p.id
            where p.closed_at is null and m.verified_at is null and ${planInScope(scope)} group by 1),
          teams as (select coalesce(team.id, o.id) as id, coalesce(team.name, o.name) as name, coalesce(team.kind, o.kind) is not distinct from 'team' as "isTeam", (count(*) filter (where ${conditionOf('open', now)}))::int as open,
          (count(*) filter (where ${conditionOf('late', now)}))::int as late, (count(*) filter (where ${conditionOf('slipped', now)}))::int as slipped,
          (count(*) filter (where p.stage = 'verified'))::int as verified, coalesce(sum(l.risk), 0)::int as "riskLeft"
        from plan p left join owner o on o.id = p.owner_id left join owner team on team.id = o.team_id left join left_of l on l.plan_id = p.id
        where ${planInScope(scope)} and p.stage <> 'cancelled' group by 1, 2, 3),
          placed as (select *, (row_number() over (order by late desc, slipped desc, open desc, name nulls first, id))::int as place, (count(*) over ())::int as "all" from teams)
        select * from placed where place <= ${mostTeams} or id = ${asked}::uuid order by place`,
    ),
  )
  const teams = rows.map(({ place: _, all: __, ...team }) => team)
  return { teams: teams.slice(0, mostTeams), all: rows[0]?.all ?? 0, asked: teams.find(({ id }) => id !== null && id === asked) ?? null }
}

/** What retirements took away so far: proved for good, and switched off but not proved gone. */
export async function riskRemoved(db: Db, scope: Scope): Promise<RiskRemoved> {
  const [sums] = await scoped(db, scope, (reader) =>
    ask<RiskRemoved>(
      reader,
      sql`select (count(*) filter (where m.verified_at is not null))::int as proved, coalesce(sum(m.risk) filter (where m.verified_at is not null), 0)::int as "provedRisk",
          (count(*) filter (where m.off_at is not null and m.verified_at is null))::int as off,
          coalesce(sum(m.risk) filter (where m.off_at is not null and m.verified_at is null), 0)::int as "offRisk"
        from plan p join plan_token m on m.plan_id = p.id where ${planInScope(scope)} and p.stage <> 'cancelled'`,
    ),
  )
  return sums ?? { proved: 0, provedRisk: 0, off: 0, offRisk: 0 }
}

/** How many plans slipped. */
export async function countSlipped(db: Db, scope: Scope, now: Date): Promise<number> {
  const [counted] = await scoped(db, scope, (reader) =>
    ask<{ n: number }>(reader, sql`select count(*)::int as n from plan p where ${planInScope(scope)} and ${conditionOf('slipped', now)}`),
  )
  return counted?.n ?? 0
}

/** Plans that slipped, the latest date of them first, each with the last move of its date to a later day and who made it. */
export async function slippedPlans(db: Db, scope: Scope, owner: string | null, now: Date, limit: number): Promise<readonly SlippedPlan[]> {
  return scoped(db, scope, (reader) =>
    ask<SlippedPlan>(
      reader,
      sql`select p.id, p.title, o.name as "ownerName", team.name as "teamName", p.stage, p.waiting_on as "waitingOn", p.policy_due_at as "policyDueAt",
          p.due_at as "dueAt", p.closed_at as "closedAt", p.blocked, p.refusal, moved.at as "movedAt", (moved.detail ->> 'from')::timestamptz as "movedFrom",
          (moved.detail ->> 'to')::timestamptz as "movedTo", moved.by as "movedBy", coalesce(asked.reason, moved.detail ->> 'note') as "movedBecause",
          missed.due as "missedDueAt", missed.met as "metAt"
        from plan p left join owner o on o.id = p.owner_id left join owner team on team.id = o.team_id
        left join ${missedDates()} missed on missed.plan_id = p.id
        left join lateral (select e.at, e.by, e.detail from plan_event e where e.plan_id = p.id and e.kind in ('date-set', 'date-accepted')
          and e.detail ->> 'to' > e.detail ->> 'from' order by e.at desc, e.id desc limit 1) moved on true
        left join lateral (select nullif(e.detail ->> 'reason', '') as reason from plan_event e where e.plan_id = p.id and e.kind = 'date-proposed'
          and e.detail ->> 'to' = moved.detail ->> 'to' order by e.at desc, e.id desc limit 1) asked on true
        where ${planInScope(scope)} and ${planOfOwner(owner)} and ${conditionOf('slipped', now)}
        order by p.closed_at is not null, greatest(coalesce(p.closed_at, greatest(p.due_at, ${now}::timestamptz)) - p.policy_due_at, missed.met - missed.due) desc, p.id limit ${limit}`,
    ),
  )
}
