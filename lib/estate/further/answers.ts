import { createHash, timingSafeEqual } from 'node:crypto'
import type { Answer } from '../answer.ts'
import type { Asked } from './provider.ts'

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

/** The bearer that came along, or null. */
export function bearer({ headers }: Asked): string | null {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? null
}

export function isSame(one: string | null | undefined, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return one !== null && one !== undefined && timingSafeEqual(digest(one), digest(other))
}

/** What came as JSON; null where it is none. */
export function bodyOf({ body }: Asked): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** One page of rows after a cursor, as lists with `after`, `limit` and `has_more` have it. */
export function pageAfter<Row>(rows: readonly Row[], idOf: (row: Row) => string, query: URLSearchParams, most = 100) {
  const limit = Math.min(most, Math.max(1, Number(query.get('limit') ?? 20) || 20))
  const after = query.get('after')
  const from = after === null ? 0 : rows.findIndex((row) => idOf(row) === after) + 1
  const page = rows.slice(from, from + limit)
  return { page, more: from + limit < rows.length }
}

/** One page of rows by its number, as lists with `page` and `per_page` have it, with what is said beside it. */
export function pageNumbered<Row>(
  rows: readonly Row[],
  query: URLSearchParams,
  { size, least, most }: { size: number; least: number; most: number },
) {
  const per = Math.min(most, Math.max(least, Number(query.get('per_page') ?? size) || size))
  const number = Math.max(1, Number(query.get('page') ?? 1) || 1)
  const page = rows.slice((number - 1) * per, number * per)
  return { page, per_page: per, count: page.length, total_count: rows.length, total_pages: Math.ceil(rows.length / per) }
}
