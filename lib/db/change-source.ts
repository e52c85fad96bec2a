import type { Json } from '../model/json.ts'
import type { Tx } from './db.ts'
import type { Prisma } from './generated/client.ts'

/** What may be changed of a source that is there; its subject stays what it is. Without `nextDueAt` it stays due when it was. */
export type SourceChange = { name: string; everyMinutes: number | null; settings: Json; nextDueAt: Date | null | undefined }

/** Changes a source if it is still at the version that the caller saw; answers whether it was. */
export async function changeSource(tx: Tx, id: string, version: number, { settings, nextDueAt, ...to }: SourceChange): Promise<boolean> {
  const { count } = await tx.source.updateMany({
    where: { id, version, removedAt: null },
    data: { ...to, ...(nextDueAt !== undefined && { nextDueAt }), settings: settings as Prisma.InputJsonValue, version: { increment: 1 } },
  })
  return count === 1
}
