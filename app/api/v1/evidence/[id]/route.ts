import { takeEvidence } from '@/lib/flows/take-evidence.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { csvAnswer } from '@/lib/server/web/csv-answer.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'
import { stillSignedIn } from '@/lib/server/web/while-signed-in.ts'

/** Everything on record about one token, as a file. */
export const GET = door<{ params: Promise<{ id: string }> }>(async (request, { params }) => {
  const viewer = await requireViewer('reports:read')
  const { id: token } = await params
  const world = await webWorld()
  const open = async () => {
    const { id, file } = await takeEvidence(world, { actor: actorOf(viewer), scope: viewer.scope }, token)
    return { csv: file, fileName: `standdown-evidence-${token}.json`, says: { 'x-standdown-file': id } }
  }
  return csvAnswer(request, open, stillSignedIn(world.db, viewer), 'application/json; charset=utf-8')
})
