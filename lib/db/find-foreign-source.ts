import type { Tx } from './db.ts'

/** A source of the other side, or null: a real one where `demo` data is to come, one of the demo where real data is. */
export async function findForeignSource(tx: Tx, demo: boolean): Promise<{ name: string } | null> {
  return tx.source.findFirst({ where: { demo: !demo, removedAt: null }, select: { name: true } })
}
