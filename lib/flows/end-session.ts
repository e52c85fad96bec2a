import { record } from '../db/audit.ts'
import { endSessionOf, endSessionsOf, revokeSession } from '../db/sessions.ts'
import { AppError } from '../model/app-error.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import type { World } from './world.ts'

/**
 * Ends a session by its hash: every copy of its cookie is worth nothing from then on. Ending one that has ended already is
 * no error and leaves no entry.
 */
export async function endSession(world: World, hash: string): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    const ended = await revokeSession(tx, hash, world.now)
    if (!ended) return
    const actor = { kind: 'user', id: ended.userId, name: ended.name } as const
    await record(tx, { actor, act: 'session.end', target: `user:${ended.userId}` }, world.now, world.auditKey)
  })
}

/** Ends one of the viewer's own sessions. Throws AppError 'not-found' for one that is not theirs or has ended. */
export async function endOwnSession(world: World, viewer: Viewer, hash: string): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    if (!(await endSessionOf(tx, viewer.id, hash, world.now))) throw new AppError('not-found', 'That session has ended already.')
    await record(tx, { actor: actorOf(viewer), act: 'session.end', target: `user:${viewer.id}` }, world.now, world.auditKey)
  })
}

/** Ends all of the viewer's sessions but the one they ask from; gives back how many. */
export async function endOtherSessions(world: World, viewer: Viewer): Promise<number> {
  return world.db.prisma.$transaction(async (tx) => {
    const ended = await endSessionsOf(tx, viewer.id, { but: viewer.sessionId }, world.now)
    const entry = { actor: actorOf(viewer), act: 'session.end-others', target: `user:${viewer.id}`, after: { sessionsEnded: ended } }
    if (ended > 0) await record(tx, entry, world.now, world.auditKey)
    return ended
  })
}
