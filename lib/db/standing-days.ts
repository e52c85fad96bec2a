import type { StandingDay } from '../model/programme.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask } from './list-plans.ts'
import { scoped } from './scoped.ts'

const { sql } = Prisma

/** The days that were counted since one, oldest first; of one team where it is named. For those who see everything. */
export async function standingDays(
  db: Db,
  scope: Scope,
  { since, team }: { since: string; team: string | null },
): Promise<readonly StandingDay[]> {
  if (!scope.all) return []
  const ofTeam = team ? sql`and c.team = ${team}` : sql``
  return scoped(db, scope, (reader) =>
    ask<StandingDay>(
      reader,
      sql`select k.day::text, k.lacking, coalesce(sum(c.tokens), 0)::int as standing, coalesce(sum(c.privilege_hours), 0)::float as hours,
          coalesce(array_agg(distinct c.model) filter (where c.model is not null), '{}') as models
        from snapshot k left join snapshot_count c on c.day = k.day and c.verdict in ('revoke-now', 'standing-privilege') ${ofTeam}
        where k.day >= ${since}::date group by k.day order by k.day`,
    ),
  )
}

/** Live standing privileges at this moment, from the kept counts: what a list of them says too. For those who see everything. */
export async function countStanding(db: Db, scope: Scope): Promise<number | null> {
  if (!scope.all) return null
  const [counted] = await scoped(db, scope, (reader) =>
    ask<{ n: number }>(
      reader,
      sql`select coalesce(sum(count), 0)::int as n from facet_count where state = 'live' and facet = 'verdict' and value in ('revoke-now', 'standing-privilege')`,
    ),
  )
  return counted?.n ?? 0
}
