import { changeView, removeView, ViewChange, ViewRemoval } from '@/lib/flows/edit-views.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { jsonBody } from '@/lib/server/web/json-body.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

type Context = { params: Promise<{ id: string }> }

/** Renames, shares or replaces a view; the body carries the `version` it was read at. */
export const PATCH = door(async (request, { params }: Context) => {
  const viewer = await requireViewer('tokens:read')
  const { id } = await params
  return changeView(await webWorld(), viewer, ViewChange.parse({ ...(await jsonBody(request)), id }))
})

/** Deletes a view: `?version=` it was read at. */
export const DELETE = door(async (request, { params }: Context) => {
  const viewer = await requireViewer('tokens:read')
  const version = Number(new URL(request.url).searchParams.get('version') ?? NaN)
  await removeView(await webWorld(), viewer, ViewRemoval.parse({ id: (await params).id, version }))
})
