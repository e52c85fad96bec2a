import { z } from 'zod'
import { nextToCarry } from '../db/provider-acts.ts'
import { carryOutAct } from '../flows/carry-out-act.ts'
import { addSync } from './enqueue.ts'
import type { JobGround } from './task.ts'
import { untilDone } from './until-done.ts'

const Payload = z.object({ sourceId: z.uuid() })

/**
 * Carries out what was approved at one source, one act after the other, so that no provider hears more than one of us at once. Then has the
 * source read: the inventory and its plans go by what a sync saw, and by nothing else.
 */
export async function carryOutActs(payload: unknown, ground: JobGround): Promise<void> {
  const { sourceId } = Payload.parse(payload)
  const tried: string[] = []
  let ended = 0
  try {
    for (;;) {
      ground.signal.throwIfAborted()
      const id = await untilDone(ground, () => nextToCarry(ground.db.pool, sourceId, tried))
      if (!id) break
      tried.push(id)
      const state = await untilDone(ground, async (signal) => carryOutAct(await ground.worldFor(signal), id))
      if (state !== 'busy' && state !== null) ended += 1
      await ground.stillOurs()
    }
  } catch (error) {
    // We are told to stop: the next minute's tick goes on with what the rows say.
    if (!ground.signal.aborted) throw error
    await ground.stillOurs()
  }
  if (ended > 0) {
    ground.log.info({ source: sourceId, ended }, 'carried out acts')
    await addSync(ground.db, sourceId, 'acts')
  }
}
