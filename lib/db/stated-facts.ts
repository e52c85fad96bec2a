import type { StatedFact } from '../model/stated-fact.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

/** A statement as a token's page shows it: whose, since when, until when. */
export type ShownStatedFact = StatedFact & {
  id: string
  note: string
  by: string
  at: Date
  reviewAt: Date
  /** Taken back, or replaced by a later one. */
  withdrawnAt: Date | null
  withdrawnBy: string | null
}

/** Everything that people stated of a token, the newest first; of the facts that stand, the last word on each comes before the older. */
export async function statedFacts(db: Db, scope: Scope, tokenId: string): Promise<ShownStatedFact[]> {
  const { text, values } = Prisma.sql`
    select f.id, f.fact, f.value, f.note, f.stated_by as by, f.stated_at as at, f.review_at as "reviewAt",
      f.withdrawn_at as "withdrawnAt", f.withdrawn_by as "withdrawnBy"
    from stated_fact f join token t on t.id = f.token_id
    where t.id = ${tokenId}::uuid and ${inScope(scope)} order by f.stated_at desc, f.id desc limit 200`
  return scoped(db, scope, async (reader) => (await reader.query<ShownStatedFact>({ text, values })).rows)
}
