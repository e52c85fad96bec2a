import { Readable } from 'node:stream'
import { exportAudit } from '@/lib/flows/export-audit.ts'
import { readAuditSearch } from '@/lib/model/audit-search.ts'
import { rawQuery } from '@/lib/model/token-search.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** The audit that a query string describes, whole, as a file. It streams. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('audit:read')
  const search = readAuditSearch(rawQuery(new URL(request.url).searchParams))
  const world = await webWorld()
  const csv = await exportAudit(world, viewer, search)
  request.signal.addEventListener('abort', () => csv.destroy(), { once: true })
  return new Response(Readable.toWeb(csv) as ReadableStream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="standdown-audit-${world.now.toISOString().slice(0, 10)}.csv"`,
    },
  })
})
