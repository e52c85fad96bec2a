import { builtInViews, type TokenView } from '../model/token-view.ts'
import type { Viewer } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { lastVisit } from './last-visit.ts'
import { readSavedViews } from './saved-views.ts'

/**
 * The views of a viewer: those everybody has, then what they saved, then what others share. A view is a question; its answer
 * is read within the scope of whoever asks, so that a shared one shows nobody more. `now` is the estate's.
 */
export async function listViews(db: Db, viewer: Pick<Viewer, 'id'>, now: Date): Promise<TokenView[]> {
  const [visited, saved] = await Promise.all([lastVisit(db, viewer, now), readSavedViews(db, viewer.id)])
  return [...builtInViews(visited), ...saved]
}
