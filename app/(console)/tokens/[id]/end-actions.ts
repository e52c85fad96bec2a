'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { agreeToDisable, tieToken, untieToken } from '@/lib/flows/tie-token.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { endOfDay } from '../../day-in.ts'

/** Says what a token ends with. */
export const tieIt = action('tasks:act', async ({ viewer, world, form }) => {
  const kind = field(form, 'kind')
  const tie = kind === 'date' ? { kind, at: endOfDay('at', field(form, 'at'), null) } : kind === 'ticket' ? { kind, key: field(form, 'issue') } : { kind, job: field(form, 'job') } // prettier-ignore
  await tieToken(world, viewer, { ...which(form), tie })
  revalidatePath('/tokens', 'layout')
  return undefined
})

/** Takes it away. */
export const untieIt = action('tasks:act', async ({ viewer, world, form }) => {
  await untieToken(world, viewer, which(form))
  revalidatePath('/tokens', 'layout')
  return undefined
})

/** Agrees that the token is disabled when it has ended, or withdraws that. */
export const agreeToIt = action('tasks:act', async ({ viewer, world, form }) => {
  await agreeToDisable(world, viewer, { ...which(form), agrees: field(form, 'agrees') === 'yes' })
  revalidatePath('/tokens', 'layout')
  return undefined
})

function which(form: FormData): { tokenId: string; version: number } {
  const id = z.uuid().safeParse(field(form, 'token'))
  const version = z.coerce.number().int().safeParse(field(form, 'version'))
  if (!id.success) throw new AppError('not-found', 'There is no such token.')
  if (!version.success) throw new AppError('bad-input', 'This form is not whole. Load the page again.')
  return { tokenId: id.data, version: version.data }
}
