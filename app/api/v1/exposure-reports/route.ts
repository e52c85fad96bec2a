import { importReport } from '@/lib/flows/import-report.ts'
import { enqueueMessages } from '@/lib/jobs/enqueue.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { hasControl } from '@/lib/model/query-words.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { door } from '@/lib/server/web/door.ts'
import { openUpload } from '@/lib/server/web/file-upload.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

const mostBytes = 512 * 1_048_576
const mostSeconds = 900

/**
 * Reads the report of a secret scanner that is the body, while it arrives: TruffleHog's JSON, Gitleaks' JSON or SARIF. All of it or
 * nothing; `?dry=yes` says what would match and writes nothing. No secret of it is kept, logged or answered.
 */
export const POST = door(async (request) => {
  const viewer = await requireViewer('exposures:edit')
  const { searchParams } = new URL(request.url)
  const strange = [...searchParams.keys()].some((key) => key !== 'name' && key !== 'dry')
  if (strange)
    throw new AppError('bad-input', 'This report cannot be read so.', [
      { where: 'the address', what: 'has fields that we do not know. There are: name, dry.' },
    ])
  const name = searchParams.get('name') ?? ''
  if (hasControl(name))
    throw new AppError('bad-input', 'This report cannot be read so.', [{ where: 'name', what: 'has characters that cannot be typed.' }])
  const upload = openUpload(request.body, request.headers.get('content-length'), mostBytes)
  try {
    const world = await webWorld({ seconds: mostSeconds })
    const dryRun = searchParams.get('dry') === 'yes'
    const outcome = await importReport(world, actorOf(viewer), { input: upload.input, name, dryRun })
    // Whoever owns what leaked is told at once, and security of what is nobody's.
    if (!dryRun && outcome.leaks > 0) await enqueueMessages(world)
    return outcome
  } finally {
    await upload.rest()
  }
})
