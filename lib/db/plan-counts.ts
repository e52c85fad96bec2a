import { planShows, type PlanShow } from '../model/plan-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, conditionOf, planInScope } from './list-plans.ts'
import { scoped } from './scoped.ts'

const { sql, join, raw } = Prisma

/** How the programme stands, in plans: how many each list of it shows, and whom most of the late ones wait for. */
export type PlanCounts = Readonly<Record<PlanShow, number>> & {
  verified: number
  cancelled: number
  /** The team, or the person without one, whom the most late plans wait for; null where none waits for an owner. */
  lateBy: { id: string; name: string; plans: number } | null
  /** Those who have plans, by name: as many as fit a menu, and whoever is asked for. */
  owners: readonly { id: string; name: string }[]
  /** How many have plans. */
  allOwners: number
}

const mostOwners = 200

/** Counts over every plan of the scope. Whoever sees everything is told the name of the one owner that they ask for. */
export async function countPlans(db: Db, scope: Scope, now: Date, owner: string | null = null): Promise<PlanCounts> {
  const here = planInScope(scope)
  const each = planShows.map((show) => sql`count(*) filter (where ${conditionOf(show, now)})::int as ${raw(`"${show}"`)}`)
  return scoped(db, scope, async (reader) => {
    const [counts, late, owners] = await Promise.all([
      ask<Record<PlanShow | 'verified' | 'cancelled', number>>(
        reader,
        sql`select ${join(each)}, count(*) filter (where p.stage = 'verified')::int as verified,
          count(*) filter (where p.stage = 'cancelled')::int as cancelled from plan p where ${here}`,
      ),
      ask<{ id: string; name: string; plans: number }>(
        reader,
        sql`select coalesce(team.id, o.id) as id, coalesce(team.name, o.name) as name, count(*)::int as plans
          from plan p join owner o on o.id = p.owner_id left join owner team on team.id = o.team_id
          where ${here} and ${conditionOf('late', now)} and p.waiting_on = 'owner' group by 1, 2 order by 3 desc, 2, 1 limit 1`,
      ),
      ask<{ id: string; name: string; all: number; asked: boolean }>(
        reader,
        sql`with those as (select o.id, o.name from owner o where exists (select from plan p where p.owner_id = o.id and ${here})),
            listed as (select id, name, count(*) over ()::int as "all" from those order by name, id limit ${mostOwners})
          select id, name, "all", false as asked from listed union all
          select o.id, o.name, 0, true from owner o where o.id = ${owner}::uuid and not exists (select from listed l where l.id = o.id)
            and ${scope.all ? sql`true` : sql`exists (select from those t where t.id = o.id)`} order by asked, name, id`,
      ),
    ])
    const none = Object.fromEntries([...planShows, 'verified', 'cancelled'].map((name) => [name, 0])) as Record<
      PlanShow | 'verified' | 'cancelled',
      number
    >
    return {
      ...none,
      ...counts[0],
      lateBy: late[0] ?? null,
      owners: owners.map(({ id, name }) => ({ id, name })),
      allOwners: owners[0]?.all ?? 0,
    }
  })
}

/** How many plans are late, for the mark beside the programme. */
export async function countLatePlans(db: Db, scope: Scope, now: Date): Promise<number> {
  const [counted] = await scoped(db, scope, (reader) =>
    ask<{ n: number }>(reader, sql`select count(*)::int as n from plan p where ${planInScope(scope)} and ${conditionOf('late', now)}`),
  )
  return counted?.n ?? 0
}
