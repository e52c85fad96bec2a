'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { removeDemo as removeDemoFlow } from '@/lib/flows/demo.ts'
import { action } from '@/lib/server/web/action.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

/** Takes the made-up company away, whole, and goes on to the ways to begin with real ones. */
export const removeDemo = action('demo:remove', async ({ viewer }) => {
  await removeDemoFlow(await webWorld({ clock: 'system' }), { kind: 'user', id: viewer.id, name: viewer.name })
  revalidatePath('/', 'layout')
  redirect('/')
})
