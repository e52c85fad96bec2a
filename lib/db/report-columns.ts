import { Prisma } from './generated/client.ts'
import { leakContained, leakRuns, leakSeconds, leakState, leakStepsDone, leakWorks, leakWorksSays } from './leak-sql.ts'
import { guarded, instant, keptInstant, namedOwner, plain, type Columns } from './report-cells.ts'
import { judgementColumns, tokenColumns } from './report-framework.ts'

const { sql } = Prisma

/** What the columns of a report are called, in their stable order, and what stands in each. */
export const inventory: Columns = [
  ...tokenColumns,
  ...judgementColumns,
  ['base', plain('t.base')],
  ['reasons', plain(`array_to_string(t.reasons, ' ')`)],
  ['binding', plain('t.binding')],
  ['level', plain('t.level')],
  ['reach', plain('t.reach')],
  ['sensitivity', plain('t.sensitivity')],
  ['exposure', plain('t.exposure')],
  ['agent', plain('t.agent')],
  ['third_party', guarded('t.third_party')],
  ['plan_id', plain('plan.id')],
  ['status', plain(`case when t.verdict in ('retired', 'acceptable') then 'nothing to do' when plan.id is not null then 'planned: ' || plan.stage else 'open' end`)],
  ['first_seen_at', instant('t.first_seen_at')],
  ['scored_at', instant('t.scored_at')],
  ['model', plain('t.model')],
  ['vector', plain('t.vector')],
] // prettier-ignore

export const planColumns: Columns = [
  ['plan_id', plain('p.id')],
  ['plan', guarded('p.title')],
  ['recipe', plain('p.recipe')],
  ['plan_owner', namedOwner('p.owner_id', 'po')],
  ['stage', plain('p.stage')],
  ['waiting_on', plain('p.waiting_on')],
  ['opened_at', instant('p.opened_at')],
  ['opened_by', guarded('p.opened_by')],
  ['policy_due_at', instant('p.policy_due_at')],
  ['due_at', instant('p.due_at')],
  ['acknowledged_at', instant('p.acknowledged_at')],
  ['acknowledged_by', guarded('p.acknowledged_by')],
  ['closed_at', keptInstant('p.closed_at')],
]

export const memberColumns: Columns = [
  ['proved', plain('m.proved')],
  ['off_at', keptInstant('m.off_at')],
  ['verified_at', keptInstant('m.verified_at')],
  ['verdict_when_opened', plain('m.verdict')],
  ['risk_when_opened', plain('m.risk')],
]

/** Which team an owner was of is not kept. */
export const acknowledgements = (asOf: Date | null): Columns => [
  ['plan_id', plain('p.id')],
  ['plan', guarded('p.title')],
  ['owner', namedOwner('p.owner_id', 'po')],
  ['owner_email', namedOwner('p.owner_id', 'po', 'email')],
  ['team', asOf ? plain(`case when p.owner_id is not null then 'unknown' end`) : guarded('team.name')],
  ['opened_at', instant('p.opened_at')],
  ['opened_by', guarded('p.opened_by')],
  ['acknowledged', plain(`case when p.acknowledged_at is not null then 'yes' when p.stage = 'cancelled' then 'cancelled' else 'no' end`)],
  ['acknowledged_at', instant('p.acknowledged_at')],
  ['acknowledged_by', guarded('p.acknowledged_by')],
  ['hours_until_acknowledged', plain('round((extract(epoch from p.acknowledged_at - p.opened_at) / 3600)::numeric, 1)')],
  ['not_mine', guarded('p.disowned')],
  ['due_at', instant('p.due_at')],
  ['stage', plain('p.stage')],
  ['tokens', plain('n.tokens')],
]

export const exceptions: Columns = [
  ['exception_id', plain('x.id')],
  ['exception_kind', plain('x.kind')],
  ['exception_state', plain('x.state')],
  ['reason_given', guarded('x.reason')],
  ['need', guarded('x.need')],
  ['requested_at', instant('x.requested_at')],
  ['requested_by', guarded('x.requested_by')],
  ['decided_at', instant('x.decided_at')],
  ['decided_by', guarded('x.decided_by')],
  ['decision_note', guarded('x.decision_note')],
  ['ends_at', keptInstant('x.ends_at')],
  ['retirement_at', instant('x.retirement_at')],
  ['ended_at', instant('x.ended_at')],
  ['ended_because', plain('x.ended_because')],
  ['renewal_of', plain('x.renewal_of')],
  ['controls', plain(`(select string_agg(c.type, ' ' order by c.type) from exception_control c where c.exception_id = x.id)`)],
  ['verdict_when_requested', plain('e.verdict')],
]

/** Over `x` and, where one is known, its token; the functions of `lib/exposure` say the same of each. */
export const exposures = (now: Date): Columns => [
  ['exposure_id', plain('x.id')],
  ['exposure_state', plain('x.state')],
  ['leak_state', leakState],
  ['found_in', guarded('x.found_in')],
  ['found_at', instant('x.found_at')],
  ['exposed_since', instant('x.exposed_at')],
  ['places', plain('x.place_count')],
  ['detector', guarded('x.detector')],
  ['leaked_kind', guarded('x.kind')],
  ['reference', guarded('x.reference')],
  ['matched_by', guarded('x.matched_by')],
  ['certainty', plain('x.certainty')],
  ['proposed_token_id', plain('case when x.token_id is null then x.proposed_id end')],
  ['still_valid', leakWorks],
  ['still_valid_says', leakWorksSays],
  ['seconds', leakSeconds(now)],
  ['clock_runs', leakRuns],
  // No step is an empty cell, as everywhere, and no empty text.
  ['steps_done', sql`nullif(${leakStepsDone}, '')`],
  ['contained_at', leakContained],
  ['replaced_at', instant('x.replaced_at')],
  ['replaced_by', guarded('x.replaced_by')],
  ['replaced_as_stated', guarded('x.replace_note')],
  ['reviewed_at', instant('x.reviewed_at')],
  ['reviewed_by', guarded('x.reviewed_by')],
  ['rescanned_at', instant('x.rescanned_at')],
  ['rescanned_by', guarded('x.rescanned_by')],
  ['recorded_at', instant('x.recorded_at')],
  ['closed_at', instant('x.closed_at')],
  ['closed_by', guarded('x.closed_by')],
  ['closed_because', plain('x.closed_because')],
]

export const clocks = (at: Date): Columns => [
  ['clock', plain('r.start')],
  ['plan_id', plain('r."planId"')],
  ['began_at', instant('r."beganAt"')],
  ['due_at', instant('r."dueAt"')],
  ['off_at', keptInstant('r."offAt"')],
  ['verified_at', keptInstant('r."verifiedAt"')],
  ['running', plain(`case when r.running is null then 'unknown' when r.running then 'yes' else 'no' end`)],
  [
    'seconds',
    // What was off by the time its clock began took no time that could be counted: no figure of the page counts it either.
    sql`case when isfinite(r."offAt") and r."offAt" <= r."beganAt" then null when r."offAt" is distinct from '-infinity' then round(extract(epoch from case when r.running then ${at.toISOString()}::timestamptz else r."offAt" end - r."beganAt"))::bigint::text else 'unknown' end`,
  ],
]

export const reviews: Columns = [
  ['review_id', plain('c.id')],
  ['review', guarded('c.name')],
  ['review_started_at', instant('c.started_at')],
  ['review_due_at', keptInstant('c.due_at')],
  ['review_closed_at', instant('c.closed_at')],
  ['outcome', plain(`case when r.outcome = 'open' and c.closed_at is not null then 'unanswered' else r.outcome end`)],
  ['answer', plain('r.answer')],
  ['says', guarded('r.says')],
  ['answered_at', keptInstant('r.answered_at')],
  ['answered_by', guarded('r.answered_by')],
  ['in_owners_name', plain(`case when r.answer = 'unknown' then 'unknown' when r.on_behalf then 'yes' else 'no' end`)],
  ['verdict_when_begun', plain('r.verdict')],
  ['verdict_when_answered', plain('r.answered_verdict')],
]
