import { rowsPerPage, type DirectorySearch, type PageEdge } from '../model/directory-search.ts'
import { containing } from './containing.ts'

/** One page of a list by name: its rows, how many match in all, and the edges of the pages beside it. */
export type DirectoryPage<Row> = { rows: readonly Row[]; total: number; before: number; previous: PageEdge | null; next: PageEdge | null }

/** A LIKE pattern for a part of a text; null for everything. */
export function patternOf({ text }: Pick<DirectorySearch, 'text'>): string | null {
  return text === null ? null : containing(text)
}

/**
 * The condition and order of a page over (name, id), for `$2` name, `$3` id and `$4` limit: one row more than a page, to know
 * whether there is another.
 */
export function pageClause({ from }: Pick<DirectorySearch, 'from'>): { sql: string; values: [string | null, string | null, number] } {
  const backwards = from?.side === 'before'
  const edge = `($2::text is null or (name, id) ${backwards ? '<' : '>'} ($2::text, $3::uuid))`
  const order = backwards ? 'order by name desc, id desc' : 'order by name, id'
  return { sql: `${edge} ${order} limit $4`, values: [from?.name ?? null, from?.id ?? null, rowsPerPage + 1] }
}

/** Cuts the row too many and finds the edges. Rows come in the order of the names, whichever way they were read. */
export function pageOf<Row extends { id: string; name: string }>(
  found: readonly Row[],
  { from }: Pick<DirectorySearch, 'from'>,
  total: number,
): DirectoryPage<Row> {
  const backwards = from?.side === 'before'
  const more = found.length > rowsPerPage
  const rows = backwards ? found.slice(more ? 1 : 0) : found.slice(0, rowsPerPage)
  const [first, last] = [rows[0], rows.at(-1)]
  const before = backwards ? (more ? Math.max(0, from.before - rows.length) : 0) : (from?.before ?? 0)
  const hasPrevious = backwards ? more : from !== null
  const hasNext = backwards ? true : more
  return {
    rows,
    total,
    before,
    previous: hasPrevious && first ? { side: 'before', name: first.name, id: first.id, before } : null,
    next: hasNext && last ? { side: 'after', name: last.name, id: last.id, before: before + rows.length } : null,
  }
}
