import { z } from 'zod'
import { AppError } from '../model/app-error.ts'
import type { Db } from './db.ts'

/** One thing to choose; `says` tells it from its namesakes. */
export type Choice = { id: string; name: string; says: string | null }

/** More than this do not fit a menu: the name is typed then. */
const most = 200

/** Owners to choose from by name, or those of one kind; null where there are too many for a menu. Those who left are not offered. */
export async function ownerChoices(db: Db, kind: 'person' | 'team' | null = null): Promise<Choice[] | null> {
  const { rows } = await db.pool.query<Choice>(
    `select id, name, coalesce(email, kind) as says from owner where status = 'active' and ($1::text is null or kind = $1) order by name, id limit ${most + 1}`,
    [kind],
  )
  return rows.length > most ? null : rows
}

/** Workloads to choose from by name, or null where there are too many for a menu. */
export async function workloadChoices(db: Db): Promise<Choice[] | null> {
  const { rows } = await db.pool.query<Choice>(
    `select id, name, environment as says from workload where status = 'active' order by name, id limit ${most + 1}`,
  )
  return rows.length > most ? null : rows
}

/** The owner that a form names, by id, whole name or e-mail. Throws AppError 'bad-input' at that field for none or several. */
export async function findOwner(db: Db, said: string, field = 'owner'): Promise<string> {
  return find(
    db,
    'owner',
    field,
    `select id from owner where id::text = $1 or lower(name) = lower($1) or lower(email) = lower($1) limit 2`,
    said,
  )
}

/** The name of an active owner with this e-mail address; null where nobody has it. */
export async function activeOwnerWith(db: Db, email: string): Promise<string | null> {
  const text = Said.safeParse(email.trim())
  if (!text.success || text.data === '') return null
  const { rows } = await db.pool.query<{ name: string }>(
    `select name from owner where status = 'active' and lower(email) = lower($1) order by id limit 1`,
    [text.data],
  )
  return rows[0]?.name ?? null
}

/** The workload that a form names, by id, whole name or key. Throws AppError 'bad-input' at that field for none or several. */
export async function findWorkload(db: Db, said: string, field = 'workload'): Promise<string> {
  return find(
    db,
    'workload',
    field,
    `select id from workload where id::text = $1 or lower(name) = lower($1) or key = lower($1) limit 2`,
    said,
  )
}

const Said = z.string().max(1024).refine((text) => text.isWellFormed() && !text.includes('\0')) // prettier-ignore

async function find(db: Db, noun: 'owner' | 'workload', where: string, sql: string, said: string): Promise<string> {
  const text = Said.safeParse(said)
  const { rows } = text.success ? await db.pool.query<{ id: string }>(sql, [text.data.trim()]) : { rows: [] }
  const [found, another] = rows
  if (found && !another) return found.id
  const shown = said.length > 80 ? `${said.slice(0, 80)}…` : said
  const other = noun === 'owner' ? 'e-mail address' : 'key'
  const what = found
    ? `Several have the name “${shown}”. Use the ${other}.`
    : `There is no ${noun} “${shown}”. Use the whole name or the ${other}, as the directory has it.`
  throw new AppError('bad-input', 'Some of this cannot be used.', [{ where, what }])
}

/** The names of these owners and workloads, by id; an id of neither is left out. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.pool.query<{ id: string; name: string }>(
    'select id, name from owner where id = any($1::uuid[]) union all select id, name from workload where id = any($1::uuid[])',
    [ids],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
