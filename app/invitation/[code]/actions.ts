'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { answerInvitation } from '@/lib/flows/invite-user.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { settings } from '@/lib/server/env.ts'
import { field, openAction } from '@/lib/server/web/action.ts'
import { clientNetwork } from '@/lib/server/web/client-address.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { homePath } from '@/lib/server/web/home-path.ts'
import { openSession } from '@/lib/server/web/session.ts'
import { pathOnThisSite } from '@/lib/server/web/same-origin.ts'
import { signInHref } from '@/lib/server/web/sign-in-path.ts'
import { currentViewer } from '@/lib/server/web/viewer.ts'

/** Sets the password and signs the person in, and leads on to what the link was sent for; an account with a second factor goes on to the sign-in, which asks for it. */
export const choosePassword = openAction(async (form) => {
  const password = field(form, 'password')
  const from = clientNetwork(await headers(), settings().trustedProxies)
  const { email } = await answerInvitation(await webWorld({ clock: 'system' }), { code: field(form, 'code'), password, from })
  const to = pathOnThisSite(field(form, 'to'), settings().publicUrl)
  try {
    await openSession({ email, password })
  } catch (error) {
    if (error instanceof AppError && error.code === 'second-factor') redirect(signInHref(to))
    throw error
  }
  redirect(to === '/' ? homePath((await currentViewer())?.role ?? null) : to)
})
