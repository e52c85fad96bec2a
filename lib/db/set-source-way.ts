import type { Tx } from './db.ts'

/** Keeps by which way in a source is read from now on. */
export async function setSourceWay(tx: Tx, id: string, way: string | null): Promise<void> {
  await tx.source.update({ where: { id }, data: { way } })
}
