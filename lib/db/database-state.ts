import type { Pool } from 'pg'
import { setTimeout as pause } from 'node:timers/promises'

/** 'low-disk': it answers and takes no writes, because the embedded server has too little room left. */
export type DatabaseState = 'ready' | 'low-disk' | 'away'

/** How the database is right now. Throws nothing: away is an answer. */
export async function databaseState(pool: Pick<Pool, 'query'>): Promise<DatabaseState> {
  try {
    const { rows } = await pool.query<{ writes: boolean }>(
      `select current_setting('default_transaction_read_only') = 'off' and not pg_is_in_recovery() as writes`,
    )
    return rows[0]?.writes ? 'ready' : 'low-disk'
  } catch {
    return 'away'
  }
}

/** Waits until the database takes writes again; throws the signal's reason when that is aborted first. */
export async function databaseReady(pool: Pick<Pool, 'query'>, signal: AbortSignal): Promise<void> {
  while ((await databaseState(pool)) !== 'ready') await pause(500, undefined, { signal })
}
