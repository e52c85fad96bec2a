import type { Tx } from './db.ts'

/** Keeps a source's sealed credential for reading, in the place of the one that was there. */
export async function writeCredential(
  tx: Tx,
  sourceId: string,
  { keyId, sealed }: { keyId: string; sealed: string },
  now: Date,
): Promise<void> {
  await tx.sourceSecret.upsert({
    where: { sourceId_purpose: { sourceId, purpose: 'read' } },
    create: { sourceId, purpose: 'read', keyId, sealed, updatedAt: now },
    update: { keyId, sealed, updatedAt: now },
  })
}
