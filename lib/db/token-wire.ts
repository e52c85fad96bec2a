import { providerOf } from '../model/how.ts'
import type { TokenRow } from '../model/token-row.ts'
import { Prisma } from './generated/client.ts'

/** A row with what places it in the queue. */
export type WiredRow = TokenRow & { queueKey: number }

/** A row as it comes over the wire: one field. */
export type Wire = { packed: string }

/**
 * A line of the inventory as one JSON array, and where it is read from: the driver reads a field about as slowly as Postgres
 * finds a row, and a page has 51 rows of 45. `offset 0` keeps the planner from weighing orders of joins for what can only be
 * looked up by id, row by row: half its time.
 */
export const wireColumns =
  Prisma.raw(`json_build_array(t.id, t.kind, t.name, t.display_id, t.state, t.verdict, t.reason, t.risk, t.risk_floor,
    t.issued_at, t.issued_how, nullif(t.expires_at, 'infinity'), t.expires_how, nullif(t.last_used_at, '-infinity'), t.last_used_how,
    t.binding, t.level, t.reach, t.sensitivity, t.source_id, t.missing_since, t.queue_key, nullif(t.due_at, 'infinity'), t.verdict_since,
    t.grade, t.base, t.confidence, t.exposure, t.agent, cardinality(t.controls_required), cardinality(t.controls_missing),
    t.owner_id, o.name, o.status, o.team, t.workload_id, w.name, w.environment, w.accountable, t.third_party, t.last_used_service,
    t.first_seen_at, t.returned_at)::text as packed
  from token t
  left join lateral (select name, status, (select team.name from owner team where team.id = owner.team_id) as team
    from owner where id = t.owner_id offset 0) o on true
  left join lateral (select name, environment, (select human.name from owner human where human.id = workload.accountable_id) as accountable
    from workload where id = t.workload_id offset 0) w on true`)

/** The array above as it is parsed. The types say what the columns' writers guarantee. */
type Packed = [
  id: string, kind: string, name: string, displayId: string, state: TokenRow['state'], verdict: TokenRow['verdict'], reason: TokenRow['reason'],
  risk: number, riskFloor: number, issuedAt: string | null, issuedHow: TokenRow['issuedHow'], expiresAt: string | null,
  expiresHow: TokenRow['expiresHow'], lastUsedAt: string | null, lastUsedHow: TokenRow['lastUsedHow'], binding: TokenRow['binding'],
  level: TokenRow['level'], reach: TokenRow['reach'], sensitivity: TokenRow['sensitivity'], sourceId: string, missingSince: string | null,
  queueKey: number, dueAt: string | null, verdictSince: string, grade: TokenRow['grade'], base: number, confidence: number,
  exposure: TokenRow['exposure'], agent: TokenRow['agent'], controlsRequired: number, controlsMissing: number,
  ownerId: string | null, ownerName: string | null, ownerStatus: TokenRow['ownerStatus'], ownerTeam: string | null,
  workloadId: string | null, workloadName: string | null, environment: string | null, accountableName: string | null,
  thirdParty: string | null, lastUsedService: string | null, firstSeenAt: string, returnedAt: string | null,
] // prettier-ignore

/** A row as it is known everywhere else. */
export function unpacked({ packed }: Wire): WiredRow {
  const [
    id, kind, name, displayId, state, verdict, reason, risk, riskFloor, issuedAt, issuedHow, expiresAt, expiresHow, lastUsedAt, lastUsedHow,
    binding, level, reach, sensitivity, sourceId, missingSince, queueKey, dueAt, verdictSince, grade, base, confidence, exposure, agent,
    controlsRequired, controlsMissing, ownerId, ownerName, ownerStatus, ownerTeam, workloadId, workloadName, environment, accountableName,
    thirdParty, lastUsedService, firstSeenAt, returnedAt,
  ] = JSON.parse(packed) as Packed // prettier-ignore
  return {
    id, kind, name, displayId, state, verdict, reason, risk, riskFloor, issuedHow, expiresHow, lastUsedHow, binding, level, reach, sensitivity,
    sourceId, queueKey, grade, base, confidence, exposure, agent, controlsRequired, controlsMissing, ownerId, ownerName, ownerStatus, ownerTeam,
    workloadId, workloadName, environment, accountableName, thirdParty, lastUsedService,
    provider: providerOf(kind),
    issuedAt: instantOf(issuedAt),
    expiresAt: instantOf(expiresAt),
    lastUsedAt: instantOf(lastUsedAt),
    missingSince: instantOf(missingSince),
    dueAt: instantOf(dueAt),
    verdictSince: new Date(verdictSince),
    firstSeenAt: new Date(firstSeenAt),
    returnedAt: instantOf(returnedAt),
  } // prettier-ignore
}

function instantOf(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
