import type { NextRetirement } from '../model/programme.ts'
import { retireFirst } from '../model/retire-first.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, planInScope } from './list-plans.ts'
import { tokenOrder } from './list-tokens.ts'
import { scoped } from './scoped.ts'
import { tokenFilter } from './token-filter.ts'

const { sql } = Prisma

/** What is to be retired first, in the order that the inventory lists it in, each with the open plan that retires it where there is one. */
export async function nextRetirements(db: Db, scope: Scope, now: Date, limit: number): Promise<readonly NextRetirement[]> {
  return scoped(db, scope, (reader) =>
    ask<NextRetirement>(
      reader,
      sql`with next as materialized (select t.id, t.name, t.kind, t.verdict, t.risk, t.due_at from token t
            where ${tokenFilter(scope, retireFirst, now)} order by ${tokenOrder(retireFirst)} limit ${limit})
        select t.id, t.name, t.kind, t.verdict, t.risk, p.id as "planId", p.due_at as "dueAt" from next t
        left join plan_token m on m.token_id = t.id and m.open left join plan p on p.id = m.plan_id and ${planInScope(scope)}
        order by ${tokenOrder(retireFirst)}`,
    ),
  )
}
