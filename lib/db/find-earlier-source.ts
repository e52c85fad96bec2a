import type { Tx } from './db.ts'

/** The newest real source that read this subject by this connector and was removed, or null: its tokens are still here. */
export async function findEarlierSource(tx: Tx, { kind, subject }: { kind: string; subject: string }): Promise<{ id: string } | null> {
  return tx.source.findFirst({
    where: { kind, subject, demo: false, removedAt: { not: null } },
    orderBy: { removedAt: 'desc' },
    select: { id: true },
  })
}
