import { createHash, randomBytes } from 'node:crypto'
import { Role, type Viewer } from '../model/viewer.ts'
import type { Db, Tx } from './db.ts'
import { noteVisit } from './last-visit.ts'
import { isWritingStopped } from './transaction.ts'

const minutes = 60_000
/** OWASP ASVS 5.0, 7.3.1: idle and absolute limits, written down; these are ours. */
export const idleMinutes = 30
export const absoluteMinutes = 12 * 60
/** A session's last use is written at most this often, so that reading a page is not a write. */
const touchMinutes = 1

/** Opens a session and gives back its 256-bit id, which only the cookie may hold: the row knows its hash. */
export async function openSession(tx: Tx, userId: string, agent: string, now: Date): Promise<string> {
  const id = randomBytes(32).toString('base64url')
  await tx.session.create({
    data: {
      hash: sessionHash(id),
      userId,
      startedAt: now,
      seenAt: now,
      endsAt: new Date(now.getTime() + absoluteMinutes * minutes),
      agent,
    },
  })
  await noteVisit(tx, userId, now)
  return id
}

/**
 * Who a session belongs to, as the database has it at this moment, or null where nobody is signed in: an unknown, ended,
 * revoked or idle session, a disabled user, an account that has ended. A clock that goes backwards prolongs nothing.
 * `uses: false` is for what a page asks by itself: it is answered alike, and the session goes on being idle.
 */
export async function findViewer(db: Db, hash: string, now: Date, { uses = true }: { uses?: boolean } = {}): Promise<Viewer | null> {
  const row = await db.prisma.session.findUnique({
    where: { hash },
    include: { user: { include: { owner: { select: { id: true, teamId: true, status: true } } } } },
  })
  if (!row || row.revokedAt !== null) return null
  const at = now.getTime()
  const idle = at - row.seenAt.getTime()
  if (at >= row.endsAt.getTime() || idle >= idleMinutes * minutes || at < row.startedAt.getTime() - touchMinutes * minutes) return null
  const { user } = row
  if (user.disabledAt !== null || (user.endsAt !== null && at >= user.endsAt.getTime())) return null
  if (uses && idle >= touchMinutes * minutes) await touch(db, hash, user.id, now)
  const role = Role.parse(user.role)
  const ownerIds = [user.owner?.id, user.owner?.teamId].filter((id) => id !== undefined && id !== null)
  return {
    id: user.id,
    sessionId: hash,
    name: user.name,
    email: user.email,
    role,
    scope: role === 'owner' ? { all: false, ownerIds } : { all: true },
    selfIds: ownerIds,
  }
}

/** Notes that a session is in use. A database that takes no writes for now still lets people read. */
async function touch(db: Db, hash: string, userId: string, now: Date): Promise<void> {
  try {
    await db.prisma.session.updateMany({ where: { hash, revokedAt: null }, data: { seenAt: now } })
    await noteVisit(db.prisma, userId, now)
  } catch (error) {
    if (!isWritingStopped(error)) throw error
  }
}

/** Ends one session; the cookie that named it is worth nothing from now on. Gives back whose it was, if it was still open. */
export async function revokeSession(tx: Tx, hash: string, now: Date): Promise<{ userId: string; name: string } | null> {
  const row = await tx.session.findUnique({ where: { hash }, include: { user: { select: { name: true } } } })
  const { count } = await tx.session.updateMany({ where: { hash, revokedAt: null }, data: { revokedAt: now } })
  return row && count > 0 ? { userId: row.userId, name: row.user.name } : null
}

/** Ends all open sessions of an account, or all but one; gives back how many. */
export async function endSessionsOf(tx: Tx, userId: string, { but }: { but?: string }, now: Date): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { userId, revokedAt: null, endsAt: { gt: now }, ...(but !== undefined && { hash: { not: but } }) },
    data: { revokedAt: now },
  })
  return count
}

/** Ends one of an account's own sessions; false where it is not theirs or has ended. */
export async function endSessionOf(tx: Tx, userId: string, hash: string, now: Date): Promise<boolean> {
  return (await tx.session.updateMany({ where: { userId, hash, revokedAt: null }, data: { revokedAt: now } })).count > 0
}

/** One's own open sessions, newest first. */
export async function listSessions(
  db: Db,
  userId: string,
  now: Date,
): Promise<{ hash: string; startedAt: Date; seenAt: Date; agent: string }[]> {
  return db.prisma.session.findMany({
    where: { userId, revokedAt: null, endsAt: { gt: now }, seenAt: { gt: new Date(now.getTime() - idleMinutes * minutes) } },
    select: { hash: true, startedAt: true, seenAt: true, agent: true },
    orderBy: { startedAt: 'desc' },
    take: 200,
  })
}

/** Removes rows of sessions that ended long ago; gives back how many. */
export async function sweepSessions(db: Db, before: Date): Promise<number> {
  return (await db.prisma.session.deleteMany({ where: { endsAt: { lt: before } } })).count
}

/** What a session's row is found by. Not the id itself, so that reading the table lets nobody in. */
export function sessionHash(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}
