import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { record } from '../db/audit.ts'
import { insertWorkload, lockWorkload, updateWorkload } from '../db/change-workload.ts'
import { lastEditor } from '../db/last-editor.ts'
import { holdDirectory } from '../db/lock-directory.ts'
import { patientTransaction } from '../db/transaction.ts'
import { compareEdit, type Edited } from '../model/directory-edit.ts'
import { DirectoryKey, WorkloadFields } from '../model/directory.ts'
import type { Actor } from '../model/viewer.ts'
import { reappraiseHinted } from './reappraise-where.ts'
import { reappraise } from './reappraise.ts'
import type { World } from './world.ts'

/** What somebody typed, with the version and the values that they had seen. */
export const WorkloadEdit = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  set: WorkloadFields.partial(),
  was: WorkloadFields.partial().default({}),
})
export type WorkloadEdit = z.input<typeof WorkloadEdit>

export const NewWorkload = z.strictObject({ key: DirectoryKey, ...WorkloadFields.shape })
export type NewWorkload = z.infer<typeof NewWorkload>

/** Adds a workload and gives it the tokens that name its key. */
export async function addWorkload(world: World, actor: Actor, { key, ...workload }: NewWorkload): Promise<{ id: string; changed: number }> {
  const id = uuid()
  const changed = await patientTransaction(world.db.pool, async (client) => {
    await holdDirectory(client)
    await insertWorkload(client, id, key, workload)
    const changed = await reappraiseHinted(client, [key], causeOf(world))
    const after = { key: key.toLowerCase(), ...workload, version: 1, tokens: changed }
    await record(client, { actor, act: 'workload.added', target: `workload:${id}`, after }, world.now, world.auditKey)
    return changed
  })
  return { id, changed }
}

/** Changes a workload and scores its tokens again, in one transaction; what two people change at once is told as for an owner. */
export async function editWorkload(world: World, actor: Actor, asked: WorkloadEdit): Promise<Edited<WorkloadFields>> {
  const edit = WorkloadEdit.parse(asked)
  const target = `workload:${edit.id}`
  return patientTransaction(world.db.pool, async (client): Promise<Edited<WorkloadFields>> => {
    await holdDirectory(client)
    const { version, ...before } = await lockWorkload(client, edit.id)
    const set = defined(edit.set)
    const { clashes, meanwhile } = compareEdit({ version: edit.version, set, was: defined(edit.was) }, { ...before, version })
    const by = version === edit.version ? null : await lastEditor(client, target, edit.version)
    if (clashes.length > 0) return { did: 'clash', version, by, clashes }
    const after = { ...before, ...set }
    const fields = (Object.keys(set) as (keyof WorkloadFields)[]).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    )
    if (fields.length === 0) return { did: 'saved', changed: 0, by, meanwhile }
    await updateWorkload(client, edit.id, after)
    const { changed } = await reappraise(client, { by: 'workloads', ids: [edit.id] }, causeOf(world))
    const of = (state: WorkloadFields) => Object.fromEntries(fields.map((name) => [name, state[name]]))
    const entry = {
      actor,
      act: 'workload.edited',
      target,
      before: of(before),
      after: { ...of(after), version: version + 1, tokens: changed },
    }
    await record(client, entry, world.now, world.auditKey)
    return { did: 'saved', changed, by, meanwhile }
  })
}

function defined(fields: { [Name in keyof WorkloadFields]?: WorkloadFields[Name] | undefined }): Partial<WorkloadFields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function causeOf({ now }: World) {
  return { cause: `edit:${uuid()}`, runId: null, at: now }
}
