'use server'

import { cookies, headers } from 'next/headers'
import { settings } from '@/lib/server/env.ts'
import { refuseForeignOrigin } from '@/lib/server/web/same-origin.ts'

/** Remembers a choice of theme on this browser; anything but light or dark means: as the system has it. */
export async function chooseTheme(form: FormData): Promise<void> {
  refuseForeignOrigin(await headers(), settings().publicUrl)
  const theme = form.get('theme')
  const jar = await cookies()
  if (theme !== 'light' && theme !== 'dark') jar.delete('theme')
  else jar.set('theme', theme, { path: '/', sameSite: 'lax', httpOnly: true, maxAge: 365 * 86_400 })
}
