import { sourceLock, withSessionLock } from '../db/session-lock.ts'
import { AppError } from '../model/app-error.ts'
import type { Run } from '../model/source.ts'
import { syncSource } from './sync-source.ts'
import type { World } from './world.ts'

const lockWaitMs = 5_000

/**
 * Syncs a source in this process, for a command or an upload: under the same lock as the workers, so that a source is never
 * synced twice at once. Throws AppError 'conflict' where another process is at it.
 */
export async function syncNow(sourceId: string, world: World, requestedBy: string, input?: AsyncIterable<Uint8Array>): Promise<Run> {
  const lock = { url: world.db.url, name: sourceLock(sourceId), waitMs: lockWaitMs, signal: world.signal }
  const run = await withSessionLock(lock, (signal) => syncSource(sourceId, { ...world, signal }, { requestedBy, ...(input && { input }) }))
  if (run === 'busy')
    throw new AppError('conflict', 'Another process is syncing this source just now. Wait for it to end, or watch it on its page.')
  return run.done
}
