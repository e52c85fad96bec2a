import type { Pool, PoolClient } from 'pg'
import type { Binding, LifeBand } from '../model/facts.ts'
import type { PlanStage, PlanWait, Proof, Proved, Successor, WatchedLeak, WatchedToken } from '../model/plan.ts'
import { successorGone, successorUntold, successorUsedAt } from './leak-successors.ts'
import { sinceOff } from './timed-retirements.ts'
import { lastLook, looksAt, toldOf } from './whole-look.ts'
import { standsAsKey } from '../model/successor.ts'
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

/** The ids of a plan's tokens, in order. */
export async function planTokenIds(client: PoolClient, planId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('select token_id as id from plan_token where plan_id = $1 order by token_id', [
    planId,
  ])
  return rows.map(({ id }) => id)
}
