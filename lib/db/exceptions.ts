import type { Pool, PoolClient } from 'pg'
import type { ExceptedToken, ExceptionControl, ExceptionEnd, ExceptionKind, ExceptionState } from '../model/exception.ts'

/** An exception as its row is, with its tokens as they are now, for whoever changes it. */
export type HeldException = {
  id: string
  kind: ExceptionKind
  state: ExceptionState
  requestedById: string
  endsAt: Date
  retirementAt: Date
  renewalOf: string | null
  version: number
  tokens: readonly (ExceptedToken & { isGone: boolean })[]
  controls: readonly Pick<ExceptionControl, 'type' | 'expiresAt'>[]
}

/** What tokens an exception may be asked for: as they are, locked so that two cannot ask for one at once. */
export async function lockExcepted(
  client: PoolClient,
  ids: readonly string[],
): Promise<(ExceptedToken & { isGone: boolean; hasException: boolean })[]> {
  await client.query('select from token where id = any($1::uuid[]) order by id for no key update', [ids])
  const { rows } = await client.query<ExceptedToken & { isGone: boolean; hasException: boolean }>(
    `select t.id, t.name, t.verdict, t.reason, t.exposure <> 'none' as "isExposed", t.owner_id as "ownerId", t.state not in ('live', 'disabled') as "isGone",
       exists (select from exception_token e where e.token_id = t.id and e.open) as "hasException"
     from token t where t.id = any($1::uuid[]) order by t.id`,
    [ids],
  )
  return rows
}

/** Locks an exception and reads it with its tokens and controls; null where it is not there. */
export async function lockException(client: PoolClient, id: string): Promise<HeldException | null> {
  const { rows } = await client.query<Omit<HeldException, 'tokens' | 'controls'>>(
    `select id, kind, state, requested_by_id as "requestedById", ends_at as "endsAt", retirement_at as "retirementAt", renewal_of as "renewalOf", version
     from exception where id = $1 for no key update`,
    [id],
  )
  const tokens = await client.query<HeldException['tokens'][number]>(
    `select t.id, t.name, t.verdict, t.reason, t.exposure <> 'none' as "isExposed", t.owner_id as "ownerId", t.state not in ('live', 'disabled') as "isGone"
     from exception_token e join token t on t.id = e.token_id where e.exception_id = $1 order by t.id`,
    [id],
  )
  const controls = await client.query<HeldException['controls'][number]>(
    'select type, expires_at as "expiresAt" from exception_control where exception_id = $1 order by type',
    [id],
  )
  return rows[0] ? { ...rows[0], tokens: tokens.rows, controls: controls.rows } : null
}

/** Open exceptions that may have ended: past their end, or of a token that leaked, became revoke-now or went. In order, after an id. */
export async function nextEnding(pool: Pool, now: Date, after: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select x.id from exception x where x.id > $2 and x.state in ('requested', 'approved')
       and (x.ends_at <= $1 or exists (select from exception_token e join token t on t.id = e.token_id where e.exception_id = x.id
         and (t.exposure <> 'none' or t.verdict in ('revoke-now', 'retired') or t.state not in ('live', 'disabled'))))
     order by x.id limit $3`,
    [now, after, limit],
  )
  return rows.map(({ id }) => id)
}

export type NewException = {
  id: string
  kind: ExceptionKind
  reason: string
  need: string
  requestedBy: string
  requestedById: string
  endsAt: Date
  retirementAt: Date
  renewalOf: string | null
  controls: readonly ExceptionControl[]
  tokens: readonly Pick<ExceptedToken, 'id' | 'verdict' | 'reason'>[]
}

/**
 * Adds an exception that waits for a decision. The caller holds its tokens and has seen that none has another; those of a renewal
 * stay with what it renews until it is approved.
 */
export async function insertException(client: PoolClient, asked: NewException, at: Date): Promise<void> {
  await client.query(
    `insert into exception (id, kind, state, reason, need, requested_by, requested_by_id, requested_at, ends_at, retirement_at, renewal_of)
     values ($1, $2, 'requested', $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      asked.id,
      asked.kind,
      asked.reason,
      asked.need,
      asked.requestedBy,
      asked.requestedById,
      at,
      asked.endsAt,
      asked.retirementAt,
      asked.renewalOf,
    ],
  )
  await client.query(
    `insert into exception_token (exception_id, token_id, verdict, reason, open)
     select $1, t.id, t.verdict, t.reason, $3 from jsonb_to_recordset($2::jsonb) as t(id uuid, verdict text, reason text)`,
    [asked.id, JSON.stringify(asked.tokens), asked.renewalOf === null],
  )
  await client.query(
    `insert into exception_control (exception_id, type, evidence, evidenced_at, expires_at)
     select $1, c.type, c.evidence, c.evidenced, c.expires from jsonb_to_recordset($2::jsonb) as c(type text, evidence text, evidenced timestamptz, expires timestamptz)`,
    [
      asked.id,
      JSON.stringify(
        asked.controls.map(({ type, evidence, evidencedAt, expiresAt }) => ({
          type,
          evidence,
          evidenced: evidencedAt,
          expires: expiresAt,
        })),
      ),
    ],
  )
}

/** Writes a decision. A refused one frees its tokens; the caller has seen that no other exception has those of an approved one. */
export async function decideException(
  client: PoolClient,
  id: string,
  { approved, by, byId, note, endsAt, at }: { approved: boolean; by: string; byId: string; note: string; endsAt: Date; at: Date },
): Promise<void> {
  await client.query(
    `update exception set state = $2, decided_by = $3, decided_by_id = $4, decided_at = $5, decision_note = $6, ends_at = $7, version = version + 1 where id = $1`,
    [id, approved ? 'approved' : 'refused', by, byId, at, note, endsAt],
  )
  await holdTokens(client, id, approved)
}

/** Ends an exception and frees its tokens: their plans go on. */
export async function endException(client: PoolClient, id: string, because: ExceptionEnd, at: Date): Promise<void> {
  await client.query(`update exception set state = 'ended', ended_at = $3, ended_because = $2, version = version + 1 where id = $1`, [
    id,
    because,
    at,
  ])
  await holdTokens(client, id, false)
}

async function holdTokens(client: PoolClient, id: string, open: boolean): Promise<void> {
  await client.query('update exception_token set open = $2 where exception_id = $1', [id, open])
}

/** The open plans that have a token of this exception. */
export async function plansOfException(client: PoolClient, id: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select distinct m.plan_id as id from exception_token e join plan_token m on m.token_id = e.token_id and m.open where e.exception_id = $1 order by 1`,
    [id],
  )
  return rows.map((row) => row.id)
}

/** Whether a renewal of this exception was asked for, whatever became of it. */
export async function hasRenewal(client: PoolClient, id: string): Promise<boolean> {
  return (await client.query('select from exception where renewal_of = $1', [id])).rowCount !== 0
}

/** How often an exception was renewed before: the length of the chain behind it. */
export async function renewalsBefore(client: PoolClient, id: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `with recursive chain as (select renewal_of from exception where id = $1
       union all select x.renewal_of from exception x join chain c on x.id = c.renewal_of) select count(*) filter (where renewal_of is not null)::int as n from chain`,
    [id],
  )
  return rows[0]?.n ?? 0
}
