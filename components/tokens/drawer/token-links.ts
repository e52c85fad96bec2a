import { writeTokenList, type TokenList } from '@/lib/model/token-list.ts'
import { writeCursor } from '@/lib/model/token-cursor.ts'

type Listed = Omit<TokenList, 'modified'>

/** The address of a list as it stands, its page included, with another drawer open or none. */
export function listQuery(list: Listed, token: string | null): URLSearchParams {
  const query = writeTokenList({ ...list, token })
  const { from } = list.search
  if (from) query.set(from.side, writeCursor(list.search, from.cursor))
  return query
}

/** The inventory with a token's drawer open beside it, or with none. */
export function drawerHref(list: Listed, token: string | null): string {
  const query = listQuery(list, token)
  return query.size > 0 ? `/tokens?${query}` : '/tokens'
}

/** A token's own page, which carries the list it was opened from, so that previous, next and back stay in it. */
export function tokenHref(id: string, list: Listed): string {
  const query = listQuery(list, null)
  return query.size > 0 ? `/tokens/${id}?${new URLSearchParams({ in: String(query) })}` : `/tokens/${id}`
}
