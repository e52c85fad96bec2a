import { listViews } from '@/lib/db/list-views.ts'
import { NewView, saveView } from '@/lib/flows/edit-views.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { jsonBody } from '@/lib/server/web/json-body.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** Every view of the viewer: those that everybody has, their own, and what others share. */
export const GET = door(async () => {
  const viewer = await requireViewer('tokens:read')
  const { db, now } = await webWorld()
  return { views: await listViews(db, viewer, now) }
})

/** Saves a list under a name. */
export const POST = door(async (request) => {
  const viewer = await requireViewer('tokens:read')
  return saveView(await webWorld(), viewer, NewView.parse(await jsonBody(request)))
})
