'use server'

import { revalidatePath } from 'next/cache'
import { askForDemo } from '@/lib/flows/demo.ts'
import { endFirstSteps } from '@/lib/flows/end-first-steps.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action } from '@/lib/server/web/action.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

/** Asks for the made-up company; whoever runs it connects it within seconds. */
export const lookAround = action('sources:edit', async ({ viewer }) => {
  await askForDemo(await webWorld({ clock: 'system' }), actorOf(viewer))
  revalidatePath('/', 'layout')
  return undefined
})

/** Puts the checklist away. */
export const putStepsAway = action('directory:edit', async ({ viewer, world }) => {
  await endFirstSteps(world, actorOf(viewer))
  revalidatePath('/', 'layout')
  return undefined
})
