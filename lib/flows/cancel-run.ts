import { askRunToStop } from '../db/ask-run-to-stop.ts'
import { record } from '../db/audit.ts'
import type { Actor } from '../model/viewer.ts'
import type { World } from './world.ts'

/** Asks a source's running sync to stop; it does so at its next step, and keeps nothing that it only read. */
export async function cancelRun(world: World, actor: Actor, sourceId: string): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    await askRunToStop(tx, sourceId, world.now)
    await record(tx, { actor, act: 'source.sync-cancelled', target: `source:${sourceId}` }, world.now, world.auditKey)
  })
}
