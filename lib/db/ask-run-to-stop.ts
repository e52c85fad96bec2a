import { AppError } from '../model/app-error.ts'
import type { Tx } from './db.ts'

/** Marks a source's running sync as cancelled; it looks for the mark itself. AppError 'conflict' where none runs or it was asked before. */
export async function askRunToStop(tx: Tx, sourceId: string, now: Date): Promise<void> {
  const { count } = await tx.run.updateMany({ where: { sourceId, state: 'running', cancelledAt: null }, data: { cancelledAt: now } })
  if (count === 0) throw new AppError('conflict', 'No sync of this source is running.')
}
