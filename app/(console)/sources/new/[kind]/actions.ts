'use server'

import { redirect } from 'next/navigation'
import type { Check } from '@/lib/connectors/contract.ts'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { addSource, testSource } from '@/lib/flows/add-source.ts'
import { enqueueSync } from '@/lib/jobs/enqueue.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { filledIn } from '../../filled-in.ts'

/** Tests what is filled in, and shows a row a permission; or stores it and starts its first sync. */
export const submitSource = action<{ checks: readonly Check[] }>('sources:edit', async ({ viewer, world, form }) => {
  const kind = field(form, 'kind')
  const asked = { kind, ...filledIn(await connectorOf(kind), form) }
  if (field(form, 'intent') !== 'save') return { checks: await testSource(world, asked) }
  const every = field(form, 'everyMinutes')
  const actor = { kind: 'user', id: viewer.id, name: viewer.name } as const
  const id = await addSource(world, actor, { ...asked, name: field(form, 'name'), everyMinutes: every === '' ? null : Number(every) })
  await enqueueSync(world.db, id, `user:${viewer.id}`)
  redirect(`/sources/${id}`)
})
