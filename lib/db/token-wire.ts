import { providerOf } from '../model/how.ts'
import type { TokenRow } from '../model/token-row.ts'
import { compositeFields } from './composite-fields.ts'
import { Prisma } from './generated/client.ts'

/** A row with what places it in the queue. */
export type WiredRow = TokenRow & { queueKey: number }

/** A row as it comes over the wire: one field. */
export type Wire = { packed: string }

/**
 * A line of the inventory as one composite value in Postgres's own notation, and where it is read from: the driver reads a
 * field about as slowly as Postgres finds a row, and a page has 51 rows of 43. (As JSON it takes half as long again.) `offset 0`
 * keeps the planner from weighing orders of joins for what can only be looked up by id, row by row: half its time.
 */
export const wireColumns = Prisma.raw(`row(t.id, t.kind, t.name, t.display_id, t.state, t.verdict, t.reason, t.risk, t.risk_floor,
    t.issued_at, t.issued_how, t.expires_at, t.expires_how, t.last_used_at, t.last_used_how,
    t.binding, t.level, t.reach, t.sensitivity, t.source_id, t.missing_since, t.queue_key, t.due_at, t.verdict_since,
    t.grade, t.base, t.confidence, t.exposure, t.agent, cardinality(t.controls_required), cardinality(t.controls_missing),
    t.owner_id, o.name, o.status, o.team, t.workload_id, w.name, w.environment, w.accountable, t.third_party, t.last_used_service,
    t.first_seen_at, t.returned_at)::text as packed
  from token t
  left join lateral (select name, status, (select team.name from owner team where team.id = owner.team_id) as team
    from owner where id = t.owner_id offset 0) o on true
  left join lateral (select name, environment, (select human.name from owner human where human.id = workload.accountable_id) as accountable
    from workload where id = t.workload_id offset 0) w on true`)

/** A row as it is known everywhere else. The casts say what the columns' writers guarantee. */
export function unpacked({ packed }: Wire): WiredRow {
  const [
    id, kind, name, displayId, state, verdict, reason, risk, riskFloor, issuedAt, issuedHow, expiresAt, expiresHow, lastUsedAt, lastUsedHow,
    binding, level, reach, sensitivity, sourceId, missingSince, queueKey, dueAt, verdictSince, grade, base, confidence, exposure, agent,
    controlsRequired, controlsMissing, ownerId, ownerName, ownerStatus, ownerTeam, workloadId, workloadName, environment, accountableName,
    thirdParty, lastUsedService, firstSeenAt, returnedAt,
  ] = compositeFields(packed) // prettier-ignore
  return {
    id: id ?? '',
    kind: kind ?? '',
    provider: providerOf(kind ?? ''),
    name: name ?? '',
    displayId: displayId ?? '',
    state: state as TokenRow['state'],
    verdict: verdict as TokenRow['verdict'],
    reason: reason as TokenRow['reason'],
    risk: Number(risk),
    riskFloor: Number(riskFloor),
    issuedAt: instantOf(issuedAt),
    issuedHow: issuedHow as TokenRow['issuedHow'],
    expiresAt: instantOf(expiresAt),
    expiresHow: expiresHow as TokenRow['expiresHow'],
    lastUsedAt: instantOf(lastUsedAt),
    lastUsedHow: lastUsedHow as TokenRow['lastUsedHow'],
    binding: binding as TokenRow['binding'],
    level: numberOf(level) as TokenRow['level'],
    reach: numberOf(reach) as TokenRow['reach'],
    sensitivity: numberOf(sensitivity) as TokenRow['sensitivity'],
    sourceId: sourceId ?? '',
    missingSince: instantOf(missingSince),
    queueKey: Number(queueKey),
    dueAt: instantOf(dueAt),
    verdictSince: instantOf(verdictSince) ?? new Date(NaN),
    grade: grade as TokenRow['grade'],
    base: Number(base),
    confidence: Number(confidence),
    exposure: exposure as TokenRow['exposure'],
    agent: agent as TokenRow['agent'],
    controlsRequired: Number(controlsRequired),
    controlsMissing: Number(controlsMissing),
    ownerId: ownerId ?? null,
    ownerName: ownerName ?? null,
    ownerStatus: (ownerStatus ?? null) as TokenRow['ownerStatus'],
    ownerTeam: ownerTeam ?? null,
    workloadId: workloadId ?? null,
    workloadName: workloadName ?? null,
    environment: environment ?? null,
    accountableName: accountableName ?? null,
    thirdParty: thirdParty ?? null,
    lastUsedService: lastUsedService ?? null,
    firstSeenAt: instantOf(firstSeenAt) ?? new Date(NaN),
    returnedAt: instantOf(returnedAt),
  }
}

/**
 * "2026-11-30 12:00:00.5+00", as Postgres writes an instant in the session's zone, mostly UTC; null for none, and for the
 * infinity that stands for it in a column that is paged by.
 */
function instantOf(text: string | null | undefined): Date | null {
  if (!text || text.endsWith('infinity')) return null
  if (text.endsWith('+00')) return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
}

function numberOf(text: string | null | undefined): number | null {
  return text ? Number(text) : null
}
