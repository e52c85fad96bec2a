import type { BenchRow } from '../bin/bench.ts'
import type { Db } from '../lib/db/db.ts'
import { frameworkCounts } from '../lib/db/framework-counts.ts'
import { listTokens } from '../lib/db/list-tokens.ts'
import { tokenFacets } from '../lib/db/token-facets.ts'
import { frameworks } from '../lib/model/frameworks/all.ts'
import { readTokenSearch, type TokenSearch } from '../lib/model/token-search.ts'
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
    for (const [framework, id] of behind) figures.push(await listBehind(db, rows, framework, id))
    return figures
  })
}

/** Requirements with few conditions and with many. */
const behind = [['owasp-nhi-2025', 'NHI5:2025'], ['owasp-nhi-2025', 'NHI4:2025'], ['csa-ccm-4', 'IAM-03']] as const // prettier-ignore

/**
 * A page and the facets of the list that a count opens, against those of a list that is narrowed by a column instead, as no facet's count is
 * kept for either.
 */
async function listBehind(db: Db, rows: number, framework: string, id: string): Promise<BenchRow> {
  const both = (search: TokenSearch) => () =>
    Promise.all([listTokens(db, everything, search, now), tokenFacets(db, everything, search, now)])
  const asked = readTokenSearch({ requirement: `${framework}/${id}`, outcome: 'fails' })
  const { ratio, ours, other } = await interleaved(both(asked), both(readTokenSearch({ since: '2000-01-01T00:00:00.000Z' })), { pairs: 3, each: 1, warm: 1 }) // prettier-ignore
  const detail = `page and facets ${ours.toFixed(0)} ms, without the requirement ${other.toFixed(0)} ms; ${rows.toLocaleString('en')} rows`
  return { bench: `frameworks: the list behind ${id}`, ratio, target: 2, detail }
}
