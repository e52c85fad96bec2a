import { writeCursor } from '@/lib/model/token-cursor.ts'
import { rawQuery, readTokenSearch } from '@/lib/model/token-search.ts'
import { listTokens } from '@/lib/db/list-tokens.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** A page of the inventory, by the same query string as the page's. `next` and `previous` go back in as `after` and `before`. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('tokens:read')
  const search = readTokenSearch(rawQuery(new URL(request.url).searchParams))
  const { db, now } = await webWorld()
  const { rows, before, previous, next } = await listTokens(db, viewer.scope, search, now)
  return {
    tokens: rows,
    before,
    previous: previous && writeCursor(search, previous),
    next: next && writeCursor(search, next),
  }
})
