import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { record } from '../db/audit.ts'
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
  const on = control.on
  const [tokenId, workloadId, sourceId] = [
    'tokenId' in on ? on.tokenId : null,
    'workloadId' in on ? on.workloadId : null,
    'sourceId' in on ? on.sourceId : null,
  ]
  const id = uuid()
  return transaction(world.db.pool, async (client) => {
    await lockReached(client, control.on)
    await client.query(
      `insert into control (id, type, token_id, workload_id, source_id, evidence, evidenced_at, expires_at, minutes, stated_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        control.type,
        tokenId,
        workloadId,
        sourceId,
        control.evidence,
        control.evidencedAt,
        new Date(control.evidencedAt.getTime() + evidenceDays * 86_400_000),
        control.minutes ?? null,
        `user:${actor.id}`,
      ],
    )
    const selection: Selection = tokenId
      ? { by: 'ids', ids: [tokenId] }
      : workloadId
        ? { by: 'workloads', ids: [workloadId] }
        : { by: 'source', id: sourceId ?? '' }
    const { changed } = await reappraise(client, selection, { cause: `edit:${id}`, runId: null, at: world.now })
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
    await client.query(
      `insert into exposure (id, token_id, state, found_in, found_at, still_valid, matched_by, stated_by) values ($1, $2, $3, $4, $5, $6, 'by hand', $7)
       on conflict (token_id, found_in, found_at) do update set state = excluded.state, still_valid = excluded.still_valid`,
      [id, exposure.tokenId, exposure.state, exposure.foundIn, exposure.foundAt, exposure.stillValid, `user:${actor.id}`],
    )
    await reappraise(client, { by: 'ids', ids: [exposure.tokenId] }, { cause: `edit:${id}`, runId: null, at: world.now })
    const after = { ...exposure, foundAt: exposure.foundAt.toISOString() }
    await record(client, { actor, act: 'exposure.recorded', target: `token:${exposure.tokenId}`, after }, world.now, world.auditKey)
  })
}

/**
 * Throws AppError 'not-found' where what the evidence is about is not there. A token is locked as it will be when it is scored:
 * the insert alone takes a weaker lock, and two who record at once would each wait for the other to give theirs up.
 */
async function lockReached(client: PoolClient, on: NewControl['on']): Promise<void> {
  const { rowCount } =
    'tokenId' in on
      ? await client.query('select 1 from token where id = $1 for update', [on.tokenId])
      : 'workloadId' in on
        ? await client.query('select 1 from workload where id = $1 for key share', [on.workloadId])
        : await client.query('select 1 from source where id = $1 for key share', [on.sourceId])
  if (!rowCount) throw new AppError('not-found', 'What this is about is not there any more. Load the page again.')
}
