import type { PoolClient } from 'pg'
import { AppError } from '../model/app-error.ts'

/**
 * Gives an owner another status, if they are still at the version that the caller saw. Answers with the status before.
 * Throws AppError 'conflict' where somebody was faster, or the owner is not there any more.
 */
export async function changeOwner(client: PoolClient, edit: { id: string; version: number; status: string }): Promise<{ was: string }> {
  const { rows } = await client.query<{ was: string }>(
    `update owner o set status = $3, version = o.version + 1 from owner b where o.id = $1 and o.version = $2 and b.id = o.id returning b.status as was`,
    [edit.id, edit.version, edit.status],
  )
  const [owner] = rows
  if (!owner) throw new AppError('conflict', 'Somebody else changed this owner first. Look again before you change it.')
  return owner
}
