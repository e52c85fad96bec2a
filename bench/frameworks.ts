import type { BenchRow } from '../bin/bench.ts'
import { frameworkCounts } from '../lib/db/framework-counts.ts'
import { frameworks } from '../lib/model/frameworks/all.ts'
import { readTokenSearch } from '../lib/model/token-search.ts'
import { withFilledDatabase } from './ground/filled-database.ts'
import { interleaved } from './ground/pairs.ts'
import { spreadVectors } from './ground/spread-vectors.ts'

const everything = { all: true } as const
const now = new Date('2026-11-24T09:00:00.000Z')
/** No state but the whole inventory. */
const all = readTokenSearch({ state: 'any' })

/** What every token makes of a framework's requirements, against gathering the tokens by their facts, which any answer begins with. */
export default async function frameworkBench({ rows = 300_000 }: { rows: number | undefined }): Promise<BenchRow[]> {
  return withFilledDatabase(rows, async (db) => {
    await spreadVectors(db)
    const gather = () => db.pool.query(`select vector, kind, verdict = 'retired', count(*) from token group by 1, 2, 3`)
    const figures: BenchRow[] = []
    for (const framework of frameworks) {
      const { ratio, ours, other } = await interleaved(() => frameworkCounts(db, everything, framework, all, now), gather, {
        pairs: 5,
        each: 1,
        warm: 1,
      })
      figures.push({
        bench: `frameworks: ${framework.id}`,
        ratio,
        target: 2,
        detail: `${framework.requirements.length} requirements ${ours.toFixed(0)} ms, gathering ${other.toFixed(0)} ms; ${rows.toLocaleString('en')} rows`,
      })
    }
    return figures
  })
}
