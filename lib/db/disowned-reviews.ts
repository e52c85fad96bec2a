import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask } from './list-plans.ts'

const mostShown = 20

/** Open reviews in which somebody said of tokens that they are not theirs, with how many those are: the unclaimed ones. Most first. */
export async function disownedReviews(db: Db, scope: Scope): Promise<readonly { id: string; name: string; tokens: number }[]> {
  if (!scope.all) return []
  return ask<{ id: string; name: string; tokens: number }>(
    db.pool,
    Prisma.sql`select c.id, c.name, sum(k.disowned)::int as tokens from campaign c join campaign_task k on k.campaign_id = c.id
      where c.closed_at is null and k.disowned > 0 group by c.id order by 3 desc, c.id limit ${mostShown}`,
  )
}
