import type { DueToDisable } from '../model/ticket.ts'
import type { World } from './world.ts'

/**
 * The seam at which tokens that have ended, and whose owners agreed, are handed over to be disabled at their providers. Called each hour
 * with all that are due, until a sync shows them off: whoever takes them on keeps what was asked already. Nothing takes them on yet, so
 * nothing is sent, and the pages say so. Answers with how many were taken on.
 */
export function disableDue(world: Pick<World, 'log'>, due: readonly DueToDisable[]): Promise<number> {
  if (due.length > 0) world.log.info({ due: due.length }, 'tokens are due to be disabled by agreement; nothing was sent')
  return Promise.resolve(0)
}
