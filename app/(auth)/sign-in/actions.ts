'use server'

import { redirect } from 'next/navigation'
import { field, openAction } from '@/lib/server/web/action.ts'
import { settings } from '@/lib/server/env.ts'
import { homePath } from '@/lib/server/web/home-path.ts'
import { pathOnThisSite } from '@/lib/server/web/same-origin.ts'
import { closeSession, openSession } from '@/lib/server/web/session.ts'
import { signInPath } from '@/lib/server/web/sign-in-path.ts'
import { currentViewer } from '@/lib/server/web/viewer.ts'

/** Signs in, and goes on to the page that was asked for. */
export const signIn = openAction(async (form) => {
  await openSession({ email: field(form, 'email'), password: field(form, 'password'), code: field(form, 'code') })
  const to = pathOnThisSite(field(form, 'to'), settings().publicUrl)
  redirect(to === '/' ? homePath((await currentViewer())?.role ?? null) : to)
})

/** Ends the session for this browser and for every copy of its cookie. */
export const signOut = openAction(async () => {
  await closeSession()
  redirect(signInPath)
})
