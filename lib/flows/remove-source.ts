import { record } from '../db/audit.ts'
import { retireSource } from '../db/retire-source.ts'
import type { Actor } from '../model/viewer.ts'
import type { World } from './world.ts'

/**
 * Stops watching a source. Its tokens stay with their history, marked as no longer watched; its credential goes at once.
 * Its name becomes free for another.
 */
export async function removeSource(world: World, actor: Actor, sourceId: string): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    const source = await retireSource(tx, sourceId, world.now)
    await record(tx, { actor, act: 'source.removed', target: `source:${sourceId}`, before: source }, world.now, world.auditKey)
  })
}
