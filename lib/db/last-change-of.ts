import type { Tx } from './db.ts'

/** The newest audit entry about something among some acts: who did it, and when. Null where none of them was ever done to it. */
export async function lastChangeOf(tx: Tx, target: string, acts: readonly string[]): Promise<{ actor: string; at: Date } | null> {
  return tx.audit.findFirst({ where: { target, act: { in: [...acts] } }, orderBy: { seq: 'desc' }, select: { actor: true, at: true } })
}
