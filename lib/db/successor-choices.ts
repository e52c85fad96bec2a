import { AppError } from '../model/app-error.ts'
import { standsAsKey, type Standing } from '../model/successor.ts'
import { successorSays } from '../model/plan.ts'
import type { PlanDetail } from '../model/plan-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, idsOf } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { sourceIssuers, type SuccessorChoice } from './source-issuers.ts'
import { containing } from './containing.ts'
import { inScope } from './token-filter.ts'
import { workloadIdentities } from './workload-identities.ts'

const { sql } = Prisma

const mostTokens = 10

/** The plan that something is to follow, as it was read for this viewer: what it holds says where to look. */
type Of = Pick<PlanDetail, 'id' | 'sources'>
type Which = { id?: string | null; text?: string }

/**
 * Live tokens of the plan's own sources or workloads, within the scope, and what mints short-lived tokens in those sources, by a part
 * of their names; identities that the workload may have already, those of the same workload and the newest first.
 */
export async function successorChoices(db: Db, scope: Scope, plan: Of, which: Which): Promise<SuccessorChoice[]> {
  const sourceIds = plan.sources.map(({ id }) => id)
  const own = async () => (await workloadIdentities(db, scope, { planId: plan.id })).map(({ issuerId }) => issuerId)
  const [issuers, tokens] = await Promise.all([sourceIssuers(db, sourceIds, which, await own()), tokensBeside(db, scope, plan, which)])
  return [...issuers, ...tokens]
}

/**
 * What a form names: by 'token:' or 'issuer:' and its id, or by its whole name, with its shown id in brackets or without. Throws AppError
 * 'bad-input' at `successor` for none or several.
 */
export async function findSuccessor(db: Db, scope: Scope, plan: Of, said: string): Promise<{ tokenId: string } | { issuerId: string }> {
  const wrong = (what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'successor', what }])
  const [, kind, id] = /^(token|issuer):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(said) ?? []
  if (!said.isWellFormed() || said.includes('\0') || said.length > 320) throw wrong('Use its name, as the inventory has it.')
  const bare = said.replace(/ \([^()]*\)$/, '')
  const choices = await successorChoices(db, scope, plan, id ? { id } : { text: bare })
  const found = choices.filter((one) =>
    id ? one.kind === kind : [one.name, successorSays(one)].some((name) => name.toLowerCase() === said.toLowerCase()),
  )
  const [only, another] = found
  if (!only) throw wrong('Nothing alive in the plan’s sources has this name. Choose one of those suggested as you type.')
  if (another) throw wrong('Several have this name. Choose one of those suggested as you type.')
  return only.kind === 'token' ? { tokenId: only.id } : { issuerId: only.id }
}

async function tokensBeside(db: Db, scope: Scope, plan: Of, { id = null, text = '' }: Which): Promise<SuccessorChoice[]> {
  const sourceIds = idsOf(plan.sources.map((source) => source.id))
  const beside = sql`t.workload_id in (select o.workload_id from plan_token m join token o on o.id = m.token_id where m.plan_id = ${plan.id}::uuid)`
  const rows = await scoped(db, scope, (reader) =>
    ask<Omit<SuccessorChoice, 'stands'> & Standing>(
      reader,
      sql`select 'token' as kind, t.id, t.name, t.display_id as "displayId", t.kind || ' · ' || t.display_id as says, t.binding, t.life,
          exists (select from plan_token m join token o on o.id = m.token_id where m.plan_id = ${plan.id}::uuid and o.kind = t.kind) as "sameKind" from token t
        where ${inScope(scope)} and t.state = 'live' and (t.source_id = any(${sourceIds}::uuid[]) or ${beside})
          and (${id}::uuid is null or t.id = ${id}::uuid) and (t.name ilike ${containing(text)} or t.display_id ilike ${containing(text)})
          and not exists (select from plan_token m where m.plan_id = ${plan.id}::uuid and m.token_id = t.id)
        order by coalesce(${beside}, false) desc, t.first_seen_at desc, t.id limit ${mostTokens}`,
    ),
  )
  return rows.map(({ binding, life, sameKind, ...one }) => ({ ...one, stands: standsAsKey({ binding, life, sameKind }) }))
}
