import { z } from 'zod'
import type { DirectorySearch } from '../model/directory-search.ts'
import { Role } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { pageClause, pageOf, patternOf, type DirectoryPage } from './directory-page.ts'

/** An account as administrators see it: nothing of its password. */
export type UserRow = {
  id: string
  name: string
  email: string
  role: Role
  ownerId: string | null
  ownerName: string | null
  disabledAt: Date | null
  endsAt: Date | null
  /** The newest use of any of its sessions. */
  lastSeenAt: Date | null
  hasPassword: boolean
  hasFactor: boolean
  /** Until when a link to set the password is good; null without one. */
  linkUntil: Date | null
  version: number
}

type Row = Omit<UserRow, 'role'> & { role: string }

const select = `select u.id, u.name, u.email, u.role, u.owner_id as "ownerId", o.name as "ownerName", u.disabled_at as "disabledAt", u.ends_at as "endsAt",
    s.at as "lastSeenAt", u.password_hash is not null as "hasPassword", f.confirmed_at is not null as "hasFactor", i.ends_at as "linkUntil", u.version
  from u left join owner o on o.id = u.owner_id left join second_factor f on f.user_id = u.id left join invitation i on i.user_id = u.id
    left join lateral (select max(seen_at) as at from session where user_id = u.id) s on true`

/** Accounts by name, a page at a time; a search looks into name and e-mail. */
export async function listUsers(db: Db, search: DirectorySearch): Promise<DirectoryPage<UserRow>> {
  const matching = `($1::text is null or name ilike $1 or email ilike $1)`
  const page = pageClause(search)
  const [total, rows] = await Promise.all([
    db.pool.query<{ n: number }>(`select count(*)::int as n from "user" where ${matching}`, [patternOf(search)]),
    db.pool.query<Row>(`with u as materialized (select * from "user" where ${matching} and ${page.sql}) ${select} order by u.name, u.id`, [
      patternOf(search),
      ...page.values,
    ]),
  ])
  return pageOf(rows.rows.map(withRole), search, total.rows[0]?.n ?? 0)
}

/** One account, or null where there is none with this id. */
export async function readUserRow(db: Db, id: string): Promise<UserRow | null> {
  if (!z.uuid().safeParse(id).success) return null
  const { rows } = await db.pool.query<Row>(`with u as (select * from "user" where id = $1) ${select}`, [id])
  return rows[0] ? withRole(rows[0]) : null
}

function withRole(row: Row): UserRow {
  return { ...row, role: Role.parse(row.role) }
}
