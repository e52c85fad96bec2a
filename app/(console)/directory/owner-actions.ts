'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import type { ClashShown } from '@/components/directory/clash-notice.tsx'
import { findOwner, namesOf } from '@/lib/db/directory-choices.ts'
import { addOwner, editOwner, mergeOwners, NewOwner } from '@/lib/flows/edit-owner.ts'
import type { World } from '@/lib/flows/world.ts'
import { enqueueSuggesting } from '@/lib/jobs/enqueue.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { DirectoryKey, OwnerFields } from '@/lib/model/directory.ts'
import { isId } from '@/lib/model/is-id.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { clashWords, whoWords } from './edit-words.ts'
import { changedFields, openedWith } from './kept-choice.ts'
import { ownerLabels } from './owner-labels.ts'

/** Changes an owner. Answers only where somebody changed the same field meanwhile; else the owner's page says what was done. */
export const saveOwner = action<ClashShown>('directory:edit', async ({ viewer, world, form }) => {
  const id = field(form, 'id')
  const was = OwnerFields.partial().catch({}).parse(openedWith(form)) as Partial<OwnerFields>
  const set = changedFields(form, await ownerOf(world, form), was)
  const edited = await editOwner(world, actorOf(viewer), { id, version: Number(field(form, 'version')), set, was })
  if (edited.did === 'clash') {
    const names = await namesOf(world.db, edited.clashes.flatMap(({ theirs, mine }) => [theirs, mine]).filter(isId))
    return clashWords(edited, world.now, ownerLabels, (_, value) => sayValue(value, names))
  }
  await enqueueSuggesting(world)
  revalidatePath('/directory', 'layout')
  const query = new URLSearchParams({ saved: String(edited.changed) })
  if (edited.meanwhile.length > 0) {
    query.set('by', whoWords(edited.by))
    query.set('also', edited.meanwhile.join(' '))
  }
  redirect(`/directory/owners/${id}?${query}`)
}) // prettier-ignore

/** Adds an owner and goes to their page. */
export const createOwner = action('directory:edit', async ({ viewer, world, form }) => {
  const key = field(form, 'key').trim() || field(form, 'email').trim().toLowerCase() || null
  const { id, changed } = await addOwner(world, actorOf(viewer), NewOwner.parse({ key: key && DirectoryKey.parse(key), ...(await ownerOf(world, form)) }))
  await enqueueSuggesting(world)
  revalidatePath('/directory', 'layout')
  redirect(`/directory/owners/${id}?saved=${changed}`)
}) // prettier-ignore

/** Makes this owner and another one into the other one; the name of the one that goes must be typed, as nothing brings them back. */
export const mergeOwner = action('directory:edit', async ({ viewer, world, form }) => {
  const from = field(form, 'id')
  const to = await findOwner(world.db, field(form, 'to'), 'to')
  const name = (await namesOf(world.db, isId(from) ? [from] : [])).get(from)
  if (name !== undefined && field(form, 'typed').trim() !== name.trim())
    throw new AppError('bad-input', 'The name does not match, so nothing was merged.', [{ where: 'typed', what: `Type “${name}”.` }])
  const { changed } = await mergeOwners(world, actorOf(viewer), { from, to })
  await enqueueSuggesting(world)
  revalidatePath('/directory', 'layout')
  redirect(`/directory/owners/${to}?merged=${changed}`)
})

async function ownerOf(world: World, form: FormData): Promise<OwnerFields> {
  const said = (name: string) => field(form, name).trim()
  const kind = said('kind') === 'team' ? 'team' : 'person'
  const tie = async (name: string) => (kind === 'person' && said(name) ? findOwner(world.db, said(name), name) : null)
  return OwnerFields.parse({
    name: said('name'),
    kind,
    email: said('email') || null,
    teamId: await tie('teamId'),
    managerId: await tie('managerId'),
    status: said('status') || 'active',
    handles: said('handles').split(/[\s,;]+/).filter(Boolean).sort(),
  }) // prettier-ignore
}

function sayValue(value: unknown, names: ReadonlyMap<string, string>): string {
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : 'none'
  if (value === null || value === undefined || value === '') return 'none'
  return names.get(String(value)) ?? String(value)
}
