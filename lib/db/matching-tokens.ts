import type { TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'
import type { Reader } from './scoped.ts'
import { tokenFilter } from './token-filter.ts'

/** The ids of the next tokens that match after `after`, in order of their ids: a slice of an act on all that match. */
export async function nextMatching(
  reader: Reader,
  scope: Scope,
  search: TokenConditions,
  now: Date,
  after: string,
  limit: number,
): Promise<string[]> {
  const { text, values } = Prisma.sql`
    select t.id from token t where ${tokenFilter(scope, search, now)} and t.id > ${after}::uuid order by t.id limit ${limit}`
  const { rows } = await reader.query<{ id: string }>({ text, values })
  return rows.map(({ id }) => id)
}
