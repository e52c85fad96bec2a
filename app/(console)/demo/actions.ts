'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { removeDemo as removeDemoFlow } from '@/lib/flows/demo.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

/** Takes the made-up company away, whole, and goes on to the ways to begin with real ones. Its name must be typed, as nothing brings back what people recorded. */
export const removeDemo = action('demo:remove', async ({ viewer, form }) => {
  if (field(form, 'typed').trim().toLowerCase() !== 'demo')
    throw new AppError('bad-input', 'The word does not match, so nothing was removed.', [{ where: 'typed', what: 'Type “demo”.' }])
  await removeDemoFlow(await webWorld({ clock: 'system' }), { kind: 'user', id: viewer.id, name: viewer.name })
  revalidatePath('/', 'layout')
  redirect('/')
})
