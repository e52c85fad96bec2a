import { mappingVersion } from '../model/frameworks/all.ts'
import { closedStages } from '../model/plan.ts'
import type { Framework } from '../model/requirement.ts'
import type { TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'
import { plansAt } from './plans-at.ts'
import { guarded, instant, keptInstant, plain, selectList, type Columns } from './report-cells.ts'
import { exceptedAt, outcomeSql, type JudgedColumns } from './requirement-sql.ts'
import { tokenFilter } from './token-filter.ts'
import { tokensAt } from './tokens-at.ts'

const { sql, join, raw, empty } = Prisma

/** What every row about a token begins with, over `t`, `s`, `o` and `w`. */
export const tokenColumns: Columns = [
  ['token_id', plain('t.id')],
  ['external_id', guarded('t.external_id')],
  ['display_id', guarded('t.display_id')],
  ['name', guarded('t.name')],
  ['kind', guarded('t.kind')],
  ['provider', plain('t.provider')],
  ['source', guarded('s.name')],
  ['owner', guarded('o.name')],
  ['owner_email', guarded('o.email')],
  ['workload', guarded('w.name')],
]

export const judgementColumns: Columns = [
  ['state', plain('t.state')],
  ['verdict', plain('t.verdict')],
  ['reason', plain('t.reason')],
  ['risk', plain('t.risk')],
]

/** The sources, owners and workloads beside `t`. */
export const besideTokens = raw(
  `join source s on s.id = t.source_id left join owner o on o.id = t.owner_id left join workload w on w.id = t.workload_id`,
)

/** The open plan of `t`, where there is one; or the one that was open at an instant that is past, over what goes before the select in `plansAt`. */
export function openPlanAt(asOf: Date | null): Prisma.Sql {
  const { plans, members } = plansAt(asOf)
  return asOf
    ? sql`left join (select distinct on (m.token_id) m.token_id, p.id, p.stage, p.due_at from ${members} join ${plans} on p.id = m.plan_id
        where p.stage not in (${join([...closedStages])}) order by m.token_id, m.added_at desc) plan on plan.token_id = t.id`
    : raw(`left join lateral (select p.id, p.stage, p.due_at from plan_token m join plan p on p.id = m.plan_id where m.token_id = t.id and m.open limit 1) plan on true`)
} // prettier-ignore

/** What to do about a row, and how that stands: `remedy` is the text of its deciding reason. */
const remediation: Columns = [
  ['remediation', plain(`case when r.outcome in ('fails', 'excepted') then remedy.text when r.outcome = 'unknown' then 'Find out what is not reported.' end`)],
  ['status', plain(`case when r.outcome in ('meets', 'not-applicable') then 'nothing to do' when r.outcome = 'excepted' then 'accepted for a time'
    when plan.id is not null then 'planned: ' || plan.stage else 'open' end`)],
  ['exception_until', instant('x.until')],
  ['plan_id', plain('plan.id')],
  ['plan_due_at', instant('plan.due_at')],
  ['act_by', keptInstant('t.due_at')],
] // prettier-ignore

/** A row for each token of a search and each requirement of a framework that is tested on tokens, as they are or were at an instant. */
export function frameworkRows(
  scope: Scope,
  framework: Framework,
  { search, asOf }: { search: TokenConditions; asOf: Date | null },
  now: Date,
  remedies: Readonly<Record<string, string>>,
): Prisma.Sql {
  const at = asOf ?? now
  const token: JudgedColumns = { vector: raw('t.vector'), kind: raw('t.kind'), retired: raw(`t.verdict = 'retired'`), excepted: raw('x.token_id is not null') } // prettier-ignore
  const asked = framework.requirements.flatMap((requirement, position) =>
    requirement.rule ? [{ ...requirement, rule: requirement.rule, position: raw(String(position)) }] : [],
  )
  const columns: Columns = [
    ['framework', sql`${framework.name}::text`],
    ['requirement', plain('r.id')],
    ['article_id', plain('r.article')],
    ['title', plain('r.title')],
    ['evidence', plain('r.evidence')],
    // Nothing fails what it only maps to, and what an auditor attests nothing meets either.
    [
      'outcome',
      plain(`case when r.outcome = 'fails' and r.evidence = 'maps-to' then 'speaks-against' when r.evidence <> 'evidence-for' then r.outcome
      when r.outcome = 'meets' then 'evidence-for' when r.outcome = 'fails' then 'evidence-against' else r.outcome end`),
    ],
    ...tokenColumns,
    ...judgementColumns,
    ...remediation,
    ['first_seen_at', instant('t.first_seen_at')],
    ['scored_at', instant('t.scored_at')],
    ['model', plain('t.model')],
    ['mapping', sql`${mappingVersion}::text`],
    ['as_of', sql`${at.toISOString()}::text`],
  ]
  const asks = asked.map(
    ({ id, article, title, evidence, rule, position }) =>
      sql`(${position}, ${id}::text, ${article ?? ''}::text, ${title}::text, ${evidence}::text, ${outcomeSql(rule, token)})`,
  )
  const { before } = plansAt(asOf)
  return sql`with ${asOf ? sql`${before},` : empty} x as materialized (select token_id, max(ends_at) as until from (${exceptedAt(at)}) e group by token_id),
      remedy as materialized (select key as reason, value as text from jsonb_each_text(${JSON.stringify(remedies)}::jsonb))
    select ${selectList(columns)} from ${tokensAt(scope, asOf)} ${besideTokens} left join x on x.token_id = t.id ${openPlanAt(asOf)}
    left join remedy on remedy.reason = t.reason
    cross join lateral (values ${join(asks)}) r(position, id, article, title, evidence, outcome)
    where ${tokenFilter(scope, search, at)} order by t.id, r.position`
}
