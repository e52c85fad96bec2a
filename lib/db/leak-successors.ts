import type { PoolClient } from 'pg'

/** When the successor `s` (a token) or `i` (what mints tokens) of a plan was last used, as its provider tells. */
export const successorUsedAt = `case when s.last_used_how = 'at' then s.last_used_at
       when i.id is not null then to_timestamp(nullif(i.observed #>> '{lastUsed,at}', '')::text, 'YYYY-MM-DD"T"HH24:MI:SS') end`

/** Whether it mints and its provider never tells when it was last used: that no use is seen says nothing then. */
export const successorUntold = `coalesce(i.observed ->> 'lastUsed' = 'not-reported', false)`

/** Whether it is not there any more. */
export const successorGone = `coalesce(s.state <> 'live', i.gone_at is not null)`

/** A leak of which nothing says that it is replaced, with what a plan of its token names for its place. */
export type LeakSuccessor = {
  leakId: string
  name: string
  displayId: string | null
  lastUsedAt: Date | null
  isGone: boolean
  foundAt: Date
  openedAt: Date
  reopenedAt: Date | null
  addedAt: Date
}

export async function successorsOfLeaks(client: PoolClient): Promise<LeakSuccessor[]> {
  const { rows } = await client.query<LeakSuccessor>(
    `select x.id as "leakId", coalesce(s.name, i.name) as name, s.display_id as "displayId", ${successorUsedAt} as "lastUsedAt", ${successorGone} as "isGone",
       x.found_at as "foundAt", p.opened_at as "openedAt", p.reopened_at as "reopenedAt", k.added_at as "addedAt"
     from exposure x join plan_token k on k.token_id = x.token_id join plan p on p.id = k.plan_id and p.stage <> 'cancelled'
       left join token s on s.id = p.successor_token_id left join issuer i on i.id = p.successor_issuer_id
     where x.closed_at is null and x.replaced_at is null and coalesce(s.id, i.id) is not null order by x.id, k.open desc, k.added_at desc`,
  )
  return rows
}

/** Notes of these leaks what was seen in use in their token's place. Answers with the tokens. */
export async function noteInPlace(client: PoolClient, notes: readonly { leakId: string; note: string }[], at: Date): Promise<string[]> {
  if (notes.length === 0) return []
  const { rows } = await client.query<{ tokenId: string }>(
    `update exposure x set replaced_at = $2, replaced_by = null, replace_note = r.note, version = x.version + 1
     from jsonb_to_recordset($1::jsonb) as r("leakId" uuid, note text) where x.id = r."leakId" and x.replaced_at is null returning x.token_id as "tokenId"`,
    [JSON.stringify(notes), at],
  )
  return rows.map(({ tokenId }) => tokenId)
}

/** Takes back what was noted so before the plan of the token was opened again: it works again, and has to be replaced anew. */
export async function takeBackInPlace(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ tokenId: string }>(
    `update exposure x set replaced_at = null, replace_note = null, version = x.version + 1 from plan_token k join plan p on p.id = k.plan_id
     where k.token_id = x.token_id and k.open and x.closed_at is null and x.replaced_by is null and x.replaced_at <= p.reopened_at returning x.token_id as "tokenId"`,
  )
  return rows.map(({ tokenId }) => tokenId)
}
