import type { FacetValue } from '../model/token-row.ts'
import type { Facet } from '../model/token-facet.ts'
import type { TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { containing } from './containing.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'
import { facetColumn, tokenFilter } from './token-filter.ts'

const { sql, raw } = Prisma

const mostValues = 20

/** The facets that have too many values for a menu, and the tables of their names. */
export const searchedFacets = ['owner', 'workload', 'source', 'kind', 'provider'] as const satisfies readonly Facet[]
export type SearchedFacet = (typeof searchedFacets)[number]

/**
 * The values of a facet whose name has this text in it, most tokens first, at most twenty, with how many tokens of the search
 * have each: within the scope, so that a name nobody's token has is not told. The facet's own filter does not narrow it.
 */
export async function findFacetValues(
  db: Db,
  scope: Scope,
  search: TokenConditions,
  now: Date,
  facet: SearchedFacet,
  match: string,
): Promise<FacetValue[]> {
  const term = match.trim()
  const column = facetColumn[facet]
  // A kind and a provider are their own names.
  const own = facet === 'kind' || facet === 'provider'
  const names = own ? sql`` : sql`left join ${raw(facet)} named on named.id = ${column}`
  const name = own ? column : raw(`coalesce(named.name, 'none')`)
  const having = term === '' ? sql`` : sql`and ${name} ilike ${containing(term)}`
  const { text, values } = sql`
    select coalesce(${column}::text, 'none') as value, ${own ? sql`null::text` : sql`max(named.name)`} as name, count(*)::int as count
    from token t ${names} where ${tokenFilter(scope, search, now, facet)} ${having}
    group by ${column} order by 3 desc, 2, 1 limit ${raw(String(mostValues))}`
  return (await scoped(db, scope, (reader) => reader.query<FacetValue>({ text, values }))).rows
}
