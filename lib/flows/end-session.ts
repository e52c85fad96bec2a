import { record } from '../db/audit.ts'
import { revokeSession } from '../db/sessions.ts'
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
