'use server'

import { revalidatePath } from 'next/cache'
import { changeSource } from '@/lib/flows/change-source.ts'
import { enqueueSync } from '@/lib/jobs/enqueue.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { readEvery } from '../../schedules.ts'

/** Sets how often the source syncs, and asks for its first sync. */
export const startFirstSync = action('sources:edit', async ({ viewer, world, form }) => {
  const id = field(form, 'id')
  await changeSource(world, actorOf(viewer), {
    id,
    version: Number(field(form, 'version')),
    everyMinutes: readEvery(field(form, 'everyMinutes')),
  })
  await enqueueSync(world.db, id, `user:${viewer.id}`)
  revalidatePath(`/sources/${id}`, 'layout')
  return undefined
})
