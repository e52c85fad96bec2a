'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { activeOwnerWith, findOwner } from '@/lib/db/directory-choices.ts'
import { changeUser } from '@/lib/flows/change-user.ts'
import { inviteAgain, inviteUser } from '@/lib/flows/invite-user.ts'
import { takeFactorAway } from '@/lib/flows/second-factor.ts'
import type { World } from '@/lib/flows/world.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { actorOf, Role } from '@/lib/model/viewer.ts'
import { settings } from '@/lib/server/env.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { untiedOwner } from './untied-owner.ts'

/** A way in to hand over: shown once, to the administrator who made it. */
export type WayIn = { name: string; link: string; until: Date }

/** Makes an account and the link by which its person gets in. Accounts live by the real clock, whatever the demo's says. */
export const addPerson = action<WayIn>('people:edit', async ({ viewer, form }) => {
  const world = await webWorld({ clock: 'system' })
  const name = field(form, 'name').trim()
  await refuseUntied(world, form)
  const { code, endsAt } = await inviteUser(world, actorOf(viewer), {
    name,
    email: field(form, 'email'),
    role: field(form, 'role'),
    ownerId: await ownerOf(world, form),
    endsAt: endOf(form),
  })
  revalidatePath('/settings/people', 'layout')
  return { name, link: linkOf(code), until: endsAt }
})

/** Changes what an account may do, who it is in the directory, and until when it is there. */
export const savePerson = action('people:edit', async ({ viewer, form }) => {
  const world = await webWorld({ clock: 'system' })
  const role = Role.safeParse(field(form, 'role'))
  const version = z.coerce.number().int().safeParse(field(form, 'version'))
  if (!role.success || !version.success) throw notWhole()
  await changeUser(world, actorOf(viewer), idOf(form), {
    role: role.data,
    disabled: field(form, 'status') === 'disabled',
    ownerId: await ownerOf(world, form),
    endsAt: endOf(form),
    version: version.data,
  })
  revalidatePath('/settings/people', 'layout')
  return undefined
})

/** A new link, for somebody who lost the first one or forgot the password. */
export const makeLink = action<WayIn>('people:edit', async ({ viewer, form }) => {
  const world = await webWorld({ clock: 'system' })
  const { code, endsAt } = await inviteAgain(world, actorOf(viewer), idOf(form))
  revalidatePath('/settings/people', 'layout')
  return { name: field(form, 'name'), link: linkOf(code), until: endsAt }
})

/** Takes somebody's second factor away, where their device and their recovery codes are gone. */
export const dropFactor = action('people:edit', async ({ viewer, form }) => {
  await takeFactorAway(await webWorld({ clock: 'system' }), actorOf(viewer), idOf(form))
  revalidatePath('/settings/people', 'layout')
  return undefined
})

function linkOf(code: string): string {
  return `${settings().publicUrl}/invitation/${code}`
}

function idOf(form: FormData): string {
  const id = z.uuid().safeParse(field(form, 'id'))
  if (!id.success) throw notWhole()
  return id.data
}

/** Throws AppError 'bad-input' for an owner who would see nothing, where the form does not say that it is to be so. */
async function refuseUntied({ db }: World, form: FormData): Promise<void> {
  const asked = { role: field(form, 'role'), owner: field(form, 'owner'), agreed: form.get('untied') === 'yes' }
  const issue = untiedOwner({ ...asked, namesake: asked.role === 'owner' ? await activeOwnerWith(db, field(form, 'email')) : null })
  if (issue) throw new AppError('bad-input', 'This owner would see nothing.', [issue])
}

async function ownerOf(world: World, form: FormData): Promise<string | null> {
  const said = field(form, 'owner').trim()
  return said === '' ? null : findOwner(world.db, said)
}

/** An account that ends on a day may be used through that day, in UTC. */
function endOf(form: FormData): Date | null {
  const said = field(form, 'endsAt')
  if (said === '') return null
  const day = z.iso.date().safeParse(said)
  if (!day.success) {
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'endsAt', what: 'That is not a date. Use 2026-12-31.' }])
  }
  return new Date(`${day.data}T23:59:59.999Z`)
}

function notWhole(): AppError {
  return new AppError('bad-input', 'This form is not whole. Load the page again.')
}
