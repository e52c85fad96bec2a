import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { finished, pipeline } from 'node:stream/promises'
import { from, to } from 'pg-copy-streams'
import { startPostgres } from '../bin/postgres.ts'
import type { BenchRow } from '../bin/bench.ts'
import { openDb } from '../lib/db/db.ts'
import { migrate } from '../lib/db/migrate.ts'

const pairs = 3
const memoryTarget = 1.3
/** The whole path (parse, normalise, score, merge, events, counts) against a bare COPY of the same rows: at least 0.35 of its speed. */
const slowdownTarget = 1 / 0.35

let databases = 0

type Measured = { seconds: number; peakBytes: number }

/**
 * An import as a user makes one, in a process of its own against a real database. Memory: the peak at `rows` over that at a tenth
 * of them, small and large in turns. Speed: seconds of the whole path over seconds of COPY of the same rows into a bare table.
 */
export default async function importBench({ rows = 100_000 }: { rows?: number | undefined }): Promise<BenchRow[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'standdown-bench-'))
  // As root the server runs as an unprivileged account, which has to reach its folder.
  chmodSync(dir, 0o755)
  const server = await startPostgres({ dir, log: () => undefined, disposable: true })
  try {
    const [large, small] = [path.join(dir, 'large.csv'), path.join(dir, 'small.csv')]
    await writeTokens(large, rows)
    await writeTokens(small, Math.ceil(rows / 10))
    const runs: { small: Measured; large: Measured; bare: number }[] = []
    for (let pair = 0; pair < pairs; pair += 1)
      runs.push({
        small: await run(server.url, small),
        large: await run(server.url, large),
        bare: await bareCopy(server.url, path.join(dir, 'rows')),
      })
    const [least, most] = [median(runs.map((one) => one.small.peakBytes)), median(runs.map((one) => one.large.peakBytes))]
    const [seconds, bare] = [median(runs.map((one) => one.large.seconds)), median(runs.map((one) => one.bare))]
    const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`
    return [
      {
        bench: 'import memory',
        ratio: median(runs.map((one) => one.large.peakBytes / one.small.peakBytes)),
        target: memoryTarget,
        detail: `peak ${mib(most)} for ${rows} tokens ÷ ${mib(least)} for ${Math.ceil(rows / 10)}`,
      },
      {
        bench: 'import time',
        ratio: median(runs.map((one) => one.large.seconds / one.bare)),
        target: slowdownTarget,
        detail: `${seconds.toFixed(1)} s for ${rows} tokens (${Math.round(rows / seconds)}/s) ÷ ${bare.toFixed(1)} s of bare COPY`,
      },
    ]
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** One import into a fresh database, in a process that tells its own peak at its end. */
async function run(serverUrl: string, file: string): Promise<Measured> {
  const admin = openDb(serverUrl, { name: 'standdown bench' })
  const url = databaseUrl(serverUrl, `bench_${++databases}`)
  try {
    await admin.pool.query(`create database bench_${databases}`)
    await migrate(url.href, () => undefined)
    const child = fork(path.join(import.meta.dirname, 'ground', 'import-child.ts'), [file], {
      env: { ...process.env, DATABASE_URL: url.href },
    })
    const [measured] = (await Promise.race([once(child, 'message'), ended(child)])) as [Measured]
    return measured
  } finally {
    await admin.close()
  }
}

function databaseUrl(serverUrl: string, name: string): URL {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url
}

async function ended(child: ReturnType<typeof fork>): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number]
  throw new Error(`The import ended with ${code} before it told its figures.`)
}

/** Seconds for COPY of the rows that the last import wrote, into a table with a key and nothing else. */
async function bareCopy(serverUrl: string, file: string): Promise<number> {
  const db = openDb(databaseUrl(serverUrl, `bench_${databases}`).href, { name: 'standdown bench', statementSeconds: 900 })
  const client = await db.pool.connect()
  try {
    await pipeline(client.query(to('copy token to stdout')), createWriteStream(file))
    await client.query('create table bare (like token, primary key (id))')
    const since = performance.now()
    await pipeline(createReadStream(file), client.query(from('copy bare from stdin')))
    return (performance.now() - since) / 1_000
  } finally {
    client.release()
    await db.close()
  }
}

async function writeTokens(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file)
  out.write('external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner,workload,tags\n')
  for (let i = 0; i < rows; i += 1) {
    const day = (days: number) => new Date(Date.UTC(2026, 10, 24) - days * 86_400_000).toISOString().slice(0, 10)
    const cells = [
      `tok-${i}`,
      i % 3 ? 'vault.token' : 'slack.bot-token',
      `service ${i % 997} token ${i}`,
      day((i * 7) % 900),
      i % 4 ? 'never' : day(-((i % 90) + 1)),
      i % 5 ? day(i % 200) : 'never',
      i % 6 ? 'bearer' : 'keyed-asym',
      `${(i % 6) + 1}:${(i % 4) + 1}`,
      `person${i % 500}@acme.example`,
      `workload-${i % 300}`,
      `env=${i % 2 ? 'prod' : 'dev'}`,
    ]
    if (!out.write(`${cells.join(',')}\n`)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
