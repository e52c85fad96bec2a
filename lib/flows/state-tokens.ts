import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { lockAssignee } from '../db/lock-assignee.ts'
import { transaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { Actor } from '../model/viewer.ts'
import type { Statement } from './appraise.ts'
import { reappraise } from './reappraise.ts'
import type { World } from './world.ts'

const mostAtOnce = 10_000

/**
 * Keeps what a person states of tokens (who owns them, which workload uses them; null takes it back) and scores them again, all
 * in one transaction with its audit entry. Answers with how many changed.
 */
export async function stateTokens(world: World, actor: Actor, ids: readonly string[], statement: Statement): Promise<number> {
  if (ids.length === 0 || ids.length > mostAtOnce)
    throw new AppError('bad-input', `Choose between 1 and ${mostAtOnce} tokens; ${ids.length} were chosen.`)
  const cause = `edit:${uuid()}`
  return transaction(world.db.pool, async (client) => {
    await lockAssignee(client, 'owner', statement.ownerId)
    await lockAssignee(client, 'workload', statement.workloadId)
    const { seen, changed } = await reappraise(client, { by: 'ids', ids }, { cause, runId: null, at: world.now }, statement)
    if (seen !== new Set(ids).size) throw new AppError('not-found', 'Some of these tokens are not there. Nothing was changed.')
    const target = ids.length === 1 ? `token:${ids[0]}` : `tokens:${ids.length}`
    await record(
      client,
      { actor, act: 'tokens.stated', target, after: { ...statement, tokens: ids.length, changed, cause } },
      world.now,
      world.auditKey,
    )
    return changed
  })
}
