import type { PoolClient } from 'pg'

/**
 * Owners, workloads and rules against the tokens that a sync is just writing: a slice that is not committed yet cannot be seen by
 * an edit, so without a lock it would keep what the edit has changed. Slices share it, edits hold it alone, both until they commit.
 */
export async function shareDirectory(client: PoolClient): Promise<void> {
  await client.query(`select pg_advisory_xact_lock_shared(hashtextextended('directory', 0))`)
}

/** Taken first in the transaction of an edit; see `shareDirectory`. */
export async function holdDirectory(client: PoolClient): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('directory', 0))`)
}
