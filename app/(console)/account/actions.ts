'use server'

import { revalidatePath } from 'next/cache'
import { encode } from 'uqr'
import { changePassword } from '@/lib/flows/change-password.ts'
import { endOtherSessions, endOwnSession } from '@/lib/flows/end-session.ts'
import { beginFactor, confirmFactorOf, removeFactor } from '@/lib/flows/second-factor.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { ownAction, field } from '@/lib/server/web/action.ts'

/** A new second factor, to be scanned or typed; `path` draws the picture in a square of `size` units. */
export type FactorBegun = { secret: string; size: number; path: string }

export const endSession = ownAction(async ({ viewer, world, form }) => {
  await endOwnSession(world, viewer, field(form, 'session'))
  revalidatePath('/account')
  return undefined
})

export const endOthers = ownAction(async ({ viewer, world }) => {
  await endOtherSessions(world, viewer)
  revalidatePath('/account')
  return undefined
})

export const savePassword = ownAction(async ({ viewer, world, form }) => {
  await changePassword(world, viewer, { current: field(form, 'current'), next: field(form, 'password') })
  revalidatePath('/account')
  return undefined
})

export const startFactor = ownAction<FactorBegun>(async ({ viewer, world, form }) => {
  const { secret, uri } = await beginFactor(world, viewer, field(form, 'current'))
  const { size, data } = encode(uri, { border: 2 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return { secret, size, path }
})

export const confirmFactor = ownAction<{ recoveryCodes: readonly string[] }>(async ({ viewer, world, form }) => {
  const code = field(form, 'code')
  if (code.trim() === '')
    throw new AppError('bad-input', 'Nothing was changed.', [{ where: 'code', what: 'Enter the code that the app shows.' }])
  const confirmed = await confirmFactorOf(world, viewer, code)
  revalidatePath('/account')
  return confirmed
})

export const dropOwnFactor = ownAction(async ({ viewer, world, form }) => {
  await removeFactor(world, viewer, field(form, 'current'))
  revalidatePath('/account')
  return undefined
}) // prettier-ignore
