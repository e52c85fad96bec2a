import { askReport } from '@/lib/flows/ask-report.ts'
import { takeReport } from '@/lib/flows/take-report.ts'
import { reportFileName } from '@/lib/model/report.ts'
import { rawQuery } from '@/lib/model/token-search.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { csvAnswer } from '@/lib/server/web/csv-answer.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'
import { stillSignedIn } from '@/lib/server/web/while-signed-in.ts'

/** A report, whole, as a file. It streams: neither we nor Postgres hold it. */
export const GET = door<{ params: Promise<{ report: string }> }>(async (request, { params }) => {
  const viewer = await requireViewer('reports:read')
  const world = await webWorld()
  const asked = await askReport(world, (await params).report, rawQuery(new URL(request.url).searchParams))
  const open = async () => {
    const { id, file } = await takeReport(world, { actor: actorOf(viewer), scope: viewer.scope }, asked)
    // The file's own id in the record, where its rows and checksum stand once it is whole.
    return { csv: file, fileName: reportFileName(asked, world.now), says: { 'x-standdown-file': id } }
  }
  return csvAnswer(request, open, stillSignedIn(world.db, viewer), asked.report.lines ? 'application/x-ndjson' : undefined)
})
