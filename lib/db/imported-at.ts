import { Prisma } from './generated/client.ts'

/**
 * When token `t` of source `s` was last seen in a file: the day of the last one that covers everything, as long as it is in it; else that of
 * the last change that a file told of it, since a file that covers a part may have been imported without it.
 */
export const importedAt = Prisma.raw(`case when t.missing_since is null and s.settings ->> 'covers' = 'everything'
  then coalesce(s.last_complete_at, t.changed_at) else t.changed_at end`)
