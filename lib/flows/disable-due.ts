import type { PoolClient } from 'pg'
import { lockTied } from '../db/token-ends.ts'
import { AppError } from '../model/app-error.ts'
import type { DueToDisable } from '../model/ticket.ts'
import { isDueToDisable } from '../retirement/token-end.ts'
import { askForActsAsSystem } from './ask-acts.ts'
import type { World } from './world.ts'

const actor = { kind: 'system', name: 'ends on completion' } as const

/**
 * Asks for tokens that have ended, and whose owners agreed, to be disabled at their providers: each by itself, as each was agreed to. What
 * cannot be asked for now (a source that may not act, say) is logged and comes again the next hour. Answers with how many were asked for.
 */
export async function disableDue(world: World, due: readonly DueToDisable[]): Promise<number> {
  let asked = 0
  for (const token of due) {
    const { tokenId, name, endedSays, agreedBy, agreedById } = token
    world.signal.throwIfAborted()
    try {
      const by = {
        actor,
        agreedBy: { id: agreedById, name: agreedBy },
        stillAgreed: async (client: PoolClient) => stillAgreed(client, token),
      }
      await askForActsAsSystem(world, by, { verb: 'disable', ids: [tokenId], reason: endedSays || 'What it was for has ended.' })
      asked += 1
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const why = [error.message, ...error.issues.map(({ what }) => what)]
      world.log.info({ token: name, why }, 'a token is due to be disabled by agreement; nothing was sent')
    }
  }
  return asked
}

/** It was read a while ago: the end and the token are locked as whoever changes them does, and what is not so any more is left alone. */
async function stillAgreed(client: PoolClient, { tokenId, agreedAt }: DueToDisable): Promise<void> {
  const tied = await lockTied(client, tokenId)
  // What its source can do was looked at before, and is looked at once more by whoever carries it out.
  const isDue = tied?.end?.agreedAt?.getTime() === agreedAt.getTime() && isDueToDisable(tied.end, { ...tied, canDisable: true })
  if (!isDue) throw new AppError('conflict', 'It is not agreed to any more, or has not ended: nothing is disabled.')
}
