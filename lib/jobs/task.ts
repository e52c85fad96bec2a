import type { Log } from '../connectors/contract.ts'
import type { Db } from '../db/db.ts'
import type { World } from '../flows/world.ts'

/** What jobs work in. `signal` aborts when this worker is to stop. */
export type JobGround = { db: Db; log: Log; signal: AbortSignal; worldFor(signal: AbortSignal): Promise<World> }

/** A job's work. It may be stopped anywhere, and is then done again. */
export type Task = (payload: unknown, ground: JobGround) => Promise<void>
