import type { Db } from './db.ts'

/** A source's credential for reading, sealed as it rests, or null where it has none. */
export async function readCredential(db: Db, sourceId: string): Promise<string | null> {
  const secret = await db.prisma.sourceSecret.findUnique({
    where: { sourceId_purpose: { sourceId, purpose: 'read' } },
    select: { sealed: true },
  })
  return secret?.sealed ?? null
}
