import { facets, type Facet, type TokenSearch } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'

const { sql, join, raw } = Prisma
type Sql = Prisma.Sql

/** The column behind each facet; a caller's word never becomes SQL, it only picks from here. */
export const facetColumn: Readonly<Record<Facet, Sql>> = {
  verdict: raw('t.verdict'),
  reason: raw('t.reason'),
  state: raw('t.state'),
  provider: raw('t.provider'),
  kind: raw('t.kind'),
  binding: raw('t.binding'),
  owner: raw('t.owner_id'),
  workload: raw('t.workload_id'),
  source: raw('t.source_id'),
  exposure: raw('t.exposure'),
  agent: raw('t.agent'),
}

const isId: ReadonlySet<Facet> = new Set(['owner', 'workload', 'source'])

/** What a viewer may see of `token t`: for an owner, part of the query itself. */
export function inScope(scope: Scope): Sql {
  if (scope.all) return sql`true`
  return scope.ownerIds.length === 0 ? sql`false` : sql`t.owner_id in (${join(scope.ownerIds.map((id) => sql`${id}::uuid`))})`
}

/** Everything a search asks of `token t`, within the scope; `except` leaves one facet's own filter out, for its counts. */
export function tokenFilter(scope: Scope, { text, filters }: Pick<TokenSearch, 'text' | 'filters'>, except?: Facet): Sql {
  const parts = [inScope(scope)]
  for (const facet of facets) {
    const values = filters[facet]
    if (values && facet !== except) parts.push(anyOf(facet, values))
  }
  if (text) {
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
    parts.push(sql`(t.name ilike ${pattern} or t.display_id ilike ${pattern} or t.external_id ilike ${pattern})`)
  }
  return join(parts, ' and ')
}

function anyOf(facet: Facet, values: readonly string[]): Sql {
  const column = facetColumn[facet]
  if (values.length === 0) return sql`false`
  // Nearly every list is of live tokens. Said as a constant, a plan made once for all values knows how many those are.
  if (facet === 'state' && values.length === 1 && values[0] === 'live') return sql`t.state = 'live'`
  if (!isId.has(facet)) return sql`${column} in (${join([...values])})`
  const ids = values.filter((value) => value !== 'none')
  const named = ids.length > 0 ? [sql`${column} in (${join(ids.map((id) => sql`${id}::uuid`))})`] : []
  return sql`(${join(ids.length < values.length ? [...named, sql`${column} is null`] : named, ' or ')})`
}
