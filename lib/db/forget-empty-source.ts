import type { Tx } from './db.ts'

/** Takes a source away that never saw anything: with its runs, as if it had not been made. One with tokens or a complete run stays. */
export async function forgetEmptySource(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.source.deleteMany({ where: { id, lastCompleteRunId: null, tokens: { none: {} }, issuers: { none: {} } } })
  return count > 0
}
