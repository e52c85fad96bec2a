import { z } from 'zod'
import { importDirectory } from '@/lib/flows/import-directory.ts'
import { enqueueSuggesting } from '@/lib/jobs/enqueue.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { door } from '@/lib/server/web/door.ts'
import { openUpload } from '@/lib/server/web/file-upload.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

const mostBytes = 32 * 2 ** 20

const Asked = z.strictObject({
  name: z.string().trim().max(200).default('a file'),
  rows: z.enum(['owners', 'workloads']),
  format: z.enum(['csv', 'json', 'jsonl']).default('csv'),
  dry: z.enum(['yes', 'no']),
})

/**
 * Imports the owners or workloads that are the body, all of them or nothing: `?rows=owners|workloads&dry=yes|no&format=csv|json|jsonl`.
 * With `dry=yes` it answers what would be done, line by line, and writes nothing.
 */
export const POST = door(async (request) => {
  const viewer = await requireViewer('directory:edit')
  const { dry, ...asked } = Asked.parse(Object.fromEntries(new URL(request.url).searchParams))
  const upload = openUpload(request.body, request.headers.get('content-length'), mostBytes)
  try {
    const world = await webWorld()
    const done = await importDirectory(world, actorOf(viewer), { ...asked, input: upload.input }, { dry: dry === 'yes' })
    if (!done.dry) await enqueueSuggesting(world)
    return done
  } finally {
    await upload.rest()
  }
})
