import { namesPerPage, type NameSearch } from '../model/name-search.ts'
import { containing } from './containing.ts'

/** One page of a list by name, and how many there are in all. */
export type NamePage<Row> = { rows: readonly Row[]; total: number }

/** The values for `$1` (a LIKE pattern, or null for everything), `$2` (limit) and `$3` (offset). */
export function nameValues({ text, page }: NameSearch): [pattern: string | null, limit: number, offset: number] {
  const pattern = text === null ? null : containing(text)
  return [pattern, namesPerPage, (page - 1) * namesPerPage]
}
