import type { PoolClient } from 'pg'

/** The leak of a key that was just written. */
export async function leakKeyed(client: PoolClient, key: string): Promise<{ id: string; tokenId: string | null }> {
  const { rows } = await client.query<{ id: string; tokenId: string | null }>(
    'select id, token_id as "tokenId" from exposure where key = $1',
    [key],
  )
  if (!rows[0]) throw new Error('The leak is not there.')
  return rows[0]
}

/** The token that somebody names for it: what they say comes before what its marks would have found. */
export async function setTokenOfKey(client: PoolClient, key: string, tokenId: string): Promise<void> {
  await client.query(
    `update exposure set token_id = $2, proposed_id = null, matched_by = 'by hand', certainty = 'stated', state = case when state = 'abuse' then state else 'confirmed' end
     where key = $1`,
    [key, tokenId],
  )
}
