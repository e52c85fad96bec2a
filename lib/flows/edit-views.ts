import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { record } from '../db/audit.ts'
import type { Tx } from '../db/db.ts'
import { countViews, deleteView, insertView, lockSavedView, updateView, type SavedView } from '../db/saved-views.ts'
import { AppError } from '../model/app-error.ts'
import { densities, groupings, tokenColumns } from '../model/token-columns.ts'
import { rawQuery, readTokenSearch, writeTokenSearch } from '../model/token-search.ts'
import { actorOf, may, type Viewer } from '../model/viewer.ts'
import type { World } from './world.ts'

const mostViews = 100

const Name = z
  .string()
  .trim()
  .min(1, 'needs a name')
  .max(80, 'is longer than 80 characters')
  .refine((name) => !/\p{Cc}/u.test(name) && name.isWellFormed(), 'has characters that cannot be typed')

/** What a view keeps of a list: see `keptOf`. The query is checked as an address is, and kept without its place in the list. */
const Kept = z.strictObject({
  query: z.string().max(20_000),
  group: z.enum(groupings).nullable(),
  columns: z.array(z.enum(tokenColumns)).min(1).max(tokenColumns.length),
  density: z.enum(densities),
})

export const NewView = z.strictObject({ name: Name, shared: z.boolean(), ...Kept.shape })
export type NewView = z.infer<typeof NewView>

/** What may change of a view, with the version it was read at; what is left out stays. `kept` replaces the list whole. */
export const ViewChange = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  name: Name.optional(),
  shared: z.boolean().optional(),
  kept: Kept.optional(),
})
export type ViewChange = z.infer<typeof ViewChange>

export const ViewRemoval = ViewChange.pick({ id: true, version: true })
export type ViewRemoval = z.infer<typeof ViewRemoval>

/** Saves a list under a name of the viewer's own. Throws AppError 'conflict' where they have one of that name, 'forbidden' where their role may not share. */
export async function saveView(world: World, viewer: Viewer, view: NewView): Promise<{ id: string }> {
  const { now, db } = world
  const id = uuid()
  if (view.shared) mayShare(viewer)
  const row = { id, userId: viewer.id, name: view.name, shared: view.shared, ...rowOf(view), changedAt: now, changedBy: viewer.name }
  await db.prisma.$transaction(async (tx) => {
    if ((await countViews(tx, viewer.id)) >= mostViews)
      throw new AppError('conflict', `You have ${mostViews} views. Delete one that you no longer use.`)
    await refuseTaken(tx, viewer.id, view.name)
    await insertView(tx, row)
    await record(tx, { actor: actorOf(viewer), act: 'view.saved', target: `view:${id}`, after: said(row) }, now, world.auditKey)
  })
  return { id }
}

/**
 * Renames a view, shares it or not, or gives it another list. One's own; a shared one also by whoever may share. Throws AppError
 * 'not-found' alike for one that is not there and one that is somebody else's, 'conflict' where somebody was faster.
 */
export async function changeView(world: World, viewer: Viewer, change: ViewChange): Promise<{ version: number }> {
  const { now, db } = world
  return db.prisma.$transaction(async (tx) => {
    const before = await held(tx, viewer, change, now)
    const after = {
      name: change.name ?? before.name,
      shared: change.shared ?? before.shared,
      ...(change.kept
        ? rowOf(change.kept)
        : { query: before.query, columns: before.columns, density: before.density, grouping: before.grouping }),
    }
    if (after.shared && !before.shared) mayShare(viewer)
    if (after.name !== before.name) await refuseTaken(tx, before.userId, after.name, before.id)
    await updateView(tx, before.id, { ...after, changedAt: now, changedBy: viewer.name })
    const entry = { actor: actorOf(viewer), act: 'view.changed', target: `view:${before.id}`, before: said(before), after: said(after) }
    await record(tx, entry, now, world.auditKey)
    return { version: before.version + 1 }
  })
}

/** Takes a view away, for everybody it was shared with too. */
export async function removeView(world: World, viewer: Viewer, removal: ViewRemoval): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    const before = await held(tx, viewer, removal, world.now)
    await deleteView(tx, before.id)
    const entry = { actor: actorOf(viewer), act: 'view.removed', target: `view:${before.id}`, before: said(before) }
    await record(tx, entry, world.now, world.auditKey)
  })
}

/** The view as it is, if the viewer may change it and nobody has since they read it. */
async function held(tx: Tx, viewer: Viewer, { id, version }: ViewRemoval, now: Date): Promise<SavedView> {
  const view = await lockSavedView(tx, id, viewer.id)
  if (!view) throw new AppError('not-found', 'There is no such view, or it is not shared with you.')
  if (view.userId !== viewer.id) mayShare(viewer)
  if (view.version !== version)
    throw new AppError(
      'conflict',
      `${view.changedBy} changed the view “${view.name}” ${ago(view.changedAt, now)}. Look at it as it is now, then change it again.`,
    )
  return view
}

function mayShare({ role }: Viewer): void {
  if (!may(role, 'tokens:edit')) throw new AppError('forbidden', 'Your role may save views for itself, and not for others.')
}

async function refuseTaken(tx: Tx, userId: string, name: string, otherThan?: string): Promise<void> {
  if ((await countViews(tx, userId, name, otherThan)) === 0) return
  const what = `is the name of another view already`
  throw new AppError('conflict', `There is a view “${name}” already. Give this one another name, or replace that one.`, [
    { where: 'name', what },
  ])
}

/** The columns of a row; the query in the one way it is written. Throws AppError 'bad-input' where it is not one. */
function rowOf({ query, columns, density, group }: z.infer<typeof Kept>) {
  const search = readTokenSearch(rawQuery(new URLSearchParams(query)))
  return { query: String(writeTokenSearch(search)), columns: [...columns], density, grouping: group }
}

function said({
  name,
  shared,
  query,
  columns,
  density,
  grouping,
}: Pick<SavedView, 'name' | 'shared' | 'query' | 'columns' | 'density' | 'grouping'>) {
  return { name, shared, query, columns: columns.join(), density, grouping }
}

function ago(then: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - then.getTime()) / 1_000))
  if (seconds < 120) return `${seconds} s ago`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min ago` : `on ${then.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
