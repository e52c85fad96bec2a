'use server'

import { revalidatePath } from 'next/cache'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { readSource } from '@/lib/db/read-source.ts'
import { giveActing as give, removeActing as remove, testActing } from '@/lib/flows/acting-credential.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import type { Tested } from '../tested-form.tsx'

/** Asks the provider who the credential is and what it may, and seals it once its gaps were seen. */
export const giveActing = action<Tested>('sources:edit', async ({ viewer, world, form }) => {
  const source = await readSource(world.db, field(form, 'id'))
  const { actions } = await connectorOf(source.kind)
  const credential: Record<string, string> = {}
  for (const { name, kind } of actions?.fields ?? []) {
    const value = field(form, `acting.${name}`)
    if (value.trim() !== '') credential[name] = kind === 'multiline-secret' ? value : value.trim()
  }
  const checks = await testActing(world, actorOf(viewer), source.id, credential)
  const gaps = checks.filter(({ state }) => state !== 'granted').length
  if (field(form, 'intent') !== 'keep' || field(form, 'gaps') !== String(gaps)) return { checks, kept: false }
  await give(world, actorOf(viewer), source.id, credential)
  revalidatePath('/', 'layout')
  return { checks, kept: true }
})

/** Ends that it may act. */
export const removeActing = action('sources:edit', async ({ viewer, world, form }) => {
  const source = await readSource(world.db, field(form, 'id'))
  await remove(world, actorOf(viewer), source.id)
  revalidatePath('/', 'layout')
  return undefined
})
