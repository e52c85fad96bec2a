'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { welcome } from '@/lib/flows/welcome.ts'
import { settings } from '@/lib/server/env.ts'
import { field, openAction } from '@/lib/server/web/action.ts'
import { clientNetwork } from '@/lib/server/web/client-address.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { homePath } from '@/lib/server/web/home-path.ts'
import { openSession } from '@/lib/server/web/session.ts'

/** Makes the first administrator and signs them in. */
export const makeFirst = openAction(async (form) => {
  const email = field(form, 'email')
  const password = field(form, 'password')
  const from = clientNetwork(await headers(), settings().trustedProxies)
  await welcome(await webWorld({ clock: 'system' }), { code: field(form, 'code'), name: field(form, 'name'), email, password, from })
  await openSession({ email, password })
  redirect(homePath('admin'))
})
