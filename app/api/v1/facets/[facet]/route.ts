import { findFacetValues, searchedFacets } from '@/lib/db/facet-values.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { hasControl } from '@/lib/model/query-words.ts'
import { rawQuery, readTokenSearch } from '@/lib/model/token-search.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** Values of a facet whose names have `match` in them, with counts under the search that the rest of the address describes. */
export const GET = door(async (request, { params }: { params: Promise<{ facet: string }> }) => {
  const viewer = await requireViewer('tokens:read')
  const named = (await params).facet
  const facet = searchedFacets.find((one) => one === named)
  if (!facet) throw new AppError('not-found', `There is nothing to type ahead there; there is for ${searchedFacets.join(', ')}.`)
  const { match = '', ...query } = rawQuery(new URL(request.url).searchParams)
  const text = String(match).slice(0, 200)
  if (hasControl(text)) throw new AppError('bad-input', 'This cannot be looked for.', [{ where: 'match', what: 'has characters that cannot be typed' }]) // prettier-ignore
  const { db, now } = await webWorld()
  return { values: await findFacetValues(db, viewer.scope, readTokenSearch(query), now, facet, text) }
})
