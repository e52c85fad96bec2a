import type { Proof } from './plan.ts'
import type { WorkloadIdentity } from './workload-identity.ts'

/** Who does a step: the owner, the security team, or Standdown itself by looking. */
export type StepDoer = 'owner' | 'security' | 'standdown'

/** Something to copy, with this token's own names in it. Never holds a secret. */
export type Artefact = {
  title: string
  language: 'json' | 'hcl' | 'yaml' | 'text' | 'sh'
  text: string
  /** What is not known of this token and was left for the reader to fill in; empty where it can be used as it is. */
  leftOpen: readonly string[]
}

export type RecipeStep = {
  /** Short and stable: 'name-consumers', 'make-role', 'switch', … */
  id: string
  who: StepDoer
  /** What to do, as an instruction to one person. */
  does: string
  /** What closes it: a proof that a sync can show, or null where nothing can show it and it is only advice. */
  proof: Exclude<Proof, 'none'> | null
  /** How that is shown, in words: "GetAccessKeyLastUsed does not move for 7 days". */
  shownBy: string
  /** How to go back from here; null where there is no way back. */
  back: string | null
}

/** What a recipe is told of a token and of what uses it. What is not known is null, and a recipe says so rather than guess. */
export type RecipeSubject = {
  name: string
  displayId: string
  externalId: string
  kind: string
  provider: string
  /** The source's settings that are no secret: account, organisation, base address. */
  source: Readonly<Record<string, string>>
  workload: { key: string; name: string; environment: string | null } | null
  /** Names of what is said to use it. */
  consumers: readonly string[]
  lastUsedService: string | null
  /** Rights the provider shows, worst first, as "service:Action" patterns with their resources; observed ones where it tells. */
  grants: readonly { service: string; action: string; resource: string; observed: boolean }[]
  isAgent: boolean
  thirdParty: string | null
  /** Identities that the workload may have already, all of the same certainty; left out where nobody looked. */
  identities?: readonly WorkloadIdentity[]
}

/**
 * Where a consumer runs, as far as its name says so. `elsewhere`: on machines of one's own; `vendor`: on the other side of a contract; `spiffe`:
 * wherever it is, an identity was found that may be its own.
 */
export type Place =
  'spiffe' | 'github-actions' | 'gitlab-ci' | 'kubernetes' | 'aws' | 'google' | 'azure' | 'elsewhere' | 'vendor' | 'person'

/** A way from a token that anybody can replay to something that retires it. Data: the plan's machine knows nothing of providers. */
export type Recipe = {
  /** Stable, as plans keep it: 'aws.access-key.to-role'. */
  id: string
  /** Token kinds it is for: 'aws.access-key', or all that begin so: 'aws.*'. None where something else than the kind decides. */
  kinds: readonly string[]
  /** Where the consumer runs that it is for; empty where that does not matter, or is not known yet. */
  places: readonly Place[]
  /** "Move to a role that the workload assumes" */
  title: string
  from: string
  to: string
  effort: 'S' | 'M' | 'L'
  /** Why this is better, in a sentence. */
  why: string
  /** True where it only makes a younger token of the same sort: a step, no end. */
  isRotationOnly: boolean
  /** Whether what takes its place may be another standing key although that is not all it does: a leak, a key that nobody stores. */
  mayStand: boolean
  /** Whether something takes the token's place, whose use can be seen. */
  needsSuccessor: boolean
  /** What that is: `unseen` where something takes its place and no provider reports its use, so that only the old token's silence shows. */
  successor: 'seen' | 'unseen' | 'nothing'
  /** Where the provider offers no better way, or less than one would like, that is said here. */
  honest: string | null
  steps: readonly RecipeStep[]
  artefacts(subject: RecipeSubject): readonly Artefact[]
}

/** The two orders of a plan: what is retired is replaced before it is switched off; what leaked is cut off first. */
export const courses = ['retirement', 'leak'] as const
export type Course = (typeof courses)[number]

/** In which order a way goes, by its id: ids of ways never change. */
export function courseOf(recipe: string): Course {
  return recipe === 'leak' || recipe.startsWith('leak.') ? 'leak' : 'retirement'
}
