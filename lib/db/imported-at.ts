import { Prisma } from './generated/client.ts'

/**
 * When the file was imported that told last of token `t` as it is: null where that is not known, or where it was missing since. Whether
 * later files list it unchanged is no matter: that one does. How a source is set up is not for owners to read, so nothing of it is asked.
 */
export const importedAt = Prisma.raw(
  `(select r.started_at from run r where r.id = t.changed_run_id and r.source_id = t.source_id and t.missing_since is null)`,
)
