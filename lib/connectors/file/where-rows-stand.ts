import { valueAt } from '../rest/paging.ts'
import { isObject } from './is-object.ts'
import type { Within } from './read-rows.ts'

/** Where tools say that there is another page, as the field that holds its address, its token or yes. */
const mores = [
  'next', 'links.next', 'urls.next', 'paging.next', 'pagination.next', 'meta.next', 'next_page', 'nextPage', 'next_page_token',
  'nextPageToken', 'next_cursor', 'nextCursor', 'nextLink', '@odata.nextLink', 'has_more', 'hasMore', 'links.next.href', '_links.next.href',
] // prettier-ignore
const mostDepth = 3

/** Where the rows of a JSON file stand that is no list itself, the longest list of objects, and what says that they are not all. */
export function whereRowsStand(file: unknown): Within {
  if (!isObject(file)) return {}
  const lists = listsIn(file, '', 1).toSorted((one, other) => other.length - one.length)
  const list = lists[0]?.path
  const there = mores.filter((path) => path !== list && valueAt(file, path) !== undefined)
  const more = there.find((path) => isSet(valueAt(file, path))) ?? there[0]
  return { ...(list !== undefined && { list }), ...(more !== undefined && { more }) }
}

function listsIn(value: Record<string, unknown>, before: string, depth: number): { path: string; length: number }[] {
  return Object.entries(value).flatMap(([name, one]) => {
    if (name.includes('.')) return []
    const path = `${before}${name}`
    if (Array.isArray(one)) return one.some(isObject) ? [{ path, length: one.length }] : []
    return isObject(one) && depth < mostDepth ? listsIn(one, `${path}.`, depth + 1) : []
  })
}

const isSet = (value: unknown) => value !== undefined && value !== null && value !== '' && value !== false
