import { pruneSnapshots, takeSnapshot } from '../db/snapshots.ts'
import { model } from '../score/nps-1.0.0.ts'
import type { World } from './world.ts'

/** The weight of every scope, 0–100, level by level and within each by reach: what an hour of a token counts for. */
export const scopeWeights: readonly number[] = model.cells.flat()

/** Keeps today's posture in counts, by the product's own clock; once a day, however often it is called. Answers whether it did. */
export async function keepToday({ db, now }: Pick<World, 'db' | 'now'>): Promise<boolean> {
  return takeSnapshot(db.pool, { now, day: now.toISOString().slice(0, 10), weights: scopeWeights })
}

/** Lets go of days that are too old to be kept each. Answers with how many. */
export async function pruneDays({ db, now }: Pick<World, 'db' | 'now'>): Promise<number> {
  return pruneSnapshots(db.pool, now.toISOString().slice(0, 10))
}
