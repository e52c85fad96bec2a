import type { Viewer } from '../model/viewer.ts'
import type { Db } from './db.ts'

const minute = 60_000

/**
 * When the viewer was last here before this session, on the estate's clock (`now`); null on a first visit. Sessions are kept
 * on the real clock (`systemNow`), and the demo's is ahead of it.
 */
export async function lastVisit(db: Db, viewer: Pick<Viewer, 'id' | 'sessionId'>, now: Date, systemNow: Date): Promise<Date | null> {
  const here = await db.prisma.session.findUnique({ where: { hash: viewer.sessionId }, select: { startedAt: true } })
  const earlier = await db.prisma.session.aggregate({
    where: { userId: viewer.id, hash: { not: viewer.sessionId }, ...(here && { startedAt: { lt: here.startedAt } }) },
    _max: { seenAt: true },
  })
  const { seenAt } = earlier._max
  // To the minute, so that two requests of one visit mean the same by it.
  return seenAt && new Date(Math.floor((seenAt.getTime() + (now.getTime() - systemNow.getTime())) / minute) * minute)
}
