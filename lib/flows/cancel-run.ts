import { record } from '../db/audit.ts'
import { AppError } from '../model/app-error.ts'
import type { Actor } from '../model/viewer.ts'
import type { World } from './world.ts'

/** Asks a source's running sync to stop; it does so at its next step, and keeps nothing that it only read. */
export async function cancelRun(world: World, actor: Actor, sourceId: string): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.run.updateMany({
      where: { sourceId, state: 'running', cancelledAt: null },
      data: { cancelledAt: world.now },
    })
    if (count === 0) throw new AppError('conflict', 'No sync of this source is running.')
    await record(tx, { actor, act: 'source.sync-cancelled', target: `source:${sourceId}` }, world.now, world.auditKey)
  })
}
