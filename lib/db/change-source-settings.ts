import type { Json } from '../model/json.ts'
import type { Tx } from './db.ts'
import type { Prisma } from './generated/client.ts'

/** Gives a source other settings, and the subject that follows from them. */
export async function changeSourceSettings(tx: Tx, id: string, { settings, subject }: { settings: Json; subject: string }): Promise<void> {
  await tx.source.update({ where: { id }, data: { settings: settings as Prisma.InputJsonValue, subject } })
}
