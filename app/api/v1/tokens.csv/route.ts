import { Readable } from 'node:stream'
import { exportTokens } from '@/lib/db/export-tokens.ts'
import { rawQuery, readTokenSearch } from '@/lib/model/token-search.ts'
import { inventoryFileName } from '@/lib/model/inventory-csv.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** The list that a query string describes, whole, as a file. It streams: neither we nor Postgres hold it. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('tokens:export')
  const search = readTokenSearch(rawQuery(new URL(request.url).searchParams))
  const { db, now } = await webWorld()
  const rows = await exportTokens(db, viewer.scope, search, now)
  request.signal.addEventListener('abort', () => rows.destroy(), { once: true })
  return new Response(Readable.toWeb(rows) as ReadableStream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${inventoryFileName(now)}"`,
    },
  })
})
