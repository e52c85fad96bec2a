import type { Scope } from '../model/viewer.ts'
import { wantedKeys, type WorkloadIdentity } from '../model/workload-identity.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { identitiesBy } from './identities-by-keys.ts'
import { ask, idsOf } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql } = Prisma

/** What of tokens is asked for identities: these tokens, or those of a plan. */
export type Whose = { tokenIds: readonly string[] } | { planId: string }

/**
 * Identities that the workloads of these tokens may have already, the surest first: an offer, as nothing but names or an account agrees.
 * Issuers have no owner, so that no scope reaches them; whoever retires a token learns what its own workload could use instead, and no more.
 * Empty where none of the tokens is this viewer's to see, or where so many fit that none does.
 */
export async function workloadIdentities(db: Db, scope: Scope, whose: Whose): Promise<WorkloadIdentity[]> {
  const of = 'planId' in whose ? sql`t.id in (select m.token_id from plan_token m where m.plan_id = ${whose.planId}::uuid)` : sql`t.id = any(${idsOf(whose.tokenIds)}::uuid[])`
  const tokens = await scoped(db, scope, (reader) =>
    ask<{ key: string | null; name: string | null; tags: Record<string, string> | null; hint: string | null }>(
      reader,
      sql`select distinct w.key, w.name, t.observed -> 'tags' as tags, t.observed ->> 'workloadHint' as hint
        from token t left join workload w on w.id = t.workload_id where ${of} and ${inScope(scope)} limit 500`,
    ),
  )
  const wanted = tokens.flatMap(({ key, name, tags, hint }) =>
    wantedKeys({ workload: key === null ? null : { key, name: name ?? key }, tags: tags ?? {}, hint }),
  )
  return identitiesBy(db, wanted)
} // prettier-ignore
