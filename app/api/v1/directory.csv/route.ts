import { exportDirectory } from '@/lib/flows/export-directory.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { csvAnswer } from '@/lib/server/web/csv-answer.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'
import { stillSignedIn } from '@/lib/server/web/while-signed-in.ts'

/** Owners or workloads as a CSV that imports as what it was (`?rows=owners|workloads`), or with `what=template` an example of one. It streams. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('directory:read')
  const query = new URL(request.url).searchParams
  const rows = query.get('rows') ?? 'owners'
  const what = query.get('what') ?? 'all'
  if ((rows !== 'owners' && rows !== 'workloads') || (what !== 'all' && what !== 'template'))
    throw new AppError('bad-input', 'There is no such file.', [{ where: 'rows', what: 'is owners or workloads; what is all or template' }])
  const world = await webWorld()
  const name = what === 'template' ? `${rows}-template` : `standdown-${rows}-${world.now.toISOString().slice(0, 10)}`
  const open = async () => ({ csv: await exportDirectory(world, actorOf(viewer), rows, what), fileName: `${name}.csv` })
  return csvAnswer(request, open, stillSignedIn(world.db, viewer))
})
