import { readRules } from '../db/known.ts'
import { matchSubjects } from '../db/match-subjects.ts'
import { transaction } from '../db/transaction.ts'
import { holds } from '../ingest/match.ts'
import type { World } from './world.ts'

/** How many live tokens each rule assigns something to at present, by its id: those that it is the first to match. */
export async function countRules(world: Pick<World, 'db'>): Promise<ReadonlyMap<string, number>> {
  return transaction(world.db.pool, async (client) => {
    const rules = await readRules(client)
    const counts = new Map(rules.map(({ id }) => [id, 0]))
    if (rules.length === 0) return counts
    for await (const slice of matchSubjects(client, 'live by a rule')) {
      for (const subject of slice) {
        const first = (noun: 'ownerId' | 'workloadId') =>
          rules.find((rule) => rule[noun] !== null && holds(rule.condition, subject, subject.sourceId))?.id
        const deciding = new Set([
          subject.ownerHow === 'rule' ? first('ownerId') : undefined,
          subject.workloadHow === 'rule' ? first('workloadId') : undefined,
        ])
        for (const id of deciding) if (id) counts.set(id, (counts.get(id) ?? 0) + 1)
      }
    }
    return counts
  })
}
