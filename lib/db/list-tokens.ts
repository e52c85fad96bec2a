import { createHash } from 'node:crypto'
import type { TokenRow } from '../model/token-row.ts'
import type { Cursor } from '../model/token-cursor.ts'
import { sorts, type Sort } from '../model/token-facet.ts'
import { narrowingsOf, type TokenSearch } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'
import { tokenFilter } from './token-filter.ts'
import { wireColumns, unpacked, type Wire, type WiredRow } from './token-wire.ts'

const { sql, raw } = Prisma
type Sql = Prisma.Sql

export type TokenPage = { rows: readonly TokenRow[]; before: number; previous: Cursor | null; next: Cursor | null }

// Each has an index with the id behind it, and no nulls, so that a row comparison finds its place at any depth.
// By risk, and of one risk by the nearest date, in one number: its index is of this very expression (migration risk_then_date).
const riskThenDate = raw(
  `(t.risk::int * 20000000 + 19999999 - floor(extract(epoch from greatest(least(t.due_at, '2058-01-01 00:00:00+00'::timestamptz), '2020-01-01 00:00:00+00'::timestamptz) - '2020-01-01 00:00:00+00'::timestamptz) / 60)::int)`,
)

const sortColumn: Readonly<Record<Sort, Sql>> = {
  queue: raw('t.queue_key'),
  risk: riskThenDate,
  due: raw('t.due_at'),
  used: raw('t.last_used_at'),
  expires: raw('t.expires_at'),
  age: raw(`coalesce(t.issued_at, '-infinity'::timestamptz)`),
  name: raw('t.name'),
}

const sortCast: Readonly<Record<(typeof sorts)[Sort]['of'], Sql>> = {
  number: raw('::int'),
  instant: raw('::timestamptz'),
  text: raw('::text'),
}

/** The order a search asks for, over `token t`, or the same read backwards. */
export function tokenOrder({ sort, reversed }: Pick<TokenSearch, 'sort' | 'reversed'>, back = false): Sql {
  const direction = ((sorts[sort].runs === 'down') !== reversed) !== back ? raw('desc') : raw('asc')
  return sql`${sortColumn[sort]} ${direction}, t.id ${direction}`
}

/** Whatever comes after a row in that order, or before it where it is read backwards. */
export function beyond(
  { sort, reversed }: Pick<TokenSearch, 'sort' | 'reversed'>,
  { value, id }: Pick<Cursor, 'value' | 'id'>,
  back = false,
): Sql {
  const { of, runs } = sorts[sort]
  const down = ((runs === 'down') !== reversed) !== back
  return sql`(${sortColumn[sort]}, t.id) ${down ? sql`<` : sql`>`} (${value}${sortCast[of]}, ${id}::uuid)`
}

/** The same beside a row of `token here`. */
export function beside({ sort, reversed }: Pick<TokenSearch, 'sort' | 'reversed'>, back: boolean): Sql {
  const down = ((sorts[sort].runs === 'down') !== reversed) !== back
  const place = raw(sortColumn[sort].sql.replaceAll('t.', 'here.'))
  return sql`(${sortColumn[sort]}, t.id) ${down ? sql`<` : sql`>`} (${place}, here.id)`
}

/** What a row has in the order's place, as a cursor carries it. */
export function edgeOf(sort: Sort, row: WiredRow): string | number {
  switch (sort) {
    case 'queue':
      return row.queueKey
    case 'risk':
      return riskThenDateOf(row)
    case 'due':
      return row.dueAt?.toISOString() ?? 'infinity'
    case 'used':
      return row.lastUsedAt?.toISOString() ?? '-infinity'
    case 'expires':
      return row.expiresAt?.toISOString() ?? 'infinity'
    case 'age':
      return row.issuedAt?.toISOString() ?? '-infinity'
    case 'name':
      return row.name
  }
}

const [earliest, latest] = [Date.parse('2020-01-01T00:00:00Z'), Date.parse('2058-01-01T00:00:00Z')]

/** The same number as the database makes of a row. */
function riskThenDateOf({ risk, dueAt }: Pick<WiredRow, 'risk' | 'dueAt'>): number {
  const due = Math.max(earliest, Math.min(latest, dueAt?.getTime() ?? latest))
  return risk * 20_000_000 + 19_999_999 - Math.floor((due - earliest) / 60_000)
}

/**
 * One page of the inventory, within the scope. The page is found by its edge's sort value and id, not by counting rows
 * away, so that page 10,000 costs what page 1 costs.
 */
export async function listTokens(db: Db, scope: Scope, search: TokenSearch, now: Date): Promise<TokenPage> {
  const { rows, more } = await readRows(db, scope, search, now)
  const back = search.from?.side === 'before'
  const stated = search.from?.cursor.before ?? 0
  const before = back ? (more ? Math.max(0, stated - rows.length) : 0) : stated
  const first = rows.at(0)
  const last = rows.at(-1)
  const hasPrevious = back ? more : search.from !== null
  const hasNext = back ? true : more
  return {
    rows: rows.map(({ queueKey: _, ...row }) => row),
    before,
    previous: hasPrevious && first ? { value: edgeOf(search.sort, first), id: first.id, before } : null,
    next: hasNext && last ? { value: edgeOf(search.sort, last), id: last.id, before: before + rows.length } : null,
  }
}

/**
 * Whether the statement may be kept prepared, which saves a third of its time: from its sixth run it is planned without
 * looking at the values. That is safe where an index gives the rows in order whatever the values are, and would cost
 * seconds for a search term or a rare kind. One value each, so that a connection keeps a few dozen statements at most.
 */
function isPlannedOnce(scope: Scope, search: TokenSearch): boolean {
  if (!scope.all && scope.ownerIds.length > 5) return false
  return narrowingsOf(search).every((narrowing) => {
    if (narrowing === 'improvable') return search.filters.improvable?.length === 1
    return (narrowing === 'verdict' || narrowing === 'owner') && search.filters[narrowing]?.length === 1
  })
}

async function readRows(db: Db, scope: Scope, search: TokenSearch, now: Date): Promise<{ rows: WiredRow[]; more: boolean }> {
  // A page before an edge is read backwards and turned round.
  const back = search.from?.side === 'before'
  const edge = search.from ? sql`and ${beyond(search, search.from.cursor, back)}` : sql``
  const { text, values } = sql`
    select ${wireColumns} where ${tokenFilter(scope, search, now)} ${edge}
    order by ${tokenOrder(search, back)} limit ${raw(String(search.limit + 1))}`
  const name = isPlannedOnce(scope, search) ? `tokens ${createHash('sha1').update(text).digest('base64')}` : undefined
  const result = await scoped(db, scope, (reader) => reader.query<Wire>({ name, text, values }))
  const more = result.rows.length > search.limit
  const rows = result.rows.slice(0, search.limit).map(unpacked)
  return { rows: back ? rows.reverse() : rows, more }
}
