import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { record } from '../db/audit.ts'
import { changeOwner } from '../db/change-owner.ts'
import { changeWorkload } from '../db/change-workload.ts'
import { deleteRule } from '../db/delete-rule.ts'
import { insertRule } from '../db/insert-rule.ts'
import { holdDirectory } from '../db/lock-directory.ts'
import { transaction } from '../db/transaction.ts'
import { Agent, Sensitivity } from '../model/facts.ts'
import { RuleCondition } from '../model/rule.ts'
import type { Actor } from '../model/viewer.ts'
import { reappraise } from './reappraise.ts'
import type { World } from './world.ts'

/** What may be changed of an owner, with the version it was read at: another's change in between is a conflict, not a loss. */
export const OwnerEdit = z.strictObject({ id: z.uuid(), version: z.number().int(), status: z.enum(['active', 'departed']) })
export type OwnerEdit = z.infer<typeof OwnerEdit>

export const WorkloadEdit = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  sensitivity: Sensitivity.nullable().optional(),
  agent: Agent.optional(),
  status: z.enum(['active', 'decommissioned', 'vendor-ended']).optional(),
})
export type WorkloadEdit = z.infer<typeof WorkloadEdit>

export const NewRule = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    position: z.number().int().min(0).max(100_000),
    condition: RuleCondition,
    ownerId: z.uuid().nullable(),
    workloadId: z.uuid().nullable(),
  })
  .refine((rule) => rule.ownerId !== null || rule.workloadId !== null, 'A rule must assign an owner or a workload.')
export type NewRule = z.infer<typeof NewRule>

/** Changes an owner and scores their tokens again, in one transaction. Throws AppError 'conflict' when somebody was faster. */
export async function editOwner(world: World, actor: Actor, edit: OwnerEdit): Promise<{ changed: number }> {
  return transaction(world.db.pool, async (client) => {
    await holdDirectory(client)
    const { was } = await changeOwner(client, edit)
    const { changed } = await reappraise(client, { by: 'owners', ids: [edit.id] }, causeOf(world))
    const entry = {
      actor,
      act: 'owner.edited',
      target: `owner:${edit.id}`,
      before: { status: was },
      after: { status: edit.status, tokens: changed },
    }
    await record(client, entry, world.now, world.auditKey)
    return { changed }
  })
}

/** Changes a workload and scores its tokens again, in one transaction. Throws AppError 'conflict' when somebody was faster. */
export async function editWorkload(world: World, actor: Actor, edit: WorkloadEdit): Promise<{ changed: number }> {
  return transaction(world.db.pool, async (client) => {
    await holdDirectory(client)
    const { before, after } = await changeWorkload(client, edit)
    const { changed } = await reappraise(client, { by: 'workloads', ids: [edit.id] }, causeOf(world))
    await record(
      client,
      { actor, act: 'workload.edited', target: `workload:${edit.id}`, before, after: { ...after, tokens: changed } },
      world.now,
      world.auditKey,
    )
    return { changed }
  })
}

/** Adds a rule and assigns what it matches, wherever nobody has stated otherwise. Answers with its id and how many tokens changed. */
export async function addRule(world: World, actor: Actor, rule: NewRule): Promise<{ id: string; changed: number }> {
  const id = uuid()
  return transaction(world.db.pool, async (client) => {
    await holdDirectory(client)
    await insertRule(client, { id, ...rule })
    const { changed } = await reappraise(client, { by: 'unstated' }, causeOf(world))
    await record(client, { actor, act: 'rule.added', target: `rule:${id}`, after: { ...rule, tokens: changed } }, world.now, world.auditKey)
    return { id, changed }
  })
}

/** Removes a rule; what it had assigned is decided again by the other rules and the hints. */
export async function removeRule(world: World, actor: Actor, id: string): Promise<{ changed: number }> {
  return transaction(world.db.pool, async (client) => {
    await holdDirectory(client)
    const { name } = await deleteRule(client, id)
    const { changed } = await reappraise(client, { by: 'unstated' }, causeOf(world))
    await record(
      client,
      { actor, act: 'rule.removed', target: `rule:${id}`, before: { name }, after: { tokens: changed } },
      world.now,
      world.auditKey,
    )
    return { changed }
  })
}

function causeOf(world: World) {
  return { cause: `edit:${uuid()}`, runId: null, at: world.now }
}
