import { Readable } from 'node:stream'
import { findViewer } from '@/lib/db/sessions.ts'
import { exportCampaign } from '@/lib/flows/export-campaign.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { asItLeaves } from '@/lib/server/web/as-it-leaves.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'
import { whileSignedIn } from '@/lib/server/web/while-signed-in.ts'

/** A review as a file, a row a token. It streams, for as long as whoever asked may have it. */
export const GET = door(async (request, { params }: { params: Promise<{ id: string }> }) => {
  const viewer = await requireViewer('plans:read')
  if (!viewer.scope.all) throw new AppError('forbidden', 'A review as a whole is for security and auditors.')
  const world = await webWorld()
  const { id, name, csv } = await exportCampaign(world, viewer, (await params).id)
  request.signal.addEventListener('abort', () => csv.destroy(), { once: true })
  whileSignedIn(csv, async () => (await findViewer(world.db, viewer.sessionId, new Date()))?.role === viewer.role)
  return new Response(Readable.toWeb(csv, asItLeaves) as ReadableStream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${fileName(name, world.now)}"`,
      'x-standdown-export': id,
    },
  })
})

/** "standdown-review-q4-2026-keys-2026-11-30.csv". */
function fileName(name: string, now: Date): string {
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60).replace(/^-+|-+$/g, '') // prettier-ignore
  return `standdown-review-${words ? `${words}-` : ''}${now.toISOString().slice(0, 10)}.csv`
}
