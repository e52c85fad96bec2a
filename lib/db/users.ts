import { Role } from '../model/viewer.ts'
import type { Db, Tx } from './db.ts'

/** A person who may sign in, as a sign-in needs them. The hash leaves this room for the password check alone. */
export type Account = {
  id: string
  name: string
  email: string
  role: Role
  passwordHash: string | null
  disabledAt: Date | null
  endsAt: Date | null
}

export type NewUser = {
  id: string
  email: string
  name: string
  role: Role
  /** Null for somebody who was invited and has not chosen a password yet. */
  passwordHash: string | null
  ownerId?: string | null
  endsAt?: Date | null
  demo?: boolean
  createdAt: Date
}

export async function countUsers(db: Db | Tx): Promise<number> {
  return client(db).user.count()
}

/** `email` as `foldEmail` gives it. */
export async function findAccount(db: Db | Tx, email: string): Promise<Account | null> {
  const row = await client(db).user.findUnique({
    where: { email },
    select: { id: true, name: true, email: true, role: true, passwordHash: true, disabledAt: true, endsAt: true },
  })
  return row && { ...row, role: Role.parse(row.role) }
}

export async function insertUser(tx: Tx, user: NewUser): Promise<void> {
  await tx.user.create({ data: user })
}

export async function setPassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
  await tx.user.update({ where: { id }, data: { passwordHash } })
}

/** One account's standing, its row locked until the transaction ends. */
export async function readUser(
  tx: Tx,
  id: string,
): Promise<{ role: Role; disabledAt: Date | null; ownerId: string | null; endsAt: Date | null; version: number } | null> {
  await tx.$queryRaw`select 1 from "user" where id = ${id}::uuid for update`
  const row = await tx.user.findUnique({
    where: { id },
    select: { role: true, disabledAt: true, ownerId: true, endsAt: true, version: true },
  })
  return row && { ...row, role: Role.parse(row.role) }
}

/** Changes an account's standing; one that is disabled loses every session with it. */
export async function updateUser(
  tx: Tx,
  id: string,
  to: { role: Role; disabledAt: Date | null; ownerId: string | null; endsAt: Date | null },
  now: Date,
): Promise<void> {
  await tx.user.update({ where: { id }, data: { ...to, version: { increment: 1 } } })
  if (to.disabledAt !== null) await tx.session.updateMany({ where: { userId: id, revokedAt: null }, data: { revokedAt: now } })
}

/** How many accounts can administer. Locks them, so that two who leave at once cannot both be the last but one. */
export async function countActiveAdmins(tx: Tx, now: Date): Promise<number> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from "user" where role = 'admin' and disabled_at is null and (ends_at is null or ends_at > ${now}) order by id for update`
  return rows.length
}

/**
 * Lower case and one Unicode form, so that one person has one account. Look-alike letters stay what they are; what Postgres
 * cannot keep becomes a mark that is in no address.
 */
export function foldEmail(email: string): string {
  return email.trim().toWellFormed().replaceAll('\0', '\uFFFD').normalize('NFC').toLowerCase()
}

function client(db: Db | Tx): Tx {
  return 'prisma' in db ? db.prisma : db
}
