import type { Plannable } from '../model/plan.ts'
import type { Policy } from '../model/policy.ts'
import type { RecipeSubject } from '../model/recipe.ts'
import type { Verdict } from '../model/score.ts'
import { policyDate } from './due-date.ts'
import { recipeById, recipesFor } from './recipes/recipes.ts'

/** Tokens of one plan: more of one owner, workload and way make further plans, as nobody can look through them. */
const mostInOne = 200

/** One plan to open. Without an owner who is still here it is nobody's: it goes to the unclaimed queue. */
export type PlannedGroup = {
  title: string
  recipe: string
  ownerId: string | null
  policyDueAt: Date
  demo: boolean
  tokens: readonly { id: string; verdict: Verdict; risk: number; base: number }[]
}

/** One plan for each owner, workload and way, not one for each token; `recipe` and `dueAt` stand in for what would be chosen. */
export function groupPlans(
  tokens: readonly Plannable[],
  { recipe, dueAt }: { recipe: string | null; dueAt: Date | null },
  now: Date,
  policy: Pick<Policy, 'standingLowDays'>,
): PlannedGroup[] | 'no-such-recipe' {
  if (recipe !== null && !recipeById(recipe)) return 'no-such-recipe'
  const groups = Map.groupBy(tokens, (token) => {
    // What nothing ties together is retired one by one: a list of strangers is no plan.
    const together = token.workloadId ?? (token.ownerId && token.ownerActive ? null : token.id)
    return JSON.stringify([
      token.ownerActive ? token.ownerId : null,
      together,
      recipe ?? recipeOf(token),
      together === null ? token.kind : null,
    ])
  })
  const datesOf = (part: readonly Plannable[]) => part.map((token) => token.dueAt)
  const dateOf = (part: readonly Plannable[]) => dueAt ?? policyDate(datesOf(part), now, policy)
  return [...groups.values()].flatMap((group) => partsOf(group).map((part) => planOf(part, recipe, dateOf(part))))
}

function planOf(tokens: readonly Plannable[], recipe: string | null, policyDueAt: Date): PlannedGroup {
  const [first] = tokens as readonly [Plannable, ...Plannable[]]
  return {
    title: tokens.length === 1 ? first.name : `${tokens.length} tokens of ${first.workloadName ?? `the kind ${first.kind}`}`,
    recipe: recipe ?? recipeOf(first),
    ownerId: first.ownerActive ? first.ownerId : null,
    policyDueAt,
    demo: first.demo,
    tokens: tokens.map(({ id, verdict, risk, base }) => ({ id, verdict, risk, base })),
  }
}

function recipeOf(token: Plannable): string {
  const [best] = recipesFor(subjectOf(token), token)
  if (!best) throw new Error(`No recipe for ${token.kind}: there is always one.`)
  return best.id
}

/** What a recipe is chosen by; what its artefacts need besides is read for the plan's page. */
function subjectOf({ workloadKey, workloadName, environment, agent, ...token }: Plannable): RecipeSubject {
  return {
    ...token,
    source: {},
    workload: workloadKey === null ? null : { key: workloadKey, name: workloadName ?? workloadKey, environment },
    grants: [],
    isAgent: agent !== 'none',
  }
}

function partsOf<Item>(items: readonly Item[]): (readonly Item[])[] {
  const parts: (readonly Item[])[] = []
  for (let at = 0; at < items.length; at += mostInOne) parts.push(items.slice(at, at + mostInOne))
  return parts
}
