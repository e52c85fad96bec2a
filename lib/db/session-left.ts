import type { Db } from './db.ts'
import { idleMinutes } from './sessions.ts'

/** How long a session still lasts without being used, and whether using it would make it longer. */
export type SessionLeft = { seconds: number; extendable: boolean }

/** Read without using the session, so that asking does not prolong it. Null where nobody is signed in by it any more. */
export async function sessionLeft(db: Db, hash: string, now: Date): Promise<SessionLeft | null> {
  const row = await db.prisma.session.findUnique({ where: { hash }, include: { user: { select: { disabledAt: true, endsAt: true } } } })
  if (!row || row.revokedAt !== null || row.user.disabledAt !== null) return null
  const idleEnd = row.seenAt.getTime() + idleMinutes * 60_000
  const end = Math.min(row.endsAt.getTime(), row.user.endsAt?.getTime() ?? Infinity)
  const seconds = Math.floor((Math.min(idleEnd, end) - now.getTime()) / 1_000)
  return seconds > 0 ? { seconds, extendable: idleEnd < end } : null
}
