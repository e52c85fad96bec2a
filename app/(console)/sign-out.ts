'use server'

import { signOut as signOutForm } from '../(auth)/sign-in/actions.ts'

/** The same act for a form that has nothing to show afterwards: it ends at the sign-in. */
export async function signOut(form: FormData): Promise<void> {
  await signOutForm(null, form)
}
