import type { Grant, Level, Rating, Reach } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { VaultPoliciesStated, type VaultPath } from '../../../model/permission-statement.ts'
import { ratingOf, shown, unknownRating } from '../rating.ts'
import { signIns, unknownEngine, vaultAreas, type Area, type Judged } from './areas.ts'
import { engineAreas, signInAreas } from './mounts.ts'

/** What is mounted where, by its path ("secret/", "auth/approle/"), as far as Vault told. */
type Mounts = NonNullable<VaultPoliciesStated['mounts']>
/** `whole`: all of a mount. */
type Reached = Judged & { whole?: boolean }

const writing = ['create', 'update', 'patch', 'delete', 'recover', 'subscribe'] as const
/** Taken to look at all accessors, with nothing but listing. */
const listingOnly = /^auth\/token\/accessors\/?$/

/**
 * Rates a token by the paths of its policies, and by what is mounted there. Policies add up, and a path that one of them denies is denied. Root may everything; a policy whose text
 * could not be read counts as the worst, but for "default", which everybody has.
 */
export function rateVault(json: Json, _document: unknown, dataVersion: string): Rating {
  const parsed = VaultPoliciesStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What Vault stated of its policies cannot be read.'], dataVersion)
  const notes: string[] = []
  const denied = new Set(parsed.data.policies.flatMap(({ paths }) => (paths ?? []).filter(({ capabilities }) => capabilities.includes('deny')).map(({ path }) => path))) // prettier-ignore
  const grants = parsed.data.policies.flatMap(({ name, paths }): Grant[] => {
    if (name === 'root') return [grantOf(name, '*', ['root'], { level: 6, reach: 4, because: 'it may do everything' })]
    if (paths !== null)
      return paths.filter(({ path }) => !denied.has(path)).flatMap((path) => pathGrants(name, path, parsed.data.mounts ?? {}))
    if (name === 'default') return [grantOf(name, 'its own token', ['default'], { level: 1, reach: 1, because: 'everybody has it' })]
    notes.push(`The text of the policy ${shown(name, 100)} could not be read, so that it counts as administration.`)
    return [grantOf(name, '*', ['not read'], { level: 6, reach: 4, because: 'its text could not be read, and counts as the worst' })]
  })
  if (grants.length === 0) grants.push(grantOf('none', 'nothing', ['no policy'], { level: 1, reach: 1, because: 'no policy gives it anything' })) // prettier-ignore
  return ratingOf(grants, notes.slice(0, 10), dataVersion)
}

function pathGrants(policy: string, { path, capabilities, limited }: VaultPath, mounts: Mounts): Grant[] {
  const can = { list: capabilities.includes('list'), read: capabilities.includes('read'), write: writing.some((word) => capabilities.includes(word)) } // prettier-ignore
  const known: readonly string[] = ['list', 'read', 'sudo', 'deny', ...writing]
  // A word that nobody here knows may be anything.
  if (capabilities.some((word) => !known.includes(word))) can.write = true
  const conditions = limited ? ['limited by its parameters'] : []
  const made = (level: Level, because: string, { self = false, whole = false } = {}): Grant =>
    grantOf(policy, path, capabilities, { level, reach: level === 6 ? 4 : self ? 1 : reachOf(path, whole), because, conditions })
  if (capabilities.includes('sudo') && !(listingOnly.test(path) && !can.write)) return [made(6, 'sudo opens what only root may')]
  if (!can.list && !can.read && !can.write) return []
  const found = areasOf(path, mounts).map(({ reads, writes, because, ...where }) => {
    const level = Math.max(can.write ? writes : 1, can.read ? reads : 1) as Level
    return made(level, level === 1 && !can.read && !can.write ? 'it may list names' : because, where)
  })
  // Many mounts of one type are one reason.
  return [...new Map(found.map((grant) => [`${grant.level} ${grant.reach} ${grant.because}`, grant])).values()]
}

/**
 * The areas that a path of a policy reaches: those that it may lead into, up to the one that it is wholly in; and where that is none, or depends on
 * what is mounted there, those of the mounts.
 */
function areasOf(path: string, mounts: Mounts): readonly Reached[] {
  const { reached, last } = within(vaultAreas, path)
  if (last === signIns) return [...reached.slice(0, -1), ...mountedAt(path, mounts, 'auth/')]
  return last ? reached : [...reached, ...mountedAt(path, mounts, '')]
}

/** What a path reaches by every mount that it may lead into. One that leads into none that is known, or to a type that is not, counts as the worst. */
function mountedAt(path: string, mounts: Mounts, under: 'auth/' | ''): readonly Reached[] {
  const types = under === '' ? engineAreas : signInAreas
  const unknown = under === '' ? (unknownEngine.find((area) => contains(area.path, path)) ?? signIns) : signIns
  const met = Object.entries(mounts).flatMap(([at, type]) => {
    const rest = at.startsWith('auth/') === (under === 'auth/') ? restIn(path, at) : null
    return rest === null ? [] : [{ rest, type }]
  })
  if (met.length === 0) return [unknown]
  return met.flatMap(({ rest, type }): readonly Reached[] => {
    const whole = /^(?:(?:data|metadata)\/)?\*$/.test(rest)
    const { reached, last } = within(Object.hasOwn(types, type) ? (types[type] ?? []) : [], rest)
    return (last ? reached : [...reached, unknown]).map((area) => ({ ...area, whole }))
  })
}

/** The areas that a path may lead into, in their order, up to the `last`, in which it is wholly. */
function within(areas: readonly Area[], path: string): { reached: readonly Area[]; last: Area | null } {
  const reached: Area[] = []
  for (const area of areas) {
    if (contains(area.path, path)) return { reached: [...reached, area], last: area }
    if (meets(area.path, path)) reached.push(area)
  }
  return { reached, last: null }
}

/** What a path stands for under a mount ("data/ledger/*" of "secret/"); null where it does not lead there. */
function restIn(path: string, mount: string): string | null {
  const given = segments(path)
  const at = segments(mount).filter((segment) => segment !== '')
  for (const [nth, segment] of at.entries()) {
    const one = given[nth]
    if (one === undefined) return null
    if (nth === given.length - 1 && one.endsWith('*')) return segment.startsWith(one.slice(0, -1)) ? '*' : null
    if (one !== '+' && one !== segment) return null
  }
  return given.length > at.length ? given.slice(at.length).join('/') : null
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
function reachOf(path: string, whole: boolean): Reach {
  if (path === '*' || /^\+(?:\/|\*)/.test(path) || /^[^/]*\*$/.test(path)) return 4
  if (!path.endsWith('*') && !path.includes('+')) return 1
  if (whole) return 3
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
