'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { acceptSuggestions, refuseSuggestions, type Chosen } from '@/lib/flows/decide-suggestions.ts'
import type { World } from '@/lib/flows/world.ts'
import { enqueueSuggesting } from '@/lib/jobs/enqueue.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { isId } from '@/lib/model/is-id.ts'
import { Evidence } from '@/lib/model/suggestion.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'

/** Accepts or refuses the suggestions that were ticked. A value is "token owner", so that what changed meanwhile is left alone. */
export const decideTicked = action('directory:edit', async ({ viewer, world, form }) => {
  const choices = form.getAll('chosen').flatMap((value) => {
    const [tokenId, ownerId] = String(value).split(' ')
    return tokenId && ownerId && isId(tokenId) && isId(ownerId) ? [{ tokenId, ownerId }] : []
  })
  const decide = field(form, 'intent') === 'refuse' ? refuseSuggestions : acceptSuggestions
  const { done, left } = await decide(world, actorOf(viewer), { of: 'these', choices })
  return backToList(world, form, done, left)
})

/** Accepts all suggestions of one kind, if they are still as many as were read. */
export const acceptAll = action('directory:edit', async ({ viewer, world, form }) => {
  const evidence = Evidence.safeParse(field(form, 'evidence'))
  if (!evidence.success) throw new AppError('bad-input', 'That is no kind of evidence.')
  const chosen: Chosen = { of: 'all', evidence: evidence.data, expected: Number(field(form, 'expected')) }
  const { done, left } = await acceptSuggestions(world, actorOf(viewer), chosen)
  return backToList(world, form, done, left)
})

/** What was decided is off the list already; what it leads to (another suggestion for a refused one) comes a moment later. */
async function backToList(world: World, form: FormData, done: number, left: number): Promise<never> {
  await enqueueSuggesting(world)
  revalidatePath('/directory', 'layout')
  const did = field(form, 'intent') === 'refuse' ? 'refused' : 'accepted'
  const show = Evidence.safeParse(field(form, 'show'))
  const query = new URLSearchParams({
    [did]: String(done),
    ...(left > 0 && { left: String(left) }),
    ...(show.success && { show: show.data }),
  })
  redirect(`/directory/suggestions?${query}`)
}
