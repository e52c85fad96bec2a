import { z } from 'zod'
import { AppError } from '../model/app-error.ts'
import type { Source } from '../model/source.ts'
import type { Db, Tx } from './db.ts'

/**
 * A source as it is configured, without its credential; asked of a transaction, as that sees it. Throws AppError 'not-found' where
 * it is not, or was removed.
 */
export async function readSource(db: Db | Tx, id: string): Promise<Source> {
  const client = 'prisma' in db ? db.prisma : db
  const source =
    z.uuid().safeParse(id).success &&
    (await client.source.findFirst({
      where: { id, removedAt: null },
      select: { id: true, kind: true, name: true, settings: true, demo: true, everyMinutes: true, version: true },
    }))
  if (!source) throw new AppError('not-found', 'That source is not there. It may have been removed.')
  return source as Source
}
