'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { hrefOfView } from '@/components/tokens/list/view-href.ts'
import { listViews } from '@/lib/db/list-views.ts'
import { changeView, NewView, removeView, saveView, ViewChange, ViewRemoval } from '@/lib/flows/edit-views.ts'
import type { World } from '@/lib/flows/world.ts'
import { keptOf, readTokenList } from '@/lib/model/token-list.ts'
import { rawQuery } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'

const Version = z.coerce.number().pipe(z.int())

/** Saves the list that the form's address describes under a name. */
export const saveViewAs = action('tokens:read', async ({ viewer, world, form }) => {
  const kept = await keptIn(form, viewer, world)
  const view = NewView.parse({ ...kept, columns: [...kept.columns], name: field(form, 'name'), shared: form.has('shared') })
  const { id } = await saveView(world, viewer, view)
  redirect(hrefOfView(id))
})

/** Saves the list as it is now in place of what the view had. */
export const replaceView = action('tokens:read', async ({ viewer, world, form }) => {
  const kept = await keptIn(form, viewer, world)
  const change = ViewChange.parse({ ...versionIn(form), kept: { ...kept, columns: [...kept.columns] } })
  await changeView(world, viewer, change)
  redirect(hrefOfView(change.id))
})

/** Gives a view another name, or shares it, or keeps it to oneself again. */
export const renameView = action('tokens:read', async ({ viewer, world, form }) => {
  const shared = form.has('sharing') ? { shared: form.has('shared') } : {}
  const change = ViewChange.parse({ ...versionIn(form), name: field(form, 'name'), ...shared })
  await changeView(world, viewer, change)
  redirect(hrefOfView(change.id))
})

/** Takes a view away. */
export const deleteView = action('tokens:read', async ({ viewer, world, form }) => {
  await removeView(world, viewer, ViewRemoval.parse(versionIn(form)))
  redirect('/tokens')
})

async function keptIn(form: FormData, viewer: Viewer, world: World) {
  const query = rawQuery(new URLSearchParams(field(form, 'list')))
  return keptOf(readTokenList(query, await listViews(world.db, viewer, world.now)))
}

function versionIn(form: FormData): { id: string; version: number } {
  return { id: field(form, 'id'), version: Version.parse(field(form, 'version')) }
}
