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
  const rows = await scoped(db, scope, (reader) =>
    ask<Omit<RevocationTimes, 'p50' | 'p95'> & { shares: readonly [number, number] | null }>(
      reader,
      // Both shares in one sort; the times themselves only where they are few.
      sql`with timed as (select r.start, r.provider, r.running, r."beganAt", case when r."offAt" > r."beganAt" then extract(epoch from r."offAt" - r."beganAt")::float end as took
          from ${timedRetirements(scope, 'any')} where r.provider is not null)
        select start, provider, (count(took))::int as done, percentile_cont(array[0.5, 0.95]::float[]) within group (order by took) as shares,
          case when count(took) < 5 then coalesce(array_agg(took) filter (where took is not null), '{}') else '{}' end as few, (count(*) filter (where running))::int as running,
          extract(epoch from ${now}::timestamptz - min("beganAt") filter (where running))::float as longest
        from timed group by grouping sets ((start, provider), (start)) having count(took) > 0 or bool_or(running) order by start, provider nulls first`,
    ),
  )
  return rows.map(({ shares, few, ...row }) => ({ ...row, few: few.toSorted((one, other) => one - other), p50: shares?.[0] ?? null, p95: shares?.[1] ?? null }))
} // prettier-ignore
