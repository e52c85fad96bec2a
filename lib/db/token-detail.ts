import { revive, type Observed } from '../model/observed.ts'
import { AppError } from '../model/app-error.ts'
import type { Agent, ExposureState } from '../model/facts.ts'
import type { Breadth } from '../model/grant.ts'
import type { Grade, RequiredControl, Verdict } from '../model/score.ts'
import type { ControlType, ExposureSighting, Sighting } from '../model/sighting.ts'
import type { TokenSummary } from '../model/token-row.ts'
import type { AssignedHow, Known, KnownOwner, KnownWorkload } from '../model/token.ts'
import type { Scope } from '../model/viewer.ts'
import { z } from 'zod'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { readStatements } from './known.ts'
import { scoped, type Reader } from './scoped.ts'
import { importedAt } from './imported-at.ts'
import { inScope } from './token-filter.ts'

const { sql } = Prisma

export type ShownControl = {
  id: string
  type: ControlType
  reaches: 'token' | 'workload' | 'source'
  evidence: string
  evidencedAt: Date
  expiresAt: Date
  minutes: number | null
  statedBy: string
}

export type ShownExposure = {
  id: string
  state: ExposureSighting['state']
  foundIn: string
  foundAt: Date
  stillValid: 'yes' | 'no' | 'not-reported'
  matchedBy: string
  replacedAt: Date | null
  closedAt: Date | null
}

/** One token with what is known of it: what its page and its drawer judge by. Grants and events are read apart. */
export type TokenDetail = Omit<TokenSummary, 'ownerName' | 'workloadName' | 'ownerStatus'> & {
  externalId: string
  provider: string
  sourceName: string
  /** When its source was last read whole. */
  seenAt: Date | null
  importedAt: Date | null
  grade: Grade
  confidence: number
  agent: Agent
  exposure: ExposureState
  ownerHow: AssignedHow | null
  workloadHow: AssignedHow | null
  base: number
  verdictFloor: Verdict
  controlsRequired: readonly RequiredControl[]
  controlsMissing: readonly RequiredControl[]
  vector: string
  model: string
  scoredAt: Date
  /** Null where time alone changes nothing. */
  nextChangeAt: Date | null
  firstSeenAt: Date
  /** When something must have been done about it; null where nothing presses. */
  dueAt: Date | null
  changedAt: Date
  changedRunId: string | null
  absentRuns: number
  /** When the newest complete run without it ended. */
  lastAbsentAt: Date | null
  sourceKind: string
  /** The run by which its source was last read whole. */
  seenRunId: string | null
  /** The newest run of its source, and when it began. */
  run: { id: string; state: string; startedAt: Date } | null
  sighting: Sighting
  /** What we knew when it was last scored: with the sighting, what its facts are made of. */
  known: Known
  owner: KnownOwner | null
  workload: (KnownWorkload & { environment: string | null; accountableName: string | null }) | null
  controls: readonly ShownControl[]
  exposures: readonly ShownExposure[]
  permissionHash: string | null
  /** What its widest grant is for, in the provider's words. */
  widest: { service: string; resource: string } | null
  grantCount: number
  scopeNotes: readonly string[]
  scopeData: string | null
}

type Row = Omit<TokenDetail, 'sighting' | 'known' | 'owner' | 'workload' | 'controls' | 'exposures' | 'widest' | 'run'> & {
  observed: Observed
  widestService: string | null
  widestResource: string | null
  breadths: Breadth[] | null
  ownerId: string | null
  ownerName: string | null
  ownerStatus: 'active' | 'departed' | null
  workloadId: string | null
  runId: string | null
  runState: string | null
  runStartedAt: Date | null
}

/** One token whole. Throws AppError 'not-found' alike for one that is not there and one that is not the viewer's to see. */
export function tokenDetail(db: Db, scope: Scope, id: string): Promise<TokenDetail> {
  return scoped(db, scope, (reader) => readToken(reader, scope, id))
}

async function readToken(reader: Reader, scope: Scope, id: string): Promise<TokenDetail> {
  const row = z.uuid().safeParse(id).success ? await readRow(reader, scope, id) : undefined
  if (!row) throw new AppError('not-found', 'There is no such token, or it is not one of yours.')
  const {
    observed,
    widestService,
    widestResource,
    breadths,
    ownerId,
    ownerName,
    ownerStatus,
    workloadId,
    runId,
    runState,
    runStartedAt,
    ...rest
  } = row
  const [workload, controls, exposures, stated] = await Promise.all([
    readWorkload(reader, workloadId),
    readControls(reader, id, workloadId, row.sourceId),
    readExposures(reader, id),
    readStatements(reader, [id]),
  ])
  const owner = ownerId && ownerName && ownerStatus ? { id: ownerId, name: ownerName, status: ownerStatus } : null
  const known: Known = {
    owner,
    workload,
    breadth: breadths && breadths.length > 0 ? breadths : 'not-reported',
    controls: controls.map(({ type, evidencedAt, expiresAt, minutes }) => ({ type, evidencedAt, expiresAt, minutes })),
    exposures: exposures.map((one) => ({
      state: one.state,
      replaced: one.replacedAt !== null,
      closed: one.closedAt !== null,
    })),
    stated: stated.get(id) ?? [],
    gone: row.state === 'gone',
  }
  const run = runId && runState && runStartedAt ? { id: runId, state: runState, startedAt: runStartedAt } : null
  const widest = widestService !== null && widestResource !== null ? { service: widestService, resource: widestResource } : null
  return { ...rest, run, widest, sighting: revive(observed), known, owner, workload, controls, exposures }
}

async function readRow(reader: Reader, scope: Scope, id: string): Promise<Row | undefined> {
  const { text, values } = sql`
    select t.id, t.external_id as "externalId", t.provider, t.kind, t.name, t.display_id as "displayId", t.state, t.verdict, t.reason,
      t.risk, t.base, t.risk_floor as "riskFloor", t.verdict_floor as "verdictFloor", t.grade, t.confidence, t.issued_at as "issuedAt",
      t.issued_how as "issuedHow", nullif(t.expires_at, 'infinity') as "expiresAt", t.expires_how as "expiresHow",
      nullif(t.last_used_at, '-infinity') as "lastUsedAt", t.last_used_how as "lastUsedHow", t.binding, t.level, t.reach, t.sensitivity,
      t.agent, t.exposure, t.owner_id as "ownerId", t.owner_how as "ownerHow", o.name as "ownerName", o.status as "ownerStatus",
      t.workload_id as "workloadId", t.workload_how as "workloadHow", t.source_id as "sourceId", s.name as "sourceName",
      s.kind as "sourceKind", s.last_complete_at as "seenAt", ${importedAt} as "importedAt", t.missing_since as "missingSince", t.controls_required as "controlsRequired",
      t.controls_missing as "controlsMissing", t.vector, t.model, t.scored_at as "scoredAt",
      nullif(t.next_change_at, 'infinity') as "nextChangeAt", t.first_seen_at as "firstSeenAt", t.changed_at as "changedAt", nullif(t.due_at, 'infinity') as "dueAt",
      t.changed_run_id as "changedRunId", t.absent_runs as "absentRuns", t.observed, t.permission_hash as "permissionHash",
      p.breadths, coalesce(p.grant_count, 0) as "grantCount", coalesce(p.notes, '[]') as "scopeNotes", p.data_version as "scopeData",
      g.service as "widestService", g.resource as "widestResource", s.last_complete_run_id as "seenRunId",
      a.finished_at as "lastAbsentAt", r.id as "runId", r.state as "runState", r.started_at as "runStartedAt"
    from token t
    join source s on s.id = t.source_id
    left join owner o on o.id = t.owner_id
    left join permission_set p on p.hash = t.permission_hash
    left join run r on r.id = s.last_run_id
    left join run a on a.id = t.last_absent_run
    left join lateral (select service, resource from "grant" where set_hash = t.permission_hash order by ordinal limit 1) g on true
    where t.id = ${id}::uuid and ${inScope(scope)}`
  return (await reader.query<Row>({ text, values })).rows[0]
}

async function readWorkload(reader: Reader, id: string | null): Promise<TokenDetail['workload']> {
  if (!id) return null
  const { rows } = await reader.query<NonNullable<TokenDetail['workload']>>(
    `select w.id, w.name, w.environment, w.sensitivity, w.agent, w.accountable_id as "accountableId", a.name as "accountableName",
       w.owner_id as "ownerId", w.status
     from workload w left join owner a on a.id = w.accountable_id where w.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

async function readControls(reader: Reader, tokenId: string, workloadId: string | null, sourceId: string): Promise<ShownControl[]> {
  const { rows } = await reader.query<ShownControl>(
    `select id, type, case when token_id is not null then 'token' when workload_id is not null then 'workload' else 'source' end as reaches,
       evidence, evidenced_at as "evidencedAt", expires_at as "expiresAt", minutes, stated_by as "statedBy"
     from control where token_id = $1 or workload_id = $2 or source_id = $3 order by evidenced_at desc, id limit 200`,
    [tokenId, workloadId, sourceId],
  )
  return rows
}

async function readExposures(reader: Reader, tokenId: string): Promise<ShownExposure[]> {
  const { rows } = await reader.query<ShownExposure>(
    `select id, state, found_in as "foundIn", found_at as "foundAt", still_valid as "stillValid", matched_by as "matchedBy",
       replaced_at as "replacedAt", closed_at as "closedAt"
     from exposure where token_id = $1 order by found_at desc, id limit 200`,
    [tokenId],
  )
  return rows
}
