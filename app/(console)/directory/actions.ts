'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { findOwner, findWorkload } from '@/lib/db/directory-choices.ts'
import { addRule, editOwner, editWorkload, NewRule, OwnerEdit, removeRule, WorkloadEdit } from '@/lib/flows/edit-directory.ts'
import { previewRule, type RulePreview } from '@/lib/flows/preview-rule.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'

/** Says that an owner left or is back, and scores their tokens again. */
export const saveOwner = action<{ changed: number }>('directory:edit', async ({ viewer, world, form }) => {
  const edit = OwnerEdit.parse({ id: field(form, 'id'), version: Number(field(form, 'version')), status: field(form, 'status') })
  return showingWhatIsThere(() => editOwner(world, actorOf(viewer), edit))
})

/** Changes what is known of a workload, and scores its tokens again. */
export const saveWorkload = action<{ changed: number }>('directory:edit', async ({ viewer, world, form }) => {
  const sensitivity = field(form, 'sensitivity')
  const edit = WorkloadEdit.parse({
    id: field(form, 'id'),
    version: Number(field(form, 'version')),
    sensitivity: sensitivity === '' ? null : Number(sensitivity),
    agent: field(form, 'agent'),
    status: field(form, 'status'),
  })
  return showingWhatIsThere(() => editWorkload(world, actorOf(viewer), edit))
})

export type RuleAnswer = { did: 'preview'; preview: RulePreview } | { did: 'add'; name: string; changed: number }

/** Says what a rule would do; or adds it. */
export const submitRule = action<RuleAnswer>('directory:edit', async ({ viewer, world, form }) => {
  const said = (name: string) => field(form, name).trim() || undefined
  const [owner, workload] = [said('owner'), said('workload')]
  if (!owner && !workload) {
    throw new AppError('bad-input', 'A rule must assign an owner or a workload.', [{ where: 'owner', what: 'Choose an owner, a workload or both.' }])
  }
  const tagKey = said('tagKey')
  if (!tagKey && said('tagValue')) {
    throw new AppError('bad-input', 'A tag has a key.', [{ where: 'tagKey', what: 'Say which tag has this value.' }])
  }
  const condition = {
    provider: said('provider'),
    kind: said('kind'),
    name: said('namePattern'),
    handle: said('handle'),
    tag: tagKey === undefined ? undefined : { key: tagKey, value: said('tagValue') },
  }
  if (Object.values(condition).every((part) => part === undefined)) {
    throw new AppError('bad-input', 'A rule must ask for at least one thing.', [{ where: 'namePattern', what: 'Fill in one of the conditions.' }])
  }
  const rule = NewRule.parse({
    name: field(form, 'name'),
    position: Number(field(form, 'position')),
    condition,
    ownerId: owner ? await findOwner(world.db, owner) : null,
    workloadId: workload ? await findWorkload(world.db, workload) : null,
  })
  if (field(form, 'intent') !== 'add') return { did: 'preview', preview: await previewRule(world, rule) }
  const { changed } = await addRule(world, actorOf(viewer), rule)
  revalidatePath('/directory', 'layout')
  return { did: 'add', name: rule.name, changed }
}) // prettier-ignore

/** Takes a rule away; its tokens are decided by what remains. */
export const dropRule = action('directory:edit', async ({ viewer, world, form }) => {
  await removeRule(world, actorOf(viewer), field(form, 'id'))
  revalidatePath('/directory', 'layout')
  redirect('/directory/rules')
})

/** Whoever was too late must see what is there now, beside what they chose. */
async function showingWhatIsThere<Done>(edit: () => Promise<Done>): Promise<Done> {
  try {
    return await edit()
  } finally {
    revalidatePath('/directory', 'layout')
  }
}
