import type { PoolClient } from 'pg'
import type { Certainty, MatchWay, StillValid } from '../model/leak.ts'
import type { Marks } from './leak-candidates.ts'

/** A leak that nobody has matched, with what it is matched by. */
export type UnmatchedLeak = Marks & { id: string; stillValid: StillValid; secretSeen: boolean; proposedId: string | null }

/** The next of them after an id, locked. What a person took a match back of is not among them. */
export async function nextUnmatched(client: PoolClient, after: string, limit: number): Promise<UnmatchedLeak[]> {
  const { rows } = await client.query<UnmatchedLeak>(
    `select id, key, reference, tail, kind, fingerprint, repository, still_valid as "stillValid", secret_seen as "secretSeen", proposed_id as "proposedId" from exposure
     where token_id is null and closed_at is null and matched_by <> 'by hand' and id > $1 order by id limit $2 for update`,
    [after, limit],
  )
  return rows
}

/** What a leak was found to be of, or is proposed to be of. */
export type FoundMatch = {
  id: string
  tokenId: string | null
  proposedId: string | null
  by: MatchWay
  certainty: Certainty
  state: 'suspected' | 'confirmed'
}

/** What was confirmed, or seen in somebody's use, stays so: a match says whose it is, and makes it no milder. */
export async function setMatches(client: PoolClient, matches: readonly FoundMatch[]): Promise<void> {
  await client.query(
    `update exposure x set token_id = r."tokenId", proposed_id = r."proposedId", matched_by = r.by, certainty = r.certainty, state = case when x.state = 'suspected' then r.state else x.state end, version = x.version + 1
     from jsonb_to_recordset($1::jsonb) as r(id uuid, "tokenId" uuid, "proposedId" uuid, by text, certainty text, state text) where x.id = r.id`,
    [JSON.stringify(matches)],
  )
}
