import { AppError } from '../model/app-error.ts'
import type { Density, Grouping, TokenColumn } from '../model/token-columns.ts'
import { densities, frozenColumns, groupings, tokenColumns, usualColumns } from '../model/token-columns.ts'
import type { TokenView } from '../model/token-view.ts'
import type { Db, Tx } from './db.ts'

/** A saved view as its row holds it, for whoever changes it. */
export type SavedView = {
  id: string
  userId: string
  name: string
  shared: boolean
  query: string
  columns: string[]
  density: string
  grouping: string | null
  version: number
  changedAt: Date
  changedBy: string
}

/** What somebody saved, and what others share: one's own first, by name. */
export async function readSavedViews(db: Db, userId: string): Promise<TokenView[]> {
  const rows = await db.prisma.savedView.findMany({
    where: { OR: [{ userId }, { shared: true, user: { disabledAt: null } }] },
    include: { user: { select: { name: true } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 500,
  })
  const views = rows.map(({ user, ...row }) => viewOf(row, user.name, userId))
  return [...views.filter(({ saved }) => saved?.mine), ...views.filter(({ saved }) => !saved?.mine)]
}

/** One saved view, locked until the transaction ends; null where it is not there, or neither this user's nor shared. */
export async function lockSavedView(tx: Tx, id: string, userId: string): Promise<SavedView | null> {
  await tx.$queryRaw`select from saved_view where id = ${id}::uuid for update`
  return tx.savedView.findFirst({ where: { id, OR: [{ userId }, { shared: true }] } })
}

/** The views of one user that have this name, or are counted where none is given. */
export async function countViews(tx: Tx, userId: string, name?: string, otherThan?: string): Promise<number> {
  return tx.savedView.count({ where: { userId, ...(name !== undefined && { name }), ...(otherThan && { id: { not: otherThan } }) } })
}

/** Adds a view. */
export async function insertView(tx: Tx, view: Omit<SavedView, 'version'>): Promise<void> {
  await orTaken(tx.savedView.create({ data: { ...view, createdAt: view.changedAt } }))
}

/** Writes what changed of a view, as its next version. */
export async function updateView(tx: Tx, id: string, set: Partial<Omit<SavedView, 'id' | 'version'>>): Promise<void> {
  await orTaken(tx.savedView.update({ where: { id }, data: { ...set, version: { increment: 1 } } }))
}

/** Takes a view away. */
export async function deleteView(tx: Tx, id: string): Promise<void> {
  await tx.savedView.delete({ where: { id } })
}

/** Two who save at the same moment both saw the name free. */
async function orTaken(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'P2002') throw error
    throw new AppError('conflict', 'A view of this name was saved at the same moment. Give this one another name.')
  }
}

/** A row as a view. A column that a later version of the product no longer has is left out. */
function viewOf(row: SavedView, by: string, userId: string): TokenView {
  const columns = row.columns.filter((name): name is TokenColumn => tokenColumns.some((column) => column === name))
  return {
    id: row.id,
    name: row.name,
    means: null,
    query: row.query,
    group: groupings.find((one): one is Grouping => one === row.grouping) ?? null,
    columns: columns.length > 0 ? [...new Set([...frozenColumns, ...columns])] : usualColumns,
    density: densities.find((one): one is Density => one === row.density) ?? 'comfortable',
    saved: { mine: row.userId === userId, by, shared: row.shared, version: row.version },
  }
}
