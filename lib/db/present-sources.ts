import type { Db } from './db.ts'

export type PresentSource = { id: string; name: string; demo: boolean; lastCompleteAt: Date | null }

/** Every source that was not removed, with when it was last read whole. */
export async function presentSources(db: Db): Promise<PresentSource[]> {
  return db.prisma.source.findMany({ where: { removedAt: null }, select: { id: true, name: true, demo: true, lastCompleteAt: true } })
}

/** The sources in use by name, for choosing one. */
export async function presentSourceNames(db: Db): Promise<{ id: string; name: string }[]> {
  return db.prisma.source.findMany({ where: { removedAt: null }, select: { id: true, name: true }, orderBy: { name: 'asc' } })
}
