import type { Pool, PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import {
  actStatesNeverSent,
  actStatesUnderWay,
  type ActAnswer,
  type ActState,
  type ProviderVerb,
  type ReviewReason,
  type SecondReason,
  type Shown,
} from '../model/provider-act.ts'
import { revive, type Observed } from '../model/observed.ts'
import type { Sighting } from '../model/sighting.ts'

/** An act as its row is, for whoever changes it. */
export type HeldAct = {
  id: string
  requestId: string
  tokenId: string
  tokenName: string
  sourceId: string
  sourceKind: string
  verb: ProviderVerb
  state: ActState
  askedById: string | null
  agreedById: string | null
  resumedByIds: readonly string[]
  attempts: number
  calledAt: Date | null
  answer: ActAnswer | null
  after: Shown | null
  outcomeAt: Date | null
  reviewBecause: ReviewReason | null
  reviewedAt: Date | null
}

const heldColumns = `a.id, a.request_id as "requestId", a.token_id as "tokenId", t.name as "tokenName", a.source_id as "sourceId", s.kind as "sourceKind", a.verb, a.state,
  a.asked_by_id as "askedById", a.agreed_by_id as "agreedById", array(select (r ->> 'byId')::uuid from jsonb_array_elements(a.resumptions) r where r ->> 'byId' is not null) as "resumedByIds",
  a.attempts, a.called_at as "calledAt",
  a.answer, a.after, a.outcome_at as "outcomeAt", a.review_because as "reviewBecause", a.reviewed_at as "reviewedAt"`

/** Locks the acts of a request in order of their ids; none where there is no such request. */
export async function lockRequest(client: PoolClient, requestId: string): Promise<HeldAct[]> {
  const { rows } = await client.query<HeldAct>(
    `select ${heldColumns} from provider_act a join token t on t.id = a.token_id join source s on s.id = a.source_id where a.request_id = $1 order by a.id for no key update of a`,
    [requestId],
  )
  return rows
}

/** Locks one act; undefined where it is not there. */
export async function lockAct(client: PoolClient, id: string): Promise<HeldAct | undefined> {
  const { rows } = await client.query<HeldAct>(
    `select ${heldColumns} from provider_act a join token t on t.id = a.token_id join source s on s.id = a.source_id where a.id = $1 for no key update of a`,
    [id],
  )
  return rows[0]
}

/** What of a token decides who has to agree, as its row is while it is held. */
export type HeldToken = { id: string; displayId: string; kind: string; ownerId: string | null; isExposed: boolean }

/** Holds tokens until the transaction ends, so that two cannot ask for one at once; answers with them, and whether one has an act under way. */
export async function holdActTokens(
  client: PoolClient,
  ids: readonly string[],
): Promise<{ tokens: ReadonlyMap<string, HeldToken>; isBusy: boolean }> {
  const { rows } = await client.query<HeldToken>(
    `select id, display_id as "displayId", kind, owner_id as "ownerId", exposure <> 'none' as "isExposed" from token
     where id = any($1::uuid[]) order by id for no key update`,
    [ids],
  )
  const busy = await client.query('select from provider_act where token_id = any($1::uuid[]) and state = any($2::text[]) limit 1', [
    ids,
    actStatesUnderWay,
  ])
  return { tokens: new Map(rows.map((token) => [token.id, token])), isBusy: busy.rowCount !== 0 }
}

/** Whether something that may have changed how a token stands was asked for it after this act. */
export async function hasNewerAct(client: PoolClient, { id, tokenId }: Pick<HeldAct, 'id' | 'tokenId'>): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from provider_act a join provider_act n on n.token_id = a.token_id and (n.asked_at, n.id) > (a.asked_at, a.id)
     where a.id = $1 and a.token_id = $2 and n.state <> all($3::text[]) limit 1`,
    [id, tokenId, actStatesNeverSent],
  )
  return rowCount !== 0
}

/** What is said alike of every act of a request. */
export type NewRequest = {
  requestId: string
  verb: ProviderVerb
  reason: string
  askedBy: string
  askedById: string | null
  agreedBy: string | null
  agreedById: string | null
  secondBecause: SecondReason | null
}
export type ActedToken = { id: string; sourceId: string; planId: string | null; isExposed: boolean; reviewBecause: ReviewReason | null }

/** Adds a request: an act for each of its tokens, which the caller holds and has seen to be free. Waits where a second person has to agree. */
export async function insertRequest(
  client: PoolClient,
  asked: NewRequest,
  tokens: readonly ActedToken[],
  at: Date,
): Promise<readonly string[]> {
  const acts = tokens.map((token) => ({ act: uuid(), token: token.id, source: token.sourceId, plan: token.planId, exposed: token.isExposed, review: token.reviewBecause })) // prettier-ignore
  await client.query(
    `insert into provider_act (id, request_id, token_id, source_id, plan_id, verb, state, reason, exposed, asked_by, asked_by_id, asked_at, agreed_by, agreed_by_id,
       second_because, review_because)
     select t.act, $1, t.token, t.source, t.plan, $2, $3, $4, t.exposed, $5, $6, $7, $8, $9, $10, t.review
     from jsonb_to_recordset($11::jsonb) as t(act uuid, token uuid, source uuid, plan uuid, exposed boolean, review text)`,
    [
      asked.requestId,
      asked.verb,
      asked.secondBecause ? 'asked' : 'approved',
      asked.reason,
      asked.askedBy,
      asked.askedById,
      at,
      asked.agreedBy,
      asked.agreedById,
      asked.secondBecause,
      JSON.stringify(acts),
    ],
  )
  return acts.map(({ act }) => act)
}

const notReviewed = 'reviewed_by = null, reviewed_by_id = null, review_note = null, reviewed_at = null'

/**
 * Writes a second person's word on the acts of a request that wait for it. What two have looked at before it goes on needs no review
 * afterwards, whatever one was owed for what was tried before.
 */
export async function decideRequest(
  client: PoolClient,
  requestId: string,
  { approved, by, byId, note, at }: { approved: boolean; by: string; byId: string; note: string; at: Date },
): Promise<void> {
  await client.query(
    `update provider_act set state = $2, decided_by = $3, decided_by_id = $4, decided_at = $5, decision_note = $6
     ${approved ? `, review_because = null, ${notReviewed}` : ''} where request_id = $1 and state = 'asked'`,
    [requestId, approved ? 'approved' : 'refused', by, byId, at, note || null],
  )
}

/** Takes back acts that the caller holds, none of which was ever sent. */
export async function withdrawActsOf(client: PoolClient, ids: readonly string[]): Promise<void> {
  await client.query(`update provider_act set state = 'withdrawn' where id = any($1::uuid[])`, [ids])
}

/** Puts acts that were to go on, and are not, back to what had become of them. */
export async function putBack(client: PoolClient, acts: readonly { id: string; state: ActState }[]): Promise<void> {
  if (acts.length === 0) return
  await client.query(
    `update provider_act a set state = b.state from jsonb_to_recordset($1::jsonb) as b(id uuid, state text) where a.id = b.id`,
    [JSON.stringify(acts.map(({ id, state }) => ({ id, state })))],
  )
}

export type ResumedAct = {
  id: string
  by: string
  byId: string
  at: Date
  isExposed: boolean
  secondBecause: SecondReason | null
  /** Why somebody else looks at it afterwards, where it goes on at once. */
  reviewBecause: ReviewReason | null
}

/**
 * Lets an act that was not shown to be done be sent once more: at once, or when a second person agrees. What was decided before was of the
 * time before, and stands in the audit. A review of the time before falls away as soon as it goes on: while it waits for a second person
 * it stays, since a no leaves the act as it was, with whatever is owed for it.
 */
export async function resumeAct(client: PoolClient, act: ResumedAct): Promise<void> {
  const { id, by, byId, at, isExposed, secondBecause, reviewBecause } = act
  await client.query(
    `update provider_act set resumed_by = $2, resumed_by_id = $3, exposed = $4, resumptions = resumptions || jsonb_build_array($6::jsonb),
     ${secondBecause ? "state = 'asked', second_because = $5, decided_by = null, decided_by_id = null, decided_at = null, decision_note = null" : `state = 'approved', review_because = $5, ${notReviewed}`}
     where id = $1`,
    [id, by, byId, isExposed, secondBecause ?? reviewBecause, JSON.stringify({ by, byId, at: at.toISOString() })],
  )
}

/** Writes that somebody else has looked at the acts of a request that one person did alone. */
export async function reviewRequest(
  client: PoolClient,
  requestId: string,
  by: string,
  byId: string,
  note: string,
  at: Date,
): Promise<void> {
  await client.query(
    `update provider_act set reviewed_by = $2, reviewed_by_id = $3, review_note = $4, reviewed_at = $5
     where request_id = $1 and review_because is not null and reviewed_at is null`,
    [requestId, by, byId, note || null, at],
  )
}

/** What carrying an act out starts from. */
export type ActToCarry = Pick<HeldAct, 'id' | 'requestId' | 'tokenId' | 'tokenName' | 'sourceId' | 'verb' | 'state' | 'attempts'> & {
  planId: string | null
  isWatched: boolean
  target: Sighting
}

/** An act with its token as it was last seen; undefined where it is not there. */
export async function readActToCarry(pool: Pool, id: string): Promise<ActToCarry | undefined> {
  const { rows } = await pool.query<Omit<ActToCarry, 'target'> & { observed: Observed }>(
    `select a.id, a.request_id as "requestId", a.token_id as "tokenId", t.name as "tokenName", a.source_id as "sourceId", a.verb, a.state, a.attempts,
       a.plan_id as "planId", s.removed_at is null as "isWatched", t.observed
     from provider_act a join token t on t.id = a.token_id join source s on s.id = a.source_id where a.id = $1`,
    [id],
  )
  const [row] = rows
  if (!row) return undefined
  const { observed, ...act } = row
  return { ...act, target: revive(observed) }
}

/** Writes, before it is, that an act is sent. False where somebody else changed it meanwhile: then it must not be. */
export async function markCalling(client: PoolClient, { id, attempts }: ActToCarry, before: Shown, at: Date): Promise<boolean> {
  const { rowCount } = await client.query(
    `update provider_act set state = 'calling', attempts = attempts + 1, called_at = $3, before = $4, after = null, answer = null, call = null, says = null, outcome_at = null
     where id = $1 and state = 'approved' and attempts = $2`,
    [id, attempts, at, before],
  )
  return rowCount === 1
}

export type ActOutcome = {
  state: Extract<ActState, 'seen' | 'unseen' | 'failed' | 'unknown'>
  answer: ActAnswer
  call: string | null
  /** What the look before showed, where this is an outcome without a call. */
  before?: Shown
  after: Shown
  says: string | null
}

/** Writes what became of an act, for the call it belongs to: `attempts` as it is by now. False where it is another's by now. */
export async function writeOutcome(
  client: PoolClient,
  { id, state, attempts }: Pick<ActToCarry, 'id' | 'state' | 'attempts'>,
  outcome: ActOutcome,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update provider_act set state = $4, answer = $5, call = $6, before = coalesce($7, before), after = $8, says = $9, outcome_at = $10,
       seen_at = case when $4 = 'seen' then $10::timestamptz end
     where id = $1 and state = $2 and attempts = $3`,
    [id, state, attempts, outcome.state, outcome.answer, outcome.call, outcome.before ?? null, outcome.after, outcome.says, at],
  )
  return rowCount === 1
}

/** The next act of a source that has to be sent, or looked at after a kill, beyond those just tried; the oldest first. */
export async function nextToCarry(pool: Pool, sourceId: string, tried: readonly string[]): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from provider_act where source_id = $1 and state in ('approved', 'calling') and id <> all($2::uuid[]) order by asked_at, id limit 1`,
    [sourceId, tried],
  )
  return rows[0]?.id
}

/** The sources that have something to be carried out. */
export async function sourcesToAct(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct source_id as id from provider_act where state in ('approved', 'calling')`,
  )
  return rows.map(({ id }) => id)
}
