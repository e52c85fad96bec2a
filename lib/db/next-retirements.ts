import type { NextRetirement } from '../model/programme.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, planInScope } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql } = Prisma

/** The live standing privileges at the head of the queue, each with the open plan that retires it where there is one. */
export async function nextRetirements(db: Db, scope: Scope, limit: number): Promise<readonly NextRetirement[]> {
  return scoped(db, scope, (reader) =>
    ask<NextRetirement>(
      reader,
      sql`with next as materialized (select t.id, t.name, t.kind, t.verdict, t.risk, t.queue_key from token t
            where ${inScope(scope)} and t.state = 'live' and t.verdict in ('revoke-now', 'standing-privilege') order by t.queue_key desc, t.id desc limit ${limit})
        select t.id, t.name, t.kind, t.verdict, t.risk, p.id as "planId", p.due_at as "dueAt" from next t
        left join plan_token m on m.token_id = t.id and m.open left join plan p on p.id = m.plan_id and ${planInScope(scope)}
        order by t.queue_key desc, t.id desc`,
    ),
  )
}
