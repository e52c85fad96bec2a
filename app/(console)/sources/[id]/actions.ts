'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import type { Check } from '@/lib/connectors/contract.ts'
import { isAddress } from '@/lib/connectors/address-field.ts'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { readSource } from '@/lib/db/read-source.ts'
import { replaceCredential, testStored } from '@/lib/flows/add-source.ts'
import { cancelRun } from '@/lib/flows/cancel-run.ts'
import { changeSource } from '@/lib/flows/change-source.ts'
import { removeSource } from '@/lib/flows/remove-source.ts'
import { enqueueSync } from '@/lib/jobs/enqueue.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { filledIn } from '../filled-in.ts'
import { readEvery } from '../schedules.ts'
import type { Tested } from '../tested-form.tsx'

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

/** Changes name, schedule and what it reads by, unless somebody was faster. */
export const saveSettings = action('sources:edit', async ({ viewer, world, form }) => {
  const source = await readSource(world.db, field(form, 'id'))
  const connector = await connectorOf(source.kind)
  const isFile = connector.ways.length === 0
  const before = (source.settings ?? {}) as Record<string, unknown>
  // Addresses are not in the form and stay; what is left blank of the rest is taken away.
  const urls = connector.fields.flatMap((one) => (isAddress(one) && before[one.name] !== undefined ? [[one.name, before[one.name]]] : []))
  await changeSource(world, actorOf(viewer), {
    id: source.id,
    version: Number(field(form, 'version')),
    name: field(form, 'name'),
    ...(!isFile && {
      everyMinutes: readEvery(field(form, 'everyMinutes')),
      settings: { ...filledIn(connector, form).settings, ...(Object.fromEntries(urls) as object) },
    }),
  })
  revalidatePath(`/sources/${source.id}`, 'layout')
  return undefined
})

/** Tries the credential that is stored: a row a permission. */
export const testAgain = action<{ checks: readonly Check[] }>('sources:edit', async ({ viewer, world, form }) => ({
  checks: await testStored(world, actorOf(viewer), field(form, 'id')),
}))

/** Tests another credential, and seals it in the place of the present one once its gaps were seen. */
export const replaceSecret = action<Tested>('sources:edit', async ({ viewer, world, form }) => {
  const source = await readSource(world.db, field(form, 'id'))
  const connector = await connectorOf(source.kind)
  const way = connector.ways.find(({ id }) => id === field(form, 'way'))
  if (!way) throw new AppError('bad-input', 'There is no such way in. Choose one of those on the page.')
  const credential = { ...filledIn(connector, form).credential, ...way.given }
  const checks = await testStored(world, actorOf(viewer), source.id, credential)
  const gaps = checks.filter(({ state }) => state !== 'granted').length
  if (field(form, 'intent') !== 'keep' || field(form, 'gaps') !== String(gaps)) return { checks, kept: false }
  await replaceCredential(world, actorOf(viewer), source.id, credential, way.id)
  revalidatePath(`/sources/${source.id}`)
  return { checks, kept: true }
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
