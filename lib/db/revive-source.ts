import type { Tx } from './db.ts'
import type { Prisma } from './generated/client.ts'
import type { SourceToInsert } from './insert-source.ts'

/** Brings a removed source back as the row it was, under what is now said of it: its tokens and their history go on. */
export async function reviveSource(tx: Tx, { id, credential, settings, ...source }: SourceToInsert, now: Date): Promise<void> {
  await tx.source.update({
    where: { id },
    data: {
      ...source,
      settings: settings as Prisma.InputJsonValue,
      nextDueAt: source.everyMinutes === null ? null : now,
      removedAt: null,
      epoch: { increment: 1 },
      version: { increment: 1 },
      ...(credential && { secrets: { create: { purpose: 'read', ...credential, updatedAt: now } } }),
    },
  })
}
