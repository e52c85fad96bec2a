import type { Json } from '../model/json.ts'
import type { Gap } from '../model/sighting.ts'
import type { RunPhase, RunState } from '../model/source.ts'
import type { Db } from './db.ts'

/** A run as the list of sources shows it. */
export type ShownRun = {
  id: string
  state: RunState
  phase: RunPhase
  startedAt: Date
  finishedAt: Date | null
  expected: number | null
  staged: number
  gaps: readonly Gap[]
  covered: Readonly<Record<string, number>>
  problem: string | null
}

export type SourceRow = {
  id: string
  kind: string
  name: string
  subject: string
  /** What was filled in, without any secret. */
  settings: Json
  demo: boolean
  everyMinutes: number | null
  lastCompleteAt: Date | null
  nextDueAt: Date | null
  /** Tokens that exist, whatever is thought of them; issuers are not among them. */
  tokens: number
  /** Whether it has a credential to act with. */
  mayAct: boolean
  /** The newest run, whether it still goes or not. */
  run: ShownRun | null
}

/** Every source in use with its newest run: those that fail first, then by name. Sources are few, so all of them at once. */
export async function listSources(db: Db): Promise<SourceRow[]> {
  const { rows } = await db.pool.query<SourceRow>(
    `select s.id, s.kind, s.name, s.subject, s.settings, s.demo, s.every_minutes as "everyMinutes", s.last_complete_at as "lastCompleteAt",
       s.next_due_at as "nextDueAt",
       coalesce((select sum(f.count) from facet_count f where f.source_id = s.id and f.facet = 'verdict' and f.state in ('live', 'disabled')), 0)::int as tokens,
       exists (select from source_secret k where k.source_id = s.id and k.purpose = 'action') as "mayAct", r.run
     from source s
     left join lateral (
       select jsonb_build_object('id', r.id, 'state', r.state, 'phase', r.phase, 'startedAt', r.started_at, 'finishedAt', r.finished_at,
         'expected', r.expected, 'staged', r.staged, 'gaps', r.gaps, 'covered', r.covered, 'problem', r.problem) as run
       from run r where r.source_id = s.id order by r.started_at desc, r.id desc limit 1) r on true
     where s.removed_at is null
     order by array_position(array['failed', 'partial', 'running'], r.run ->> 'state') nulls last, s.name`,
  )
  return rows.map(({ run, ...row }) => ({ ...row, run: run && revived(run) }))
}

/** JSON keeps instants as text. */
function revived(run: ShownRun): ShownRun {
  return { ...run, startedAt: new Date(run.startedAt), finishedAt: run.finishedAt && new Date(run.finishedAt) }
}
