import type { AuditLine, AuditSearch } from '../model/audit-search.ts'
import { containing } from './containing.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import type { Reader } from './scoped.ts'

const { sql, join, raw } = Prisma
type Sql = Prisma.Sql

export const auditPageSize = 50

/** A page of the audit, newest first; `previous` and `next` are the edges of the pages beside it. */
export type AuditPage = { lines: readonly AuditLine[]; previous: string | null; next: string | null }

type Row = Omit<AuditLine, 'targetName'>

/** An entry with what chains it to the one before. */
export type AuditEntryRow = Row & { prevHash: string; hash: string }

/** One page, found by the number of the entry at its edge, so that the ten-thousandth page costs what the first one costs. */
export async function listAudit(db: Db, search: AuditSearch): Promise<AuditPage> {
  const back = search.edge?.side === 'before'
  const rows = await readRows(db, search, auditPageSize + 1)
  const more = rows.length > auditPageSize
  const shown = rows.slice(0, auditPageSize)
  if (back) shown.reverse()
  const names = await namesOf(db, shown)
  const lines = shown.map((row) => ({ ...row, targetName: names.get(row.target) ?? null }))
  const hasPrevious = back ? more : search.edge !== null
  const hasNext = back ? true : more
  return {
    lines,
    previous: hasPrevious ? (lines.at(0)?.seq ?? null) : null,
    next: hasNext ? (lines.at(-1)?.seq ?? null) : null,
  }
}

/** Every matching entry with its hashes, oldest first, a few hundred at a time: for a file of any length. */
export async function* walkAudit(reader: Reader, search: AuditSearch): AsyncGenerator<AuditEntryRow> {
  let seq = '0'
  for (;;) {
    const { text, values } = sql`select ${columns}, prev_hash as "prevHash", hash from audit
      where ${matching(search)} and audit.seq > ${seq}::bigint order by audit.seq limit 500`
    const { rows } = await reader.query<AuditEntryRow>({ text, values })
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < 500) return
    seq = last.seq
  }
}

/** The acts there are, for the filter. */
export async function listActs(db: Db): Promise<string[]> {
  const { text, values } = distinct('act')
  return (await db.pool.query<{ each: string }>({ text, values: [...values] })).rows.map(({ each }) => each)
}

/** The different values of a column: a walk along its index from one to the next, however many entries carry each. */
function distinct(column: 'act' | 'actor'): Sql {
  const name = raw(column)
  return sql`with recursive walk(each) as (
      (select ${name} from audit order by ${name} limit 1)
      union all select (select a.${name} from audit a where a.${name} > walk.each order by a.${name} limit 1) from walk where walk.each is not null
    ) select each from walk where each is not null`
}

const columns = raw(`seq::text as seq, at, actor, actor_id as "actorId", act, target, before, after`)

async function readRows(db: Db, search: AuditSearch, limit: number): Promise<Row[]> {
  const back = search.edge?.side === 'before'
  const edge = search.edge ? sql`and audit.seq ${back ? sql`>` : sql`<`} ${search.edge.seq}::bigint` : sql``
  const { text, values } = sql`select ${columns} from audit where ${matching(search)} ${edge}
    order by audit.seq ${back ? sql`asc` : sql`desc`} limit ${limit}`
  return (await db.pool.query<Row>({ text, values })).rows
}

function matching({ who, act, target, from, until }: AuditSearch): Sql {
  const parts = [sql`true`]
  // The names there are, found along their index, are few beside the entries that carry them.
  if (who) parts.push(sql`actor = any (array(${distinct('actor')} and each ilike ${containing(who)}))`)
  // "user" is every act on accounts, "user.change" one of them.
  if (act) parts.push(act.includes('.') ? sql`act = ${act}` : sql`act >= ${`${act}.`} and act < ${`${act}/`}`)
  if (target) parts.push(sql`target = ${target}`)
  if (from) parts.push(sql`at >= ${`${from}T00:00:00Z`}::timestamptz`)
  if (until) parts.push(sql`at < ${`${until}T00:00:00Z`}::timestamptz + interval '1 day'`)
  return join(parts, ' and ')
}

/** Where what a target names by its id is, and what of it is its name. */
const named: Readonly<Record<string, { from: string; name: string; id?: string }>> = {
  user: { from: '"user"', name: 'name' },
  source: { from: 'source', name: 'name' },
  token: { from: 'token', name: 'name' },
  owner: { from: 'owner', name: 'name' },
  workload: { from: 'workload', name: 'name' },
  rule: { from: 'rule', name: 'name' },
  view: { from: 'saved_view', name: 'name' },
  plan: { from: 'plan', name: 'title' },
  campaign: { from: 'campaign', name: 'name' },
  exposure: { from: 'exposure e left join token t on t.id = e.token_id', name: `coalesce(t.name || ', ', '') || e.found_in`, id: 'e.id' },
  report: { from: 'taken', name: `report || ', taken on ' || to_char(at at time zone 'utc', 'YYYY-MM-DD')` },
  exception: { from: 'exception', name: `'asked for by ' || requested_by || ' on ' || to_char(requested_at at time zone 'utc', 'YYYY-MM-DD')` },
  act: { from: '(select distinct on (request_id) request_id as id, verb, asked_by from provider_act order by request_id, id) a', name: `verb || ', asked for by ' || asked_by` },
} // prettier-ignore

/** Present names of what the targets name by id, in one question. */
async function namesOf(db: Db, rows: readonly Row[]): Promise<Map<string, string>> {
  const ids = new Map<string, string[]>()
  for (const { target } of rows) {
    const [kind = '', id = ''] = target.split(':')
    if (Object.hasOwn(named, kind) && /^[0-9a-f-]{36}$/.test(id)) ids.set(kind, [...(ids.get(kind) ?? []), id])
  }
  if (ids.size === 0) return new Map()
  const parts = [...ids].map(([kind, of]) => {
    const { from, name, id } = named[kind] ?? { from: '', name: '' }
    return sql`select ${`${kind}:`} || ${raw(id ?? 'id')}::text as target, ${raw(name)} as name from ${raw(from)} where ${raw(id ?? 'id')} = any(${of}::uuid[])`
  })
  const { text, values } = sql`${join(parts, ' union all ')}`
  const found = await db.pool.query<{ target: string; name: string }>({ text, values })
  return new Map(found.rows.map(({ target, name }) => [target, name]))
}
