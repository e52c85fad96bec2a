import { isId } from './is-id.ts'
import type { RawQuery } from './token-search.ts'

/** What a list of the directory is asked for: part of a name, one of its kinds, and where its page begins. */
export type DirectorySearch<Show extends string = string> = {
  text: string | null
  show: Show | null
  from: PageEdge | null
}

/** The row beside a page, and how many rows lie before that page. */
export type PageEdge = { side: 'after' | 'before'; name: string; id: string; before: number }

export const rowsPerPage = 50

const longestText = 200

/** Reads `q`, `show` and `after` or `before` of an address. What cannot be used is left out, and the page shows what is left. */
export function readDirectorySearch<Show extends string>(query: RawQuery, shows: readonly Show[]): DirectorySearch<Show> {
  const text = single(query.q).toWellFormed().replace(/\p{Cc}/gu, '').trim().slice(0, longestText) // prettier-ignore
  const show = shows.find((one) => one === single(query.show)) ?? null
  const from = edgeOf('after', single(query.after)) ?? edgeOf('before', single(query.before))
  return { text: text || null, show, from }
}

/** The address of a list; without `from`, of its first page. */
export function directoryHref(path: string, { text, show, from }: DirectorySearch, more: Readonly<Record<string, string>> = {}): string {
  const edge = from ? { [from.side]: written(from) } : {}
  const query = new URLSearchParams({ ...(text && { q: text }), ...(show && { show }), ...edge, ...more })
  return query.size > 0 ? `${path}?${query}` : path
}

/** Nothing is guarded by it: a forged one only begins the list elsewhere. */
function written({ name, id, before }: PageEdge): string {
  return Buffer.from(JSON.stringify([name, id, before])).toString('base64url')
}

function edgeOf(side: PageEdge['side'], said: string): PageEdge | null {
  if (!said || said.length > 8_192) return null
  try {
    const [name, id, before] = JSON.parse(Buffer.from(said, 'base64url').toString('utf8')) as unknown[]
    if (typeof name !== 'string' || !name.isWellFormed() || name.includes('\0')) return null
    if (!isId(id) || !Number.isSafeInteger(before) || Number(before) < 0) return null
    return { side, name, id, before: Number(before) }
  } catch {
    return null // not ours
  }
}

function single(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}
