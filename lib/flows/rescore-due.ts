import { v7 as uuid } from 'uuid'
import { readSetting, writeSetting } from '../db/settings.ts'
import type { Cause } from '../db/write-tokens.ts'
import { model } from '../score/nps-1.0.0.ts'
import { reappraiseInSlices } from './reappraise.ts'
import type { World } from './world.ts'

/** The model that every token was last scored by. */
const modelSetting = 'scored.model'

/**
 * The clock's share: scores again the rows whose moment has come, and those that an older model scored. Never the whole table.
 * Safe to stop and to repeat: a row that was done is not due any more.
 */
export async function rescoreDue(world: World): Promise<{ seen: number; changed: number }> {
  const cause = { cause: `clock:${uuid()}`, runId: null, at: world.now }
  const due = await reappraiseInSlices(world.db.pool, { by: 'due', at: world.now }, cause)
  const remodelled = await scoredAnew(world, cause)
  return { seen: due.seen + remodelled.seen, changed: due.changed + remodelled.changed }
}

/** After a new model came with an update, and only then: to look for rows of another model is to walk the whole table. */
async function scoredAnew({ db }: World, cause: Cause): Promise<{ seen: number; changed: number }> {
  if ((await readSetting(db, modelSetting)) === model.id) return { seen: 0, changed: 0 }
  const done = await reappraiseInSlices(db.pool, { by: 'other-model', model: model.id }, cause)
  await writeSetting(db, modelSetting, model.id)
  return done
}
