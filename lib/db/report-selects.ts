import type { PlainReport } from '../model/report.ts'
import type { TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'
import { planInScope } from './list-plans.ts'
import { guarded, instant, plain, selectList, yesNo, type Columns } from './report-cells.ts'
import { besideTokens, judgementColumns, openPlan, tokenColumns } from './report-framework.ts'
import { tokenFilter } from './token-filter.ts'
import { tokensAt } from './tokens-at.ts'
import { timedRetirements } from './timed-retirements.ts'

const { sql } = Prisma
type Sql = Prisma.Sql

type Asked = { search: TokenConditions; asOf: Date | null }

/** The rows of a report that is not of a framework, within the scope, in a stable order. */
export function plainRows(report: Exclude<PlainReport, 'ocsf-findings'>, scope: Scope, { search, asOf }: Asked, now: Date): Sql {
  const where = tokenFilter(scope, search, asOf ?? now)
  switch (report) {
    case 'inventory':
      return sql`select ${selectList(inventory)} from ${tokensAt(scope, asOf)} ${besideTokens} ${openPlan} where ${where} order by t.id`
    case 'plans':
      return sql`select ${selectList([...planColumns, ...memberColumns, ...tokenColumns, ...judgementColumns])}
        from plan p left join owner po on po.id = p.owner_id join plan_token m on m.plan_id = p.id join token t on t.id = m.token_id ${besideTokens}
        where ${planInScope(scope)} and ${where} order by p.due_at, p.id, t.id`
    case 'acknowledgements':
      return sql`select ${selectList(acknowledgements)} from plan p left join owner po on po.id = p.owner_id left join owner team on team.id = po.team_id
        where ${planInScope(scope)} and exists (select from plan_token m join token t on t.id = m.token_id where m.plan_id = p.id and ${where}) order by p.opened_at, p.id`
    case 'exceptions':
      return sql`select ${selectList([...exceptions, ...tokenColumns, ...judgementColumns])}
        from exception x join exception_token e on e.exception_id = x.id join token t on t.id = e.token_id ${besideTokens} where ${where} order by x.requested_at, x.id, t.id`
    case 'exposures':
      return sql`select ${selectList([...exposures, ...tokenColumns, ...judgementColumns])} from exposure x join token t on t.id = x.token_id ${besideTokens}
        where ${where} order by x.found_at, x.id`
    case 'time-to-revoke':
      return sql`select ${selectList([...clocks(now), ...tokenColumns, ...judgementColumns])} from ${timedRetirements(scope, 'any')} join token t on t.id = r."tokenId" ${besideTokens}
        where ${where} order by r."beganAt", t.id, r.start`
    case 'access-reviews':
      return sql`select ${selectList([...reviews, ...tokenColumns, ...judgementColumns])} from campaign c join campaign_token r on r.campaign_id = c.id join token t on t.id = r.token_id ${besideTokens}
        where ${where} order by c.started_at, c.id, t.id`
  }
} // prettier-ignore

const inventory: Columns = [
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

const planColumns: Columns = [
  ['plan_id', plain('p.id')],
  ['plan', guarded('p.title')],
  ['recipe', plain('p.recipe')],
  ['plan_owner', guarded('po.name')],
  ['stage', plain('p.stage')],
  ['waiting_on', plain('p.waiting_on')],
  ['opened_at', instant('p.opened_at')],
  ['opened_by', guarded('p.opened_by')],
  ['policy_due_at', instant('p.policy_due_at')],
  ['due_at', instant('p.due_at')],
  ['acknowledged_at', instant('p.acknowledged_at')],
  ['acknowledged_by', guarded('p.acknowledged_by')],
  ['closed_at', instant('p.closed_at')],
]

const memberColumns: Columns = [
  ['proved', plain('m.proved')],
  ['off_at', instant('m.off_at')],
  ['verified_at', instant('m.verified_at')],
  ['verdict_when_opened', plain('m.verdict')],
  ['risk_when_opened', plain('m.risk')],
]

const acknowledgements: Columns = [
  ['plan_id', plain('p.id')],
  ['plan', guarded('p.title')],
  ['owner', guarded('po.name')],
  ['owner_email', guarded('po.email')],
  ['team', guarded('team.name')],
  ['opened_at', instant('p.opened_at')],
  ['opened_by', guarded('p.opened_by')],
  ['acknowledged', plain(`case when p.acknowledged_at is not null then 'yes' when p.stage = 'cancelled' then 'cancelled' else 'no' end`)],
  ['acknowledged_at', instant('p.acknowledged_at')],
  ['acknowledged_by', guarded('p.acknowledged_by')],
  ['hours_until_acknowledged', plain('round((extract(epoch from p.acknowledged_at - p.opened_at) / 3600)::numeric, 1)')],
  ['not_mine', guarded('p.disowned')],
  ['due_at', instant('p.due_at')],
  ['stage', plain('p.stage')],
  ['tokens', plain('(select count(*) from plan_token m where m.plan_id = p.id)')],
]

const exceptions: Columns = [
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
  ['ends_at', instant('x.ends_at')],
  ['retirement_at', instant('x.retirement_at')],
  ['ended_at', instant('x.ended_at')],
  ['ended_because', plain('x.ended_because')],
  ['renewal_of', plain('x.renewal_of')],
  ['controls', plain(`(select string_agg(c.type, ' ' order by c.type) from exception_control c where c.exception_id = x.id)`)],
  ['verdict_when_requested', plain('e.verdict')],
]

const exposures: Columns = [
  ['exposure_id', plain('x.id')],
  ['exposure_state', plain('x.state')],
  ['found_in', guarded('x.found_in')],
  ['found_at', instant('x.found_at')],
  ['matched_by', guarded('x.matched_by')],
  ['still_valid', plain('x.still_valid')],
  ['contained_at', instant('x.contained_at')],
  ['replaced_at', instant('x.replaced_at')],
  ['closed_at', instant('x.closed_at')],
]

const clocks = (now: Date): Columns => [
  ['clock', plain('r.start')],
  ['plan_id', plain('r."planId"')],
  ['began_at', instant('r."beganAt"')],
  ['due_at', instant('r."dueAt"')],
  ['off_at', instant('r."offAt"')],
  ['verified_at', instant('r."verifiedAt"')],
  ['running', yesNo('r.running')],
  [
    'seconds',
    sql`round(extract(epoch from case when r.running then ${now.toISOString()}::timestamptz else r."offAt" end - r."beganAt"))::bigint`,
  ],
]

const reviews: Columns = [
  ['review_id', plain('c.id')],
  ['review', guarded('c.name')],
  ['review_started_at', instant('c.started_at')],
  ['review_due_at', instant('c.due_at')],
  ['review_closed_at', instant('c.closed_at')],
  ['outcome', plain(`case when r.outcome = 'open' and c.closed_at is not null then 'unanswered' else r.outcome end`)],
  ['answer', plain('r.answer')],
  ['says', guarded('r.says')],
  ['answered_at', instant('r.answered_at')],
  ['answered_by', guarded('r.answered_by')],
  ['in_owners_name', yesNo('r.on_behalf')],
  ['verdict_when_begun', plain('r.verdict')],
  ['verdict_when_answered', plain('r.answered_verdict')],
]
