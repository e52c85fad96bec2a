import type { ActName } from '@/components/plans/act-words.ts'
import type { Db } from '@/lib/db/db.ts'
import { ownerChoices } from '@/lib/db/directory-choices.ts'
import { teamMates } from '@/lib/db/team-mates.ts'
import { successorSays } from '@/lib/model/plan.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import type { Recipe } from '@/lib/model/recipe.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { optionsOf } from '@/lib/retirement/plan-acts.ts'
import { takesStanding } from '@/lib/retirement/successor-fit.ts'
import { recipeById, recipesFor } from '@/lib/retirement/recipes/recipes.ts'
import type { FormChoices } from './plan-form.tsx'
import type { Subject } from './subject-of.ts'

/** `identity`: which issuer was picked on the page as what takes the place, before it is named. */
type Ground = { db: Db; viewer: Viewer; plan: PlanDetail; about: Subject | null; identity?: string | undefined; now: Date }

/** What the fields of one form offer, read for that form alone: what is handed to a form reaches the browser, drawn or not. */
export async function choicesFor(drawn: ActName | null, { db, viewer, plan, about, identity, now }: Ground): Promise<FormChoices> {
  const picked = about?.subject.identities?.find(({ issuerId }) => issuerId === identity)
  const successor = picked
    ? { value: `issuer:${picked.issuerId}`, name: `${picked.id}, ${picked.mints}` }
    : plan.successor && { value: `${plan.successor.kind}:${plan.successor.id}`, name: successorSays(plan.successor) }
  const common = { ...dates(plan, now), ...(drawn === 'name-successor' && { successor, expects: expects(recipeById(plan.recipe)) }) }
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

/** What the way leads to, where another standing key is not it. */
function expects(way: Recipe | null): string | null {
  return way && !takesStanding(way) ? way.to : null
}

/** What every form may be handed. */
export function dates({ proposedDueAt, dueAt }: PlanDetail, now: Date): FormChoices {
  return { today: now.toISOString().slice(0, 10), dueDay: (proposedDueAt ?? dueAt).toISOString().slice(0, 10) }
}

function waysFor({ subject, token }: Subject): { value: string; label: string }[] {
  return recipesFor(subject, token).map(({ id, title }) => ({ value: id, label: title }))
}
