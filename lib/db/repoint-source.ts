import type { Db } from './db.ts'
import type { Json } from '../model/json.ts'
import type { Prisma } from './generated/client.ts'

/** Points a source that is there at other settings with another sealed credential, by the way in that it fits. A source without a credential gets none. */
export async function repointSource(
  db: Db,
  id: string,
  to: { way: string | null; settings: Json; credential: { keyId: string; sealed: string } },
  now: Date,
): Promise<void> {
  await db.prisma.source.update({
    where: { id },
    data: {
      way: to.way,
      settings: to.settings as Prisma.InputJsonValue,
      secrets: { updateMany: { where: { purpose: 'read' }, data: { ...to.credential, updatedAt: now } } },
    },
  })
}
