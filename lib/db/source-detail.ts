import { z } from 'zod'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import type { Run } from '../model/source.ts'
import type { Db } from './db.ts'

/** A run in a source's history. */
export type RunRow = Omit<Run, 'cursor' | 'epoch' | 'sourceId'> & { staged: number; merged: number; requestedBy: string }

export type SourceDetail = {
  id: string
  kind: string
  name: string
  subject: string
  /** Which of its connector's ways in it was added by; null where that is not known. */
  way: string | null
  /** What was filled in, without any secret: those are sealed elsewhere. */
  settings: Json
  demo: boolean
  everyMinutes: number | null
  lastCompleteAt: Date | null
  nextDueAt: Date | null
  createdAt: Date
  version: number
  tokens: number
  issuers: number
  /** When its credential was last replaced; null where it has none. */
  credentialSince: Date | null
  /** The newest first, at most 20. */
  runs: readonly RunRow[]
}

/** One source with its latest runs. Throws AppError 'not-found' where it is not there or was removed. */
export async function sourceDetail(db: Db, id: string): Promise<SourceDetail> {
  const source = z.uuid().safeParse(id).success ? await readOne(db, id) : undefined
  if (!source) throw new AppError('not-found', 'That source is not there. It may have been removed.')
  const runs = await db.pool.query<RunRow>(
    `select id, state, phase, started_at as "startedAt", finished_at as "finishedAt", counts, expected, gaps, covered, problem, staged, merged,
       requested_by as "requestedBy"
     from run where source_id = $1 order by started_at desc, id desc limit 20`,
    [id],
  )
  return { ...source, runs: runs.rows }
}

async function readOne(db: Db, id: string): Promise<Omit<SourceDetail, 'runs'> | undefined> {
  const { rows } = await db.pool.query<Omit<SourceDetail, 'runs'>>(
    `select s.id, s.kind, s.name, s.subject, s.way, s.settings, s.demo, s.every_minutes as "everyMinutes", s.last_complete_at as "lastCompleteAt",
       s.next_due_at as "nextDueAt", s.created_at as "createdAt", s.version,
       coalesce((select sum(f.count) from facet_count f where f.source_id = s.id and f.facet = 'verdict' and f.state in ('live', 'disabled')), 0)::int as tokens,
       (select count(*) from issuer i where i.source_id = s.id and i.gone_at is null)::int as issuers,
       (select k.updated_at from source_secret k where k.source_id = s.id and k.purpose = 'read') as "credentialSince"
     from source s where s.id = $1 and s.removed_at is null`,
    [id],
  )
  return rows[0]
}
