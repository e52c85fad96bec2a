import type { BenchRow } from '../bin/bench.ts'
import type { Db } from '../lib/db/db.ts'
import { listTokens } from '../lib/db/list-tokens.ts'
import { readTokenSearch, type RawQuery, type TokenSearch } from '../lib/model/token-search.ts'
import type { Scope } from '../lib/model/viewer.ts'
import { withFilledDatabase } from './ground/filled-database.ts'
import { interleaved, timed } from './ground/pairs.ts'

const everything: Scope = { all: true }
const now = new Date('2026-11-24T09:00:00.000Z')

/** One page of 50 of the inventory against `select 1` on the same pool, at the list's head and far inside it, in every order. */
export default async function page({ rows = 100_000 }: { rows: number | undefined }): Promise<BenchRow[]> {
  return withFilledDatabase(rows, async (db) => {
    const one = () => db.pool.query('select 1')
    const figures: BenchRow[] = []
    const measure = async (bench: string, target: number, what: string, scope: Scope, search: TokenSearch) => {
      const { ratio, ours, other } = await interleaved(() => listTokens(db, scope, search, now), one)
      const detail = `${what}: ${ours.toFixed(2)} ms; select 1: ${other.toFixed(2)} ms; ${rows.toLocaleString('en')} rows`
      figures.push({ bench, ratio, target, detail })
    }
    const queue = readTokenSearch({})
    const deep = await atDepth(db, queue, rows / 2)
    await measure('page: first', 6, 'queue order, page 1', everything, queue)
    await measure('page: deep', 6, `queue order, at row ${deep.from?.cursor.before}`, everything, deep)
    for (const query of [
      { sort: 'name' },
      { sort: '-used' },
      { sort: 'age' },
      { verdict: 'revoke-now' },
      { owner: 'none' },
      { sort: 'expires', source: '00000000-0000-7000-8000-000000000003' },
    ]) {
      await measure(`page: ${words(query)}`, 6, words(query), everything, readTokenSearch(query))
    }
    const owner: Scope = { all: false, ownerIds: ['00000001-0000-7000-8000-000000000007'] }
    await measure('page: an owner’s', 6, 'an owner’s own tokens', owner, queue)
    const depth = await interleaved(
      () => listTokens(db, everything, deep, now),
      () => listTokens(db, everything, queue, now),
    )
    figures.push({ bench: 'depth', ratio: depth.ratio, target: 1.5, detail: `page at row ${deep.from?.cursor.before} ÷ page 1` })
    figures.push(await byReason(db), await searched(db))
    return figures
  })
}

/** The tokens with a reason that few have, wherever they stand in the order, against those of a term: either is found by its own index. */
async function byReason(db: Db): Promise<BenchRow> {
  const [reason, term] = [readTokenSearch({ because: 'REUSE' }), readTokenSearch({ q: 'crawler-3f' })]
  const { ratio, ours, other } = await interleaved(
    () => listTokens(db, everything, reason, now),
    () => listTokens(db, everything, term, now),
    { pairs: 7, each: 5, warm: 5 },
  )
  return {
    bench: 'page: a reason of few',
    ratio,
    target: 1,
    detail: `because=REUSE: ${ours.toFixed(1)} ms; a term: ${other.toFixed(1)} ms`,
  }
}

/** The same term 20 times: the last must cost what the first does, which it would not as a named statement. */
async function searched(db: Db): Promise<BenchRow> {
  const search = readTokenSearch({ q: 'crawler-3f' })
  await listTokens(db, everything, readTokenSearch({ q: 'billing-77' }), now)
  const times: number[] = []
  for (let n = 0; n < 20; n += 1) times.push(await timed(() => listTokens(db, everything, search, now)))
  const [first = 0, last = 0] = [times[0], times[19]]
  return {
    bench: 'search',
    ratio: last / first,
    target: 2,
    detail: `run 20 ÷ run 1 of one term: ${last.toFixed(1)} and ${first.toFixed(1)} ms`,
  }
}

/** The search, positioned about `depth` rows inside its list by paging there in large steps. */
async function atDepth(db: Db, search: TokenSearch, depth: number): Promise<TokenSearch> {
  let at: TokenSearch = { ...search, limit: 10_000 }
  while ((at.from?.cursor.before ?? 0) < depth) {
    const { next } = await listTokens(db, everything, at, now)
    if (!next) break
    at = { ...at, from: { side: 'after', cursor: next } }
  }
  return { ...at, limit: search.limit }
}

function words(query: RawQuery): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${String(value).replace(/^0.*-0*/, '#')}`)
    .join(' ')
}
