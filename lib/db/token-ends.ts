import type { Pool, PoolClient } from 'pg'
import type { Issue, TokenEndRow, TokenTie } from '../model/ticket.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, planInScope } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql, raw } = Prisma
const columns = `x.token_id as "tokenId", x.kind, x.at, x.external_id as "externalId", x.key, x.status, x.category, x.read_at as "readAt", x.gone_at as "goneAt", x.job,
  x.tied_by as "tiedBy", x.tied_at as "tiedAt", x.ended_at as "endedAt", x.ended_says as "endedSays", x.acted_at as "actedAt", x.agreed_as as "agreedAs",
  x.agreed_by as "agreedBy", x.agreed_at as "agreedAt", x.version`

/** What a token ends with, within the scope; null where nothing. */
export async function endOfToken(db: Db, scope: Scope, tokenId: string): Promise<TokenEndRow | null> {
  const query = sql`select ${raw(columns)} from token_end x join token t on t.id = x.token_id where x.token_id = ${tokenId}::uuid and ${inScope(scope)}`
  return (await scoped(db, scope, (reader) => ask<TokenEndRow>(reader, query)))[0] ?? null
}

/** What of a plan's tokens has ended, by name, within the scope; at most a hundred. */
export async function endsOfPlan(db: Db, scope: Scope, planId: string): Promise<(TokenEndRow & EndedToken)[]> {
  const query = sql`select ${raw(columns)}, t.name, t.kind as "tokenKind", t.state, t.owner_id as "ownerId", s.kind as "sourceKind"
    from plan_token m join plan p on p.id = m.plan_id join token_end x on x.token_id = m.token_id join token t on t.id = m.token_id join source s on s.id = t.source_id
    where m.plan_id = ${planId}::uuid and x.ended_at is not null and ${planInScope(scope)} order by t.name, t.id limit 100`
  return scoped(db, scope, (reader) => ask<TokenEndRow & EndedToken>(reader, query))
}

export type EndedToken = { name: string; tokenKind: string; state: string; ownerId: string | null; sourceKind: string }

export type TiedToken = { id: string; name: string; ownerId: string | null; state: string; end: TokenEndRow | null }

/**
 * A token with what it ends with, both locked until the transaction ends; null where there is none. The end before the token, as whoever
 * plans what has ended takes them.
 */
export async function lockTied(client: PoolClient, tokenId: string): Promise<TiedToken | null> {
  await client.query('select from token_end where token_id = $1 for update', [tokenId])
  const { rows } = await client.query<Omit<TiedToken, 'end'>>(
    'select id, name, owner_id as "ownerId", state from token where id = $1 for no key update',
    [tokenId],
  )
  const [token] = rows
  if (!token) return null
  const end = await client.query<TokenEndRow>(`select ${columns} from token_end x where x.token_id = $1`, [tokenId])
  return { ...token, end: end.rows[0] ?? null }
}

/** Ties a token to its end, in the place of whatever it was tied to. What its owner agreed to was for that end, and goes with it. */
export async function writeTie(client: PoolClient, tokenId: string, tie: TokenTie, issue: Issue | null, by: { id: string; name: string }, at: Date): Promise<void> {
  const values = [tokenId, tie.kind, tie.kind === 'date' ? tie.at : null, issue?.externalId ?? null, issue?.key ?? null, issue?.status ?? null,
    issue?.category ?? null, issue ? at : null, tie.kind === 'job' ? tie.job : null, by.name, by.id, at] // prettier-ignore
  await client.query(
    `insert into token_end (token_id, kind, at, external_id, key, status, category, read_at, job, tied_by, tied_by_id, tied_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (token_id) do update set kind = $2, at = $3, external_id = $4, key = $5, status = $6, category = $7, read_at = $8, gone_at = null, job = $9,
       tied_by = $10, tied_by_id = $11, tied_at = $12, ended_at = null, ended_says = null, acted_at = null,
       agreed_as = null, agreed_by = null, agreed_by_id = null, agreed_at = null, version = token_end.version + 1`,
    values,
  )
} // prettier-ignore

export async function deleteTie(client: PoolClient, tokenId: string): Promise<void> {
  await client.query('delete from token_end where token_id = $1', [tokenId])
}

/** Writes that the owner agrees, or (null) does not any more. */
export async function writeAgreement(client: PoolClient, tokenId: string, agreed: { as: string; by: string; byId: string; at: Date } | null): Promise<void> {
  await client.query(
    'update token_end set agreed_as = $2, agreed_by = $3, agreed_by_id = $4, agreed_at = $5, version = version + 1 where token_id = $1',
    [tokenId, agreed?.as ?? null, agreed?.by ?? null, agreed?.byId ?? null, agreed?.at ?? null],
  )
} // prettier-ignore

/** Notes that a job has ended, for every token within the scope that ends with it. Answers with their ids. */
export async function endJob(client: PoolClient, scope: Scope, job: string, says: string, at: Date): Promise<string[]> {
  const { text, values } =
    sql`with due as (select x.token_id from token_end x join token t on t.id = x.token_id where x.kind = 'job' and x.job = ${job} and x.ended_at is null
      and ${inScope(scope)} order by x.token_id for update of x)
    update token_end x set ended_at = ${at}::timestamptz, ended_says = ${says}, version = x.version + 1 from due where x.token_id = due.token_id returning x.token_id as id`
  return (await client.query<{ id: string }>({ text, values })).rows.map(({ id }) => id)
}

/** The next tokens after an id whose end may have come: dates that have passed, issues that are done. */
export async function maybeEnded(pool: Pool, now: Date, after: string, limit: number): Promise<TokenEndRow[]> {
  const { rows } = await pool.query<TokenEndRow>(
    `select ${columns} from token_end x where x.ended_at is null and x.token_id > $2
       and ((x.kind = 'date' and x.at <= $1) or (x.kind = 'ticket' and x.category = 'done' and x.gone_at is null)) order by x.token_id limit $3`,
    [now, after, limit],
  )
  return rows
}

/** Notes what has ended, where it is still tied as it was read. */
export async function writeEnded(
  pool: Pool,
  ended: readonly { tokenId: string; version: number; at: Date; says: string }[],
): Promise<void> {
  if (ended.length === 0) return
  const rows = ended.map(({ tokenId, version, at, says }) => ({ token_id: tokenId, version, at, says }))
  await pool.query(
    `update token_end x set ended_at = e.at, ended_says = e.says, version = x.version + 1
     from jsonb_to_recordset($1::jsonb) as e(token_id uuid, version int, at timestamptz, says text) where x.token_id = e.token_id and x.version = e.version and x.ended_at is null`,
    [JSON.stringify(rows)],
  )
}

/** Tokens that have ended and have no plan for it yet: their rows locked, and left out where somebody else is at them. */
export async function lockWaiting(client: PoolClient, limit: number): Promise<{ tokenId: string; endedAt: Date; endedSays: string }[]> {
  const { rows } = await client.query<{ tokenId: string; endedAt: Date; endedSays: string }>(
    `select token_id as "tokenId", ended_at as "endedAt", coalesce(ended_says, '') as "endedSays" from token_end where ended_at is not null and acted_at is null
     order by token_id limit $1 for update skip locked`,
    [limit],
  )
  return rows
}

/** The open plans that tokens are in, by token. */
export async function openPlansOf(
  client: PoolClient,
  tokenIds: readonly string[],
): Promise<{ tokenId: string; planId: string; name: string }[]> {
  const { rows } = await client.query<{ tokenId: string; planId: string; name: string }>(
    `select m.token_id as "tokenId", m.plan_id as "planId", t.name from plan_token m join token t on t.id = m.token_id
     where m.open and m.token_id = any($1::uuid[]) order by m.plan_id, m.token_id`,
    [tokenIds],
  )
  return rows
}

/** Notes that what is to be done about ended tokens was done. */
export async function markActed(client: PoolClient, tokenIds: readonly string[], at: Date): Promise<void> {
  await client.query('update token_end set acted_at = $2 where token_id = any($1::uuid[])', [tokenIds, at])
}

/** The next issues after a token's id that tokens end with and that are not known to be done. */
export async function endTicketsToRead(pool: Pool, after: string, limit: number): Promise<{ tokenId: string; externalId: string; isGone: boolean }[]> {
  const { rows } = await pool.query<{ tokenId: string; externalId: string; isGone: boolean }>(
    `select token_id as "tokenId", external_id as "externalId", gone_at is not null as "isGone" from token_end
     where kind = 'ticket' and ended_at is null and external_id is not null and token_id > $1 order by token_id limit $2`,
    [after, limit],
  )
  return rows
} // prettier-ignore

/** Writes how those issues were read; without an issue: not there, or not to be seen, since `at`. */
export async function writeEndReads(pool: Pool, reads: readonly { tokenId: string; externalId: string; issue: Issue | null }[], at: Date): Promise<void> {
  if (reads.length === 0) return
  const rows = reads.map(({ tokenId, externalId, issue }) => ({ token_id: tokenId, external_id: externalId, key: issue?.key ?? null, status: issue?.status ?? null, category: issue?.category ?? null })) // prettier-ignore
  await pool.query(
    `update token_end x set read_at = $2, gone_at = case when r.key is null then coalesce(x.gone_at, $2) end, key = coalesce(r.key, x.key),
       status = coalesce(r.status, x.status), category = coalesce(r.category, x.category)
     from jsonb_to_recordset($1::jsonb) as r(token_id uuid, external_id text, key text, status text, category text)
     where x.token_id = r.token_id and x.kind = 'ticket' and x.external_id = r.external_id`,
    [JSON.stringify(rows), at],
  )
} // prettier-ignore

export type AgreedToken = EndedToken & {
  tokenId: string
  sourceId: string
  planId: string | null
  endedAt: Date
  endedSays: string
  agreedAs: string
  agreedBy: string
  agreedById: string
  agreedAt: Date
}

/** The next live tokens after an id that have ended with their owner's agreement to disable them, and were not asked to be since. */
export async function agreedAndEnded(pool: Pool, after: string, limit: number): Promise<AgreedToken[]> {
  const { rows } = await pool.query<AgreedToken>(
    `select x.token_id as "tokenId", t.name, t.kind as "tokenKind", t.state, t.owner_id as "ownerId", t.source_id as "sourceId", s.kind as "sourceKind", m.plan_id as "planId",
       x.ended_at as "endedAt", coalesce(x.ended_says, '') as "endedSays", x.agreed_as as "agreedAs", x.agreed_by as "agreedBy", x.agreed_by_id as "agreedById", x.agreed_at as "agreedAt"
     from token_end x join token t on t.id = x.token_id join source s on s.id = t.source_id left join plan_token m on m.token_id = x.token_id and m.open
     where x.ended_at is not null and x.agreed_at is not null and t.state = 'live' and x.token_id > $1
       and not exists (select from provider_act a where a.token_id = x.token_id and a.verb = 'disable' and a.asked_at >= x.ended_at)
     order by x.token_id limit $2`,
    [after, limit],
  )
  return rows
}
