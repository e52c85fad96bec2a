'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { currentPolicy } from '@/lib/db/policy.ts'
import { decideOnException, requestException, withdrawException } from '@/lib/flows/exceptions.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { isId } from '@/lib/model/is-id.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { startOfDay } from '../day-in.ts'
import { readRequest } from './read-request.ts'

/** Asks that tokens be accepted for a time, and goes to what was asked. Nothing is accepted by asking. */
export const askForException = action('exceptions:request', async ({ viewer, world, form }) => {
  const { id } = await requestException(world, viewer, readRequest(form, world.now, (await currentPolicy(world.db.pool)).values))
  revalidatePath('/exceptions', 'layout')
  redirect(`/exceptions/${id}?asked=yes`)
})

/** Approves it until a day, or refuses it with a reason. */
export const decide = action('exceptions:decide', async ({ viewer, world, form }) => {
  const approve = field(form, 'intent') === 'approve'
  const said = field(form, 'endsAt').trim()
  const endsAt = startOfDay(said)
  if (approve && !endsAt)
    throw new AppError('bad-input', 'Some of this cannot be used.', [
      { where: 'endsAt', what: said === '' ? 'Choose a day.' : 'That is not a date.' },
    ])
  await decideOnException(world, viewer, { ...named(form), approve, note: field(form, 'note').trim().slice(0, 2_000), endsAt: approve ? endsAt : null })
  revalidatePath('/', 'layout')
}) // prettier-ignore

/** Takes it back before its end. */
export const withdraw = action('exceptions:request', async ({ viewer, world, form }) => {
  await withdrawException(world, viewer, named(form))
  revalidatePath('/', 'layout')
})

function named(form: FormData): { id: string; version: number } {
  const id = field(form, 'id')
  if (!isId(id)) throw new AppError('not-found', 'There is no such exception.')
  return { id, version: Number(field(form, 'version')) }
}
