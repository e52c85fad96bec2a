import { AppError } from '../model/app-error.ts'
import type { Tx } from './db.ts'

/**
 * Ends a source: its credential is deleted, its name becomes free, and a run under way is cancelled. Its tokens stay. Answers
 * with what it was; throws AppError 'not-found' where it is not there or was removed before.
 */
export async function retireSource(tx: Tx, sourceId: string, now: Date): Promise<{ name: string; kind: string }> {
  const source = await tx.source.findFirst({ where: { id: sourceId, removedAt: null }, select: { name: true, kind: true } })
  if (!source) throw new AppError('not-found', 'That source is not there. It may have been removed already.')
  await tx.sourceSecret.deleteMany({ where: { sourceId } })
  // The epoch moves on, so that a run under way may write nothing more.
  await tx.source.update({
    where: { id: sourceId },
    data: { removedAt: now, name: `${source.name} (removed ${now.toISOString()})`, nextDueAt: null, epoch: { increment: 1 } },
  })
  await tx.run.updateMany({
    where: { sourceId, state: 'running' },
    data: { state: 'cancelled', phase: 'done', finishedAt: now, problem: 'The source was removed.', epoch: -1 },
  })
  return source
}
