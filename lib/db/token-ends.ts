import type { PoolClient } from 'pg'
import type { Issue, TokenEndRow, TokenTie } from '../model/ticket.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, planInScope } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql, raw } = Prisma
/** What a token ends with, of `token_end x`. */
export const endColumns = `x.token_id as "tokenId", x.kind, x.at, x.base_url as "baseUrl", x.external_id as "externalId", x.key, x.status, x.category, x.read_at as "readAt", x.gone_at as "goneAt", x.job,
  x.tied_by as "tiedBy", x.tied_at as "tiedAt", x.ended_at as "endedAt", x.ended_says as "endedSays", x.acted_at as "actedAt", x.agreed_as as "agreedAs",
  x.agreed_by as "agreedBy", x.agreed_at as "agreedAt", x.version`

/** What a token ends with, within the scope; null where nothing. */
export async function endOfToken(db: Db, scope: Scope, tokenId: string): Promise<TokenEndRow | null> {
  const query = sql`select ${raw(endColumns)} from token_end x join token t on t.id = x.token_id where x.token_id = ${tokenId}::uuid and ${inScope(scope)}`
  return (await scoped(db, scope, (reader) => ask<TokenEndRow>(reader, query)))[0] ?? null
}

/** What of a plan's tokens has ended, by name, within the scope; at most a hundred. */
export async function endsOfPlan(db: Db, scope: Scope, planId: string): Promise<(TokenEndRow & EndedToken)[]> {
  const query = sql`select ${raw(endColumns)}, t.name, t.kind as "tokenKind", t.state, t.owner_id as "ownerId", s.kind as "sourceKind"
    from plan_token m join plan p on p.id = m.plan_id join token_end x on x.token_id = m.token_id join token t on t.id = m.token_id join source s on s.id = t.source_id
    where m.plan_id = ${planId}::uuid and x.ended_at is not null and ${planInScope(scope)} and ${inScope(scope)} order by t.name, t.id limit 100`
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
  const end = await client.query<TokenEndRow>(`select ${endColumns} from token_end x where x.token_id = $1`, [tokenId])
  return { ...token, end: end.rows[0] ?? null }
}

/** Ties a token to its end, in the place of whatever it was tied to. What its owner agreed to was for that end, and goes with it. */
export async function writeTie(client: PoolClient, tokenId: string, tie: TokenTie, issue: (Issue & { baseUrl: string }) | null, by: { id: string; name: string }, at: Date): Promise<void> {
  const values = [tokenId, tie.kind, tie.kind === 'date' ? tie.at : null, issue?.externalId ?? null, issue?.key ?? null, issue?.status ?? null,
    issue?.category ?? null, issue ? at : null, tie.kind === 'job' ? tie.job : null, by.name, by.id, at, issue?.baseUrl ?? null] // prettier-ignore
  await client.query(
    `insert into token_end (token_id, kind, at, external_id, key, status, category, read_at, job, tied_by, tied_by_id, tied_at, base_url)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (token_id) do update set kind = $2, at = $3, external_id = $4, key = $5, status = $6, category = $7, read_at = $8, gone_at = null, job = $9, base_url = $13,
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
