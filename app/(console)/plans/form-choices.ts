import type { ActName } from '@/components/plans/act-words.ts'
import type { Db } from '@/lib/db/db.ts'
import { ownerChoices } from '@/lib/db/directory-choices.ts'
import { teamMates } from '@/lib/db/team-mates.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { optionsOf } from '@/lib/retirement/plan-acts.ts'
import { recipesFor } from '@/lib/retirement/recipes/recipes.ts'
import type { FormChoices } from './plan-form.tsx'
import type { Subject } from './subject-of.ts'

type Ground = { db: Db; viewer: Viewer; plan: PlanDetail; about: Subject | null; now: Date }

/** What the fields of one form offer, read for that form alone: what is handed to a form reaches the browser, drawn or not. */
export async function choicesFor(drawn: ActName | null, { db, viewer, plan, about, now }: Ground): Promise<FormChoices> {
  const successor = plan.successor && { value: `${plan.successor.kind}:${plan.successor.id}`, name: plan.successor.name }
  const common = { ...dates(plan, now), ...(drawn === 'name-successor' && { successor }) }
  switch (optionsOf(drawn)) {
    case 'directory':
      return { ...common, owners: await ownerChoices(db) }
    case 'near-ones':
      return { ...common, owners: (await teamMates(db, viewer)).map((one) => ({ ...one, says: null })) }
    case 'ways':
      return { ...common, recipe: plan.recipe, recipes: about ? waysFor(about) : [] }
    case null:
      return common
  }
}

/** What every form may be handed. */
export function dates({ proposedDueAt, dueAt }: PlanDetail, now: Date): FormChoices {
  return { today: now.toISOString().slice(0, 10), dueDay: (proposedDueAt ?? dueAt).toISOString().slice(0, 10) }
}

function waysFor({ subject, token }: Subject): { value: string; label: string }[] {
  return recipesFor(subject, token).map(({ id, title }) => ({ value: id, label: title }))
}
