import type { ExceptedToken } from '../model/exception.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, idsOf } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

/** What decides whether an exception can be asked for. Tokens of a plan that are alike in it are told once, by one name. */
export type ExceptionGround = Pick<ExceptedToken, 'name' | 'verdict' | 'reason' | 'isExposed'> & { hasException: boolean }

/** What decides whether an exception can be asked for, of the tokens of these plans that are alive and within the scope. */
export async function exceptionGrounds(
  db: Db,
  scope: Scope,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ExceptionGround[]>> {
  if (planIds.length === 0) return new Map()
  const rows = await scoped(db, scope, (reader) =>
    ask<ExceptionGround & { planId: string }>(
      reader,
      Prisma.sql`select m.plan_id as "planId", min(t.name) as name, t.verdict, t.reason, t.exposure <> 'none' as "isExposed",
          exists (select from exception_token e where e.token_id = t.id and e.open) as "hasException"
        from plan_token m join token t on t.id = m.token_id
        where m.plan_id = any(${idsOf(planIds)}::uuid[]) and t.state in ('live', 'disabled') and ${inScope(scope)} group by 1, 3, 4, 5, 6 order by 1, 2`,
    ),
  )
  return Map.groupBy(rows, ({ planId }) => planId)
}
