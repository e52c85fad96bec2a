import type { PoolClient } from 'pg'

/** What tokens are called, by their ids, over the client of whoever is in the middle of a change. */
export async function tokenNames(client: PoolClient, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await client.query<{ id: string; name: string }>('select id, name from token where id = any($1::uuid[])', [ids])
  return new Map(rows.map(({ id, name }) => [id, name]))
}
