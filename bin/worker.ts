import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { enqueueRescore, enqueueTick } from '../lib/jobs/enqueue.ts'
import { runJobs } from '../lib/jobs/run-jobs.ts'
import { schedule, tasks } from '../lib/jobs/tasks.ts'
import { readSettings } from '../lib/server/env.ts'
import { openLog } from '../lib/server/log.ts'
import { worldFrom } from '../lib/server/world.ts'
import { groundFrom } from './ground.ts'
import { untilTold } from './until-told.ts'

/** How long jobs may take to come to a stop. Less than the supervisor's own patience. */
const stopWithinMs = 8_000

/**
 * A worker: takes jobs until it is told to stop. Tells its supervisor 'progress' whenever it is seen to get somewhere. What
 * nobody foresaw ends the process: its jobs are taken over within seconds, where going on half-broken would keep them.
 */
const told = untilTold()
const { databaseUrl, logLevel } = readSettings(process.env)
const log = openLog({ level: logLevel })
process.on('unhandledRejection', (error) => {
  log.error({ err: error }, 'nobody awaited this failure; the worker ends and is started again')
  process.exit(1)
})

if (await databaseAnswers(databaseUrl)) process.exitCode = await work()
told.end()

async function work(): Promise<number> {
  const ground = await groundFrom(process.env, 'standdown worker', told.signal)
  const runner = await runJobs({
    db: ground.db,
    log,
    tasks,
    schedule,
    worldFor: (signal) => worldFrom(ground, { signal }),
    onProgress: () => process.send?.('progress'),
  })
  log.info({ pool: runner.poolId }, 'the worker takes jobs')
  // What became due while no worker was there does not wait for the schedule.
  await Promise.all([enqueueTick(ground.db), enqueueRescore(ground.db)])
  const failed = await Promise.race([told.promise, runner.failed])
  if (failed) {
    log.error({ err: failed }, 'the queue gave up; the worker ends and is started again')
    process.exit(1)
  }
  log.info({}, 'the worker stops')
  await runner.stop(stopWithinMs)
  await ground.close()
  // A call to a provider that ignores its signal must not keep us.
  process.exit(0)
}

/** Waits for the database without dying of its absence; false when told to stop before it came. */
async function databaseAnswers(url: string): Promise<boolean> {
  while (!told.signal.aborted) {
    process.send?.('progress')
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return true
    } catch (error) {
      log.warn({ err: error }, 'the database does not answer yet')
      await pause(500, undefined, { signal: told.signal }).catch(() => undefined)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  return false
}
