import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BenchRow } from '../bin/bench.ts'
import { copyOut } from '../lib/db/copy-out.ts'
import type { Db } from '../lib/db/db.ts'
import { frameworkCounts } from '../lib/db/framework-counts.ts'
import { frameworkRows } from '../lib/db/report-framework.ts'
import { owaspNhi } from '../lib/model/frameworks/owasp-nhi.ts'
import { readTokenSearch } from '../lib/model/token-search.ts'
import type { Scope } from '../lib/model/viewer.ts'
import { remedies } from '../lib/reports/remedies.ts'
import { withFilledDatabase } from './ground/filled-database.ts'
import { interleaved } from './ground/pairs.ts'

const everything: Scope = { all: true }
const now = new Date('2026-11-24T09:00:00.000Z')
const search = readTokenSearch({})
const mostMegabytes = 80

/** A framework counted over all tokens against one grouped count of them; and its rows taken as a file, seven a token, in flat memory. */
export default async function report({ rows = 150_000 }: { rows: number | undefined }): Promise<BenchRow[]> {
  return withFilledDatabase(rows, async (db) => {
    await vary(db)
    const counted = await interleaved(
      () => frameworkCounts(db, everything, owaspNhi, search, now),
      () => db.pool.query(`select verdict, kind, count(*) from token where state = 'live' group by 1, 2`),
      { pairs: 7, each: 1, warm: 1 },
    )
    const tokens = rows.toLocaleString('en')
    return [
      {
        bench: 'report: counts',
        ratio: counted.ratio,
        target: 40,
        detail: `a framework ${counted.ours.toFixed(0)} ms, a grouped count ${counted.other.toFixed(0)} ms; ${tokens} tokens`,
      },
      await taken(db, tokens),
    ]
  })
}

async function taken(db: Db, tokens: string): Promise<BenchRow> {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let most = before
  let bytes = 0
  const begun = performance.now()
  const select = frameworkRows(everything, owaspNhi, { search, asOf: null }, now, remedies)
  const { csv, ended } = await copyOut(db, everything, select, { holder: undefined, at: now })
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      bytes += chunk.length
      most = Math.max(most, process.memoryUsage.rss())
      done()
    },
  })
  await pipeline(csv, sink)
  const { rows, complete } = await ended
  if (!complete) throw new Error('The report was cut off.')
  const [seconds, grown] = [(performance.now() - begun) / 1_000, (most - before) / 1_048_576]
  const speed = `${(bytes / 1_048_576 / seconds).toFixed(1)} MB/s`
  return {
    bench: 'report: memory',
    ratio: grown / mostMegabytes,
    target: 1,
    detail: `${rows.toLocaleString('en')} rows in ${seconds.toFixed(1)} s, ${speed}; ${grown.toFixed(0)} MB more than before, of ${mostMegabytes}; ${tokens} tokens`,
  }
}

/** Vectors of a few thousand kinds, as a real inventory has them. */
async function vary(db: Db): Promise<void> {
  await db.pool.query(
    `update token t set vector = 'nps-1.0.0/B:' || binding || '/T:' || (array['never','never','90d','1h','?'])[1 + h % 5] || '/A:' || (array['30d','90d','365d','over','?'])[1 + h % 5]
       || '/I:' || (array['45d','90d','over','never','?'])[1 + (h / 5) % 5] || '/S:' || level || '.' || reach || '/D:' || sensitivity
       || '/O:' || case when owner_id is null then 'none' else 'assigned' end || case when h % 4 = 0 then '/K:vault' else '' end
       || case when h % 3 = 0 then '/M:network+monitoring' else '' end
     from (select id, ('x' || substr(md5('v' || id), 1, 7))::bit(28)::int as h from token) v where v.id = t.id`,
  )
  await db.pool.query('vacuum analyze token')
}
