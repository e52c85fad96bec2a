import { v7 as uuid } from 'uuid'
import { model } from '../score/nps-1.0.0.ts'
import { reappraiseInSlices } from './reappraise.ts'
import type { World } from './world.ts'

/**
 * The clock's share: scores again the rows whose moment has come, and those that an older model scored. Never the whole table.
 * Safe to stop and to repeat: a row that was done is not due any more.
 */
export async function rescoreDue(world: World): Promise<{ seen: number; changed: number }> {
  const cause = { cause: `clock:${uuid()}`, runId: null, at: world.now }
  const due = await reappraiseInSlices(world.db.pool, { by: 'due', at: world.now }, cause)
  const remodelled = await reappraiseInSlices(world.db.pool, { by: 'other-model', model: model.id }, cause)
  return { seen: due.seen + remodelled.seen, changed: due.changed + remodelled.changed }
}
