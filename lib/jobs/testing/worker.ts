import { setTimeout as pause } from 'node:timers/promises'
import { openDb } from '../../db/db.ts'
import { runJobs } from '../run-jobs.ts'
import type { Task } from '../task.ts'

/**
 * A worker for tests, to be started as a process of its own and killed. Its one task writes a row when it starts and when it
 * is done, and takes as long as it is told. Speaks to who started it: 'ready', 'started', 'progress'.
 */
const url = process.argv[2] ?? ''
const db = openDb(url, { max: 4, name: 'test worker' })
const say = (word: string) => process.send?.(word)
const log = {
  info: () => undefined,
  warn: (fields: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  error: (fields: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
}

const work: Task = async (payload, { signal }) => {
  const { name, ms } = payload as { name: string; ms: number }
  const note = (what: string) => db.pool.query('insert into worked (name, what, pid) values ($1, $2, $3)', [name, what, process.pid])
  await note('started')
  say('started')
  await pause(ms, undefined, { signal })
  await note('done')
}

const runner = await runJobs({
  db,
  log,
  tasks: { work },
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
