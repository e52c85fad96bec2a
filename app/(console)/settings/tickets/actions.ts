'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { setUpTracker, testTracker, turnTrackerOff, turnTrackerOn } from '@/lib/flows/tracker.ts'
import { AppError } from '@/lib/model/app-error.ts'
import type { TrackerCheck } from '@/lib/model/ticket.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'

/** Sets Jira up, or otherwise; it is off then, until it was tested. */
export const setUp = action('tickets:edit', async ({ viewer, world, form }) => {
  const of = (name: string) => field(form, name)
  const asked = { flavour: of('flavour'), baseUrl: of('baseUrl'), projectKey: of('projectKey'), issueType: of('issueType'), email: of('email'), token: of('token') }
  await setUpTracker(world, actorOf(viewer), { ...asked, version: versionIn(form) })
  revalidatePath('/settings', 'layout')
  return undefined
}) // prettier-ignore

/** Tries it as it is set up, and changes nothing there. */
export const tryIt = action<{ checks: readonly TrackerCheck[]; passed: boolean }>('tickets:edit', async ({ viewer, world }) => {
  const tested = await testTracker(world, viewer)
  revalidatePath('/settings', 'layout')
  return tested
})

export const turnOn = action('tickets:edit', async ({ viewer, world, form }) => {
  await turnTrackerOn(world, actorOf(viewer), versionIn(form))
  revalidatePath('/', 'layout')
  return undefined
})

export const turnOff = action('tickets:edit', async ({ viewer, world, form }) => {
  await turnTrackerOff(world, actorOf(viewer), versionIn(form))
  revalidatePath('/', 'layout')
  return undefined
})

/** Takes it away, with its credential. */
export const takeAway = action('tickets:edit', async ({ viewer, world, form }) => {
  await turnTrackerOff(world, actorOf(viewer), versionIn(form), { remove: true })
  revalidatePath('/', 'layout')
  return undefined
})

function versionIn(form: FormData): number {
  const version = z.coerce.number().int().safeParse(field(form, 'version'))
  if (!version.success) throw new AppError('bad-input', 'This form is not whole. Load the page again.')
  return version.data
}
