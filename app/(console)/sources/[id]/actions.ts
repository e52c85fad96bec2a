'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { readSource } from '@/lib/db/read-source.ts'
import { replaceCredential } from '@/lib/flows/add-source.ts'
import { cancelRun } from '@/lib/flows/cancel-run.ts'
import { removeSource } from '@/lib/flows/remove-source.ts'
import { enqueueSync } from '@/lib/jobs/enqueue.ts'
import { AppError } from '@/lib/model/app-error.ts'
import type { Actor, Viewer } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { filledIn } from '../filled-in.ts'

/** Asks for a sync as soon as a worker is free. */
export const syncNow = action<'queued' | 'running'>('sources:sync', async ({ viewer, world, form }) => {
  const source = await readSource(world.db, field(form, 'id'))
  if (source.kind === 'file') throw new AppError('conflict', 'A file is read when it is imported. Import it again under the same name.')
  const asked = await enqueueSync(world.db, source.id, `user:${viewer.id}`)
  revalidatePath(`/sources/${source.id}`)
  return asked
})

/** Asks the running sync to stop. */
export const stopSync = action('sources:sync', async ({ viewer, world, form }) => {
  const source = await readSource(world.db, field(form, 'id'))
  await cancelRun(world, actorOf(viewer), source.id)
  revalidatePath(`/sources/${source.id}`)
  return undefined
})

/** Seals another credential in the place of the present one. */
export const replaceSecret = action('sources:edit', async ({ viewer, world, form }) => {
  const source = await readSource(world.db, field(form, 'id'))
  const { credential } = filledIn(await connectorOf(source.kind), form)
  await replaceCredential(world, actorOf(viewer), source.id, credential)
  revalidatePath(`/sources/${source.id}`)
  return undefined
})

/** Stops watching a source; its name must be typed, as nothing brings its credential back. */
export const remove = action('sources:edit', async ({ viewer, world, form }) => {
  const source = await readSource(world.db, field(form, 'id'))
  if (field(form, 'name').trim() !== source.name) {
    throw new AppError('bad-input', 'The name does not match, so nothing was removed.', [{ where: 'name', what: `Type “${source.name}”.` }])
  }
  await removeSource(world, actorOf(viewer), source.id)
  redirect('/sources')
})

function actorOf({ id, name }: Viewer): Actor {
  return { kind: 'user', id, name }
}
