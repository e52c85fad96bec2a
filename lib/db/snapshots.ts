import type { Pool } from 'pg'
import { transaction } from './transaction.ts'

/** Each day is kept for so long; of what is older, the first day of each month that was counted. */
const everyDayKept = 400
/** A month or two at a time: what an hour leaves, the next takes. */
const mostPruned = 60

/** Deletes days that are too old to be kept each, by the product's own clock; some at a time, the oldest first. Answers with how many. */
export async function pruneSnapshots(pool: Pool, today: string): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from snapshot where day in (
       select k.day from snapshot k where k.day < $1::date - $2::int
         and exists (select from snapshot e where e.day >= date_trunc('month', k.day)::date and e.day < k.day)
       order by k.day limit $3)`,
    [today, everyDayKept, mostPruned],
  )
  return rowCount ?? 0
}

/** What a day's counting asks for: the day by the product's clock, and the scope weights (0–100) by level and reach, level by level. */
export type Counting = { now: Date; day: string; weights: readonly number[] }

/**
 * Counts the live tokens of a day, once: the same day again does nothing, unless a source has been read whole since that was not when
 * it was counted. One grouped scan; who comes second waits for the first and finds it done. Answers whether it counted.
 */
export async function takeSnapshot(pool: Pool, { now, day, weights }: Counting): Promise<boolean> {
  return transaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `with watched as (
         select s.id, l.state = 'complete' and s.last_complete_at is not null as whole from source s
         left join lateral (select state from run r where r.source_id = s.id and r.state <> 'running' order by r.started_at desc limit 1) l on true
         where s.removed_at is null),
       said as (select coalesce(array_agg(id order by id) filter (where whole), '{}') as complete, (count(*) filter (where whole is not true))::int as lacking from watched)
       insert into snapshot as k (day, taken_at, complete, lacking) select $1::date, $2, complete, lacking from said where cardinality(complete) > 0
       on conflict (day) do update set taken_at = excluded.taken_at, complete = excluded.complete, lacking = excluded.lacking
         where not excluded.complete <@ k.complete`,
      [day, now],
    )
    if (rowCount === 0) return false
    const begins = new Date(`${day}T00:00:00Z`)
    await client.query('delete from snapshot_count where day = $1::date', [day])
    await client.query(
      `insert into snapshot_count (day, source_id, team, verdict, binding, level, model, tokens, risk, privilege_hours)
       select $1::date, t.source_id,
         case when o.id is null then 'no-owner' else coalesce(o.team_id::text, case o.kind when 'team' then o.id::text end, 'no-team') end as team,
         t.verdict, t.binding, coalesce(t.level, 0), t.model, count(*)::int, sum(t.risk)::int,
         sum(coalesce(($2::float[])[(t.level - 1) * 4 + t.reach], 100) / 100
           * greatest(0, extract(epoch from least(t.expires_at, $4::timestamptz) - greatest(coalesce(t.issued_at, '-infinity'), $3::timestamptz)) / 3600))
       from token t left join owner o on o.id = t.owner_id where t.state = 'live' group by 1, 2, 3, 4, 5, 6, 7`,
      [day, weights, begins, new Date(begins.getTime() + 86_400_000)],
    )
    return true
  })
}
