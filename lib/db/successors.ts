import type { PoolClient } from 'pg'
import { AppError } from '../model/app-error.ts'

/** What is named as a token's successor. Throws AppError 'bad-input' where it is not in the inventory, or not alive. */
export async function requireSuccessor(
  client: PoolClient,
  named: { tokenId: string } | { issuerId: string },
): Promise<{ name: string; displayId: string | null }> {
  const [query, id] =
    'tokenId' in named
      ? [`select name, display_id as "displayId", state = 'live' as there from token where id = $1`, named.tokenId]
      : ['select name, null as "displayId", gone_at is null as there from issuer where id = $1', named.issuerId]
  const { rows } = await client.query<{ name: string; displayId: string | null; there: boolean }>(query, [id])
  const wrong = (what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'successor', what }])
  if (!rows[0]) throw wrong('is not in the inventory')
  if (!rows[0].there) throw wrong(`${rows[0].name} is not alive`)
  return rows[0]
}
