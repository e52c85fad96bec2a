import { Readable } from 'node:stream'
import { findViewer } from '@/lib/db/sessions.ts'
import { exportAudit } from '@/lib/flows/export-audit.ts'
import { readAuditSearch } from '@/lib/model/audit-search.ts'
import { rawQuery } from '@/lib/model/token-search.ts'
import { asItLeaves } from '@/lib/server/web/as-it-leaves.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'
import { whileSignedIn } from '@/lib/server/web/while-signed-in.ts'

/** The audit that a query string describes, whole, as a file. It streams, for as long as whoever asked may have it. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('audit:read')
  const search = readAuditSearch(rawQuery(new URL(request.url).searchParams))
  const world = await webWorld()
  const { id, csv } = await exportAudit(world, viewer, search)
  request.signal.addEventListener('abort', () => csv.destroy(), { once: true })
  whileSignedIn(csv, async () => (await findViewer(world.db, viewer.sessionId, new Date()))?.role === viewer.role)
  return new Response(Readable.toWeb(csv, asItLeaves) as ReadableStream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="standdown-audit-${world.now.toISOString().slice(0, 10)}.csv"`,
      'x-standdown-export': id,
    },
  })
})
