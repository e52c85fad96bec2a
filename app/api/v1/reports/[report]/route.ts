import { Readable } from 'node:stream'
import { findViewer } from '@/lib/db/sessions.ts'
import { takeReport } from '@/lib/flows/take-report.ts'
import { readReport, reportFileName } from '@/lib/model/report.ts'
import { rawQuery } from '@/lib/model/token-search.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'
import { whileSignedIn } from '@/lib/server/web/while-signed-in.ts'

/** A report, whole, as a file. It streams: neither we nor Postgres hold it. */
export const GET = door<{ params: Promise<{ report: string }> }>(async (request, { params }) => {
  const viewer = await requireViewer('reports:read')
  const world = await webWorld()
  const asked = readReport((await params).report, rawQuery(new URL(request.url).searchParams), world.now)
  const { id, file } = await takeReport(world, { actor: actorOf(viewer), scope: viewer.scope }, asked)
  request.signal.addEventListener('abort', () => file.destroy(), { once: true })
  whileSignedIn(file, async () => (await findViewer(world.db, viewer.sessionId, new Date()))?.role === viewer.role)
  return new Response(Readable.toWeb(file) as ReadableStream, {
    headers: {
      'content-type': asked.report.lines ? 'application/x-ndjson' : 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${reportFileName(asked, world.now)}"`,
      // The file's own id in the record, where its rows and checksum stand once it is whole.
      'x-standdown-file': id,
    },
  })
})
