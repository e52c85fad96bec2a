import { isId } from '../model/is-id.ts'
import type { ActLine, ActRequestLine, ActState, ActTab } from '../model/provider-act.ts'
import { may, type Scope, type Viewer } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql, raw, join } = Prisma
type Sql = Prisma.Sql

export const requestsAPage = 50
/** A request has no more tokens than it can be asked with; a token or a plan may have been acted on more often. */
const mostActs = 200

const toReview = raw(`a.review_because is not null and a.reviewed_at is null`)
const ofTab: Readonly<Record<ActTab, Sql>> = {
  waiting: raw(`a.state = 'asked'`),
  'under-way': raw(`a.state in ('approved', 'calling')`),
  open: raw(`a.state in ('unseen', 'failed', 'unknown')`),
  review: sql`${toReview} and a.state in ('seen', 'unseen', 'failed', 'unknown')`,
  done: raw(`a.state in ('seen', 'refused', 'withdrawn')`),
}

/** An act's row belongs to whoever may see its token. */
const seenBy = (scope: Scope) => (scope.all ? sql`true` : sql`exists (select from token t where t.id = a.token_id and ${inScope(scope)})`)

/** Where a page of requests goes on: after this one. */
export type ActEdge = { at: Date; requestId: string }

/**
 * One page of the requests that have an act on a tab, within the scope, the newest first, with how far all their acts are that the viewer
 * sees.
 */
export async function listActRequests(
  db: Db,
  scope: Scope,
  tab: ActTab,
  after: ActEdge | null,
): Promise<{ rows: readonly ActRequestLine[]; next: ActEdge | null }> {
  const edge = after ? sql`and (a.asked_at, a.request_id) < (${after.at}::timestamptz, ${after.requestId}::uuid)` : sql``
  const rows = await scoped(db, scope, (reader) =>
    ask<ActRequestLine>(
      reader,
      sql`with page as (
          select a.asked_at, a.request_id from provider_act a where ${ofTab[tab]} and ${seenBy(scope)} ${edge}
          group by a.asked_at, a.request_id order by a.asked_at desc, a.request_id desc limit ${requestsAPage + 1})
        select p.request_id as "requestId", w.*, s.* from page p
        cross join lateral (select a.verb, a.reason, a.asked_by as "askedBy", a.asked_by_id as "askedById", a.asked_at as "askedAt",
            a.second_because as "secondBecause", a.decided_by as "decidedBy", a.review_because as "reviewBecause", a.reviewed_at as "reviewedAt"
          from provider_act a where a.request_id = p.request_id order by a.id limit 1) w
        cross join lateral (select sum(n)::int as tokens, jsonb_object_agg(state, n) as states,
            (select array_agg(name order by name) from (select t.name from provider_act a join token t on t.id = a.token_id where a.request_id = p.request_id and ${inScope(scope)} order by t.name limit 3) x) as names,
            (select array_agg(distinct t.kind order by t.kind) from provider_act a join token t on t.id = a.token_id where a.request_id = p.request_id and ${inScope(scope)}) as kinds,
            (select array_agg(distinct c.name order by c.name) from provider_act a join source c on c.id = a.source_id where a.request_id = p.request_id and ${seenBy(scope)}) as sources
          from (select a.state, count(*)::int as n from provider_act a where a.request_id = p.request_id and ${seenBy(scope)} group by a.state) y) s
        order by p.asked_at desc, p.request_id desc`,
    ),
  )
  const shown = rows.slice(0, requestsAPage)
  const last = shown.at(-1)
  return { rows: shown, next: last && rows.length > requestsAPage ? { at: last.askedAt, requestId: last.requestId } : null }
}

/** How many requests wait on each tab that asks for somebody, and how many of those this viewer could do something about: the badge. */
export async function countActs(
  db: Db,
  { id, scope, role }: Pick<Viewer, 'id' | 'scope' | 'role'>,
): Promise<Readonly<Record<Exclude<ActTab, 'done'>, number>> & { mine: number }> {
  const on = (where: Sql) => sql`count(distinct a.request_id) filter (where ${where})::int`
  const notTheirs = sql`a.asked_by_id is distinct from ${id}::uuid and a.agreed_by_id is distinct from ${id}::uuid and not a.resumptions @> jsonb_build_array(jsonb_build_object('byId', ${id}::text))`
  const theirs = may(role, 'acts:approve') ? sql`((${ofTab.waiting}) or (${ofTab.review})) and ${notTheirs}` : sql`false`
  const [row] = await scoped(db, scope, (reader) =>
    ask<Record<'waiting' | 'under-way' | 'open' | 'review' | 'mine', number>>(
      reader,
      sql`select ${on(ofTab.waiting)} as waiting, ${on(ofTab['under-way'])} as "under-way", ${on(ofTab.open)} as open, ${on(ofTab.review)} as review, ${on(theirs)} as mine
        from provider_act a where (a.state in ('asked', 'approved', 'calling', 'unseen', 'failed', 'unknown') or (${toReview})) and ${seenBy(scope)}`,
    ),
  )
  return row ?? { waiting: 0, 'under-way': 0, open: 0, review: 0, mine: 0 }
}

const columns =
  raw(`a.id, a.request_id as "requestId", a.verb, a.state, a.token_id as "tokenId", t.name as "tokenName", t.display_id as "displayId", t.kind,
  a.source_id as "sourceId", s.name as "sourceName", s.kind as "sourceKind", p.id as "planId", p.title as "planTitle", a.reason, a.exposed,
  a.asked_by as "askedBy", a.asked_by_id as "askedById", a.asked_at as "askedAt", a.agreed_by as "agreedBy", a.agreed_by_id as "agreedById",
  a.second_because as "secondBecause", a.decided_by as "decidedBy", a.decided_at as "decidedAt", a.decision_note as "decisionNote", a.called_at as "calledAt",
  a.attempts, a.answer, a.call, a.before, a.after, a.says, a.outcome_at as "outcomeAt", a.seen_at as "seenAt", 
  a.resumptions,
  array(select (r ->> 'byId')::uuid from jsonb_array_elements(a.resumptions) r where r ->> 'byId' is not null) as "resumedByIds", a.review_because as "reviewBecause", a.reviewed_by as "reviewedBy", a.reviewed_at as "reviewedAt", a.review_note as "reviewNote",
  not exists (select from provider_act n where n.token_id = a.token_id and (n.asked_at, n.id) > (a.asked_at, a.id) and n.state not in ('refused', 'withdrawn')) as "isNewest"`)

function readActs(db: Db, scope: Scope, where: readonly Sql[], order: Sql): Promise<ActLine[]> {
  return scoped(db, scope, (reader) =>
    ask<ActLine>(
      reader,
      sql`select ${columns} from provider_act a join token t on t.id = a.token_id join source s on s.id = a.source_id left join plan p on p.id = a.plan_id
        where ${join([...where, inScope(scope)], ' and ')} order by ${order} limit ${mostActs}`,
    ),
  )
}

/** The acts of a request within the scope; none alike where there is no such request and where it is not theirs. */
export async function readActRequest(db: Db, scope: Scope, requestId: string): Promise<readonly ActLine[]> {
  if (!isId(requestId)) return []
  return readActs(db, scope, [sql`a.request_id = ${requestId}::uuid`], raw('t.name, a.id'))
}

/** What was asked of a token's provider, the newest first. */
export function actsOfToken(db: Db, scope: Scope, tokenId: string): Promise<readonly ActLine[]> {
  return readActs(db, scope, [sql`a.token_id = ${tokenId}::uuid`], raw('a.asked_at desc, a.id desc'))
}

/** The newest act of each token of a plan, by the token's id. */
export async function latestActs(
  db: Db,
  scope: Scope,
  tokenIds: readonly string[],
): Promise<ReadonlyMap<string, { requestId: string; state: ActState; verb: ActLine['verb'] }>> {
  const rows = await scoped(db, scope, (reader) =>
    ask<{ tokenId: string; requestId: string; state: ActState; verb: ActLine['verb'] }>(
      reader,
      sql`select t.id as "tokenId", d.request_id as "requestId", d.state, d.verb from token t
        cross join lateral (select a.request_id, a.state, a.verb from provider_act a where a.token_id = t.id order by a.asked_at desc, a.id desc limit 1) d
        where t.id = any(${`{${tokenIds.join()}}`}::uuid[]) and ${inScope(scope)}`,
    ),
  )
  return new Map(rows.map(({ tokenId, ...act }) => [tokenId, act]))
}
