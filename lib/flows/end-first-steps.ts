import { record } from '../db/audit.ts'
import { readSetting, writeSetting } from '../db/settings.ts'
import type { Actor } from '../model/viewer.ts'
import type { World } from './world.ts'

const setting = 'first-steps'

/** Puts the checklist of the first days away, for everybody of this installation. */
export async function endFirstSteps(world: World, actor: Actor): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    await writeSetting(tx, setting, 'ended')
    await record(tx, { actor, act: 'first-steps.ended', target: 'first-steps' }, world.now, world.auditKey)
  })
}

/** Whether the checklist was put away. */
export async function firstStepsEnded(world: Pick<World, 'db'>): Promise<boolean> {
  return (await readSetting(world.db, setting)) === 'ended'
}
