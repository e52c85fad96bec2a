import type { PoolClient } from 'pg'
import { AppError } from '../model/app-error.ts'

/** Keeps an owner as they are until the transaction ends. Throws AppError 'bad-input' on the field `ownerId` where there is none. */
export async function lockDirectoryOwner(client: PoolClient, id: string): Promise<{ name: string; status: string; email: string | null }> {
  const { rows } = await client.query<{ name: string; status: string; email: string | null }>(
    'select name, status, email from owner where id = $1 for share',
    [id],
  )
  if (!rows[0])
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'ownerId', what: 'is not in the directory any more' }])
  return rows[0]
}
