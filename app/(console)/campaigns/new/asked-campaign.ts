import { readCampaign } from '@/lib/db/list-campaigns.ts'
import { listViews } from '@/lib/db/list-views.ts'
import type { CampaignPreview } from '@/lib/db/write-campaigns.ts'
import { campaignBefore } from '@/lib/flows/campaigns.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { rawQuery, readTokenSearch, writeTokenSearch, type RawQuery } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { nextName, quarterOf } from '@/lib/retirement/campaigns.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

/** What is to be reviewed, as an address says it: a view, a search, or what was unanswered in an earlier review. */
export type AskedCampaign = { name: string; search: string; carry: string | null; preview: CampaignPreview }

export type ViewChoice = { id: string; name: string; query: string }

/** Views that a review can be over. "Retired" has nothing to review, and "new since" means another thing each day. */
export async function viewsToReview(viewer: Viewer): Promise<readonly ViewChoice[]> {
  const { db, now } = await webWorld()
  return (await listViews(db, viewer, now)).filter(({ id }) => id !== 'new' && id !== 'retired')
}

/** Reads the address; null where it names nothing yet. Throws AppError as reading a search and trying a review do. */
export async function askedCampaign(viewer: Viewer, query: RawQuery, views: readonly ViewChoice[]): Promise<AskedCampaign | null> {
  const { view: viewId, carry: carryId, ...rest } = query
  const world = await webWorld()
  const carried = typeof carryId === 'string' ? await readCampaign(world.db, viewer.scope, carryId) : null
  if (typeof carryId === 'string' && !carried) throw new AppError('not-found', 'There is no such review.')
  const view = typeof viewId === 'string' ? views.find(({ id }) => id === viewId) : undefined
  if (typeof viewId === 'string' && !view) throw new AppError('not-found', 'There is no such view any more. Choose another.')
  const asks = view?.query ?? (Object.keys(rest).length > 0 ? null : carried?.query)
  if (asks === undefined) return null
  const search = readTokenSearch(asks === null ? rest : searchOnly(asks))
  const preview = await campaignBefore(world, { search, previousId: carried?.id ?? null })
  const quarter = quarterOf(world.now)
  const name = carried ? nextName(carried.name, world.now) : `${quarter}: ${view?.name ?? 'chosen tokens'}`
  return { name, search: String(writeTokenSearch({ ...search, limit: 50 })), carry: carried?.id ?? null, preview }
}

/** A view's address may say how it is laid out; a review is over what it finds. */
function searchOnly(query: string): RawQuery {
  const params = new URLSearchParams(query)
  for (const name of ['sort', 'limit', 'after', 'before']) params.delete(name)
  return rawQuery(params)
}
