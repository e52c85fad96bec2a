import { cache } from 'react'
import { AppError } from '@/lib/model/app-error.ts'
import { readTokenList, type TokenList } from '@/lib/model/token-list.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { listViews } from '@/lib/db/list-views.ts'
import type { TokenView } from '@/lib/model/token-view.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

/** The views of a viewer, once a request however many ask. */
const viewsOf = cache(async (viewer: Viewer): Promise<readonly TokenView[]> => {
  const { db, now } = await webWorld()
  return listViews(db, viewer, now)
})

/** What an address asks for among the views that its viewer has, or why it cannot be answered. */
export async function askedList(viewer: Viewer, query: RawQuery): Promise<{ views: readonly TokenView[]; list: TokenList | AppError }> {
  const views = await viewsOf(viewer)
  try {
    return { views, list: readTokenList(query, views) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return { views, list: error }
    throw error
  }
}
