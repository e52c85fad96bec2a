import { listTokens } from '@/lib/db/list-tokens.ts'
import { rowMark } from '@/lib/model/row-mark.ts'
import { rawQuery, readTokenSearch } from '@/lib/model/token-search.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** What the rows of a page of the inventory are known by now: an open page asks, to offer what changed. It costs what the page's rows cost. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('tokens:read', { uses: false })
  const search = readTokenSearch(rawQuery(new URL(request.url).searchParams))
  const { db, now } = await webWorld()
  const { rows } = await listTokens(db, viewer.scope, search, now)
  return { marks: rows.map(rowMark) }
})
