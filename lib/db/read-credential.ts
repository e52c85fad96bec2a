import type { Db } from './db.ts'
import type { CredentialPurpose } from './write-credential.ts'

/** A source's credential, for reading where nothing else is said, sealed as it rests; null where it has none. */
export async function readCredential(db: Db, sourceId: string, purpose: CredentialPurpose = 'read'): Promise<string | null> {
  const secret = await db.prisma.sourceSecret.findUnique({
    where: { sourceId_purpose: { sourceId, purpose } },
    select: { sealed: true },
  })
  return secret?.sealed ?? null
}

/** Which of these sources may act, and since when their credential for it is there. Says nothing of what it is. */
export async function actingSources(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.prisma.sourceSecret.findMany({
    where: { purpose: 'action', sourceId: { in: [...ids] } },
    select: { sourceId: true, updatedAt: true },
  })
  return new Map(rows.map(({ sourceId, updatedAt }) => [sourceId, updatedAt]))
}
