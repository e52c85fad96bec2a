import type { PoolClient } from 'pg'
import { AppError } from '../model/app-error.ts'

const lockOf = {
  owner: 'select 1 from owner where id = $1 for share',
  workload: 'select 1 from workload where id = $1 for share',
} as const

/**
 * Keeps an owner or workload as it is until the transaction ends, so that tokens can be given to it; no id, nothing to keep.
 * Throws AppError 'not-found' where it is not there.
 */
export async function lockAssignee(client: PoolClient, noun: keyof typeof lockOf, id: string | null | undefined): Promise<void> {
  if (!id) return
  const { rowCount } = await client.query(lockOf[noun], [id])
  if (!rowCount) throw new AppError('not-found', `That ${noun} is not there. Choose another.`)
}
