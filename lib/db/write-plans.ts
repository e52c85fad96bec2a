import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import type { Json } from '../model/json.ts'
import type { PlanEventKind, Proved } from '../model/plan.ts'
import type { Verdict } from '../model/score.ts'
import type { PlanRow } from './plans.ts'

/** Something to write into a plan's history. */
export type PlanEvent = { kind: PlanEventKind; by: { id: string | null; name: string } | null; detail: Json }

/** What may be written of a plan; what is left out stays. */
export type PlanSet = Partial<
  Omit<PlanRow, 'id' | 'version' | 'openedAt'> & {
    proposedBy: string | null
    proposedReason: string | null
    acknowledgedBy: string | null
    offeredBy: string | null
    successorName: string | null
    switchedBy: string | null
    lookedAt: Date
  }
>

const columnOf: Readonly<Record<keyof PlanSet, string>> = {
  title: 'title',
  recipe: 'recipe',
  ownerId: 'owner_id',
  stage: 'stage',
  blocked: 'blocked',
  waitingOn: 'waiting_on',
  policyDueAt: 'policy_due_at',
  dueAt: 'due_at',
  proposedDueAt: 'proposed_due_at',
  proposedById: 'proposed_by_id',
  proposedBy: 'proposed_by',
  proposedReason: 'proposed_reason',
  acknowledgedAt: 'acknowledged_at',
  acknowledgedBy: 'acknowledged_by',
  offeredTo: 'offered_to',
  offeredBy: 'offered_by',
  disowned: 'disowned',
  successorTokenId: 'successor_token_id',
  successorIssuerId: 'successor_issuer_id',
  successorName: 'successor_name',
  switchedAt: 'switched_at',
  switchedBy: 'switched_by',
  refusal: 'refusal',
  reopenedAt: 'reopened_at',
  closedAt: 'closed_at',
  lookedAt: 'looked_at',
}

/** Writes what changed of a plan, as its next version, and what happened to it. The caller holds its lock. */
export async function updatePlan(client: PoolClient, id: string, set: PlanSet, events: readonly PlanEvent[], at: Date): Promise<void> {
  const names = Object.keys(set) as (keyof PlanSet)[]
  const assigned = names.map((name, index) => `${columnOf[name]} = $${index + 2}`)
  await client.query(`update plan set ${[...assigned, 'version = version + 1'].join(', ')} where id = $1`, [
    id,
    ...names.map((name) => set[name]),
  ])
  await insertPlanEvents(client, id, events, at)
}

/** Adds to a plan's history, in this order. */
export async function insertPlanEvents(client: PoolClient, planId: string, events: readonly PlanEvent[], at: Date): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ kind, by, detail }) => ({ id: uuid(), kind, by: by?.name ?? null, by_id: by?.id ?? null, detail }))
  await client.query(
    `insert into plan_event (id, plan_id, at, kind, by, by_id, detail)
     select e.id, $1, $2, e.kind, e.by, e.by_id, e.detail from jsonb_to_recordset($3::jsonb) as e(id uuid, kind text, by text, by_id uuid, detail jsonb)`,
    [planId, at, JSON.stringify(rows)],
  )
}

/**
 * Writes how far each of a plan's tokens is proved, and since when it is off: `seenAt` is the run that showed it. Missing from one
 * complete run is not off yet, unless it was seen switched off before.
 */
export async function writeProofs(
  client: PoolClient,
  planId: string,
  proofs: readonly (Proved & { tokenId: string; seenAt: Date })[],
): Promise<void> {
  if (proofs.length === 0) return
  const rows = proofs.map(({ tokenId, proved, quietUntil, seenAt }) => ({ token_id: tokenId, proved, quiet_until: quietUntil, at: seenAt }))
  await client.query(
    `update plan_token m set proved = w.proved, quiet_until = w.quiet_until,
       off_at = case when w.proved in ('disabled', 'verified') then coalesce(m.off_at, w.at) when w.proved = 'deleted' then m.off_at end,
       verified_at = case when w.proved = 'verified' then coalesce(m.verified_at, w.at) end
     from jsonb_to_recordset($2::jsonb) as w(token_id uuid, proved text, quiet_until timestamptz, at timestamptz) where m.plan_id = $1 and m.token_id = w.token_id`,
    [planId, JSON.stringify(rows)],
  )
}

/** Frees a plan's tokens for another plan, or takes them back where none has them meanwhile. Answers with how many it has. */
export async function openPlanTokens(client: PoolClient, planId: string, open: boolean): Promise<number> {
  const { rowCount } = await client.query(
    `update plan_token m set open = $2 where m.plan_id = $1
       and not ($2 and exists (select from plan_token o where o.token_id = m.token_id and o.open and o.plan_id <> $1))`,
    [planId, open],
  )
  return rowCount ?? 0
}

export type NewPlan = {
  id: string
  title: string
  recipe: string
  ownerId: string | null
  policyDueAt: Date
  openedBy: string
  demo: boolean
  tokens: readonly { id: string; verdict: Verdict; risk: number; base: number }[]
}

/** Adds plans with their tokens, all at their beginning. A token that another plan has is a unique violation: the caller has looked, under locks. */
export async function insertPlans(client: PoolClient, plans: readonly NewPlan[], at: Date): Promise<void> {
  await client.query(
    `insert into plan (id, title, recipe, owner_id, stage, waiting_on, opened_at, opened_by, policy_due_at, due_at, looked_at, demo)
     select p.id, p.title, p.recipe, p.owner_id, 'draft', case when p.owner_id is null then 'security' else 'owner' end, $2, p.opened_by, p.due, p.due, $2, p.demo
     from jsonb_to_recordset($1::jsonb) as p(id uuid, title text, recipe text, owner_id uuid, opened_by text, due timestamptz, demo boolean)`,
    [JSON.stringify(plans.map((plan) => ({ ...plan, owner_id: plan.ownerId, opened_by: plan.openedBy, due: plan.policyDueAt }))), at],
  )
  const tokens = plans.flatMap((plan) => plan.tokens.map((token) => ({ ...token, plan_id: plan.id })))
  await client.query(
    `insert into plan_token (plan_id, token_id, added_at, verdict, risk, base)
     select t.plan_id, t.id, $2, t.verdict, t.risk, t.base from jsonb_to_recordset($1::jsonb) as t(plan_id uuid, id uuid, verdict text, risk smallint, base smallint)`,
    [JSON.stringify(tokens), at],
  )
}
