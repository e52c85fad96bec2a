import { isId } from '../model/is-id.ts'
import type { Json } from '../model/json.ts'
import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'
import { leakContained, leakState, leakStepsDone } from './leak-sql.ts'
import { planInScope } from './list-plans.ts'
import type { Reader } from './scoped.ts'
import { sinceOff } from './timed-retirements.ts'
import { inScope } from './token-filter.ts'

const { sql } = Prisma

/**
 * Everything on record about one token, for an auditor who samples: what its provider said and when, how it was judged, what was
 * acknowledged, proved, approved, answered, and how each of that is known. The reader is one of the scope. Null alike where it is not there and where it is not theirs.
 */
export async function tokenEvidence(reader: Reader, scope: Scope, id: string): Promise<Json | null> {
  if (!isId(id)) return null
  const { text, values } = sql`
    select json_build_object(
      'token', json_build_object('id', t.id, 'externalId', t.external_id, 'displayId', t.display_id, 'name', t.name, 'kind', t.kind, 'provider', t.provider, 'state', t.state,
        'firstSeenAt', t.first_seen_at, 'changedAt', t.changed_at, 'missingSince', t.missing_since, 'absentRuns', t.absent_runs),
      'source', json_build_object('name', s.name, 'kind', s.kind, 'lastCompleteAt', s.last_complete_at),
      'asItsProviderSaidIt', t.observed,
      'stated', coalesce((select json_agg(json_build_object('fact', f.fact, 'value', f.value, 'how', f.note, 'by', f.stated_by, 'at', f.stated_at, 'reviewAt', f.review_at, 'withdrawnAt', f.withdrawn_at) order by f.stated_at)
        from stated_fact f where f.token_id = t.id), '[]'),
      'owner', case when o.id is not null then json_build_object('name', o.name, 'email', o.email, 'status', o.status, 'how', t.owner_how) end,
      'workload', case when w.id is not null then json_build_object('name', w.name, 'environment', w.environment, 'sensitivity', w.sensitivity, 'agent', w.agent, 'how', t.workload_how) end,
      'judgement', json_build_object('verdict', t.verdict, 'since', t.verdict_since, 'reasons', t.reasons, 'risk', t.risk, 'base', t.base, 'riskFloor', t.risk_floor, 'controlsRequired', t.controls_required,
        'controlsMissing', t.controls_missing, 'vector', t.vector, 'model', t.model, 'scoredAt', t.scored_at),
      'controls', coalesce((select json_agg(json_build_object('type', c.type, 'evidence', c.evidence, 'evidencedAt', c.evidenced_at, 'expiresAt', c.expires_at, 'minutes', c.minutes) order by c.evidenced_at)
        from control c where c.token_id = t.id or c.workload_id = t.workload_id or c.source_id = t.source_id), '[]'),
      'exposures', coalesce((select json_agg(json_build_object('state', x.state, 'stands', ${leakState}, 'foundIn', x.found_in, 'foundAt', x.found_at, 'exposedSince', x.exposed_at, 'detector', x.detector,
          'matchedBy', x.matched_by, 'certainty', x.certainty, 'finderSaysItWorks', x.still_valid, 'stepsDone', ${leakStepsDone}, 'containedAt', ${leakContained}, 'replacedAt', x.replaced_at, 'replacedBy', x.replaced_by, 'replacedAsStated', x.replace_note,
          'reviewedAt', x.reviewed_at, 'reviewedBy', x.reviewed_by, 'rescannedAt', x.rescanned_at, 'rescannedBy', x.rescanned_by, 'closedAt', x.closed_at, 'closedBy', x.closed_by, 'closedBecause', x.closed_because) order by x.found_at, x.id)
        from exposure x where x.token_id = t.id), '[]'),
      'plans', coalesce((select json_agg(json_build_object('id', p.id, 'title', p.title, 'recipe', p.recipe, 'stage', p.stage, 'openedAt', p.opened_at, 'openedBy', p.opened_by, 'dueAt', p.due_at,
          'acknowledgedAt', p.acknowledged_at, 'acknowledgedBy', p.acknowledged_by,
          'takesItsPlace', case when p.successor_name is not null then json_build_object('name', p.successor_name, 'id', coalesce(p.successor_token_id, p.successor_issuer_id),
            'kind', case when p.successor_token_id is not null then 'token' else 'issuer' end, 'displayId', (select n.display_id from token n where n.id = p.successor_token_id)) end,
          'proved', m.proved, 'offAt', m.off_at, 'verifiedAt', m.verified_at, 'closedAt', p.closed_at,
          'events', (select json_agg(json_build_object('at', e.at, 'kind', e.kind, 'by', e.by, 'detail', e.detail) order by e.at, e.id) from plan_event e
            where e.plan_id = p.id and coalesce(e.detail ->> 'tokenId', t.id::text) = t.id::text)) order by p.opened_at)
        from plan_token m join plan p on p.id = m.plan_id where m.token_id = t.id and ${planInScope(scope)}), '[]'),
      'exceptions', coalesce((select json_agg(json_build_object('id', x.id, 'kind', x.kind, 'state', x.state, 'reason', x.reason, 'requestedAt', x.requested_at, 'requestedBy', x.requested_by, 'decidedAt', x.decided_at,
          'decidedBy', x.decided_by, 'note', x.decision_note, 'endsAt', x.ends_at, 'endedAt', x.ended_at) order by x.requested_at)
        from exception_token e join exception x on x.id = e.exception_id where e.token_id = t.id), '[]'),
      'reviews', coalesce((select json_agg(json_build_object('review', c.name, 'startedAt', c.started_at, 'answer', r.answer, 'says', r.says, 'answeredAt', r.answered_at, 'answeredBy', r.answered_by, 'inOwnersName', r.on_behalf) order by c.started_at)
        from campaign_token r join campaign c on c.id = r.campaign_id where r.token_id = t.id), '[]'),
      'actsAtProvider', coalesce((select json_agg(json_build_object('id', a.id, 'verb', a.verb, 'state', a.state, 'reason', a.reason, 'askedBy', a.asked_by, 'askedAt', a.asked_at, 'decidedBy', a.decided_by, 'decidedAt', a.decided_at,
          'calledAt', a.called_at, 'before', a.before, 'after', a.after, 'says', a.says, 'seenAt', a.seen_at, 'letGoOn', a.resumptions, 'reviewedBy', a.reviewed_by, 'reviewedAt', a.reviewed_at) order by a.asked_at, a.id) from provider_act a where a.token_id = t.id), '[]'),
      'history', coalesce((select json_agg(json_build_object('at', h.at, 'cause', h.cause, 'state', h.state, 'verdict', h.verdict, 'risk', h.risk, 'reasons', h.reasons, 'vector', h.vector) order by h.at, h.cause)
        from token_history h where h.token_id = t.id), '[]'),
      'events', coalesce((select json_agg(json_build_object('at', v.at, 'kind', v.kind, 'cause', v.cause, 'detail', v.detail) order by v.at, v.id) from event v where v.token_id = t.id), '[]')) as evidence
    from token t join source s on s.id = t.source_id left join owner o on o.id = t.owner_id left join workload w on w.id = t.workload_id ${sinceOff}
    where t.id = ${id}::uuid and ${inScope(scope)}`
  const { rows } = await reader.query<{ evidence: Json }>({ text, values })
  return rows[0]?.evidence ?? null
} // prettier-ignore
