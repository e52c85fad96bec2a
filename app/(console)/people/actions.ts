'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { findOwner } from '@/lib/db/directory-choices.ts'
import { changeUser } from '@/lib/flows/change-user.ts'
import { makeUser } from '@/lib/flows/make-user.ts'
import type { World } from '@/lib/flows/world.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { actorOf, Role } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

/** Makes an account. Accounts live by the real clock, whatever the demo's says. */
export const addPerson = action<{ name: string }>('people:edit', async ({ viewer, form }) => {
  const world = await webWorld({ clock: 'system' })
  const name = field(form, 'name')
  await makeUser(world, actorOf(viewer), {
    name,
    email: field(form, 'email'),
    password: field(form, 'password'),
    role: field(form, 'role'),
    ownerId: await ownerOf(world, form),
    endsAt: endOf(form),
  })
  revalidatePath('/people', 'layout')
  return { name: name.trim() }
})

/** Changes what an account may do, who it is in the directory, and until when it is there. */
export const savePerson = action('people:edit', async ({ viewer, form }) => {
  const world = await webWorld({ clock: 'system' })
  const role = Role.safeParse(field(form, 'role'))
  const id = z.uuid().safeParse(field(form, 'id'))
  if (!role.success || !id.success) throw new AppError('bad-input', 'This form is not whole. Load the page again.')
  await changeUser(world, actorOf(viewer), id.data, {
    role: role.data,
    disabled: field(form, 'status') === 'disabled',
    ownerId: await ownerOf(world, form),
    endsAt: endOf(form),
  })
  revalidatePath('/people', 'layout')
  return undefined
})

async function ownerOf(world: World, form: FormData): Promise<string | null> {
  const said = field(form, 'owner').trim()
  return said === '' ? null : findOwner(world.db, said)
}

/** An account that ends on a day may be used through that day, in UTC. */
function endOf(form: FormData): Date | null {
  const said = field(form, 'endsOn')
  if (said === '') return null
  const day = z.iso.date().safeParse(said)
  if (!day.success) {
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'endsOn', what: 'That is not a date. Use 2026-12-31.' }])
  }
  return new Date(`${day.data}T23:59:59.999Z`)
}
