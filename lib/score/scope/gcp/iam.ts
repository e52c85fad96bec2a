import { z } from 'zod'
import type { Grant, Level, Rating, Reach } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { GcpIamStated } from '../../../model/permission-statement.ts'
import { ratingOf, shown, unknownRating } from '../rating.ts'
import { otherPermission, permissionFamilies, roleFamilies, roleLevels, type RoleLevel } from './roles.ts'

type Binding = GcpIamStated['bindings'][number]

/** A role counts for the whole of what it was given on: a folder and an organisation hold many projects. */
const reaches: Readonly<Record<Binding['on'], Reach>> = { resource: 1, project: 3, folder: 4, organisation: 4 }

/**
 * Rates the roles of a service account, each by where it was given. Google's own roles are in a list, or judged by their names; one's own by the
 * permissions in them. A role that nobody here knows, and one whose permissions could not be read, counts as the worst. A condition is shown
 * and lowers nothing.
 */
export function rateGcpIam(json: Json, document: (hash: string) => Json | undefined, dataVersion: string): Rating {
  const parsed = GcpIamStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What Google Cloud stated of its roles cannot be read.'], dataVersion)
  const { bindings, unread } = parsed.data
  const notes = new Set(unread.map((what) => `Not read, and not counted: ${what}.`))
  const grants = bindings.flatMap((binding) => grantsOf(binding, document, notes))
  if (grants.length === 0)
    grants.push({ level: 1, reach: 1, service: 'gcp', action: 'no role', resource: 'what was read', conditions: [], source: 'role', because: 'It was given no role.' }) // prettier-ignore
  return ratingOf(grants, [...notes].slice(0, 10), dataVersion)
}

function grantsOf(binding: Binding, document: (hash: string) => Json | undefined, notes: Set<string>): Grant[] {
  const { role, on, resource, condition } = binding
  const grant = (action: string, { level, onOne, because }: RoleLevel): Grant => ({
    level: on === 'resource' ? (onOne ?? level) : level,
    reach: reaches[on],
    service: serviceOf(role),
    action: shown(action),
    resource: shown(resource),
    conditions: condition ? [shown(condition)] : [],
    source: shown(role),
    because: `${shown(role, 100)} on ${shown(resource, 100)}: ${because}.`,
  })
  if (binding.permissions === undefined) return [grant(role, levelOf(role, notes))]
  const body = binding.permissions === null ? undefined : document(binding.permissions)
  const permissions = RoleDocument.safeParse(body).data?.permissions
  if (permissions) return worstOfEach(permissions).map(([permission, level]) => grant(permission, level))
  notes.add(`${shown(role, 100)} is a role of your own whose permissions could not be read, so that it counts as administration.`)
  return [grant(role, { level: 6, because: 'its permissions could not be read, and count as the worst' })]
}

function levelOf(role: string, notes: Set<string>): RoleLevel {
  if (Object.hasOwn(roleLevels, role)) return roleLevels[role]!
  const family = roleFamilies.find(([pattern]) => pattern.test(role))
  if (family) return family[1]
  notes.add(`${shown(role, 100)} is not in our list of Google Cloud’s roles, so that it counts as administration.`)
  return { level: 6, because: 'it is not in our list, and counts as the worst' }
}

/** The first permission of each level: a role of one's own may have thousands. */
function worstOfEach(permissions: readonly string[]): readonly (readonly [string, RoleLevel])[] {
  const first = new Map<Level, readonly [string, RoleLevel]>()
  for (const permission of permissions.toSorted()) {
    const level = permissionFamilies.find(([pattern]) => pattern.test(permission))?.[1] ?? otherPermission
    if (!first.has(level.level)) first.set(level.level, [permission, level])
  }
  return [...first.values()]
}

const RoleDocument = z.object({ permissions: z.array(z.string()) })

/** "roles/storage.admin" -> "storage"; of a basic role, and one of one's own, all of them. */
function serviceOf(role: string): string {
  return /^roles\/([a-z]+)\./.exec(role)?.[1] ?? 'gcp'
}

export const gcpIamData = [
  roleLevels,
  [...roleFamilies, ...permissionFamilies].map(([pattern, level]) => [pattern.source, level]),
  otherPermission,
  reaches,
]
