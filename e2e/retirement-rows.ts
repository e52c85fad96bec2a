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
