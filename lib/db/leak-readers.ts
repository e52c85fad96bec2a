import type { Db } from './db.ts'

/** How many of the watched sources read leaks by themselves, as their last run that ended shows. */
export type LeakReaders = { sources: number; reading: number }

/** What finders call their leaks in what a run covered. */
const finders = ['GitHub secret-scanning alerts', 'GitLab secret detection', 'GitGuardian incidents', 'Datadog leaks of its own keys']

/** What a run covered says whether it read leaks: one that was not let in to them covered none. */
export async function leakReaders(db: Db): Promise<LeakReaders> {
  const { rows } = await db.pool.query<LeakReaders>(
    `select count(*)::int as sources, (count(*) filter (where l.covered ?| $1::text[]))::int as reading from source s
     left join lateral (select r.covered from run r where r.source_id = s.id and r.state in ('complete', 'partial') order by r.started_at desc limit 1) l on true
     where s.removed_at is null and s.kind <> 'file'`,
    [finders],
  )
  return rows[0] ?? { sources: 0, reading: 0 }
}
