import fc from 'fast-check'
import type { BenchRow } from '../bin/bench.ts'
import type { Db } from '../lib/db/db.ts'
import { fleetGroups, movedTokens } from '../lib/db/fleet.ts'
import { fleetChangeOf, fleetChanges, type FleetChange } from '../lib/posture/what-if/changes.ts'
import { compare, movesFrom, readGroups } from '../lib/posture/what-if/compare.ts'
import { score, outcomeOf } from '../lib/score/score.ts'
import { anyFacts } from '../lib/score/testing/any-facts.ts'
import { factsFromVector } from '../lib/score/vector.ts'
import { withFilledDatabase } from './ground/filled-database.ts'
import { interleaved } from './ground/pairs.ts'

const everything = { all: true } as const
/** More kinds of token than an estate of a million has: facts are drawn at random, and those of an estate go together. */
const kinds = 4_000

/** One prepared change over the whole fleet, and all of them, each against scoring every token by itself for one; then a page of what moves. */
export default async function whatIf({ rows = 100_000 }: { rows: number | undefined }): Promise<BenchRow[]> {
  return withFilledDatabase(rows, async (db) => {
    await spread(db)
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

/** Gives the live tokens vectors that can be read, with the score that each stands for. */
async function spread(db: Db): Promise<void> {
  const scored = fc
    .sample(anyFacts, { numRuns: kinds, seed: 20261127 })
    .filter((facts) => facts.lifecycle === 'active')
    .map(score)
  // The number of kinds is a constant to the database, so that it can join by hash.
  await db.pool.query(
    `update token t set vector = s.vector, verdict = s.verdict, risk = s.risk
     from jsonb_to_recordset($1::jsonb) as s(place int, vector text, verdict text, risk smallint)
     where t.state = 'live' and s.place = ('x' || substr(md5(t.external_id), 1, 7))::bit(28)::int % $2::int`,
    [JSON.stringify(scored.map(({ vector, verdict, risk }, place) => ({ place, vector, verdict, risk }))), scored.length],
  )
  await db.pool.query('vacuum analyze token')
}
