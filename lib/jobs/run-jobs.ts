import { EventEmitter } from 'node:events'
import { Logger, run, type Job, type Task as GraphileTask, type WorkerEvents, type WorkerPool } from 'graphile-worker'
import type { Log } from '../connectors/contract.ts'
import { poolSettings, type Db } from '../db/db.ts'
import type { World } from '../flows/world.ts'
import { PatientPool } from './patient-pool.ts'
import { announce, type Presence } from './presence.ts'
import { Reaper } from './reaper.ts'
import { TakenOver, type Task } from './task.ts'

export type JobOptions = {
  db: Db
  log: Log
  /** The world of one job; its signal aborts when the worker stops or the job loses its lock. */
  worldFor(signal: AbortSignal): Promise<World>
  /** What there is to do: name -> task. */
  tasks: Readonly<Record<string, Task>>
  /** When what is done by itself, as a crontab. */
  schedule: string
  /** How many jobs at once. */
  concurrency?: number
  sweepMs?: number
  /** Called after each sweep that found this worker well: no job waits for it in vain. Silence means that it is stuck. */
  onProgress?(): void
}

export type JobRunner = {
  /** The name by which the database knows who holds a job. */
  poolId: string
  /** Stops taking jobs, tells those under way to stop, and settles when they have or after `limitMs`. Never rejects. */
  stop(limitMs: number): Promise<void>
  /** Settles only when the queue gave up by itself: the process should then end and be started again. */
  failed: Promise<Error>
}

/** A job that has waited this long beside an idle worker shows that the worker is stuck. */
const stuckMs = 60_000

/** Starts working on the queue: jobs, schedule, and the reaper of dead workers' jobs. Waits for the database when it is away. */
export async function runJobs({
  db,
  log,
  worldFor,
  tasks,
  schedule,
  concurrency = 4,
  sweepMs = 1_000,
  onProgress,
}: JobOptions): Promise<JobRunner> {
  const stopping = new AbortController()
  const failure = Promise.withResolvers<Error>()
  const pool = new PatientPool({
    ...poolSettings(db.url, { max: concurrency + 3, name: 'standdown queue', statementSeconds: 30 }),
    // The queue's own bookkeeping is a few bytes a job and goes on when there is too little disk for anything else.
    options: '-c default_transaction_read_only=off',
  })
  const busy = new Map<string, Job>()
  let lastStart = performance.now()
  const events: WorkerEvents = new EventEmitter()
  events.on('job:start', ({ job }) => {
    busy.set(job.id, job)
    lastStart = performance.now()
  })
  events.on('job:complete', ({ job }) => busy.delete(job.id))
  events.on('pool:fatalError', ({ error }) => failure.resolve(error instanceof Error ? error : new Error(String(error))))

  const present = Promise.withResolvers<{ presence: Presence; workerPool: WorkerPool; poolId: string }>()
  events.once('pool:create', ({ workerPool }) => {
    announce(db.url, workerPool.id, log).then(
      (presence) => present.resolve({ presence, workerPool, poolId: workerPool.id }),
      present.reject,
    )
  })
  const beforeFirstJob: GraphileConfig.Plugin = {
    name: 'StanddownPresencePlugin',
    version: '1.0.0',
    worker: { hooks: { startWorker: async () => void (await present.promise) } },
  }
  const owned =
    (task: Task): GraphileTask =>
    async (payload, { job }) => {
      const stillOurs = async () => {
        const { poolId } = await present.promise
        const { rowCount } = await pool.query('select 1 from graphile_worker._private_jobs where id = $1 and locked_by = $2', [
          job.id,
          poolId,
        ])
        if (rowCount === 0) throw new TakenOver(`Another worker has job ${job.id} by now.`)
      }
      await task(payload, { db, log, signal: stopping.signal, worldFor, stillOurs })
      // The library deletes a finished job whoever holds it by now; a failed one it touches only while it is ours.
      await stillOurs()
    }
  const runner = await run({
    pgPool: pool,
    events,
    concurrency,
    noHandleSignals: true,
    logger: new Logger(
      () => (level, message) =>
        level === 'error' ? log.error({ queue: true }, message) : level === 'warning' ? log.warn({ queue: true }, message) : undefined,
    ),
    taskList: Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, owned(task)])),
    crontab: schedule,
    preset: { plugins: [beforeFirstJob], worker: { pollInterval: 1_000, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  })
  const gaveUp = (error: unknown) => {
    if (!stopping.signal.aborted) failure.resolve(error instanceof Error ? error : new Error(String(error)))
  }
  runner.promise.then(() => gaveUp('The queue ended.'), gaveUp)
  const { presence, workerPool } = await present.promise
  const reaper = new Reaper()
  const sweep = async () => {
    const client = presence.client()
    // The database is away and being waited for: that is not this worker's fault, and a new one would fare no better.
    if (!client) return onProgress?.()
    const { freed, waiting } = await reaper.sweep(client, workerPool.id, () => [...busy.keys()])
    if (freed > 0) log.warn({ freed }, 'took over jobs of a worker that is gone')
    if (freed > 0) workerPool.nudge(freed)
    const stuck = waiting > 0 && busy.size < concurrency && performance.now() - lastStart > stuckMs
    if (stuck) failure.resolve(new Error(`${waiting} jobs wait, and this idle worker takes none of them.`))
    else onProgress?.()
  }
  let sweeping: Promise<void> | undefined
  const timer = setInterval(() => {
    sweeping ??= sweep()
      .catch((error: unknown) => log.warn({ err: error }, 'a sweep for jobs of dead workers failed'))
      .finally(() => (sweeping = undefined))
  }, sweepMs)
  return {
    poolId: workerPool.id,
    failed: failure.promise,
    async stop(limitMs) {
      clearInterval(timer)
      stopping.abort(new Error('The worker stops.'))
      await Promise.race([runner.stop().catch(() => undefined), limit(limitMs)])
      pool.giveUp()
      await Promise.race([Promise.allSettled([sweeping, presence.end(), pool.end()]), limit(1_000)])
    },
  }
}

function limit(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
