import type { PoolClient } from 'pg'
import type { MatchWay, StatedStep } from '../model/leak.ts'
import { endingSaid, tokenSaid } from '../model/token-said.ts'
import type { Scope } from '../model/viewer.ts'

/** A leak under its lock, as far as what may be done to it depends on it. */
export type HeldLeak = {
  id: string
  tokenId: string | null
  ownerId: string | null
  proposedId: string | null
  matchedBy: MatchWay
  closedBecause: 'finished' | 'not-ours' | null
  isClosed: boolean
  version: number
}

/** The leak, locked; null where there is none. Its token is not locked. */
export async function lockLeak(client: PoolClient, id: string): Promise<HeldLeak | null> {
  const { rows } = await client.query<HeldLeak>(
    `select x.id, x.token_id as "tokenId", (select t.owner_id from token t where t.id = x.token_id) as "ownerId", x.proposed_id as "proposedId",
       x.matched_by as "matchedBy", x.closed_because as "closedBecause",
       x.closed_at is not null as "isClosed", x.version
     from exposure x where x.id = $1 for update`,
    [id],
  )
  return rows[0] ?? null
}

/** A leak is of this token, or is not of the one it was matched to: a person says so, and no later report overrules it. */
export async function setLeakToken(client: PoolClient, id: string, tokenId: string | null): Promise<void> {
  await client.query(
    `update exposure set token_id = $2::uuid, proposed_id = null, version = version + 1, matched_by = 'by hand',
       certainty = case when $2::uuid is null then 'none' else 'stated' end, state = case when state = 'suspected' and $2::uuid is not null then 'confirmed' else state end
     where id = $1`,
    [id, tokenId],
  )
}

export async function closeLeak(
  client: PoolClient,
  id: string,
  { because, by, note, at }: { because: 'not-ours'; by: string; note: string; at: Date },
): Promise<void> {
  await client.query(
    `update exposure set closed_at = $2, closed_by = $3, closed_because = $4, close_note = $5, version = version + 1 where id = $1`,
    [id, at, by, because, note],
  )
}

export async function reopenLeak(client: PoolClient, id: string): Promise<void> {
  await client.query(
    `update exposure set closed_at = null, closed_by = null, closed_because = null, close_note = null, version = version + 1 where id = $1`,
    [id],
  )
}

const columns: Readonly<Record<StatedStep, readonly [at: string, by: string, note: string]>> = {
  replace: ['replaced_at', 'replaced_by', 'replace_note'],
  review: ['reviewed_at', 'reviewed_by', 'review_note'],
  rescan: ['rescanned_at', 'rescanned_by', 'rescan_note'],
}

/** What a person says of a step, with what shows it; null takes it back. */
export async function stateLeakStep(
  client: PoolClient,
  id: string,
  step: StatedStep,
  said: { at: Date; by: string; note: string } | null,
): Promise<void> {
  const [at, by, note] = columns[step]
  await client.query(`update exposure set ${at} = $2, ${by} = $3, ${note} = $4, version = version + 1 where id = $1`, [
    id,
    said?.at ?? null,
    said?.by ?? null,
    said?.note ?? null,
  ])
}

/** That somebody else used what leaked, as the logs show. */
export async function markAbused(client: PoolClient, id: string): Promise<void> {
  await client.query(`update exposure set state = 'abuse' where id = $1`, [id])
}

const byPage = 't.id = $1::uuid'

export type TokenCalled = { id: string; name: string; displayId: string }

/**
 * The tokens that somebody may mean for a leak, within their scope: that of the page they gave, by the provider's id, else by name, else by
 * what lists show of it, else by how it ends. A weaker way is asked only where no stronger one finds any. Three at most: two are too many.
 * What a removed source left behind is meant by its page alone. It runs under the directory's lock: each way has an index that fits, and the
 * few that it finds are put in order afterwards, so that nobody walks through all tokens in order to find three.
 */
export async function findTokensCalled(client: PoolClient, scope: Scope, said: string): Promise<TokenCalled[]> {
  const { id, words } = tokenSaid(said)
  const mine = scope.all ? null : [...scope.ownerIds]
  const exactly = words?.replace(/[\\%_]/g, '\\$&') ?? null
  const ending = words === null ? null : endingSaid(words)?.replace(/[\\%_]/g, '\\$&')
  const ways: readonly (readonly [where: string, value: string | null | undefined])[] = [
    [byPage, id],
    ['t.external_id = $1', words],
    // Like, and not equal, for the index of names: upper and lower case are one.
    ['t.name ilike $1', exactly],
    ['t.display_id ilike $1', exactly],
    ['t.display_id ilike $1', ending && `%…${ending}`],
  ]
  for (const [where, value] of ways) {
    if (!value) continue
    const { rows } = await client.query<TokenCalled>(
      `with found as materialized (select t.id, t.source_id, t.name, t.display_id, t.owner_id from token t where ${where})
       select t.id, t.name, t.display_id as "displayId" from found t join source s on s.id = t.source_id
       where ($2::uuid[] is null or t.owner_id = any($2::uuid[])) and (s.removed_at is null or $3) order by t.id limit 3`,
      [value, mine, where === byPage],
    )
    if (rows.length > 0) return rows
  }
  return []
}

/**
 * Closes what is done with (its token is away for good, replaced, its logs read and the rescan clean) and takes up again what was closed
 * where its token works again. Answers with the tokens of which something changed.
 */
export async function settleLeaks(client: PoolClient, at: Date): Promise<string[]> {
  const { rows } = await client.query<{ tokenId: string }>(
    `with done as (
       update exposure x set closed_at = $1, closed_because = 'finished', closed_by = null, version = x.version + 1 from token t
       where t.id = x.token_id and x.closed_at is null and x.replaced_at is not null and x.reviewed_at is not null and x.rescanned_at is not null
         and (t.state in ('revoked', 'expired') or (t.state = 'gone' and t.absent_runs >= 2)) returning x.token_id),
     again as (
       update exposure x set closed_at = null, closed_because = null, version = x.version + 1 from token t
       where t.id = x.token_id and x.closed_because = 'finished' and t.state = 'live' returning x.token_id)
     select distinct token_id as "tokenId" from (select * from done union all select * from again) y`,
    [at],
  )
  return rows.map(({ tokenId }) => tokenId)
}
