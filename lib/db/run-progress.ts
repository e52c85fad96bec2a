import { z } from 'zod'
import { AppError } from '../model/app-error.ts'
import type { RunCounts, RunPhase, RunState } from '../model/source.ts'
import type { Db } from './db.ts'

/** How far a source's newest run is. */
export type RunProgress = {
  id: string
  state: RunState
  phase: RunPhase
  startedAt: Date
  finishedAt: Date | null
  /** Rows the provider says there are, where it says so. */
  expected: number | null
  staged: number
  merged: number
  counts: RunCounts
  gaps: number
  problem: string | null
}

/** The newest run of a source, or null before its first. Throws AppError 'not-found' where there is no such source. */
export async function runProgress(db: Db, sourceId: string): Promise<RunProgress | null> {
  if (!z.uuid().safeParse(sourceId).success) throw new AppError('not-found', 'That source is not there. It may have been removed.')
  const { rows } = await db.pool.query<RunProgress & { id: string | null }>(
    `select r.id, r.state, r.phase, r.started_at as "startedAt", r.finished_at as "finishedAt", r.expected, r.staged, r.merged, r.counts,
       jsonb_array_length(r.gaps) as gaps, r.problem
     from source s
     left join lateral (select * from run r where r.source_id = s.id order by r.started_at desc, r.id desc limit 1) r on true
     where s.id = $1 and s.removed_at is null`,
    [sourceId],
  )
  if (!rows[0]) throw new AppError('not-found', 'That source is not there. It may have been removed.')
  return rows[0].id ? rows[0] : null
}
