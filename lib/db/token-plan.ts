import type { PlanStage } from '../model/plan.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, planInScope } from './list-plans.ts'
import { scoped } from './scoped.ts'

/** The plan that is under way for a token, within the scope; null where it has none. */
export async function planOfToken(db: Db, scope: Scope, tokenId: string): Promise<{ id: string; stage: PlanStage; recipe: string } | null> {
  const [plan] = await scoped(db, scope, (reader) =>
    ask<{ id: string; stage: PlanStage; recipe: string }>(
      reader,
      Prisma.sql`select p.id, p.stage, p.recipe from plan_token m join plan p on p.id = m.plan_id where m.token_id = ${tokenId}::uuid and m.open and ${planInScope(scope)}`,
    ),
  )
  return plan ?? null
}
