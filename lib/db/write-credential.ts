import type { Tx } from './db.ts'

/** What a source's credential is for: each opens for its own purpose alone. */
export type CredentialPurpose = 'read' | 'action'

/** Keeps a source's sealed credential, in the place of the one that was there for the same purpose. */
export async function writeCredential(
  tx: Tx,
  sourceId: string,
  { keyId, sealed }: { keyId: string; sealed: string },
  now: Date,
  purpose: CredentialPurpose = 'read',
): Promise<void> {
  await tx.sourceSecret.upsert({
    where: { sourceId_purpose: { sourceId, purpose } },
    create: { sourceId, purpose, keyId, sealed, updatedAt: now },
    update: { keyId, sealed, updatedAt: now },
  })
}

/** Takes a source's credential for acting away. Answers whether there was one. */
export async function dropActingCredential(tx: Tx, sourceId: string): Promise<boolean> {
  const { count } = await tx.sourceSecret.deleteMany({ where: { sourceId, purpose: 'action' } })
  return count > 0
}
