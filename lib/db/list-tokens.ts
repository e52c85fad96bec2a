import { createHash } from 'node:crypto'
import pg from 'pg'
import type { TokenRow } from '../model/token-row.ts'
import { facets, sorts, type Cursor, type Sort, type TokenSearch } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { tokenFilter } from './token-filter.ts'

const { sql, raw } = Prisma
type Sql = Prisma.Sql

export type TokenPage = { rows: readonly TokenRow[]; before: number; previous: Cursor | null; next: Cursor | null }

// Each has an index with the id behind it, and no nulls, so that a row comparison finds its place at any depth.
const sortColumn: Readonly<Record<Sort, Sql>> = {
  queue: raw('t.queue_key'),
  risk: raw('t.risk'),
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

/** The order a search asks for, over `token t`. */
export function tokenOrder({ sort, reversed }: Pick<TokenSearch, 'sort' | 'reversed'>): Sql {
  const direction = (sorts[sort].runs === 'down') !== reversed ? raw('desc') : raw('asc')
  return sql`${sortColumn[sort]} ${direction}, t.id ${direction}`
}

/**
 * One page of the inventory, within the scope. The page is found by its edge's sort value and id, not by counting rows
 * away, so that page 10,000 costs what page 1 costs.
 */
export async function listTokens(db: Db, scope: Scope, search: TokenSearch): Promise<TokenPage> {
  const { rows, more } = await readRows(db, scope, search)
  const back = search.from?.side === 'before'
  const stated = search.from?.cursor.before ?? 0
  const before = back ? (more ? Math.max(0, stated - rows.length) : 0) : stated
  const first = rows.at(0)
  const last = rows.at(-1)
  const hasPrevious = back ? more : search.from !== null
  const hasNext = back ? true : more
  return {
    rows: rows.map(({ edge: _, ...row }) => row),
    before,
    previous: hasPrevious && first ? { value: first.edge, id: first.id, before } : null,
    next: hasNext && last ? { value: last.edge, id: last.id, before: before + rows.length } : null,
  }
}

// `offset 0` keeps the planner from weighing orders of joins for what can only be looked up by id, row by row: half its time.
const names = raw(`
  left join lateral (select name, status from owner where id = t.owner_id offset 0) o on true
  left join lateral (select name from workload where id = t.workload_id offset 0) w on true`)

const timestamptz = 1184

/** The driver's own reading of timestamps costs as much as the rest of a row. Ours come as ISO text, and mostly in UTC. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === timestamptz ? instant : pg.types.getTypeParser(oid, format)),
}

const inUtc = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00$/

function instant(text: string): unknown {
  return inUtc.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : pg.types.getTypeParser(timestamptz)(text)
}

/**
 * Whether the statement may be kept prepared, which saves a third of its time: from its sixth run it is planned without
 * looking at the values. That is safe where an index gives the rows in order whatever the values are, and would cost
 * seconds for a search term or a rare kind. One value each, so that a connection keeps a few dozen statements at most.
 */
function isPlannedOnce(scope: Scope, { text, filters }: TokenSearch): boolean {
  if (text || (!scope.all && scope.ownerIds.length > 5)) return false
  return facets.every((facet) => {
    const values = filters[facet]
    if (facet === 'state') return !values || (values.length === 1 && values[0] === 'live')
    return !values || (values.length === 1 && (facet === 'verdict' || facet === 'owner'))
  })
}

type EdgedRow = TokenRow & { edge: string | number }

async function readRows(db: Db, scope: Scope, search: TokenSearch): Promise<{ rows: EdgedRow[]; more: boolean }> {
  const column = sortColumn[search.sort]
  const { of, runs } = sorts[search.sort]
  const back = search.from?.side === 'before'
  // A page before an edge is read backwards and turned round.
  const down = ((runs === 'down') !== search.reversed) !== back
  const direction = down ? sql`desc` : sql`asc`
  const edge = search.from
    ? sql`and (${column}, t.id) ${down ? sql`<` : sql`>`} (${search.from.cursor.value}${sortCast[of]}, ${search.from.cursor.id}::uuid)`
    : sql``
  const edgeText = of === 'instant' ? sql`${instantText(column)}` : column
  const { text, values } = sql`
    select t.id, t.kind, t.name, t.display_id as "displayId", t.state, t.verdict, t.reason, t.risk, t.risk_floor as "riskFloor",
      t.issued_at as "issuedAt", t.issued_how as "issuedHow", nullif(t.expires_at, 'infinity') as "expiresAt", t.expires_how as "expiresHow",
      nullif(t.last_used_at, '-infinity') as "lastUsedAt", t.last_used_how as "lastUsedHow", t.binding, t.level, t.reach, t.sensitivity,
      o.name as "ownerName", o.status as "ownerStatus", w.name as "workloadName", t.source_id as "sourceId",
      t.missing_since as "missingSince", ${edgeText} as edge
    from token t ${names}
    where ${tokenFilter(scope, search)} ${edge}
    order by ${column} ${direction}, t.id ${direction} limit ${raw(String(search.limit + 1))}`
  const name = isPlannedOnce(scope, search) ? `tokens ${createHash('sha1').update(text).digest('base64')}` : undefined
  const result = await db.pool.query<EdgedRow>({ name, text, values, types })
  const more = result.rows.length > search.limit
  const rows = result.rows.slice(0, search.limit)
  return { rows: back ? rows.reverse() : rows, more }
}

/** An instant as a cursor carries it: ISO 8601 to the millisecond, which is all the column keeps, or ±infinity. */
function instantText(column: Sql): Sql {
  return sql`case when isfinite(${column}) then to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') else ${column}::text end`
}
