import type { Condition, EvidencedControl, Fact, Requirement, Rule } from '../requirement.ts'

export const always: Condition = { all: [] }
export const never: Condition = { any: [] }

export const is = (fact: Fact, ...labels: readonly string[]): Condition => ({ fact, is: labels })
export const all = (...conditions: readonly Condition[]): Condition => ({ all: conditions })
export const any = (...conditions: readonly Condition[]): Condition => ({ any: conditions })
export const not = (condition: Condition): Condition => ({ not: condition })
export const evidenced = (control: EvidencedControl): Condition => ({ evidenced: control })

/** The steps of a life, as the vector has them; `over` is more than the last. */
const lives = ['5m', '1h', '12h', '24h', '7d', '30d', '90d', '366d'] as const
const ages = ['1d', '7d', '30d', '45d', '=45d', '90d', '180d', '365d', '730d', 'over'] as const

/** It ends, or the platform replaces it, within this time. */
export function livesWithin(step: (typeof lives)[number]): Condition {
  const labels = lives.slice(0, lives.indexOf(step) + 1)
  return any(is('life', ...labels), is('rotation', ...labels))
}

/** Nobody says when it ends, and no platform is known to replace it. */
export const lifeUnknown = all(is('life', '?'), not(is('rotation', ...lives, 'over')))

/** Surely lives longer than this: an unknown life is neither. */
export const livesLongerThan = (step: (typeof lives)[number]): Condition => all(not(livesWithin(step)), not(lifeUnknown))

/** Longer than a day, which is what "standing" means here. */
export const standing = livesLongerThan('24h')

/** The present secret is surely older than so many days. */
export const olderThan = (step: '90d' | '365d'): Condition => is('age', ...ages.slice(ages.indexOf(step) + 1))
export const ageUnknown = is('age', '?')

/** Surely unused for over 90 days; what was never used counts by its age. */
export const unusedOver90 = any(is('idle', 'over'), all(is('idle', 'never'), olderThan('90d')))
/** The same for 45 days or more, as CIS counts: the 45th day is one too many. */
export const unused45 = any(is('idle', '=45d', '90d', 'over'), all(is('idle', 'never'), is('age', ...ages.slice(ages.indexOf('=45d')))))
export const useUnknown = any(is('idle', '?'), all(is('idle', 'never'), ageUnknown))

/** Bound to a key, and its resource server is known to check that. */
export const senderConstrained = all(is('binding', 'pop-app', 'pop-mtls', 'pop-attested'), is('checked', 'yes'))
export const bindingUnknown = is('binding', 'not-reported')
/** A copy is enough to use it, and it is known that it is. */
export const copyable = all(not(senderConstrained), not(bindingUnknown))

export const administers: Condition = { level: 6 }
export const rightsUnknown = is('rights', '?')

export const leaked = all(is('exposure', 'suspected', 'confirmed', 'abuse'), not(all(is('revoked', 'revoked'), is('replaced', 'replaced'))))
export const ownerless = is('owner', 'none', 'departed')
/** Its workload or vendor is gone, or whoever answered for it. */
export const leftBehind = any(is('workload', 'decommissioned', 'vendor-ended'), is('owner', 'departed'))
/** Whoever answered for it may have left: nobody knows who that was. */
export const leavingUnknown = is('owner', 'none')
export const plaintext = is('storage', 'plaintext')
export const storageUnknown = not(is('storage', 'vault', 'plaintext'))
export const heldOutside = is('thirdParty', 'third-party')
export const usedByAgent = is('agent', 'supervised', 'autonomous')

type Told = Pick<Requirement, 'title' | 'says' | 'tests'> & Partial<Rule> & { article?: string }

/** A requirement of a framework, for every token unless it says whom it is asked of. */
export function requirement(evidence: Requirement['evidence'], id: string, told: Told & { fails: Condition }): Requirement {
  const { title, says, tests, article, applies = always, fails, unknown = never } = told
  return { id, title, says, evidence, ...(article ? { article } : {}), tests, rule: { applies, fails, unknown } }
}

/** A requirement that no fact of a token speaks to; `tests` says why. */
export function untested(evidence: Requirement['evidence'], id: string, { title, says, tests }: Told): Requirement {
  return { id, title, says, evidence, tests, rule: null }
}
