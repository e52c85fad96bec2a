import { runProgress } from '@/lib/db/run-progress.ts'
import { door } from '@/lib/server/web/door.ts'
import { ground } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** How far a source's newest run is; `run` is null before its first. */
export const GET = door<{ params: Promise<{ id: string }> }>(async (_request, { params }) => {
  await requireViewer('sources:read', { uses: false })
  const { id } = await params
  return { run: await runProgress((await ground()).db, id) }
})
