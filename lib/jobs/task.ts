import type { Log } from '../connectors/contract.ts'
import type { Db } from '../db/db.ts'
import type { World } from '../flows/world.ts'

/** Another worker has this job by now: nothing more may be done for it here. */
export class TakenOver extends Error {}

/**
 * What jobs work in. `signal` aborts when this worker is to stop; `stillOurs` throws TakenOver when the job was given to
 * another worker, because this one slept or was cut off for a while.
 */
export type JobGround = { db: Db; log: Log; signal: AbortSignal; worldFor(signal: AbortSignal): Promise<World>; stillOurs(): Promise<void> }

/** A job's work. It may be stopped anywhere, and is then done again. */
export type Task = (payload: unknown, ground: JobGround) => Promise<void>
