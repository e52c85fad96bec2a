import { z } from 'zod'
import { previewImport } from '@/lib/flows/preview-import.ts'
import { door } from '@/lib/server/web/door.ts'
import { openUpload, takeMap } from '@/lib/server/web/file-upload.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** A JSON list comes whole, with a map before it; of other files the beginning is enough. */
const mostBytes = 65 * 2 ** 20

const Asked = z.strictObject({
  format: z.enum(['csv', 'json', 'jsonl']),
  rows: z.string().max(20),
  map: z.literal('first-line').optional(),
  cut: z.enum(['yes', 'no']).default('no'),
})

/**
 * Reads the file that is the body, or its beginning (`cut=yes`: cut off after a line), and answers what columns it has, a map where they are
 * not ours, and what an import would make of its first rows. Nothing is saved, and no secret is answered. With `map=first-line` the body's
 * first line is the map to read it by.
 */
export const POST = door(async (request) => {
  await requireViewer('sources:edit')
  const { map: mapped, cut, ...settings } = Asked.parse(Object.fromEntries(new URL(request.url).searchParams))
  const upload = openUpload(request.body, request.headers.get('content-length'), mostBytes)
  try {
    const { map, input } = mapped ? await takeMap(upload.input) : { map: null, input: upload.input }
    return await previewImport(await webWorld(), { settings, map, input, cut: cut === 'yes' })
  } finally {
    await upload.rest()
  }
})
