import type { Db } from './db.ts'

/** How far a new installation is: real sources, syncs that got to their end, and what is known of the live tokens, as the start page counts them. */
export type Beginnings = { sources: number; read: number; tokens: number; owned: number; placed: number }

/** A few kept counts; of real sources alone, as the demo has everything already. */
export async function readBeginnings(db: Db): Promise<Beginnings> {
  const { rows } = await db.pool.query<Beginnings>(
    `with real as (select id, last_complete_at from source where removed_at is null and not demo),
       counts as (select f.facet, f.value, sum(f.count)::int as n from facet_count f join real s on s.id = f.source_id
         where f.state = 'live' and f.facet in ('verdict', 'owner', 'workload') group by f.facet, f.value)
     select (select count(*) from real)::int as sources,
       (select count(*) from real s where s.last_complete_at is not null
          or exists (select 1 from run r where r.source_id = s.id and r.state = 'partial'))::int as read,
       coalesce((select sum(n) from counts where facet = 'verdict'), 0)::int as tokens,
       coalesce((select sum(n) from counts where facet = 'owner' and value not in ('', 'none')), 0)::int as owned,
       coalesce((select sum(n) from counts where facet = 'workload' and value not in ('', 'none')), 0)::int as placed`,
  )
  return rows[0] ?? { sources: 0, read: 0, tokens: 0, owned: 0, placed: 0 }
}
