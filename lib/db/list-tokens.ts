import { createHash } from 'node:crypto'
import type { TokenRow } from '../model/token-row.ts'
import { facets, sorts, type Cursor, type Sort, type TokenSearch } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'
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
  const edgeText = of === 'instant' ? instantText(column) : column
  const { text, values } = sql`
    select t.name, t.display_id as "displayId", o.name as "ownerName", w.name as "workloadName", ${packed} as packed, ${edgeText} as edge
    from token t ${names}
    where ${tokenFilter(scope, search)} ${edge}
    order by ${column} ${direction}, t.id ${direction} limit ${raw(String(search.limit + 1))}`
  const name = isPlannedOnce(scope, search) ? `tokens ${createHash('sha1').update(text).digest('base64')}` : undefined
  const result = await scoped(db, scope, (reader) => reader.query<Wire>({ name, text, values }))
  const more = result.rows.length > search.limit
  const rows = result.rows.slice(0, search.limit).map(unpacked)
  return { rows: back ? rows.reverse() : rows, more }
}

type Wire = Pick<TokenRow, 'name' | 'displayId' | 'ownerName' | 'workloadName'> & { packed: string; edge: string | number }

/**
 * The columns that are ids, numbers, instants and words of ours, in one text: the driver reads a field about as slowly as
 * Postgres finds a row, and a page has 51 rows of 25. Nothing in here can hold the separator; what others wrote stays apart.
 */
const packed = raw(`array_to_string(array[t.id::text, t.kind, t.state, t.verdict, t.reason, t.risk::text, t.risk_floor::text, t.issued_how,
  t.issued_at::text, t.expires_how, nullif(t.expires_at, 'infinity')::text,
  t.last_used_how, nullif(t.last_used_at, '-infinity')::text, t.binding, t.level::text, t.reach::text,
  t.sensitivity::text, o.status, t.source_id::text, t.missing_since::text], '|', '')`)

/** A row as it is known everywhere else. The casts say what the columns' writers guarantee. */
function unpacked({ packed: text, ...row }: Wire): EdgedRow {
  const [
    id, kind, state, verdict, reason, risk, riskFloor, issuedHow, issuedAt, expiresHow, expiresAt,
    lastUsedHow, lastUsedAt, binding, level, reach, sensitivity, ownerStatus, sourceId, missingSince,
  ] = text.split('|') // prettier-ignore
  return {
    id: id ?? '',
    kind: kind ?? '',
    name: row.name,
    displayId: row.displayId,
    state: state as TokenRow['state'],
    verdict: verdict as TokenRow['verdict'],
    reason: reason as TokenRow['reason'],
    risk: Number(risk),
    riskFloor: Number(riskFloor),
    issuedAt: instantOf(issuedAt),
    issuedHow: issuedHow as TokenRow['issuedHow'],
    expiresAt: instantOf(expiresAt),
    expiresHow: expiresHow as TokenRow['expiresHow'],
    lastUsedAt: instantOf(lastUsedAt),
    lastUsedHow: lastUsedHow as TokenRow['lastUsedHow'],
    binding: binding as TokenRow['binding'],
    level: numberOf(level) as TokenRow['level'],
    reach: numberOf(reach) as TokenRow['reach'],
    sensitivity: numberOf(sensitivity) as TokenRow['sensitivity'],
    ownerName: row.ownerName,
    ownerStatus: (ownerStatus || null) as TokenRow['ownerStatus'],
    workloadName: row.workloadName,
    sourceId: sourceId ?? '',
    missingSince: instantOf(missingSince),
    edge: row.edge,
  }
}

/** "2026-11-30 12:00:00.5+00", as Postgres writes an instant in the session's zone; mostly UTC, which is read the quick way. */
function instantOf(text: string | undefined): Date | null {
  if (!text) return null
  return new Date(text.endsWith('+00') ? `${text.slice(0, 10)}T${text.slice(11, -3)}Z` : text)
}

function numberOf(text: string | undefined): number | null {
  return text ? Number(text) : null
}

/** An instant as a cursor carries it: ISO 8601 to the millisecond, which is all the column keeps, or ±infinity. */
function instantText(column: Sql): Sql {
  return sql`case when isfinite(${column}) then to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') else ${column}::text end`
}
