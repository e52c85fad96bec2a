import type { Pool, PoolClient } from 'pg'
import type { Issue, TokenEndRow } from '../model/ticket.ts'
import { endColumns, type EndedToken } from './token-ends.ts'

/** The next tokens after an id whose end may have come: dates that have passed, issues that are done in a Jira that is known. */
export async function maybeEnded(pool: Pool, now: Date, after: string, limit: number): Promise<TokenEndRow[]> {
  const { rows } = await pool.query<TokenEndRow>(
    `select ${endColumns} from token_end x where x.ended_at is null and x.token_id > $2
       and ((x.kind = 'date' and x.at <= $1) or (x.kind = 'ticket' and x.category = 'done' and x.gone_at is null and x.base_url is not null)) order by x.token_id limit $3`,
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

/** The next issues of one Jira after a token's id that tokens end with and that are not known to be done. */
export async function endTicketsToRead(pool: Pool, baseUrl: string, after: string, limit: number): Promise<{ tokenId: string; externalId: string; isGone: boolean }[]> {
  const { rows } = await pool.query<{ tokenId: string; externalId: string; isGone: boolean }>(
    `select token_id as "tokenId", external_id as "externalId", gone_at is not null as "isGone" from token_end
     where kind = 'ticket' and ended_at is null and external_id is not null and base_url = $3 and token_id > $1 order by token_id limit $2`,
    [after, limit, baseUrl],
  )
  return rows
} // prettier-ignore

/** Writes how those issues of one Jira were read; without an issue: not there, or not to be seen, since `at`. */
export async function writeEndReads(pool: Pool, baseUrl: string, reads: readonly { tokenId: string; externalId: string; issue: Issue | null }[], at: Date): Promise<void> {
  if (reads.length === 0) return
  const rows = reads.map(({ tokenId, externalId, issue }) => ({ token_id: tokenId, external_id: externalId, key: issue?.key ?? null, status: issue?.status ?? null, category: issue?.category ?? null })) // prettier-ignore
  await pool.query(
    `update token_end x set read_at = $2, gone_at = case when r.key is null then coalesce(x.gone_at, $2) end, key = coalesce(r.key, x.key),
       status = coalesce(r.status, x.status), category = coalesce(r.category, x.category)
     from jsonb_to_recordset($1::jsonb) as r(token_id uuid, external_id text, key text, status text, category text)
     where x.token_id = r.token_id and x.kind = 'ticket' and x.external_id = r.external_id and x.base_url = $3`,
    [JSON.stringify(rows), at, baseUrl],
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
