import { writeCursor, type Cursor } from '@/lib/model/token-cursor.ts'
import type { Facet, Sort } from '@/lib/model/token-facet.ts'
import { writeTokenSearch, type TokenSearch } from '@/lib/model/token-search.ts'

type Search = Omit<TokenSearch, 'from'>

/** The inventory's address for a search, from its first page. */
export function hrefOf(search: Search): string {
  const query = writeTokenSearch(search)
  return query.size > 0 ? `/tokens?${query}` : '/tokens'
}

/** The same search with some facets set anew; undefined takes one away. */
export function hrefWith(search: Search, changed: Partial<Record<Facet, readonly string[] | undefined>>): string {
  const filters = Object.fromEntries(Object.entries({ ...search.filters, ...changed }).filter(([, values]) => values !== undefined))
  return hrefOf({ ...search, filters })
}

/** The list in another order; asked for the order it is already in, the other way round. */
export function hrefSorted(search: Search, sort: Sort): string {
  return hrefOf({ ...search, sort, reversed: search.sort === sort ? !search.reversed : false })
}

/** The page on one side of an edge. */
export function hrefPaged(search: Search, side: 'after' | 'before', cursor: Cursor): string {
  const query = writeTokenSearch(search)
  query.set(side, writeCursor(search, cursor))
  return `/tokens?${query}`
}
