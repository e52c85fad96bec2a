import type { Pool, PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import type { Binding, LifeBand } from '../model/facts.ts'
import type { Json } from '../model/json.ts'
import type { PlanEventKind, PlanStage, PlanWait, Proof, Proved, Successor, WatchedLeak, WatchedToken } from '../model/plan.ts'
import { successorGone, successorUntold, successorUsedAt } from './leak-successors.ts'
import { sinceOff } from './timed-retirements.ts'
import { lastLook, looksAt, toldOf } from './whole-look.ts'
import { standsAsKey } from '../model/successor.ts'
import type { Verdict } from '../model/score.ts'
import type { TokenState } from '../model/token.ts'

/** A plan as its row is, for whoever changes it. */
export type PlanRow = {
  id: string
  title: string
  recipe: string
  ownerId: string | null
  stage: PlanStage
  blocked: string | null
  waitingOn: PlanWait
  openedAt: Date
  policyDueAt: Date
  dueAt: Date
  proposedDueAt: Date | null
  proposedById: string | null
  acknowledgedAt: Date | null
  offeredTo: string | null
  disowned: string | null
  successorTokenId: string | null
  successorIssuerId: string | null
  switchedAt: Date | null
  refusal: string | null
  reopenedAt: Date | null
  closedAt: Date | null
  version: number
}

/** What a look at a plan starts from: its row, its tokens as they are now, what takes their place, and whether an exception holds. */
export type WatchedPlan = PlanRow & {
  tokens: readonly (WatchedToken & WatchedLeak & { before: Proved })[]
  successor: Successor | null
  paused: boolean
}

const columns = `p.id, p.title, p.recipe, p.owner_id as "ownerId", p.stage, p.blocked, p.waiting_on as "waitingOn", p.opened_at as "openedAt",
  p.policy_due_at as "policyDueAt", p.due_at as "dueAt", p.proposed_due_at as "proposedDueAt", p.proposed_by_id as "proposedById",
  p.acknowledged_at as "acknowledgedAt", p.offered_to as "offeredTo", p.disowned, p.successor_token_id as "successorTokenId",
  p.successor_issuer_id as "successorIssuerId", p.switched_at as "switchedAt", p.refusal, p.reopened_at as "reopenedAt",
  p.closed_at as "closedAt", p.version`

/** Locks plans in order of their ids, so that two who change them never wait for each other; answers with those that are there. */
export async function lockPlans(client: PoolClient, ids: readonly string[]): Promise<PlanRow[]> {
  const { rows } = await client.query<PlanRow>(
    `select ${columns} from plan p where p.id = any($1::uuid[]) order by p.id for no key update`,
    [ids],
  )
  return rows
}

/**
 * The next plans after an id that a look may move, in order: those under way, and closed ones of which a token lives again. Only those
 * with a token, or a successor, of one source, where one is given.
 */
export async function nextWatched(pool: Pool | PoolClient, sourceId: string | null, after: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select p.id from plan p where p.id > $2 and p.stage <> 'cancelled'
       and (p.closed_at is null or exists (select from plan_token m join token t on t.id = m.token_id where m.plan_id = p.id and t.absent_runs = 0 and t.state in ('live', 'disabled')))
       and ($1::uuid is null or exists (select from plan_token m join token t on t.id = m.token_id where m.plan_id = p.id and t.source_id = $1)
         or exists (select from token t where t.id = p.successor_token_id and t.source_id = $1)
         or exists (select from issuer i where i.id = p.successor_issuer_id and i.source_id = $1))
     order by p.id limit $3`,
    [sourceId, after, limit],
  )
  return rows.map(({ id }) => id)
}

/** The open plans by which these tokens' leaks are dealt with. */
export async function leakPlansOf(pool: Pool | PoolClient, tokenIds: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct p.id from plan_token m join plan p on p.id = m.plan_id
     where m.token_id = any($1::uuid[]) and m.open and (p.recipe = 'leak' or p.recipe like 'leak.%') order by p.id`,
    [tokenIds],
  )
  return rows.map(({ id }) => id)
}

type TokenLine = WatchedLeak & {
  planId: string
  id: string
  name: string
  state: TokenState
  lastUsedAt: Date | null
  lastUsedHow: 'at' | 'not-since' | 'never' | 'not-reported'
  lastUsedService: string | null
  absentRuns: number
  deadRuns: number
  longestGapDays: number | null
  runId: string | null
  runAt: Date | null
  proved: Proof
  quietUntil: Date | null
}

/** Whether the successor `s` of a plan `p` is of the same kind as one of its tokens. */
const sameKind = `exists (select from plan_token m join token o on o.id = m.token_id where m.plan_id = p.id and o.kind = s.kind)`

/** What people have said of all the leaks of `token t` together, where plan `p` is of a leak; a leak that was put away is none. */
const saidOfLeaks = `left join lateral (select bool_and(x.replaced_at is not null) as replaced, bool_and(x.reviewed_at is not null) as reviewed,
       bool_and(x.rescanned_at is not null) as rescanned, max(x.found_at) filter (where x.replaced_at is null) as found_at from exposure x
       where x.token_id = t.id and x.closed_because is distinct from 'not-ours' having count(*) > 0) l on p.recipe = 'leak' or p.recipe like 'leak.%'`

/** Plans with everything that a look at them asks, as it is at this moment. Locks nothing. */
export async function readWatched(client: Pool | PoolClient, ids: readonly string[]): Promise<WatchedPlan[]> {
  type Line = PlanRow & {
    paused: boolean
    successorGone: boolean | null
    successorUsedAt: Date | null
    successorUntold: boolean
    successorDisplayId: string | null
    successorBinding: Binding | null
    successorLife: LifeBand | null
    sameKind: boolean
  }
  const plans = await client.query<Line & { successorName: string | null }>(
    `select ${columns}, coalesce(s.name, i.name) as "successorName", s.display_id as "successorDisplayId", s.binding as "successorBinding", s.life as "successorLife", ${sameKind} as "sameKind",
       ${successorUsedAt} as "successorUsedAt", ${successorGone} as "successorGone", ${successorUntold} as "successorUntold",
       exists (select from plan_token m join exception_token e on e.token_id = m.token_id and e.open join exception x on x.id = e.exception_id and x.state = 'approved'
         where m.plan_id = p.id) as paused
     from plan p left join token s on s.id = p.successor_token_id left join issuer i on i.id = p.successor_issuer_id
     where p.id = any($1::uuid[]) order by p.id`,
    [ids],
  )
  const tokens = await client.query<TokenLine>(
    `select m.plan_id as "planId", t.id, t.name, t.state, nullif(t.last_used_at, '-infinity') as "lastUsedAt", t.last_used_how as "lastUsedHow",
       t.last_used_service as "lastUsedService", t.absent_runs as "absentRuns", r.id as "runId", ${toldOf('r')} as "runAt", m.proved, m.quiet_until as "quietUntil",
       case when t.state in ('revoked', 'expired') then (select count(*)::int from run d where d.source_id = t.source_id and ${looksAt('d')}
         and d.started_at >= (select max(e.at) from event e where e.token_id = t.id and e.kind in ('revoked', 'expired', 'first-seen'))) else 0 end as "deadRuns",
       (select max((e.detail ->> 'afterDays')::float) from event e where e.token_id = t.id and e.kind = 'used') as "longestGapDays", nullif(t.due_at, 'infinity') as "dueAt",
       case when l.replaced is not null then jsonb_build_object('replaced', l.replaced, 'reviewed', l.reviewed, 'rescanned', l.rescanned) end as leak,
       off.at as "offAt", l.found_at as "leakedAt", m.added_at as "addedAt", (select max((e.detail ->> 'usedAt')::timestamptz) from plan_event e where e.plan_id = p.id and e.kind = 'proved'
         and e.detail ->> 'proof' = 'replaced' and e.detail ->> 'tokenId' = t.id::text) as "notedUseAt"
     from plan_token m join plan p on p.id = m.plan_id join token t on t.id = m.token_id ${saidOfLeaks} join source s on s.id = t.source_id left join run r on r.id = ${lastLook}
       ${sinceOff.sql}
     where m.plan_id = any($1::uuid[]) order by m.plan_id, t.id`,
    [ids],
  )
  const of = Map.groupBy(tokens.rows, ({ planId }) => planId)
  return plans.rows.map(
    ({
      successorName,
      successorDisplayId,
      successorBinding: binding,
      successorLife: life,
      sameKind,
      successorUsedAt,
      successorUntold,
      successorGone,
      ...plan
    }) => ({
      ...plan,
      successor:
        successorName === null
          ? null
          : {
              id: plan.successorTokenId ?? plan.successorIssuerId ?? '',
              name: successorName,
              displayId: successorDisplayId,
              lastUsedAt: successorUsedAt,
              isGone: successorGone ?? false,
              isUntold: successorUntold,
              stands: binding !== null && life !== null && standsAsKey({ binding, life, sameKind }),
            },
      tokens: (of.get(plan.id) ?? []).map(watched),
    }),
  )
}

function watched({
  lastUsedAt,
  lastUsedHow,
  lastUsedService,
  runId,
  runAt,
  proved,
  quietUntil,
  planId: _,
  ...token
}: TokenLine): WatchedPlan['tokens'][number] {
  return {
    ...token,
    lastUsed:
      lastUsedHow === 'at' && lastUsedAt
        ? { at: lastUsedAt, service: lastUsedService }
        : lastUsedHow === 'not-since' && lastUsedAt
          ? { notSince: lastUsedAt }
          : lastUsedHow === 'never'
            ? 'never'
            : 'not-reported',
    lastComplete: runId && runAt ? { id: runId, at: runAt } : null,
    before: { proved, quietUntil },
  }
}

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

/** The ids of a plan's tokens, in order. */
export async function planTokenIds(client: PoolClient, planId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('select token_id as id from plan_token where plan_id = $1 order by token_id', [
    planId,
  ])
  return rows.map(({ id }) => id)
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
