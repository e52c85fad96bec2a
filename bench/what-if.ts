import type { BenchRow } from '../bin/bench.ts'
import { fleetGroups, movedTokens } from '../lib/db/fleet.ts'
import { fleetChangeOf, fleetChanges, type FleetChange } from '../lib/posture/what-if/changes.ts'
import { compare, movesFrom, readGroups } from '../lib/posture/what-if/compare.ts'
import { outcomeOf } from '../lib/score/score.ts'
import { factsFromVector } from '../lib/score/vector.ts'
import { withFilledDatabase } from './ground/filled-database.ts'
import { interleaved } from './ground/pairs.ts'
import { spreadVectors } from './ground/spread-vectors.ts'

const everything = { all: true } as const
/** One prepared change over the whole fleet, and all of them, each against scoring every token by itself for one; then a page of what moves. */
export default async function whatIf({ rows = 100_000 }: { rows: number | undefined }): Promise<BenchRow[]> {
  return withFilledDatabase(rows, async (db) => {
    await spreadVectors(db)
    const change = fleetChangeOf('life-24h')
    const look = async (changes: readonly FleetChange[]) => {
      const groups = readGroups(await fleetGroups(db, everything))
      return changes.map((each) => compare(each, groups))
    }
    const one = () => look(change ? [change] : [])
    const every = () => look(fleetChanges)
    const singly = async () => {
      const { rows: tokens } = await db.pool.query<{ vector: string }>(`select vector from token where state = 'live'`)
      for (const { vector } of tokens) {
        const facts = factsFromVector(vector)
        if (change?.touches(facts, { kind: '', ci: 'no' })) outcomeOf(change.then(facts))
      }
    }
    const { moves } = (await every()).toSorted((one, other) => other.moved - one.moved)[0] ?? { moves: [] }
    const page = () => movedTokens(db, everything, movesFrom(moves, Infinity, 51), { edge: null, limit: 51 })
    const single = await interleaved(one, singly, { pairs: 5, each: 1, warm: 1 })
    const fleet = await interleaved(every, singly, { pairs: 5, each: 1, warm: 1 })
    const listed = await interleaved(page, singly, { pairs: 5, each: 1, warm: 1 })
    const detail = (ours: number, what: string) => `${what} ${ours.toFixed(0)} ms, each token by itself ${fleet.other.toFixed(0)} ms; ${rows.toLocaleString('en')} rows` // prettier-ignore
    return [
      { bench: 'what if: one change', ratio: single.ratio, target: 0.75, detail: detail(single.ours, 'one change') },
      { bench: 'what if: every change', ratio: fleet.ratio, target: 2, detail: detail(fleet.ours, `${fleetChanges.length} changes`) },
      { bench: 'what if: tokens that move', ratio: listed.ratio, target: 0.2, detail: detail(listed.ours, 'a page') },
    ]
  })
}
