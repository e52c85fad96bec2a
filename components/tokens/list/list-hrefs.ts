import { writeTokenList, type TokenList } from '@/lib/model/token-list.ts'
import { writeCursor, type Cursor } from '@/lib/model/token-cursor.ts'
import { sorts, type Facet, type Sort } from '@/lib/model/token-facet.ts'
import { narrowingsOf, without, writeTokenSearch, type Narrowing } from '@/lib/model/token-search.ts'

/** A list as its links need it. Where no drawer is kept open, which is the rule, `token` is left out. */
export type Listed = Omit<TokenList, 'modified' | 'token'> & { token?: string | null }

/** A list's address, from its first page. */
export function hrefOfList(list: Listed): string {
  const query = writeTokenList({ ...list, token: list.token ?? null })
  return query.size > 0 ? `/tokens?${query}` : '/tokens'
}

/** The list in another order; asked for the order it is already in, the other way round. */
export function hrefSorted(list: Listed, sort: Sort): string {
  const reversed = list.search.sort === sort ? !list.search.reversed : false
  return hrefOfList({ ...list, search: { ...list.search, sort, reversed, from: null } })
}

/** The list with one facet set anew. */
export function hrefFiltered(list: Listed, facet: Facet, values: readonly string[]): string {
  return hrefOfList({ ...list, search: { ...list.search, filters: { ...list.search.filters, [facet]: values }, from: null } })
}

/** The list without one of the things that narrow it. */
export function hrefWithout(list: Listed, narrowing: Narrowing): string {
  return hrefOfList({ ...list, search: without(list.search, narrowing) })
}

/** The list with nothing that narrows it but that its tokens are live. */
export function hrefCleared(list: Listed): string {
  const { search } = list
  const whole = narrowingsOf(search).reduce((rest, narrowing) => without(rest, narrowing), search)
  return hrefOfList({ ...list, search: { ...whole, filters: { state: ['live'] }, from: null } })
}

/** A group opened: the list filtered to it, and no longer gathered. */
export function hrefOfGroup(list: Listed, value: string): string {
  return list.group === null ? hrefOfList(list) : hrefFiltered({ ...list, group: null }, list.group, [value])
}

/** What a list is narrowed by, without order and place: what a selection is made of, and known by. */
export function narrowedBy(search: Listed['search']): string {
  return String(writeTokenSearch({ ...search, sort: 'queue', reversed: false, limit: 50 }))
}

/** The same of the list that a group opens as. */
export function groupNarrowedBy({ search, group }: Listed, value: string): string {
  return narrowedBy(group === null ? search : { ...search, filters: { ...search.filters, [group]: [value] } })
}

/** The page on one side of an edge. */
export function hrefPaged(list: Listed, side: 'after' | 'before', cursor: Cursor): string {
  const query = writeTokenList({ ...list, token: null })
  query.set(side, writeCursor(list.search, cursor))
  return `/tokens?${query}`
}

/** The way a sort runs: downwards for the largest first. */
export function runsDown(sort: Sort, reversed: boolean): boolean {
  return (sorts[sort].runs === 'down') !== reversed
}
