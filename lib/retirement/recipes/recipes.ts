import type { Recipe, RecipeSubject } from '../../model/recipe.ts'
import type { DecidingReason, Verdict } from '../../model/score.ts'
import { perTask } from './agent.ts'
import * as aws from './aws.ts'
import * as cloudflare from './cloudflare.ts'
import * as databricks from './databricks.ts'
import * as datadog from './datadog.ts'
import type { Ending } from './ending.ts'
import * as entra from './entra.ts'
import * as generic from './generic.ts'
import * as github from './github.ts'
import * as gitlab from './gitlab.ts'
import * as google from './google.ts'
import * as workspace from './google-workspace.ts'
import * as kubernetes from './kubernetes.ts'
import * as models from './models.ts'
import * as oauth from './oauth.ts'
import * as okta from './okta.ts'
import { leak, unused } from './over.ts'
import { placesOf } from './places.ts'
import * as salesforce from './salesforce.ts'
import * as slack from './slack.ts'
import * as snowflake from './snowflake.ts'
import * as storedSecret from './stored-secret.ts'
import * as stripe from './stripe.ts'
import * as vault from './vault.ts'

/** One file a family of providers; `generic` knows whatever the others do not. */
const families = [
  aws, github, google, workspace, entra, okta, kubernetes, vault, slack, salesforce, snowflake, datadog, databricks, cloudflare, models, gitlab, stripe, storedSecret, oauth, generic,
] as const // prettier-ignore

const endings: readonly Ending[] = families.flatMap((family) => family.endings)
const replacements: readonly Recipe[] = families.flatMap((family) => family.recipes)
/** Where the way for its kind is to delete it, that is also the way for one that nobody uses. */
const overs = new Map(
  endings.map((ending) => {
    const deletion = replacements.find((recipe) => recipe.kinds === ending.kinds && recipe.successor === 'nothing')
    return [ending, { unused: deletion ?? unused(ending), leak: leak(ending) }] as const
  }),
)

/** Every recipe there is. */
export const allRecipes: readonly Recipe[] = [
  ...new Set([...replacements, perTask, ...[...overs.values()].flatMap((over) => [over.unused, over.leak])]),
]

const byId = new Map(allRecipes.map((recipe) => [recipe.id, recipe]))

/** What the order of the ways depends on besides the token itself. `neverUsed`: by a provider that tracks use. */
export type RecipeFacts = { verdict: Verdict; reason: DecidingReason; neverUsed?: boolean }

/**
 * The ways to retire a token, the best first; there is always one. A leak is contained before anything else, and what nobody uses is
 * not replaced. Otherwise: the ways for where its consumers run, then those for wherever, then those for other places, then what is
 * only a step; that nothing uses it is the last thing offered.
 */
export function recipesFor(subject: RecipeSubject, facts: RecipeFacts): readonly Recipe[] {
  const ways = inOrder(ofKind(replacements, subject.kind), subject)
  const agents = subject.isAgent ? [perTask] : []
  const best = isOfModel(subject.kind) ? [...ways.slice(0, 1), ...agents, ...ways.slice(1)] : [...agents, ...ways]
  const over = overs.get(ofKind(endings, subject.kind)[0] as Ending)
  if (!over) throw new Error(`No ending for ${subject.kind}: there is always one.`)
  if (facts.reason === 'LEAK_ACTIVE' || facts.reason === 'LEAK_NOT_REPLACED') return distinct([over.leak, ...best, over.unused])
  const isOver = facts.reason === 'DORMANT' || facts.reason === 'OFFBOARDED' || facts.neverUsed === true
  return distinct(isOver ? [over.unused, ...best] : [...best, over.unused])
}

/** Where nobody has said where its consumers run, the way that fits wherever begins by having them named. */
function inOrder(recipes: readonly Recipe[], subject: RecipeSubject): readonly Recipe[] {
  const places = placesOf(subject)
  const isBetter = recipes.some((recipe) => !recipe.isRotationOnly && recipe.places.length === 0)
  const rank = ({ places: of, isRotationOnly }: Recipe) => {
    const here = of.map((place) => places.indexOf(place)).filter((at) => at >= 0)
    if (here.length > 0) return Math.min(...here)
    // A step is put last only where something better fits wherever.
    if (isRotationOnly && isBetter) return 300
    return of.length === 0 ? 100 : 200
  }
  return recipes.toSorted((one, other) => rank(one) - rank(other))
}

function distinct(recipes: readonly Recipe[]): readonly Recipe[] {
  return [...new Set(recipes)]
}

/** The recipe that a plan keeps the id of; null where there is no such recipe. */
export function recipeById(id: string): Recipe | null {
  return byId.get(id) ?? null
}

/** A key to a model is how the agent runs at all; what its tools get is another token. So its own way comes first. */
function isOfModel(kind: string): boolean {
  return /^(openai|anthropic|claude)\.|^aws\.service-credential\.bedrock$/.test(kind)
}

/** Those for this very kind; else those for the longest family that it is of. */
function ofKind<Item extends { kinds: readonly string[] }>(items: readonly Item[], kind: string): readonly Item[] {
  const fit = (item: Item) => Math.max(-1, ...item.kinds.map((pattern) => fitOf(pattern, kind)))
  const best = Math.max(...items.map(fit))
  return items.filter((item) => fit(item) === best)
}

/** How closely a pattern names a kind: -1 not at all. */
function fitOf(pattern: string, kind: string): number {
  if (pattern === kind) return 1_000
  return pattern.endsWith('*') && kind.startsWith(pattern.slice(0, -1)) ? pattern.length : -1
}
