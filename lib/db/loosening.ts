import type { Loosening } from '../model/token-row.ts'
import { narrowingsOf, type Narrowing, type TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'
import { tokenFilter } from './token-filter.ts'

const { sql, join } = Prisma

/**
 * For a list that came out empty: which one of its conditions to take away to see the most, and how many that shows; null
 * where no single one is to blame. "Live only" counts among them, though it is no filter anybody set.
 */
export async function loosening(db: Db, scope: Scope, search: TokenConditions, now: Date): Promise<Loosening | null> {
  const names = new Set<Narrowing>(narrowingsOf(search))
  if (search.filters.state) names.add('state')
  if (names.size === 0) return null
  const counts = [...names].map(
    (name) => sql`select ${name} as narrowing, count(*)::int as count from token t where ${tokenFilter(scope, search, now, name)}`,
  )
  const { text, values } = sql`select * from (${join(counts, ' union all ')}) counted where count > 0 order by count desc limit 1`
  const { rows } = await scoped(db, scope, (reader) => reader.query<Loosening>({ text, values }))
  return rows[0] ?? null
}
