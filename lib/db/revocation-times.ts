import type { RevocationTimes } from '../model/retirement-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { timedRetirements } from './timed-retirements.ts'

const { sql } = Prisma

/** How long revoking took, by what the clock began with and by provider, and in all (provider null); and what still runs, which is in no share. */
export async function revocationTimes(db: Db, scope: Scope, now: Date): Promise<readonly RevocationTimes[]> {
  return scoped(db, scope, (reader) =>
    ask<RevocationTimes>(
      reader,
      sql`with timed as (select r.start, r.provider, r.running, r."beganAt", case when r."offAt" > r."beganAt" then extract(epoch from r."offAt" - r."beganAt")::float end as took
          from ${timedRetirements(scope, 'any')} where r.provider is not null)
        select start, provider, (count(took))::int as done, percentile_cont(0.5) within group (order by took) as p50, percentile_cont(0.95) within group (order by took) as p95,
          coalesce((array_agg(took order by took) filter (where took is not null))[1:4], '{}') as few, (count(*) filter (where running))::int as running,
          extract(epoch from ${now}::timestamptz - min("beganAt") filter (where running))::float as longest
        from timed group by grouping sets ((start, provider), (start)) having count(took) > 0 or bool_or(running) order by start, provider nulls first`,
    ),
  )
}
