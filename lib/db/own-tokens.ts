import type { Viewer } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, idsOf } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

/** How many live tokens belong to a viewer or their team, whatever else they may see. */
export async function countOwnTokens(db: Db, viewer: Pick<Viewer, 'scope' | 'selfIds'>): Promise<number> {
  const mine = idsOf(viewer.selfIds)
  const [counted] = await scoped(db, viewer.scope, (reader) =>
    ask<{ n: number }>(
      reader,
      Prisma.sql`select count(*)::int as n from token t where ${inScope(viewer.scope)} and t.owner_id = any(${mine}::uuid[]) and t.state = 'live'`,
    ),
  )
  return counted?.n ?? 0
}
