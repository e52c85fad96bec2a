import type { TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'
import { tokenFilter } from './token-filter.ts'

/** How many tokens match, counted one by one: what an act on all that match is confirmed with. */
export async function countTokens(db: Db, scope: Scope, search: TokenConditions, now: Date): Promise<number> {
  const { text, values } = Prisma.sql`select count(*)::int as count from token t where ${tokenFilter(scope, search, now)}`
  const { rows } = await scoped(db, scope, (reader) => reader.query<{ count: number }>({ text, values }))
  return rows[0]?.count ?? 0
}
