'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import type { ClashShown } from '@/components/directory/clash-notice.tsx'
import { sensitivityWord } from '@/components/tokens/fact-words.ts'
import { findOwner, namesOf } from '@/lib/db/directory-choices.ts'
import { addWorkload, editWorkload, NewWorkload } from '@/lib/flows/edit-workload.ts'
import type { World } from '@/lib/flows/world.ts'
import { enqueueSuggesting } from '@/lib/jobs/enqueue.ts'
import { WorkloadFields } from '@/lib/model/directory.ts'
import { Sensitivity } from '@/lib/model/facts.ts'
import { isId } from '@/lib/model/is-id.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { clashWords, whoWords } from './edit-words.ts'
import { changedFields, openedWith } from './kept-choice.ts'
import { workloadLabels } from './workload-labels.ts'

/** Changes a workload. Answers only where somebody changed the same field meanwhile; else the workload's page says what was done. */
export const saveWorkload = action<ClashShown>('directory:edit', async ({ viewer, world, form }) => {
  const id = field(form, 'id')
  const was = WorkloadFields.partial().catch({}).parse(openedWith(form)) as Partial<WorkloadFields>
  const set = changedFields(form, await workloadOf(world, form), was)
  const edited = await editWorkload(world, actorOf(viewer), { id, version: Number(field(form, 'version')), set, was })
  if (edited.did === 'clash') {
    const values = edited.clashes.flatMap(({ theirs, mine }): unknown[] => [theirs, mine])
    const names = await namesOf(world.db, values.filter(isId))
    return clashWords(edited, world.now, workloadLabels, (name, value) => sayValue(name, value, names))
  }
  await enqueueSuggesting(world)
  revalidatePath('/directory', 'layout')
  const query = new URLSearchParams({ saved: String(edited.changed) })
  if (edited.meanwhile.length > 0) {
    query.set('by', whoWords(edited.by))
    query.set('also', edited.meanwhile.join(' '))
  }
  redirect(`/directory/workloads/${id}?${query}`)
})

/** Adds a workload and goes to its page. */
export const createWorkload = action('directory:edit', async ({ viewer, world, form }) => {
  const workload = NewWorkload.parse({ key: field(form, 'key') || field(form, 'name'), ...(await workloadOf(world, form)) })
  const { id, changed } = await addWorkload(world, actorOf(viewer), workload)
  await enqueueSuggesting(world)
  revalidatePath('/directory', 'layout')
  redirect(`/directory/workloads/${id}?saved=${changed}`)
})

async function workloadOf(world: World, form: FormData): Promise<WorkloadFields> {
  const said = (name: string) => field(form, name).trim()
  const owner = async (name: string) => (said(name) ? findOwner(world.db, said(name), name) : null)
  return WorkloadFields.parse({
    name: said('name'),
    environment: said('environment') || null,
    sensitivity: said('sensitivity') === '' ? null : Number(said('sensitivity')),
    dataClasses: said('dataClasses').split(/[,;]+/).map((one) => one.trim()).filter(Boolean),
    agent: said('agent') || 'none',
    accountableId: await owner('accountableId'),
    ownerId: await owner('ownerId'),
    status: said('status') || 'active',
  }) // prettier-ignore
}

function sayValue(name: keyof WorkloadFields, value: unknown, names: ReadonlyMap<string, string>): string {
  if (name === 'sensitivity') {
    const known = Sensitivity.safeParse(value)
    return known.success ? sensitivityWord[known.data] : 'unknown'
  }
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : 'none'
  return value === null || value === undefined ? 'none' : (names.get(String(value)) ?? String(value))
}
