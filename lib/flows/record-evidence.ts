import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { record } from '../db/audit.ts'
import { insertControl } from '../db/insert-control.ts'
import { insertExposure } from '../db/insert-exposure.ts'
import { lockReached } from '../db/lock-reached.ts'
import type { Selection } from '../db/select-tokens.ts'
import { transaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import { ControlType } from '../model/sighting.ts'
import type { Actor } from '../model/viewer.ts'
import { reappraise } from './reappraise.ts'
import type { World } from './world.ts'

const evidenceDays = 90

export const NewControl = z.strictObject({
  type: ControlType,
  on: z.union([z.strictObject({ tokenId: z.uuid() }), z.strictObject({ workloadId: z.uuid() }), z.strictObject({ sourceId: z.uuid() })]),
  evidence: z.string().trim().min(1, 'Say what shows that this control is there.').max(2_000),
  evidencedAt: z.date(),
  minutes: z.number().min(0).max(100_000).optional(),
})
export type NewControl = z.infer<typeof NewControl>

export const NewExposure = z.strictObject({
  tokenId: z.uuid(),
  state: z.enum(['suspected', 'confirmed', 'abuse']),
  foundIn: z.string().trim().min(1, 'Say where it was found.').max(1_024),
  foundAt: z.date(),
  stillValid: z.enum(['yes', 'no', 'not-reported']),
})
export type NewExposure = z.infer<typeof NewExposure>

/** Records a control a person vouches for, and scores again what it reaches, in one transaction. */
export async function recordControl(world: World, actor: Actor & { kind: 'user' }, control: NewControl): Promise<{ changed: number }> {
  if (control.evidencedAt > world.now)
    throw new AppError('bad-input', 'Evidence cannot be from the future.', [{ where: 'evidencedAt', what: 'Use today or earlier.' }])
  const id = uuid()
  return transaction(world.db.pool, async (client) => {
    await lockReached(client, control.on)
    await insertControl(client, {
      id,
      ...control,
      minutes: control.minutes,
      expiresAt: new Date(control.evidencedAt.getTime() + evidenceDays * 86_400_000),
      statedBy: `user:${actor.id}`,
    })
    const cause = { cause: `edit:${id}`, runId: null, at: world.now }
    const { changed } = await reappraise(client, reachedBy(control.on), cause)
    const after = {
      type: control.type,
      on: control.on,
      evidence: control.evidence,
      evidencedAt: control.evidencedAt.toISOString(),
      tokens: changed,
    }
    await record(client, { actor, act: 'control.recorded', target: `control:${id}`, after }, world.now, world.auditKey)
    return { changed }
  })
}

/** Records a leak by hand: the token becomes revoke-now in the same transaction. */
export async function recordExposure(world: World, actor: Actor & { kind: 'user' }, exposure: NewExposure): Promise<void> {
  const id = uuid()
  await transaction(world.db.pool, async (client) => {
    await lockReached(client, exposure)
    await insertExposure(client, { id, ...exposure, statedBy: `user:${actor.id}` })
    await reappraise(client, { by: 'ids', ids: [exposure.tokenId] }, { cause: `edit:${id}`, runId: null, at: world.now })
    const after = { ...exposure, foundAt: exposure.foundAt.toISOString() }
    await record(client, { actor, act: 'exposure.recorded', target: `token:${exposure.tokenId}`, after }, world.now, world.auditKey)
  })
}

/** The tokens that evidence about this protects. */
function reachedBy(on: NewControl['on']): Selection {
  if ('tokenId' in on) return { by: 'ids', ids: [on.tokenId] }
  return 'workloadId' in on ? { by: 'workloads', ids: [on.workloadId] } : { by: 'source', id: on.sourceId }
}
