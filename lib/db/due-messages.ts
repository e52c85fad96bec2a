import type { PoolClient } from 'pg'
import type { PlanWait } from '../model/plan.ts'
import type { TokenState } from '../model/token.ts'

/** An open plan of which something may be to be told, as `lib/messages` looks at it. */
export type PlanToTell = {
  id: string
  title: string
  recipe: string
  ownerId: string | null
  owner: string | null
  openedAt: Date
  dueAt: Date
  waitingOn: PlanWait
  acknowledgedAt: Date | null
  reopenedAt: Date | null
  offeredTo: string | null
  offeredBy: string | null
  tokens: number
  givenBy: string | null
  givenAt: Date | null
  isAccepted: boolean
  offerEvent: string | null
}

const columns = `p.id, p.title, p.recipe, p.owner_id as "ownerId", o.name as owner, p.opened_at as "openedAt", p.due_at as "dueAt", p.waiting_on as "waitingOn",
  p.acknowledged_at as "acknowledgedAt", p.reopened_at as "reopenedAt", p.offered_to as "offeredTo", p.offered_by as "offeredBy",
  (select count(*)::int from plan_token m where m.plan_id = p.id) as tokens, given.id as "givenBy", given.at as "givenAt",
  coalesce(given.kind = 'accepted', false) as "isAccepted", offer.id as "offerEvent"`

const around = `left join owner o on o.id = p.owner_id
  left join lateral (select e.id, e.at, e.kind from plan_event e where e.plan_id = p.id and e.kind in ('opened', 'assigned', 'accepted') order by e.at desc, e.id desc limit 1) given on true
  left join lateral (select e.id from plan_event e where e.plan_id = p.id and e.kind = 'offered' order by e.at desc, e.id desc limit 1) offer on p.offered_to is not null`

/** The next open plans after an id of which something may be to be told: theirs and not acknowledged, offered, near their date or past it. */
export async function plansToTell(client: PoolClient, now: Date, after: string, limit: number): Promise<PlanToTell[]> {
  const { rows } = await client.query<PlanToTell>(
    `select ${columns} from plan p ${around}
     where p.closed_at is null and p.id > $2 and ((p.owner_id is not null and p.acknowledged_at is null) or p.offered_to is not null
       or p.due_at < $1::timestamptz + interval '8 days' or p.reopened_at > $1::timestamptz - interval '31 days')
     order by p.id limit $3`,
    [now, after, limit],
  )
  return rows
}

export type DecisionToTell = { id: string; eventId: string; accepted: boolean; by: string | null; note: string; plan: PlanToTell }

/** The next decisions of security on dates, after the id of one; those of the last days. */
export async function decisionsToTell(client: PoolClient, now: Date, after: string, limit: number): Promise<DecisionToTell[]> {
  const { rows } = await client.query<PlanToTell & { eventId: string; accepted: boolean; by: string | null; note: string | null }>(
    `select ${columns}, d.id as "eventId", d.kind = 'date-accepted' as accepted, d.by, d.detail ->> 'note' as note
     from plan_event d join plan p on p.id = d.plan_id ${around}
     where d.kind in ('date-accepted', 'date-refused') and d.at > $1::timestamptz - interval '7 days' and d.id > $2 and p.closed_at is null
     order by d.id limit $3`,
    [now, after, limit],
  )
  return rows.map(({ eventId, accepted, by, note, ...plan }) => ({ id: eventId, eventId, accepted, by, note: note ?? '', plan }))
}

export type ExposureToTell = {
  id: string
  tokenId: string
  token: string
  displayId: string
  state: TokenState
  ownerId: string | null
  owner: string | null
  foundIn: string
  foundAt: Date
  stillValid: 'yes' | 'no' | 'not-reported'
}

/** The next leaks after an id that are not dealt with, of tokens that work or can be made to work again. */
export async function exposuresToTell(client: PoolClient, after: string, limit: number): Promise<ExposureToTell[]> {
  const { rows } = await client.query<ExposureToTell>(
    `select x.id, t.id as "tokenId", t.name as token, t.display_id as "displayId", t.state, t.owner_id as "ownerId", o.name as owner, x.found_in as "foundIn",
       x.found_at as "foundAt", x.still_valid as "stillValid"
     from exposure x join token t on t.id = x.token_id left join owner o on o.id = t.owner_id
     where x.id > $1 and x.closed_at is null and t.state in ('live', 'disabled') order by x.id limit $2`,
    [after, limit],
  )
  return rows
}

export type UnmatchedToTell = {
  id: string
  tokenKind: string | null
  detector: string | null
  foundIn: string
  foundAt: Date
  stillValid: 'yes' | 'no' | 'not-reported'
}

/** The next leaks after an id that nobody has matched or put away. One that is found not to work waits on the page, and is no news. */
export async function unmatchedToTell(client: PoolClient, after: string, limit: number): Promise<UnmatchedToTell[]> {
  const { rows } = await client.query<UnmatchedToTell>(
    `select x.id, x.kind as "tokenKind", x.detector, x.found_in as "foundIn", x.found_at as "foundAt", x.still_valid as "stillValid"
     from exposure x where x.id > $1 and x.token_id is null and x.closed_at is null and x.still_valid <> 'no' order by x.id limit $2`,
    [after, limit],
  )
  return rows
}

export type ExceptionToTell = {
  id: string
  state: 'approved' | 'refused' | 'ended'
  token: string
  tokens: number
  requestedById: string
  ownerIds: readonly string[]
  endsAt: Date
  decidedAt: Date | null
  decidedBy: string | null
  note: string | null
  endedAt: Date | null
  endedBecause: string | null
}

/** The next exceptions after an id that end soon, or were decided on or ended in the last days. */
export async function exceptionsToTell(client: PoolClient, now: Date, after: string, limit: number): Promise<ExceptionToTell[]> {
  const { rows } = await client.query<ExceptionToTell>(
    `select x.id, x.state, coalesce(its.first, '') as token, coalesce(its.count, 0) as tokens, x.requested_by_id as "requestedById", coalesce(its.owners, '{}') as "ownerIds",
       x.ends_at as "endsAt", x.decided_at as "decidedAt", x.decided_by as "decidedBy", x.decision_note as note, x.ended_at as "endedAt", x.ended_because as "endedBecause"
     from exception x left join lateral (select min(t.name) as first, count(*)::int as count, array_agg(distinct t.owner_id) filter (where t.owner_id is not null) as owners
       from exception_token e join token t on t.id = e.token_id where e.exception_id = x.id) its on true
     where x.id > $2 and ((x.state = 'approved' and x.ends_at < $1::timestamptz + interval '15 days')
       or (x.state in ('approved', 'refused') and x.decided_at > $1::timestamptz - interval '7 days')
       or (x.state = 'ended' and x.ended_at > $1::timestamptz - interval '7 days'))
     order by x.id limit $3`,
    [now, after, limit],
  )
  return rows
}

export type ReviewToTell = {
  id: string
  campaign: string
  ownerId: string
  owner: string | null
  startedAt: Date
  dueAt: Date
  open: number
}

/** The next tasks of open campaigns after an id of which something has no answer yet; what nobody owns is told to nobody. */
export async function reviewsToTell(client: PoolClient, now: Date, after: string, limit: number): Promise<ReviewToTell[]> {
  const { rows } = await client.query<ReviewToTell>(
    `select k.id, c.name as campaign, k.owner_id as "ownerId", o.name as owner, c.started_at as "startedAt", c.due_at as "dueAt", k.open
     from campaign_task k join campaign c on c.id = k.campaign_id join owner o on o.id = k.owner_id
     where c.closed_at is null and c.due_at >= $1 and k.open > 0 and k.id > $2 order by k.id limit $3`,
    [now, after, limit],
  )
  return rows
}

export type SourceToTell = {
  id: string
  name: string
  state: 'partial' | 'failed'
  problem: string | null
  lastCompleteRunId: string | null
}

/** The next sources after an id whose last run failed or saw a part only. */
export async function sourcesToTell(client: PoolClient, after: string, limit: number): Promise<SourceToTell[]> {
  const { rows } = await client.query<SourceToTell>(
    `select s.id, s.name, r.state, coalesce(r.problem, r.gaps #>> '{0,says}') as problem, s.last_complete_run_id as "lastCompleteRunId"
     from source s join run r on r.id = s.last_run_id where s.id > $1 and s.removed_at is null and r.state in ('partial', 'failed') order by s.id limit $2`,
    [after, limit],
  )
  return rows
}
