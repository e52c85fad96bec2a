import { databaseReady } from '../db/database-state.ts'
import { LockLost } from '../db/session-lock.ts'
import { isConnectionLoss } from '../db/transaction.ts'
import type { JobGround } from './task.ts'

/**
 * Does work again for as long as it only fails because the database is away or takes no writes: waiting here costs nothing,
 * where a failed job would wait longer with every failure. Throws TakenOver when another worker has the job meanwhile.
 */
export async function untilDone<T>({ db, log, signal, stillOurs }: JobGround, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  for (;;) {
    signal.throwIfAborted()
    try {
      return await work(signal)
    } catch (error) {
      if (signal.aborted || !(isConnectionLoss(error) || error instanceof LockLost)) throw error
      log.warn({ err: error }, 'the database is away or takes no writes; going on when it is back')
      await databaseReady(db.pool, signal)
      await stillOurs()
    }
  }
}
