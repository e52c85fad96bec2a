import { mostBytes } from '@/lib/connectors/file/connector.ts'
import { importFile } from '@/lib/flows/import-file.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { door } from '@/lib/server/web/door.ts'
import { openUpload, readUploadAsked, takeMap } from '@/lib/server/web/file-upload.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** A file of millions of rows is compared with as many. */
const mostSeconds = 3_600

/**
 * Imports the file that is the body, read while it arrives: all of it or nothing. `?name=…&format=csv|json|jsonl&rows=…&covers=…`.
 * With `&map=first-line` the body's first line is a map, as `standdown import --map` takes it, and the file comes after it. Answers with
 * the run as it ended; one that failed says in `problem` which lines are wrong.
 */
export const POST = door(async (request) => {
  const viewer = await requireViewer('sources:edit')
  const { name, settings, mapped } = readUploadAsked(new URL(request.url).searchParams)
  const upload = openUpload(request.body, request.headers.get('content-length'), mostBytes)
  try {
    const { map, input } = mapped ? await takeMap(upload.input) : { map: {}, input: upload.input }
    return await importFile(await webWorld({ seconds: mostSeconds }), actorOf(viewer), { name, settings: { ...map, ...settings }, input })
  } finally {
    await upload.rest()
  }
})
