import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { record } from '../db/audit.ts'
import { goesBy, insertOwner, lockOwner, updateOwner } from '../db/change-owner.ts'
import { lastEditor } from '../db/last-editor.ts'
import { holdDirectory } from '../db/lock-directory.ts'
import { deleteOwner, moveOwner, type MovedWithOwner } from '../db/merge-owner.ts'
import { patientTransaction } from '../db/transaction.ts'
import type { Cause } from '../db/write-tokens.ts'
import { AppError } from '../model/app-error.ts'
import { compareEdit, type Edited } from '../model/directory-edit.ts'
import { DirectoryKey, OwnerFields } from '../model/directory.ts'
import type { Actor } from '../model/viewer.ts'
import { reappraise } from './reappraise.ts'
import { reappraiseNamed } from './reappraise-where.ts'
import type { World } from './world.ts'

const mostToldOf = 1_000

/** What somebody typed, with the version and the values that they had seen: another's change in between is not lost. */
export const OwnerEdit = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  set: OwnerFields.partial(),
  was: OwnerFields.partial().default({}),
})
export type OwnerEdit = z.input<typeof OwnerEdit>

export const NewOwner = z.strictObject({ key: DirectoryKey.nullable(), ...OwnerFields.shape })
export type NewOwner = z.infer<typeof NewOwner>

/** Adds an owner and gives them what providers say is theirs. */
export async function addOwner(world: World, actor: Actor, { key, ...owner }: NewOwner): Promise<{ id: string; changed: number }> {
  const id = uuid()
  const changed = await patientTransaction(world.db.pool, async (client) => {
    await holdDirectory(client)
    await refuseWrongTies(client, id, owner)
    await insertOwner(client, id, key, owner)
    const changed = await reappraiseNamed(client, goesBy(owner), causeOf(world))
    const after = { key, ...owner, version: 1, tokens: changed }
    await record(client, { actor, act: 'owner.added', target: `owner:${id}`, after }, world.now, world.auditKey)
    return changed
  })
  return { id, changed }
}

/**
 * Changes an owner and scores their tokens again, in one transaction. Where somebody changed the same field in between, nothing is
 * saved and the answer has both values; where they changed another one, both are kept. Throws AppError 'not-found' and 'bad-input'.
 */
export async function editOwner(world: World, actor: Actor, asked: OwnerEdit): Promise<Edited<OwnerFields>> {
  const edit = OwnerEdit.parse(asked)
  const target = `owner:${edit.id}`
  return patientTransaction(world.db.pool, async (client): Promise<Edited<OwnerFields>> => {
    await holdDirectory(client)
    const { version, ...before } = await lockOwner(client, edit.id)
    const set = defined(edit.set)
    const { clashes, meanwhile } = compareEdit({ version: edit.version, set, was: defined(edit.was) }, { ...before, version })
    const by = version === edit.version ? null : await lastEditor(client, target, edit.version)
    if (clashes.length > 0) return { did: 'clash', version, by, clashes }
    const after = { ...before, ...set }
    const fields = (Object.keys(set) as (keyof OwnerFields)[]).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    )
    if (fields.length === 0) return { did: 'saved', changed: 0, by, meanwhile }
    await refuseWrongTies(client, edit.id, after)
    await updateOwner(client, edit.id, after, before)
    const changed = await reappraiseOwner(client, edit.id, before, after, causeOf(world))
    const of = (state: OwnerFields) => Object.fromEntries(fields.map((name) => [name, state[name]]))
    const entry = { actor, act: 'owner.edited', target, before: of(before), after: { ...of(after), version: version + 1, tokens: changed } }
    await record(client, entry, world.now, world.auditKey)
    return { did: 'saved', changed, by, meanwhile }
  })
}

/**
 * Makes two owners that are one into one: `to` keeps its own fields and gets everything that was `from`'s, statements and rules
 * included. Answers with how many tokens changed hands.
 */
export async function mergeOwners(world: World, actor: Actor, { from, to }: { from: string; to: string }): Promise<{ changed: number }> {
  if (from === to)
    throw new AppError('bad-input', 'These are the same owner. Choose another.', [{ where: 'to', what: 'is the same owner' }])
  const changed = await patientTransaction(world.db.pool, async (client) => {
    await holdDirectory(client)
    const [gone, kept] = [await lockOwner(client, from), await lockOwner(client, to)]
    if (gone.kind !== kept.kind)
      throw new AppError('bad-input', `${gone.name} is a ${gone.kind} and ${kept.name} a ${kept.kind}: they cannot be one.`, [
        { where: 'to', what: `is a ${kept.kind}` },
      ])
    const stated = await reappraise(client, { by: 'stated-owner', id: from }, causeOf(world), { ownerId: to })
    const moved = await moveOwner(client, from, to)
    const others = await reappraise(client, { by: 'owners', ids: [from] }, causeOf(world))
    await deleteOwner(client, from)
    const changed = stated.changed + others.changed
    const entry = {
      actor,
      act: 'owner.merged',
      target: `owner:${from}`,
      before: gone,
      after: { into: to, name: kept.name, tokens: changed, ...shortened(moved) },
    }
    await record(client, entry, world.now, world.auditKey)
    // Whose tokens an account may see is another owner's now: that stands in the account's own history too.
    for (const id of moved.accounts) {
      const seen = { actor, act: 'user.change', target: `user:${id}`, before: { ownerId: from }, after: { ownerId: to } }
      await record(client, seen, world.now, world.auditKey)
    }
    return changed
  })
  return { changed }
}

async function reappraiseOwner(client: PoolClient, id: string, before: OwnerFields, after: OwnerFields, cause: Cause): Promise<number> {
  const [names, namesBefore] = [goesBy(after), goesBy(before)]
  const moved = [...names.filter((one) => !namesBefore.includes(one)), ...namesBefore.filter((one) => !names.includes(one))]
  const named = await reappraiseNamed(client, moved, cause)
  if (before.status === after.status) return named
  return named + (await reappraise(client, { by: 'owners', ids: [id] }, cause)).changed
}

/** A team is a team, nobody is their own manager, and a team is in no team. */
async function refuseWrongTies(client: PoolClient, id: string, { kind, teamId, managerId }: OwnerFields): Promise<void> {
  const wrong = (where: string, what: string) => new AppError('bad-input', 'Some of this cannot be.', [{ where, what }])
  if (teamId === id) throw wrong('teamId', 'is the owner itself')
  if (managerId === id) throw wrong('managerId', 'is the owner itself')
  if (kind === 'team' && teamId) throw wrong('teamId', 'a team is in no other team')
  if (teamId && (await lockOwner(client, teamId)).kind !== 'team') throw wrong('teamId', 'is not a team')
  if (managerId && (await lockOwner(client, managerId)).kind !== 'person') throw wrong('managerId', 'is not a person')
}

function defined<Fields extends object>(fields: { [Name in keyof Fields]?: Fields[Name] | undefined }): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>
}

/** What moved, where there was any; of thousands, how it began and how many more there were. */
function shortened(moved: MovedWithOwner): Record<string, string[]> {
  const some = Object.entries(moved).filter(([, ids]) => ids.length > 0)
  const told = (ids: string[]) => (ids.length > mostToldOf ? [...ids.slice(0, mostToldOf), `… and ${ids.length - mostToldOf} more`] : ids)
  return Object.fromEntries(some.map(([what, ids]) => [what, told(ids)]))
}

function causeOf({ now }: World): Cause {
  return { cause: `edit:${uuid()}`, runId: null, at: now }
}
