import { drawerHref, tokenHref } from '@/components/tokens/drawer/token-links.ts'
import { tokenNeighbours } from '@/lib/db/token-neighbours.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { rawQuery } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { askedList } from '../asked-list.ts'

/** Where a token stands in the list it was opened from: its neighbours' pages and the list's own address. */
export type Place = { back: string; view: string | null; previous: string | null; next: string | null }

/**
 * Reads the list that an address says a token was opened from. Only a list that could be asked for is followed, and every link
 * is written anew from what was read, so that none leads off the inventory; without one it is the usual list.
 */
export async function placeInList(viewer: Viewer, id: string, said: string | undefined): Promise<Place> {
  const { token: _, ...query } = rawQuery(new URLSearchParams(said))
  const { list } = await askedList(viewer, query)
  if (list instanceof AppError) return said === undefined ? nowhere : placeInList(viewer, id, undefined)
  const { db, now } = await webWorld()
  const { previous, next } = await tokenNeighbours(db, viewer.scope, list.search, now, id)
  const to = (other: string | null) => other && tokenHref(other, list)
  return { back: drawerHref(list, null), view: said === undefined ? null : list.view.name, previous: to(previous), next: to(next) }
}

const nowhere: Place = { back: '/tokens', view: null, previous: null, next: null }
