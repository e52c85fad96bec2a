import type { BenchRow } from '../bin/bench.ts'
import { tokenFacets } from '../lib/db/token-facets.ts'
import { readTokenSearch, type RawQuery } from '../lib/model/token-search.ts'
import type { Scope } from '../lib/model/viewer.ts'
import { withFilledDatabase } from './ground/filled-database.ts'
import { interleaved } from './ground/pairs.ts'

const everything: Scope = { all: true }
const now = new Date('2026-11-24T09:00:00.000Z')
const owner: Scope = { all: false, ownerIds: ['00000001-0000-7000-8000-000000000007'] }

/** What the facets would cost if the rows behind each were counted by a query of its own. */
const counted = ['verdict', 'reason', 'provider', 'kind', 'binding', 'owner_id', 'workload_id', 'source_id', 'exposure', 'agent',
  'sensitivity', 'level', 'expires_how', 'third_party is null', 'verdict_floor <> verdict'] // prettier-ignore

/** Facet counts without a filter, against counting the rows; and under filters, against the same. */
export default async function facets({ rows = 100_000 }: { rows: number | undefined }): Promise<BenchRow[]> {
  return withFilledDatabase(rows, async (db) => {
    const exactly = (where: string) => async () => {
      for (const column of counted) await db.pool.query(`select ${column}, count(*) from token where ${where} group by ${column}`)
    }
    const figures: BenchRow[] = []
    const measure = async (bench: string, target: number, scope: Scope, query: RawQuery, where: string) => {
      const search = readTokenSearch(query)
      const { ratio, ours, other } = await interleaved(() => tokenFacets(db, scope, search, now), exactly(where), {
        pairs: 7,
        each: 3,
        warm: 2,
      })
      figures.push({
        bench,
        ratio,
        target,
        detail: `ours ${ours.toFixed(1)} ms, a query each ${other.toFixed(1)} ms; ${rows.toLocaleString('en')} rows`,
      })
    }
    await measure('facets: no filter', 0.1, everything, {}, `state = 'live'`)
    await measure(
      'facets: one verdict',
      1,
      everything,
      { verdict: 'standing-privilege' },
      `state = 'live' and verdict = 'standing-privilege'`,
    )
    await measure('facets: a search', 1, everything, { q: 'crawler-3f' }, `state = 'live' and name ilike '%crawler-3f%'`)
    await measure('facets: an owner’s', 1, owner, {}, `state = 'live' and owner_id = '00000001-0000-7000-8000-000000000007'`)
    return figures
  })
}
