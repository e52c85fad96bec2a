import { CallError } from '../http/call-error.ts'
import { nextLink, stayingAt } from '../http/pages.ts'
import type { Answer } from './api.ts'

/** What a page of a listing is, to whoever looks for the next: the address that was asked, the answer, and how many rows it had. */
export type PageAsked = { url: URL; answer: Answer; rows: number; call: string }

/** The whole address of the next page, or null at the end. Throws CallError where the answer cannot be one of this listing. */
export type Next = (page: PageAsked) => string | null

/** For a listing that comes whole in one answer. */
export const onePage: Next = () => null

/** By the `Link` header (RFC 8288). */
export const byLink: Next = ({ url, answer, call }) => {
  const link = answer.headers.link
  return nextLink(link === undefined ? null : String(link), url, call)
}

/** By an address in the answer: "@odata.nextLink", "links.next". It has to stay at the same origin. */
export function byAddress(field: string): Next {
  return ({ url, answer, call }) => {
    const said = textAt(answer.data, field, call)
    return said === null ? null : stayingAt(url, said, call)
  }
}

/** By a cursor in the answer ("nextPageToken", "meta.next_cursor") that the next question takes along as `param`. `while`: only as long as this field is true. */
export function byCursor({ field, param, while: more }: { field: string; param: string; while?: string }): Next {
  return ({ url, answer, call }) => {
    if (more !== undefined && valueAt(answer.data, more) !== true) return null
    const cursor = textAt(answer.data, field, call)
    if (cursor !== null) return withParam(url, param, cursor)
    if (more === undefined) return null
    throw new CallError('provider', `${call} says that there is more, and not where.`, { call, why: 'inconsistent' })
  }
}

/** By counting pages: on to the next as long as a page is full. `first`: the number of the first page. */
export function byNumber({ param, size, first = 1 }: { param: string; size: number; first?: number }): Next {
  return ({ url, rows }) => (rows < size ? null : withParam(url, param, String(Number(url.searchParams.get(param) ?? first) + 1)))
}

/** By counting rows: on as long as a page is full. */
export function byOffset({ param, size }: { param: string; size: number }): Next {
  return ({ url, rows }) => (rows < size ? null : withParam(url, param, String(Number(url.searchParams.get(param) ?? 0) + rows)))
}

function withParam(url: URL, name: string, value: string): string {
  const next = new URL(url)
  next.searchParams.set(name, value)
  return next.href
}

/** A field by its path: "meta.page.after". A name that itself holds a dot is tried first ("@odata.nextLink"). */
export function valueAt(data: unknown, path: string): unknown {
  if (typeof data !== 'object' || data === null) return undefined
  if (Object.hasOwn(data, path)) return (data as Record<string, unknown>)[path]
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0 || !Object.hasOwn(data, first)) return undefined
  return valueAt((data as Record<string, unknown>)[first], rest.join('.'))
}

function textAt(data: unknown, path: string, call: string): string | null {
  const value = valueAt(data, path)
  if (value === undefined || value === null || value === '') return null
  if ((typeof value === 'string' && value.length <= 4_000) || typeof value === 'number' || typeof value === 'bigint') return String(value)
  throw new CallError('provider', `${call} names its next page in a way that cannot be read.`, { call, why: 'malformed' })
}
