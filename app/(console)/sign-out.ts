'use server'

import { redirect } from 'next/navigation'
import { openAction } from '@/lib/server/web/action.ts'
import { closeSession } from '@/lib/server/web/session.ts'
import { signInPath } from '@/lib/server/web/sign-in-path.ts'

const leave = openAction(async () => {
  await closeSession()
  redirect(signInPath)
})

/** Ends the session on the server, then shows the sign-in. */
export async function signOut(form: FormData): Promise<void> {
  await leave(null, form)
}
