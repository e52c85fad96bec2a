import { Readable } from 'node:stream'
import { takeEvidence } from '@/lib/flows/take-evidence.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** Everything on record about one token, as a file. */
export const GET = door<{ params: Promise<{ id: string }> }>(async (_, { params }) => {
  const viewer = await requireViewer('reports:read')
  const { id: token } = await params
  const { id, file } = await takeEvidence(await webWorld(), { actor: actorOf(viewer), scope: viewer.scope }, token)
  return new Response(Readable.toWeb(file) as ReadableStream, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="standdown-evidence-${token}.json"`,
      'x-standdown-file': id,
    },
  })
})
