import type { Db } from './db.ts'

/** How much of the world the inventory shows: every figure drawn from it is "at least" while something is missing. */
export type DataFreshness = {
  sources: number
  /** Names of sources that were not wholly read last time, never yet, or not for two of their schedules. */
  lacking: readonly { id: string; name: string; why: 'partial' | 'failed' | 'never' | 'stale' }[]
  running: number
  /** Every source that tokens may still name, also those that are no longer watched, and since when: few, so all of them. */
  named: ReadonlyMap<string, { name: string; lastCompleteAt: Date | null; watched: boolean; unwatchedSince: Date | null }>
  /** The oldest of the last complete syncs of what is read on a schedule: what it shows is at least as new. Null before the first. */
  asOf: Date | null
  demo: boolean
}

/** Read with every page, so it is one small query. */
export async function dataFreshness(db: Db, now: Date): Promise<DataFreshness> {
  const { rows } = await db.pool.query<{
    id: string
    name: string
    watched: boolean
    removedAt: Date | null
    why: DataFreshness['lacking'][number]['why'] | null
    running: boolean
    at: Date | null
    demo: boolean
    scheduled: boolean
  }>(
    `select s.id, regexp_replace(s.name, ' \\(removed [^)]*\\)$', '') as name, s.demo, s.every_minutes is not null as scheduled, s.last_complete_at as at, s.removed_at is null as watched,
       s.removed_at as "removedAt",
       exists (select 1 from run r where r.source_id = s.id and r.state = 'running') as running,
       case when s.last_complete_at is null and coalesce(l.state, 'running') = 'running' then 'never'
            when l.state in ('partial', 'failed') then l.state
            when s.last_complete_at is null then 'never'
            when s.every_minutes is not null and s.last_complete_at < $1::timestamptz - make_interval(mins => 2 * s.every_minutes) then 'stale'
       end as why
     from source s
     left join lateral (select state from run r where r.source_id = s.id and r.state <> 'running' order by r.started_at desc limit 1) l on true
     order by s.name`,
    [now],
  )
  const watched = rows.filter((row) => row.watched)
  // What was imported once is as old as it is, and nobody reads it again: it speaks only where nothing is read on a schedule.
  const read = watched.some(({ scheduled }) => scheduled) ? watched.filter(({ scheduled }) => scheduled) : watched
  const times = read.flatMap(({ at }) => at ?? [])
  return {
    sources: watched.length,
    lacking: watched.flatMap(({ id, name, why }) => (why ? [{ id, name, why }] : [])),
    running: watched.filter(({ running }) => running).length,
    named: new Map(
      rows.map(({ id, name, at, watched, removedAt }) => [id, { name, lastCompleteAt: at, watched, unwatchedSince: removedAt }]),
    ),
    asOf: times.length > 0 ? new Date(Math.min(...times.map((at) => at.getTime()))) : null,
    demo: watched.some(({ demo }) => demo),
  }
}
