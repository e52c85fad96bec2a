import { IdentityOffer } from '@/components/plans/identity-offer.tsx'
import { mayUseIdentity } from '@/components/plans/identity-words.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import type { Recipe } from '@/lib/model/recipe.ts'
import type { OpenActs } from '@/lib/retirement/plan-acts.ts'
import { recipesFor } from '@/lib/retirement/recipes/recipes.ts'
import type { Subject } from './subject-of.ts'

type IdentityPartProps = { plan: PlanDetail; recipe: Recipe | null; acts: OpenActs; page: string; about: Subject | null }

/** What the workload of the plan’s token may use instead already, and the acts that it can be used in. Nothing once the plan has no use for it. */
export function IdentityPart({ plan, recipe, acts, page, about }: IdentityPartProps) {
  if (!mayUseIdentity(plan) || !about) return null
  const { subject, token } = about
  // Where the plan's way is not for an identity, and there is one that is.
  const better = !recipe?.places.includes('spiffe') && recipesFor(subject, token).some(({ places }) => places.includes('spiffe'))
  return (
    <IdentityOffer
      identities={subject.identities ?? []}
      hrefFor={acts.get('name-successor') === null ? (id) => `${page}?act=name-successor&identity=${id}#act` : null}
      wayHref={better && acts.get('choose-recipe') === null ? `${page}?act=choose-recipe#act` : null}
    />
  )
}
