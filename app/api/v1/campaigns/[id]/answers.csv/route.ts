import { exportCampaign } from '@/lib/flows/export-campaign.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { csvAnswer } from '@/lib/server/web/csv-answer.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'
import { stillSignedIn } from '@/lib/server/web/while-signed-in.ts'

/** A review as a file, a row a token. It streams, for as long as whoever asked may have it. */
export const GET = door(async (request, { params }: { params: Promise<{ id: string }> }) => {
  const viewer = await requireViewer('plans:read')
  if (!viewer.scope.all) throw new AppError('forbidden', 'A review as a whole is for security and auditors.')
  const world = await webWorld()
  const campaignId = (await params).id
  const open = async () => {
    const { id, name, csv } = await exportCampaign(world, viewer, campaignId)
    return { csv, fileName: fileName(name, world.now), says: { 'x-standdown-export': id } }
  }
  return csvAnswer(request, open, stillSignedIn(world.db, viewer))
})

/** "standdown-review-q4-2026-keys-2026-11-30.csv". */
function fileName(name: string, now: Date): string {
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60).replace(/^-+|-+$/g, '') // prettier-ignore
  return `standdown-review-${words ? `${words}-` : ''}${now.toISOString().slice(0, 10)}.csv`
}
