import type { Grant, Level, Rating, Reach } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { VaultPoliciesStated, type VaultPath } from '../../../model/permission-statement.ts'
import { ratingOf, shown, unknownRating } from '../rating.ts'
import { engines, vaultAreas, type Area } from './areas.ts'

type Reached = Omit<Area, 'path'>

const writing = ['create', 'update', 'patch', 'delete', 'recover', 'subscribe'] as const
/** Taken to look at all accessors, with nothing but listing. */
const listingOnly = /^auth\/token\/accessors\/?$/

/**
 * Rates a token by the paths of its policies. Policies add up, and a path that one of them denies is denied. Root may everything; a policy whose text
 * could not be read counts as the worst, but for "default", which everybody has.
 */
export function rateVault(json: Json, _document: unknown, dataVersion: string): Rating {
  const parsed = VaultPoliciesStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What Vault stated of its policies cannot be read.'], dataVersion)
  const notes: string[] = []
  const denied = new Set(parsed.data.policies.flatMap(({ paths }) => (paths ?? []).filter(({ capabilities }) => capabilities.includes('deny')).map(({ path }) => path))) // prettier-ignore
  const grants = parsed.data.policies.flatMap(({ name, paths }): Grant[] => {
    if (name === 'root') return [grantOf(name, '*', ['root'], { level: 6, reach: 4, because: 'it may do everything' })]
    if (paths !== null) return paths.filter(({ path }) => !denied.has(path)).flatMap((path) => pathGrants(name, path))
    if (name === 'default') return [grantOf(name, 'its own token', ['default'], { level: 1, reach: 1, because: 'everybody has it' })]
    notes.push(`The text of the policy ${shown(name, 100)} could not be read, so that it counts as administration.`)
    return [grantOf(name, '*', ['not read'], { level: 6, reach: 4, because: 'its text could not be read, and counts as the worst' })]
  })
  if (grants.length === 0) grants.push(grantOf('none', 'nothing', ['no policy'], { level: 1, reach: 1, because: 'no policy gives it anything' })) // prettier-ignore
  return ratingOf(grants, notes.slice(0, 10), dataVersion)
}

function pathGrants(policy: string, { path, capabilities, limited }: VaultPath): Grant[] {
  const can = { list: capabilities.includes('list'), read: capabilities.includes('read'), write: writing.some((word) => capabilities.includes(word)) } // prettier-ignore
  const known: readonly string[] = ['list', 'read', 'sudo', 'deny', ...writing]
  // A word that nobody here knows may be anything.
  if (capabilities.some((word) => !known.includes(word))) can.write = true
  const conditions = limited ? ['limited by its parameters'] : []
  const made = (level: Level, because: string, self = false): Grant =>
    grantOf(policy, path, capabilities, { level, reach: level === 6 ? 4 : self ? 1 : reachOf(path), because, conditions })
  if (capabilities.includes('sudo') && !(listingOnly.test(path) && !can.write)) return [made(6, 'sudo opens what only root may')]
  const found = areasOf(path).map((area) => {
    const level = Math.max(can.write ? area.writes : 1, can.read ? area.reads : 1) as Level
    return made(level, level === 1 && !can.read && !can.write ? 'it may list names' : area.because, area.self)
  })
  return can.list || can.read || can.write ? found : []
}

/**
 * The areas that a path of a policy reaches: those that it may lead into, up to the one that it is wholly in; and where it is wholly in none, the
 * engines too.
 */
function areasOf(path: string): readonly Reached[] {
  const reached: Reached[] = []
  for (const area of vaultAreas) {
    if (contains(area.path, path)) return [...reached, area]
    if (meets(area.path, path)) reached.push(area)
  }
  return [...reached, engines]
}

/** Whether all that a path stands for is in an area. */
function contains(area: string, path: string): boolean {
  const [wanted, given] = [segments(area), segments(path)]
  if (!area.endsWith('*')) return !path.endsWith('*') && wanted.length === given.length && wanted.every((one, at) => one === '+' || one === given[at])
  return given.length >= wanted.length && wanted.slice(0, -1).every((one, at) => one === '+' || one === given[at])
} // prettier-ignore

/** Whether something that a path stands for is in an area: segment for segment, as far as both say what they are. */
function meets(area: string, path: string): boolean {
  const [wanted, given] = [segments(area), segments(path)]
  for (let at = 0; ; at += 1) {
    const [one, other] = [wanted[at], given[at]]
    if (one === undefined || other === undefined) return one === other
    // A star stands for whatever follows, and may cut a segment anywhere.
    if (other.endsWith('*')) return one === '+' || one.startsWith(other.slice(0, -1)) || (one.endsWith('*') && other.startsWith(one.slice(0, -1)))
    if (one.endsWith('*')) return other === '+' || other.startsWith(one.slice(0, -1))
    if (one !== '+' && other !== '+' && one !== other) return false
  }
} // prettier-ignore

const segments = (path: string) => path.split('/')

/** One path; what is under one; all of a mount; all there is. */
function reachOf(path: string): Reach {
  if (path === '*' || /^\+(?:\/|\*)/.test(path) || /^[^/]*\*$/.test(path)) return 4
  if (!path.endsWith('*') && !path.includes('+')) return 1
  const fixed = path.split('/').filter((segment) => segment !== '' && segment !== '+' && !segment.endsWith('*'))
  // The version 2 of the key-value engine has data, metadata and more under its mount.
  return fixed.length <= 1 || (fixed.length === 2 && ['data', 'metadata'].includes(fixed[1] ?? '')) ? 3 : 2
}

type Made = { level: Level; reach: Reach; because: string; conditions?: readonly string[] }

function grantOf(policy: string, path: string, capabilities: readonly string[], { level, reach, because, conditions = [] }: Made): Grant {
  return {
    level,
    reach,
    service: 'vault',
    action: shown(capabilities.join(', ')),
    resource: shown(path),
    conditions,
    source: shown(`policy ${policy}`),
    because: `${shown(capabilities.join(', '), 60)} at ${shown(path, 80)}: ${because}.`,
  }
}
