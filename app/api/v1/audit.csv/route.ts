import { exportAudit } from '@/lib/flows/export-audit.ts'
import { readAuditSearch } from '@/lib/model/audit-search.ts'
import { rawQuery } from '@/lib/model/token-search.ts'
import { csvAnswer } from '@/lib/server/web/csv-answer.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'
import { stillSignedIn } from '@/lib/server/web/while-signed-in.ts'

/** The audit that a query string describes, whole, as a file. It streams, for as long as whoever asked may have it. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('audit:read')
  const search = readAuditSearch(rawQuery(new URL(request.url).searchParams))
  const world = await webWorld()
  const open = async () => {
    const { id, csv } = await exportAudit(world, viewer, search)
    return { csv, fileName: `standdown-audit-${world.now.toISOString().slice(0, 10)}.csv`, says: { 'x-standdown-export': id } }
  }
  return csvAnswer(request, open, stillSignedIn(world.db, viewer))
})
