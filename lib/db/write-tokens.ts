import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import type { Change } from '../model/change.ts'
import { expiresHow, issuedHow, providerOf, usedHow } from '../model/how.ts'
import type { Expires, IssuedAt, LastUsed } from '../model/sighting.ts'
import type { Assessed } from '../model/token.ts'
import { copyRows, type Cell } from './copy-rows.ts'

/** A token to write: as it now is, what happened to it, and whether that belongs in the history. */
export type TokenWrite = {
  id: string
  sourceId: string
  after: Assessed
  /** Canonical text of the sighting, and its fingerprint. */
  observed: string
  fingerprint: string
  permissionHash: string | null
  verdictSince: Date
  carriedDueAt: Date | null
  dueAt: Date | null
  firstSeenAt: Date
  returnedAt: Date | null
  missingSince: Date | null
  absentRuns: number
  lastAbsentRun: string | null
  changes: readonly Change[]
  matters: boolean
}

/** When and by what it is written: `cause` is a run's id or `audit:<seq>`, so that the same slice written twice is written once. */
export type Cause = { cause: string; runId: string | null; at: Date }

const written: readonly [column: string, cell: (write: TokenWrite, cause: Cause) => Cell][] = [
  ['id', (w) => w.id],
  ['source_id', (w) => w.sourceId],
  ['external_id', (w) => w.after.sighting.externalId],
  ['provider', (w) => providerOf(w.after.sighting.kind)],
  ['kind', (w) => w.after.sighting.kind],
  ['name', (w) => w.after.sighting.name],
  ['display_id', (w) => w.after.sighting.displayId ?? w.after.sighting.externalId],
  ['state', (w) => w.after.state],
  ['issued_at', (w) => issuedColumn(w.after.filled.issuedAt)],
  ['issued_how', (w) => issuedHow(w.after.filled.issuedAt)],
  ['expires_at', (w) => expiresColumn(w.after.filled.expires)],
  ['expires_how', (w) => expiresHow(w.after.filled.expires)],
  ['last_used_at', (w) => usedColumn(w.after.filled.lastUsed)],
  ['last_used_how', (w) => usedHow(w.after.filled.lastUsed)],
  ['last_used_service', (w) => usedService(w.after.filled.lastUsed)],
  ['binding', (w) => w.after.filled.binding],
  ['permission_hash', (w) => w.permissionHash],
  ['level', (w) => w.after.breadth?.level ?? null],
  ['reach', (w) => w.after.breadth?.reach ?? null],
  ['sensitivity', (w) => (w.after.facts.sensitivity === 'not-reported' ? null : w.after.facts.sensitivity)],
  ['agent', (w) => w.after.facts.agent],
  ['third_party', (w) => w.after.filled.thirdParty ?? null],
  ['stated_facts', (w) => w.after.statedFacts],
  ['observed', (w) => w.observed],
  ['fingerprint', (w) => w.fingerprint],
  ['owner_id', (w) => w.after.ownerId],
  ['owner_how', (w) => w.after.ownerHow],
  ['workload_id', (w) => w.after.workloadId],
  ['workload_how', (w) => w.after.workloadHow],
  ['exposure', (w) => w.after.facts.exposure],
  ['verdict', (w) => w.after.score.verdict],
  ['risk', (w) => w.after.score.risk],
  ['base', (w) => w.after.score.base],
  ['risk_floor', (w) => w.after.score.riskFloor],
  ['verdict_floor', (w) => w.after.score.verdictFloor],
  ['grade', (w) => w.after.score.grade],
  ['replay', (w) => w.after.score.replay],
  ['impact', (w) => w.after.score.impact],
  ['reason', (w) => w.after.score.reasons[0]],
  ['reasons', (w) => w.after.score.reasons],
  ['controls_required', (w) => w.after.score.controlsRequired],
  ['controls_missing', (w) => w.after.score.controlsMissing],
  ['confidence', (w) => w.after.score.confidence],
  ['vector', (w) => w.after.score.vector],
  ['model', (w) => w.after.score.model],
  ['life', (w) => w.after.life],
  ['scored_at', (_, cause) => cause.at],
  ['next_change_at', (w) => w.after.nextChangeAt ?? Infinity],
  ['queue_key', (w) => w.after.queueKey],
  ['verdict_since', (w) => w.verdictSince],
  ['carried_due_at', (w) => w.carriedDueAt],
  ['due_at', (w) => w.dueAt ?? Infinity],
  ['first_seen_at', (w) => w.firstSeenAt],
  ['changed_run_id', (_, cause) => cause.runId],
  ['changed_at', (_, cause) => cause.at],
  ['missing_since', (w) => w.missingSince],
  ['absent_runs', (w) => w.absentRuns],
  ['last_absent_run', (w) => w.lastAbsentRun],
  ['returned_at', (w) => w.returnedAt],
]

const columns = written.map(([column]) => column).join(', ')
const kept = new Set(['id', 'source_id', 'external_id', 'first_seen_at'])
const updates = written
  .filter(([column]) => !kept.has(column))
  .map(([column]) =>
    column === 'changed_run_id' ? `${column} = coalesce(excluded.${column}, token.${column})` : `${column} = excluded.${column}`,
  )
  .join(', ')

/**
 * Writes tokens, their events and their history, in the caller's transaction. The same call made twice writes the same:
 * a row is its own key; an event is unique by token, kind and cause, and history by token, instant and cause: where one cause
 * touches a token twice, the later look completes the earlier.
 */
export async function writeTokens(client: PoolClient, writes: readonly TokenWrite[], cause: Cause): Promise<void> {
  if (writes.length === 0) return
  await client.query(`create temp table if not exists merging on commit delete rows as select ${columns} from token with no data`)
  await copyRows(
    client,
    `merging (${columns})`,
    writes.map((write) => written.map(([, cell]) => cell(write, cause))),
  )
  await client.query(
    `insert into token (${columns}) select ${columns} from merging order by id
     on conflict (source_id, external_id) do update set ${updates}, version = token.version + 1`,
  )
  await client.query('truncate merging')
  await writeEvents(client, writes, cause)
  await writeHistory(client, writes, cause)
}

async function writeEvents(client: PoolClient, writes: readonly TokenWrite[], { cause, at }: Cause): Promise<void> {
  const events = writes.flatMap((write) =>
    write.changes.map((change) => ({
      id: uuid(),
      token_id: write.id,
      source_id: write.sourceId,
      kind: change.kind,
      detail: change.detail,
    })),
  )
  if (events.length === 0) return
  await client.query(
    `insert into event (id, token_id, source_id, kind, at, cause, detail)
     select e.id, e.token_id, e.source_id, e.kind, $2, $3, e.detail
     from jsonb_to_recordset($1::jsonb) as e(id uuid, token_id uuid, source_id uuid, kind text, detail jsonb)
     on conflict (token_id, kind, cause) do update set detail = event.detail || (excluded.detail - 'from')`,
    [JSON.stringify(events), at, cause],
  )
}

async function writeHistory(client: PoolClient, writes: readonly TokenWrite[], { cause, at }: Cause): Promise<void> {
  const rows = writes
    .filter((write) => write.matters)
    .map(({ id, after }) => ({
      token_id: id,
      state: after.state,
      facts: { facts: after.facts, sighting: { ...after.sighting, permissions: undefined }, stated: after.stated },
      verdict: after.score.verdict,
      risk: after.score.risk,
      base: after.score.base,
      reasons: after.score.reasons,
      owner_id: after.ownerId,
      workload_id: after.workloadId,
      model: after.score.model,
      vector: after.score.vector,
    }))
  if (rows.length === 0) return
  await client.query(
    `insert into token_history (token_id, at, cause, state, facts, verdict, risk, base, reasons, owner_id, workload_id, model, vector)
     select h.token_id, $2, $3, h.state, h.facts, h.verdict, h.risk, h.base, h.reasons, h.owner_id, h.workload_id, h.model, h.vector
     from jsonb_to_recordset($1::jsonb) as h(token_id uuid, state text, facts jsonb, verdict text, risk smallint, base smallint,
       reasons text[], owner_id uuid, workload_id uuid, model text, vector text)
     on conflict (token_id, at, cause) do update set state = excluded.state, facts = excluded.facts, verdict = excluded.verdict, risk = excluded.risk,
       base = excluded.base, reasons = excluded.reasons, owner_id = excluded.owner_id, workload_id = excluded.workload_id, vector = excluded.vector`,
    [JSON.stringify(rows), at, cause],
  )
}

function issuedColumn(issuedAt: IssuedAt): Date | null {
  if (issuedAt === 'not-reported') return null
  return issuedAt instanceof Date ? issuedAt : issuedAt.atLeastSince
}

function expiresColumn(expires: Expires): Date | number {
  return typeof expires === 'object' && 'fixed' in expires ? expires.fixed : Infinity
}

function usedColumn(lastUsed: LastUsed): Date | number {
  if (typeof lastUsed === 'string') return -Infinity
  return 'at' in lastUsed ? lastUsed.at : lastUsed.notSince
}

function usedService(lastUsed: LastUsed): string | null {
  return typeof lastUsed === 'object' && 'at' in lastUsed ? (lastUsed.service ?? null) : null
}
