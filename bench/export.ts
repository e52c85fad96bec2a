import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import type { BenchRow } from '../bin/bench.ts'
import { withFilledDatabase } from './ground/filled-database.ts'
import { median } from './ground/pairs.ts'

const memoryTarget = 1.2
const timeTarget = 1.5
const pairs = 3
const report = 'inventory'

type Measured = { seconds: number; rows: number; peakBytes: number }

/**
 * The inventory taken as a file, with its record and its checksum, in a process of its own: at `rows` tokens and at a tenth of them, in turns.
 * Memory: the peak of the many over that of the few. Time: that of a row of the many over that of a row of the few.
 */
export default async function exportBench({ rows = 150_000 }: { rows: number | undefined }): Promise<BenchRow[]> {
  const key = randomBytes(32).toString('base64')
  return withFilledDatabase(Math.ceil(rows / 10), (few) =>
    withFilledDatabase(rows, async (many) => {
      const runs: { few: Measured; many: Measured }[] = []
      await run(few.url, key) // warms nothing but the disk's cache, as the next ones find it
      await run(many.url, key)
      for (let pair = 0; pair < pairs; pair += 1) runs.push({ few: await run(few.url, key), many: await run(many.url, key) })
      return figures(runs)
    }),
  )
}

function figures(runs: readonly { few: Measured; many: Measured }[]): BenchRow[] {
  const perRow = ({ seconds, rows }: Measured) => (seconds / rows) * 1e6
  const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`
  const of = (side: 'few' | 'many', what: (measured: Measured) => number) => median(runs.map((one) => what(one[side])))
  const [few, many] = [of('few', ({ rows }) => rows), of('many', ({ rows }) => rows)]
  return [
    {
      bench: 'export: memory',
      ratio: median(runs.map((one) => one.many.peakBytes / one.few.peakBytes)),
      target: memoryTarget,
      detail: `peak ${mib(of('many', ({ peakBytes }) => peakBytes))} for ${many} rows ÷ ${mib(of('few', ({ peakBytes }) => peakBytes))} for ${few}`,
    },
    {
      bench: 'export: time',
      ratio: median(runs.map((one) => perRow(one.many) / perRow(one.few))),
      target: timeTarget,
      detail: `${of('many', perRow).toFixed(1)} µs a row of ${many} (${of('many', ({ seconds }) => seconds).toFixed(1)} s in all) ÷ ${of('few', perRow).toFixed(1)} µs of ${few}`,
    },
  ]
}

async function run(databaseUrl: string, key: string): Promise<Measured> {
  const child = fork(path.join(import.meta.dirname, 'ground', 'export-child.ts'), [report], {
    env: { ...process.env, DATABASE_URL: databaseUrl, STANDDOWN_KEY: key },
  })
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`The export ended with ${String(code)} before it told its figures.`)),
  )
  ended.catch(() => undefined)
  const [measured] = (await Promise.race([once(child, 'message'), ended])) as [Measured]
  return measured
}
