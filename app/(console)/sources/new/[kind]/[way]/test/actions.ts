'use server'

import { redirect } from 'next/navigation'
import { addSource, testSource } from '@/lib/flows/add-source.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { filledIn } from '../../../../filled-in.ts'
import type { Tested } from '../../../../tested-form.tsx'
import { wayToConnect } from '../../connector-to-connect.ts'

/**
 * Tests what is filled in, and shows a row a permission; or stores it and goes on to its first sync. What is stored is tested once more: with
 * other gaps than those that were seen, they are shown instead.
 */
export const testOrSave = action<Tested>('sources:edit', async ({ viewer, world, form }) => {
  const found = await wayToConnect(field(form, 'kind'), field(form, 'way'))
  if (!found) throw new AppError('bad-input', 'There is no such way in. Go back and choose one.')
  const { connector, way } = found
  const { settings, credential } = filledIn(connector, form)
  const asked = { kind: connector.kind, settings, credential: { ...credential, ...way.given } }
  const checks = await testSource(world, asked)
  const gaps = checks.filter(({ state }) => state !== 'granted').length
  if (field(form, 'intent') !== 'keep' || field(form, 'gaps') !== String(gaps)) return { checks, kept: false }
  const id = await addSource(world, actorOf(viewer), { ...asked, name: field(form, 'name'), everyMinutes: null })
  redirect(`/sources/${id}/start`)
})
