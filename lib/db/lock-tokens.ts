import type { PoolClient } from 'pg'
import { revive, type Observed } from '../model/observed.ts'
import type { DecidingReason } from '../model/score.ts'
import type { Before } from '../model/token.ts'

/** A token as it is, locked until the transaction ends, with what is written back unchanged. */
export type LockedToken = Before & {
  sourceId: string
  externalId: string
  fingerprint: string
  permissionHash: string | null
  absentRuns: number
  lastAbsentRun: string | null
  reason: DecidingReason
  /** How many controls its verdict asks for and nobody has shown. */
  controlsMissing: number
  verdictSince: Date
  /** The date that a milder verdict had set, where there is one. */
  carriedDueAt: Date | null
  dueAt: Date | null
  returnedAt: Date | null
  model: string
  /** Null when time alone changes nothing. */
  nextChangeAt: Date | null
}

const columns = `id, source_id as "sourceId", external_id as "externalId", fingerprint, permission_hash as "permissionHash", observed,
  state, verdict, risk, base, level, reach, owner_id as "ownerId", owner_how as "ownerHow", workload_id as "workloadId",
  workload_how as "workloadHow", exposure, stated_facts as "statedFacts", first_seen_at as "firstSeenAt", missing_since as "missingSince", version,
  absent_runs as "absentRuns", last_absent_run as "lastAbsentRun", vector, model, nullif(next_change_at, 'infinity') as "nextChangeAt",
  reason, cardinality(controls_missing) as "controlsMissing", verdict_since as "verdictSince", carried_due_at as "carriedDueAt", nullif(due_at, 'infinity') as "dueAt",
  returned_at as "returnedAt"`

/** Reads tokens as they are, for a look that may write nothing. */
export async function readTokens(client: PoolClient, ids: readonly string[]): Promise<LockedToken[]> {
  const { rows } = await client.query<Row>(`select ${columns} from token where id = any($1::uuid[]) order by id`, [ids])
  return rows.map(revived)
}

/** Locks the tokens in order of their ids (so that two flows never wait for each other) and reads them. */
export async function lockTokens(client: PoolClient, ids: readonly string[]): Promise<LockedToken[]> {
  if (ids.length === 0) return []
  const { rows } = await client.query<Row>(`select ${columns} from token where id = any($1::uuid[]) order by id for update`, [ids])
  return rows.map(revived)
}

type Row = Omit<LockedToken, 'sighting'> & { observed: Observed }

function revived({ observed, ...row }: Row): LockedToken {
  return { ...row, sighting: revive(observed) }
}
