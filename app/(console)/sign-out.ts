'use server'

import { signOut as signOutForm } from '../(auth)/sign-in/actions.ts'

/** The same act for a form that has nothing to show afterwards: it ends at the sign-in, or at the page for what went wrong. */
export async function signOut(form: FormData): Promise<void> {
  const state = await signOutForm(null, form)
  if (state && !state.done) throw new Error(state.message)
}
