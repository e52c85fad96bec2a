import { setTimeout as pause } from 'node:timers/promises'
import { openDb } from '../../db/db.ts'
import { runJobs } from '../run-jobs.ts'
import type { Task } from '../task.ts'
import { untilDone } from '../until-done.ts'

/**
 * A worker for tests, to be started as a process of its own and killed. Speaks to who started it: 'ready', 'started',
 * 'progress', and what it committed.
 */
const url = process.argv[2] ?? ''
const db = openDb(url, { max: 4, name: 'test worker' })
const say = (word: string) => process.send?.(word)
const log = {
  info: () => undefined,
  warn: (fields: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  error: (fields: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
}

/** Writes a row when it starts and when it is done, and takes as long as it is told. */
const work: Task = async (payload, { signal }) => {
  const { name, ms } = payload as { name: string; ms: number }
  const note = (what: string) => db.pool.query('insert into worked (name, what, pid) values ($1, $2, $3)', [name, what, process.pid])
  await note('started')
  say('started')
  await pause(ms, undefined, { signal })
  await note('done')
}

/** Counts to `to` in the table `counted`, a row a transaction, from where it stands; says each number once it is committed. */
const count: Task = (payload, ground) => {
  const { name, to, heavy = false } = payload as { name: string; to: number; heavy?: boolean }
  // 8 kB that do not compress.
  const ballast = heavy ? `(select string_agg(md5(random()::text), '') from generate_series(1, 250))` : `''`
  return untilDone(ground, async () => {
    const { rows } = await db.pool.query<{ last: number }>('select coalesce(max(n), 0) as last from counted where name = $1', [name])
    for (let n = (rows[0]?.last ?? 0) + 1; n <= to; n++) {
      ground.signal.throwIfAborted()
      await db.pool.query(`insert into counted (name, n, ballast) values ($1, $2, ${ballast})`, [name, n])
      process.send?.({ committed: n })
    }
  })
}

const runner = await runJobs({
  db,
  log,
  tasks: { work, count },
  schedule: '',
  concurrency: 2,
  sweepMs: 500,
  worldFor: () => Promise.reject(new Error('This worker has no world.')),
  onProgress: () => say('progress'),
})
process.on('unhandledRejection', () => process.exit(1))
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', async () => {
  await runner.stop(5_000)
  process.exit(0)
})
say('ready')
await runner.failed
process.exit(1)
