import type { PoolClient } from 'pg'

/** How many of these tokens are to be revoked now. */
export async function countToRevoke(client: PoolClient, ids: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from token where id = any($1::uuid[]) and verdict = 'revoke-now'`,
    [ids],
  )
  return rows[0]?.count ?? 0
}
