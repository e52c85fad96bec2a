import type { RawQuery } from './token-search.ts'

/** What a list of named things is asked for: a part of a name, and which page of 50. */
export type NameSearch = { text: string | null; page: number }

export const namesPerPage = 50

const longestText = 200
const lastPage = 10_000

/** Reads `q` and `page` of an address. What the database cannot hold is left out, and the search box shows what is left. */
export function readNameSearch(query: RawQuery): NameSearch {
  const text = single(query.q).toWellFormed().replace(/\p{Cc}/gu, '').trim().slice(0, longestText) // prettier-ignore
  const asked = single(query.page)
  const page = /^[1-9]\d{0,4}$/.test(asked) ? Math.min(Number(asked), lastPage) : 1
  return { text: text || null, page }
}

/** The address of a page of such a list. */
export function nameSearchHref(path: string, { text, page }: NameSearch, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...(text && { q: text }), ...(page > 1 && { page: String(page) }), ...more })
  return query.size > 0 ? `${path}?${query}` : path
}

function single(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}
