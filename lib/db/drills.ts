import type { DrillLine, DrillTimes, SourceDrill } from '../model/retirement-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql } = Prisma
type Sql = Prisma.Sql

const mostListed = 100

/** Revocation drills with the minutes they took. An owner's are those of their own tokens: a workload or a source has those of others too. */
function drills(scope: Scope): Sql {
  return sql`(select c.id, c.minutes, c.evidenced_at as at, c.evidence, coalesce(t.provider, s.kind, 'workload') as provider, coalesce(c.source_id, t.source_id) as "sourceId",
      case when t.id is not null then 'token' when s.id is not null then 'source' else 'workload' end as on, coalesce(t.id, s.id, w.id) as "onId", coalesce(t.name, s.name, w.name) as "onName"
    from control c left join token t on t.id = c.token_id left join source s on s.id = c.source_id left join workload w on w.id = c.workload_id
    where c.type = 'revocation' and c.minutes is not null and ${scope.all ? sql`true` : inScope(scope)}) d`
}

/** Drills have a day and no hour. Which of one day was the last is not known: the slowest is taken for it. */
const newestFirst = sql`d.at desc, d.minutes desc, d.id`

/** How long drills took, by provider and in all (provider null); each, where they are too few for a share. */
export async function drillTimes(db: Db, scope: Scope): Promise<readonly DrillTimes[]> {
  return scoped(db, scope, (reader) =>
    ask<DrillTimes>(
      reader,
      sql`select d.provider, count(*)::int as drills, case when count(*) >= 5 then 60 * percentile_cont(0.5) within group (order by d.minutes) end as p50,
          case when count(*) >= 5 then 60 * percentile_cont(0.95) within group (order by d.minutes) end as p95,
          case when count(*) < 5 then array_agg(60 * d.minutes order by d.minutes) else '{}' end as few, max(d.at) as last
        from ${drills(scope)} group by grouping sets ((d.provider), ()) having count(*) > 0 order by d.provider nulls first`,
    ),
  )
}

/** The newest drills, of one provider where it is named. */
export async function listDrills(db: Db, scope: Scope, provider: string | null): Promise<readonly DrillLine[]> {
  const only = provider ? sql`where d.provider = ${provider}` : sql``
  return scoped(db, scope, (reader) =>
    ask<DrillLine>(
      reader,
      sql`select d.id, d.minutes, d.at, d.evidence, d.provider, d.on, d."onId", d."onName" from ${drills(scope)} ${only} order by ${newestFirst} limit ${mostListed}`,
    ),
  )
}

/** Every source that is watched and has tokens, or was drilled, with its last drill: the one without or with the oldest first. For those who see everything. */
export async function drillsBySource(db: Db, scope: Scope): Promise<readonly SourceDrill[]> {
  if (!scope.all) return []
  return scoped(db, scope, (reader) =>
    ask<SourceDrill>(
      reader,
      sql`select s.id, s.name, last.at as "lastAt", last.minutes from source s
        left join (select distinct on (d."sourceId") d."sourceId", d.at, d.minutes from ${drills(scope)} order by d."sourceId", ${newestFirst}) last on last."sourceId" = s.id
        where s.removed_at is null and (last.at is not null or exists (select from token h where h.source_id = s.id)) order by last.at nulls first, s.name`,
    ),
  )
}
