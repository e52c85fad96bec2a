import { find } from '@/lib/db/find.ts'
import { door } from '@/lib/server/web/door.ts'
import { ground } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** What the palette offers for `?q=`: at most eight, as its viewer may see them. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('tokens:read')
  const { db } = await ground()
  return { results: await find(db, viewer, new URL(request.url).searchParams.get('q') ?? '') }
})
