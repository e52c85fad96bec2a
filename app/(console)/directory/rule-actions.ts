'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import type { ClashShown } from '@/components/directory/clash-notice.tsx'
import { conditionWords } from '@/components/directory/condition-words.ts'
import { findOwner, findWorkload, namesOf } from '@/lib/db/directory-choices.ts'
import { listRules } from '@/lib/db/list-rules.ts'
import { addRule, editRule, NewRule, placeRule, removeRule, undoRuleAct } from '@/lib/flows/edit-rules.ts'
import { previewRule, type RulePreview } from '@/lib/flows/preview-rule.ts'
import type { World } from '@/lib/flows/world.ts'
import { enqueueSuggesting } from '@/lib/jobs/enqueue.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { RuleCondition, RuleFields } from '@/lib/model/rule.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { clashWords } from './edit-words.ts'
import { changedFields, openedWith } from './kept-choice.ts'
import { previewShown, type PreviewShown } from './preview-shown.ts'
import { ruleFieldLabels } from './rule-labels.ts'

/** What taking an act back would change. */
export type UndoShown = Pick<RulePreview, 'changes' | 'looked' | 'candidates'>

export type RuleAnswer = { did: 'preview'; preview: PreviewShown } | { did: 'clash'; clash: ClashShown }

/** Says what a rule would do; or adds it, and the list says what it did. */
export const submitRule = action<RuleAnswer>('directory:edit', async ({ viewer, world, form }) => {
  const { enabled: _, ...fields } = await ruleOf(world, form, true)
  const rule = NewRule.parse({ ...fields, position: Number(field(form, 'position')) })
  if (field(form, 'intent') !== 'save') return shownPreview(world, { do: 'add', rule })
  const { id } = await addRule(world, actorOf(viewer), rule)
  return toList(world, id)
})

/** The same for a rule that is there. */
export const changeRule = action<RuleAnswer>('directory:edit', async ({ viewer, world, form }) => {
  const id = field(form, 'id')
  const was = RuleFields.partial().catch({}).parse(openedWith(form)) as Partial<RuleFields>
  const now = await ruleOf(world, form, was.enabled ?? true)
  const set = changedFields(form, now, was)
  if (field(form, 'intent') !== 'save') return shownPreview(world, { do: 'edit', id, set })
  const edited = await editRule(world, actorOf(viewer), { id, version: Number(field(form, 'version')), set, was })
  if (edited.did === 'saved') return toList(world, id)
  const ids = edited.clashes.flatMap(({ theirs, mine }): unknown[] => [theirs, mine]).filter((one) => typeof one === 'string')
  const names = await namesOf(world.db, ids.filter((one) => /^[0-9a-f-]{36}$/.test(one))) // prettier-ignore
  return { did: 'clash', clash: clashWords(edited, world.now, ruleFieldLabels, (_, value) => sayValue(value, names)) }
})

/** Moves a rule one place up or down. */
export const moveRule = action('directory:edit', async ({ viewer, world, form }) => {
  const id = field(form, 'id')
  const place = (await listRules(world.db)).findIndex((rule) => rule.id === id)
  await placeRule(world, actorOf(viewer), id, place + (field(form, 'way') === 'up' ? -1 : 1))
  return toList(world, id)
})

/** Switches a rule off, or on again. */
export const switchRule = action('directory:edit', async ({ viewer, world, form }) => {
  const [id, version, enabled] = [field(form, 'id'), Number(field(form, 'version')), field(form, 'enabled') === 'yes']
  const edited = await editRule(world, actorOf(viewer), { id, version, set: { enabled }, was: { enabled: !enabled } })
  if (edited.did === 'clash') throw new AppError('conflict', 'Somebody else switched this rule meanwhile. Load the page again.')
  return toList(world, id)
})

/** Takes a rule away; its tokens are decided by what remains. */
export const dropRule = action('directory:edit', async ({ viewer, world, form }) => {
  const id = field(form, 'id')
  await removeRule(world, actorOf(viewer), id)
  return toList(world, id)
})

/** Says how many tokens it would change to take back what was last done to a rule; or takes it back. */
export const undoRule = action<UndoShown>('directory:edit', async ({ viewer, world, form }) => {
  const id = field(form, 'id')
  if (field(form, 'intent') !== 'save') {
    const { changes, looked, candidates } = await previewRule(world, { do: 'undo', id })
    return { changes, looked, candidates }
  }
  await undoRuleAct(world, actorOf(viewer), { id, seq: field(form, 'seq') })
  return toList(world, id)
})

async function shownPreview(world: World, plan: Parameters<typeof previewRule>[1]): Promise<RuleAnswer> {
  return { did: 'preview', preview: await previewShown(world.db, await previewRule(world, plan)) }
}

/** The list says what was done, and offers to undo it. */
async function toList(world: World, id: string): Promise<never> {
  await enqueueSuggesting(world)
  revalidatePath('/directory', 'layout')
  redirect(`/directory/rules?${new URLSearchParams({ done: id })}`)
}

async function ruleOf(world: World, form: FormData, enabled: boolean): Promise<RuleFields> {
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
    sourceId: said('sourceId'),
    name: said('namePattern'),
    tag: tagKey === undefined ? undefined : { key: tagKey, value: said('tagValue') },
    handle: said('handle'),
  }
  if (Object.values(condition).every((part) => part === undefined)) {
    throw new AppError('bad-input', 'A rule must ask for at least one thing.', [{ where: 'namePattern', what: 'Fill in one of the conditions.' }])
  }
  return RuleFields.parse({
    name: field(form, 'name'),
    condition: JSON.parse(JSON.stringify(condition)) as object,
    ownerId: owner ? await findOwner(world.db, owner) : null,
    workloadId: workload ? await findWorkload(world.db, workload) : null,
    enabled,
  })
} // prettier-ignore

function sayValue(value: unknown, names: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const condition = RuleCondition.safeParse(value)
  return condition.success ? conditionWords(condition.data, null) : (names.get(String(value)) ?? String(value))
}
