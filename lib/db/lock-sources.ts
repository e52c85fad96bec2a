import type { Tx } from './db.ts'

/**
 * Makes those who add sources take turns, until the transaction ends: what one of them looked for and did not find (a source of
 * the name, of the same subject, of the demo) is then still not there when they add theirs.
 */
export async function lockSources(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('adding a source', 0))`
}
