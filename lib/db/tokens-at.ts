import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'
import { inScope } from './token-filter.ts'

const { sql, raw } = Prisma
type Sql = Prisma.Sql

const fact = (name: string) => raw(`(h.facts #>> '{facts,${name}}')`)

/**
 * The tokens as they are, or as they were at an instant that is past: what to read `from`, as `t`, with the columns that reports and the
 * filters they take speak of. By when to act was not kept: it is -infinity. The past is the last row that the history kept of each token by then; whose it is now decides who may read it.
 */
export function tokensAt(scope: Scope, asOf: Date | null): Sql {
  if (!asOf) return sql`token t`
  const owned = inScope(scope)
  return sql`(select t.id, t.source_id, t.external_id, t.provider, t.kind, t.first_seen_at, '-infinity'::timestamptz as due_at,
      coalesce(h.facts #>> '{sighting,name}', t.name) as name, coalesce(h.facts #>> '{sighting,displayId}', t.external_id) as display_id,
      h.state, h.verdict, h.risk, h.base, h.reasons[1] as reason, h.reasons, h.owner_id, h.workload_id, h.model, coalesce(h.vector, '') as vector, h.at as scored_at,
      ${fact('binding')} as binding, ${fact('exposure')} as exposure, ${fact('agent')} as agent,
      case when ${fact('sensitivity')} ~ '^[0-4]$' then ${fact('sensitivity')}::smallint end as sensitivity,
      substring(h.vector from '/S:([1-6])')::smallint as level, substring(h.vector from '/S:[1-6][.]([1-4])')::smallint as reach,
      case when ${fact('thirdParty')} = 'true' then coalesce(h.facts #>> '{sighting,thirdParty}', 'yes') end as third_party
    from token t cross join lateral (select * from token_history p where p.token_id = t.id and p.at <= ${asOf}::timestamptz order by p.at desc, p.cause desc limit 1) h
    where ${owned}) t`
}
