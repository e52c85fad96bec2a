import type { Viewer } from '../model/viewer.ts'
import type { Db, Tx } from './db.ts'
import { demoClockSetting } from './settings.ts'

const minute = 60_000
/** A visit ends after so long without a page. */
export const visitMinutes = 30

/**
 * Notes that somebody is here (`systemNow`), by the clock of what they look at: that of the demo is ahead, and may be moved while they stay.
 * After a while without a page this is another visit, and what was last seen of them ends the one before. A clock that was set back takes
 * what is ahead of it away.
 */
export async function noteVisit(tx: Tx, userId: string, systemNow: Date): Promise<void> {
  await tx.$executeRaw`
    update "user" u set visit_at = c.now, last_visit_at = case
        when u.visit_at <= c.now - make_interval(mins => ${visitMinutes}) then u.visit_at
        when u.last_visit_at <= c.now then u.last_visit_at end
      from (select ${systemNow}::timestamptz + make_interval(secs => coalesce((select case when jsonb_typeof(s.value) = 'number' then (s.value #>> '{}')::float8 / 1000 end
        from setting s where s.name = ${demoClockSetting}), 0)) as now) c
      where u.id = ${userId}::uuid`
}

/** When the viewer's last visit before this one ended, by the clock that counted then; null on a first visit. `now` is the estate's. */
export async function lastVisit(db: Db, { id }: Pick<Viewer, 'id'>, now: Date): Promise<Date | null> {
  const row = await db.prisma.user.findUnique({ where: { id }, select: { lastVisitAt: true } })
  const at = row?.lastVisitAt
  // To the minute, so that two requests of one visit mean the same by it.
  return at && at <= now ? new Date(Math.floor(at.getTime() / minute) * minute) : null
}
