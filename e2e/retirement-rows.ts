import { randomUUID } from 'node:crypto'
import type { Db } from '../lib/db/db.ts'

/** A plan for a token, of whoever has the token. It holds no token, so that it is in nobody's way. */
export async function insertPlan(db: Db, token: string): Promise<string> {
  const id = randomUUID()
  await db.pool.query(
    `insert into plan (id, title, recipe, owner_id, stage, waiting_on, opened_at, opened_by, policy_due_at, due_at, looked_at)
     select $1, 'The plan of another', 'generic.rotate', owner_id, 'draft', 'owner', now(), 'doors', now(), now(), now() from token where id = $2`,
    [id, token],
  )
  return id
}

/** An exception of a token that has ended, so that the token can have another. */
export async function insertException(db: Db, token: string): Promise<string> {
  const id = randomUUID()
  await db.pool.query(
    `insert into exception (id, kind, state, reason, need, requested_by, requested_by_id, requested_at, ends_at, retirement_at, ended_at, ended_because)
     values ($1, 'ordinary', 'ended', 'The exception of another', 'doors', 'doors', $1, now(), now(), now(), now(), 'expired')`,
    [id],
  )
  await db.pool.query(
    `insert into exception_token (exception_id, token_id, open, verdict, reason) select $1, id, false, verdict, reason from token where id = $2`,
    [id, token],
  )
  return id
}

/** A review that asks whoever has the token of it alone. */
export async function insertReview(db: Db, token: string): Promise<{ campaign: string; review: string }> {
  const [campaign, review] = [randomUUID(), randomUUID()]
  await db.pool.query(
    `insert into campaign (id, name, query, started_at, started_by, due_at, next_at)
     values ($1, 'The review of another', '', now(), 'doors', now() + interval '9 days', now() + interval '99 days')`,
    [campaign],
  )
  await db.pool.query(
    'insert into campaign_task (id, campaign_id, owner_id, tokens, open) select $1, $2, owner_id, 1, 1 from token where id = $3',
    [review, campaign, token],
  )
  await db.pool.query(
    'insert into campaign_token (campaign_id, token_id, task_id, place, verdict, risk) select $2, id, $1, 1, verdict, risk from token where id = $3',
    [review, campaign, token],
  )
  return { campaign, review }
}

/** A leak of a token, which is closed, so that nothing follows from it. */
export async function insertExposure(db: Db, token: string): Promise<string> {
  const id = randomUUID()
  await db.pool.query(
    `insert into exposure (id, token_id, state, found_in, found_at, still_valid, matched_by, stated_by, closed_at)
     values ($1, $2, 'confirmed', 'The leak of another', now(), 'yes', 'provider id', 'doors', now())`,
    [id, token],
  )
  return id
}

/** An act at a provider that was asked for and taken back, so that nothing is under way for its token. */
export async function insertAct(db: Db, token: string): Promise<string> {
  const id = randomUUID()
  await db.pool.query(
    `insert into provider_act (id, request_id, token_id, source_id, verb, state, reason, exposed, asked_by, asked_at)
     select $1, $1, id, source_id, 'disable', 'withdrawn', 'The act of another', false, 'doors', now() from token where id = $2`,
    [id, token],
  )
  return id
}
