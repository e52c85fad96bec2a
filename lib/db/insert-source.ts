import type { Json } from '../model/json.ts'
import type { Tx } from './db.ts'
import type { Prisma } from './generated/client.ts'

/** A source as it is first stored. Without a schedule it is never due by itself; a file has no credential. */
export type SourceToInsert = {
  id: string
  kind: string
  name: string
  settings: Json
  subject: string
  /** Which of its connector's ways in it comes by; null where it has none or nobody said. */
  way?: string | null
  demo: boolean
  everyMinutes: number | null
  credential: { keyId: string; sealed: string } | null
}

/** Stores a source and its sealed credential. One with a schedule is due at once. */
export async function insertSource(tx: Tx, { credential, settings, ...source }: SourceToInsert, now: Date): Promise<void> {
  await tx.source.create({
    data: {
      ...source,
      settings: settings as Prisma.InputJsonValue,
      nextDueAt: source.everyMinutes === null ? null : now,
      createdAt: now,
      ...(credential && { secrets: { create: { purpose: 'read', ...credential, updatedAt: now } } }),
    },
  })
}
