import { z } from 'zod'
import type { TokenNeighbours } from '../model/token-row.ts'
import type { TokenSearch } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { beside, tokenOrder } from './list-tokens.ts'
import { scoped } from './scoped.ts'
import { inScope, tokenFilter } from './token-filter.ts'

const { sql } = Prisma

/**
 * The tokens before and after one in the order of a list, over its pages' edges, within the scope. A token that the list does
 * not hold (any more) still has a place in its order; one that is not the viewer's to see has no neighbours.
 */
export async function tokenNeighbours(
  db: Db,
  scope: Scope,
  search: Omit<TokenSearch, 'from' | 'limit'>,
  now: Date,
  id: string,
): Promise<TokenNeighbours> {
  const none = { previous: null, next: null }
  if (!z.uuid().safeParse(id).success) return none
  const neighbour = (back: boolean) => sql`(
    select t.id from token t where ${tokenFilter(scope, search, now)} and ${beside(search, back)} order by ${tokenOrder(search, back)} limit 1)`
  const { text, values } = sql`
    select ${neighbour(true)} as previous, ${neighbour(false)} as next from token here
    where here.id = ${id}::uuid and exists (select from token t where t.id = here.id and ${inScope(scope)})`
  const { rows } = await scoped(db, scope, (reader) => reader.query<TokenNeighbours>({ text, values }))
  return rows[0] ?? none
}
