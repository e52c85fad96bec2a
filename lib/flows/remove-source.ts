import { record } from '../db/audit.ts'
import { AppError } from '../model/app-error.ts'
import type { Actor } from '../model/viewer.ts'
import type { World } from './world.ts'

/**
 * Stops watching a source. Its tokens stay with their history, marked as no longer watched; its credential goes at once.
 * Its name becomes free for another.
 */
export async function removeSource(world: World, actor: Actor, sourceId: string): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    const source = await tx.source.findFirst({ where: { id: sourceId, removedAt: null } })
    if (!source) throw new AppError('not-found', 'That source is not there. It may have been removed already.')
    await tx.sourceSecret.deleteMany({ where: { sourceId } })
    // The epoch moves on, so that a run under way may write nothing more.
    await tx.source.update({
      where: { id: sourceId },
      data: { removedAt: world.now, name: `${source.name} (removed ${world.now.toISOString()})`, nextDueAt: null, epoch: { increment: 1 } },
    })
    await tx.run.updateMany({
      where: { sourceId, state: 'running' },
      data: { state: 'cancelled', phase: 'done', finishedAt: world.now, problem: 'The source was removed.', epoch: -1 },
    })
    await record(
      tx,
      { actor, act: 'source.removed', target: `source:${sourceId}`, before: { name: source.name, kind: source.kind } },
      world.now,
      world.auditKey,
    )
  })
}
