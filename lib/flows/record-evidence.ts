import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { record } from '../db/audit.ts'
import { insertControl } from '../db/insert-control.ts'
import { lockReached } from '../db/lock-reached.ts'
import type { Selection } from '../db/select-tokens.ts'
import { transaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import { evidenceEnds } from '../model/evidence.ts'
import { ControlEvidence } from '../model/token-act.ts'
import type { Actor } from '../model/viewer.ts'
import { reappraise } from './reappraise.ts'
import type { World } from './world.ts'

/** A control that protects all of a workload or a source; one of tokens is an act on tokens (`actOnTokens`). */
export const NewControl = ControlEvidence.extend({
  on: z.union([z.strictObject({ workloadId: z.uuid() }), z.strictObject({ sourceId: z.uuid() })]),
})
export type NewControl = z.infer<typeof NewControl>

/** Records a control a person vouches for, and scores again what it reaches, in one transaction. The same told again leaves no trace. */
export async function recordControl(world: World, actor: Actor & { kind: 'user' }, control: NewControl): Promise<{ changed: number }> {
  if (control.evidencedAt > world.now)
    throw new AppError('bad-input', 'Evidence cannot be from the future.', [{ where: 'evidencedAt', what: 'Use today or earlier.' }])
  const id = uuid()
  return transaction(world.db.pool, async (client) => {
    await lockReached(client, control.on)
    const expiresAt = evidenceEnds(control.evidencedAt)
    const added = await insertControl(client, { id, ...control, expiresAt, statedBy: `user:${actor.id}` })
    if (!added) return { changed: 0 }
    const { changed } = await reappraise(client, reachedBy(control.on), { cause: `edit:${id}`, runId: null, at: world.now })
    const { type, on, evidence, evidencedAt } = control
    const after = { type, on, evidence, evidencedAt: evidencedAt.toISOString(), tokens: changed }
    await record(client, { actor, act: 'control.recorded', target: `control:${id}`, after }, world.now, world.auditKey)
    return { changed }
  })
}

/** The tokens that evidence about this protects. */
function reachedBy(on: NewControl['on']): Selection {
  return 'workloadId' in on ? { by: 'workloads', ids: [on.workloadId] } : { by: 'source', id: on.sourceId }
}
