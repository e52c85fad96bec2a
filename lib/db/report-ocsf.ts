import { mappingVersion } from '../model/frameworks/all.ts'
import type { TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'
import { besideTokens } from './report-framework.ts'
import { exceptedAt } from './requirement-sql.ts'
import { tokenFilter } from './token-filter.ts'
import { tokensAt } from './tokens-at.ts'

const { sql, raw } = Prisma

/** What a finding says of a reason: its words, and OCSF's severity (1 informational … 5 critical). */
export type Finding = { says: string; remedy: string; severity: 1 | 2 | 3 | 4 | 5 }

const millis = (at: string) => raw(`case when isfinite(${at}) then (extract(epoch from ${at}) * 1000)::bigint end`)

/**
 * A line of JSON a token: an IAM Analysis Finding (class 2008) of OCSF 1.6.0, which `lib/reports/testing` has the schema of. Postgres writes
 * it, so that it streams as every report does. What is no longer live is a finding that is closed, what an exception covers one that is suppressed.
 */
export function ocsfLines(
  scope: Scope,
  { search, asOf }: { search: TokenConditions; asOf: Date | null },
  now: Date,
  findings: Readonly<Record<string, Finding>>,
): Prisma.Sql {
  const at = asOf ?? now
  // The history keeps what a report needs and not each use.
  const used = asOf ? raw('null::bigint') : millis('t.last_used_at')
  return sql`with x as materialized (select distinct token_id from (${exceptedAt(at)}) e),
      f as materialized (select key as reason, value ->> 'says' as says, value ->> 'remedy' as remedy, (value ->> 'severity')::int as severity
        from jsonb_each(${JSON.stringify(findings)}::jsonb))
    select jsonb_strip_nulls(jsonb_build_object(
      'category_uid', 2, 'category_name', 'Findings', 'class_uid', 2008, 'class_name', 'IAM Analysis Finding',
      'activity_id', case when t.verdict = 'retired' then 3 else 1 end, 'type_uid', case when t.verdict = 'retired' then 200803 else 200801 end,
      'severity_id', f.severity, 'status_id', case when t.verdict = 'retired' then 4 when x.token_id is not null then 3 else 1 end,
      'time', ${millis('t.scored_at')}, 'message', t.name || ': ' || f.says,
      'metadata', jsonb_build_object('version', '1.6.0', 'uid', t.id || '@' || to_char(t.scored_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'product', jsonb_build_object('name', 'Standdown', 'vendor_name', 'Standdown')),
      'finding_info', jsonb_build_object('uid', t.id, 'title', f.says, 'desc', f.remedy, 'types', jsonb_build_array(t.verdict),
        'first_seen_time', ${millis('t.first_seen_at')}, 'analytic', jsonb_build_object('type_id', 1, 'type', 'Rule', 'uid', t.reason, 'name', f.says, 'version', t.model)),
      'user', jsonb_build_object('uid', t.external_id, 'name', t.name, 'type_id', 99, 'type', t.kind),
      'identity_activity_metrics', jsonb_build_object('first_seen_time', ${millis('t.first_seen_at')}, 'last_authentication_time', ${used},
        'programmatic_credentials', jsonb_build_array(jsonb_build_object('uid', t.display_id, 'type', t.kind, 'last_used_time', ${used}))),
      'remediation', jsonb_build_object('desc', f.remedy),
      'unmapped', jsonb_build_object('state', t.state, 'verdict', t.verdict, 'reasons', t.reasons, 'risk', t.risk, 'vector', t.vector, 'source', s.name,
        'owner', o.name, 'workload', w.name, 'mapping', ${mappingVersion}::text)))::text as event
    from ${tokensAt(scope, asOf)} ${besideTokens} join f on f.reason = t.reason left join x on x.token_id = t.id
    where ${tokenFilter(scope, search, at)} order by t.id`
}
