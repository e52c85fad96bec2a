import { z } from 'zod'
import type { AzureAssignment, AzureRole, EntraStated } from '../../model/permission-statement.ts'
import type { Gap, Permissions } from '../../model/sighting.ts'
import { Failures } from '../gaps.ts'
import { readWhole } from '../rest/listing.ts'
import { next } from './api.ts'
import { servicePrincipalsPath, type Lookups, type Principal, type Reading } from './lookups.ts'
import { Guid } from './settings.ts'
import { fix } from './whole.ts'

const AppRoleAssignment = z.object({ appRoleId: Guid, resourceId: Guid })

/** Microsoft's interfaces whose permissions are known by name, by their application ids, with how the scope table calls them. */
const known: Readonly<Record<string, string>> = {
  '00000003-0000-0000-c000-000000000000': '',
  '00000002-0000-0000-c000-000000000000': 'Azure AD Graph: ',
  '00000002-0000-0ff1-ce00-000000000000': 'Exchange: ',
  '00000003-0000-0ff1-ce00-000000000000': 'SharePoint: ',
}
/** The tenants that Microsoft's own applications are of. */
const microsoft = new Set(['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47'])
const noRole = '00000000-0000-0000-0000-000000000000'
const mostNames = 1_000
/** Said of every application, so that its page does not look as if this were all. */
const azureUnread = 'roles in Azure: not read'
const azureInPart = 'roles in Azure: read where Standdown sees subscriptions'

/**
 * What applications may do in this tenant: their roles in other applications' interfaces (asked one service principal at a time), directory
 * roles and delegated permissions. A part that could not be read is a name of its own, which counts as the worst.
 */
export class PermissionReader {
  readonly #reading: Reading
  readonly #lookups: Lookups
  readonly #failures = new Failures('Entra application permissions', fix)
  readonly #read = new Map<string, Promise<readonly string[]>>()
  readonly #refused: Gap[] = []
  readonly #told = new Set<string>()
  #seen = 0

  constructor(reading: Reading, lookups: Lookups) {
    this.#reading = reading
    this.#lookups = lookups
  }

  /**
   * By the service principal; null: there is none in this tenant, so that it can do nothing here. One that has nothing in the directory
   * is there for something else, mostly for roles in Azure: what it may do is not known where these are not read, or not everywhere.
   */
  async of(principal: Principal | null): Promise<Permissions> {
    const { roles, scopes, principalsWhole, azure } = this.#lookups
    if (!principal) return principalsWhole ? stated([]) : 'not-reported'
    const names = [
      ...(await this.#appRoles(principal)),
      ...(roles ? (roles.get(principal.id) ?? []) : ['directory roles that could not be read']),
      ...(scopes ? (scopes.get(principal.id) ?? []).map((scope) => `delegated: ${scope}`) : ['delegated permissions that could not be read']),
    ]
    const assigned = azure?.byPrincipal.get(principal.id) ?? []
    const untold = azure === null ? [azureUnread] : azure.isWhole ? [] : [azureInPart]
    if (names.length === 0 && assigned.length === 0 && untold.length > 0) return 'not-reported'
    return stated([...names, ...untold], assigned, azure?.roles)
  } // prettier-ignore

  /** How many were read by this run; null where any could not be. */
  get seen(): number | null {
    return this.#failures.any || this.#told.size > 0 ? null : this.#seen
  }

  /** What failed, each told once. */
  gaps(): Gap[] {
    const untold = [...this.#refused, ...this.#failures.gaps()].filter(({ call, why }) => !this.#told.has(`${why} ${call}`))
    for (const { call, why } of untold) this.#told.add(`${why} ${call}`)
    return untold
  }

  #appRoles(principal: Principal): Promise<readonly string[]> {
    const reading = this.#read.get(principal.id) ?? this.#ask(principal)
    this.#read.set(principal.id, reading)
    return reading
  }

  async #ask({ id }: Principal): Promise<readonly string[]> {
    const unread = ['application permissions that could not be read']
    if (this.#failures.hopeless) return unread
    const path = `${servicePrincipalsPath}/${id}/appRoleAssignments`
    try {
      const { rows, gap } = await readWhole(
        this.#reading.graph,
        { path, schema: AppRoleAssignment, field: 'value', next },
        'Entra application permissions',
      )
      this.#failures.worked()
      this.#seen += rows.length
      if (gap) this.#refused.push(gap)
      return [...rows.map((row) => this.#named(row)), ...(gap ? unread : [])]
    } catch (error) {
      this.#failures.failed(error)
      return unread
    }
  }

  #named({ appRoleId, resourceId }: z.infer<typeof AppRoleAssignment>): string {
    const resource = this.#lookups.principals.get(resourceId)
    const value = resource?.roles.get(appRoleId)
    if (!resource || (value === undefined && appRoleId !== noRole)) return `a permission that is not described: ${appRoleId}`
    const role = value ?? 'default access'
    const prefix = Object.hasOwn(known, resource.appId) ? known[resource.appId] : undefined
    if (prefix !== undefined) return `${prefix}${role}`
    const whose = resource.ownerTenant && !microsoft.has(resource.ownerTenant) ? 'API' : 'Microsoft API'
    return `${whose} ${resource.name.slice(0, 150)}: ${role.slice(0, 100)}`
  }
}

function stated(names: readonly string[], assigned: readonly AzureAssignment[] = [], roles: ReadonlyMap<string, AzureRole> = new Map()): Permissions {
  const cutOff = assigned.length > mostNames ? ['more permissions than can be kept'] : []
  const distinct = [...new Set([...names, ...cutOff].map((name) => name.slice(0, 300)))].sort()
  // The worst of them decides, and it may be among those that are cut off: the last name then counts as the worst.
  const fitting = distinct.length > mostNames ? [...distinct.slice(0, mostNames - 1), 'more permissions than can be kept'] : distinct
  const kept = assigned.slice(0, mostNames)
  const described = [...new Set(kept.map(({ role }) => role))].sort().flatMap((id) => {
    const role = roles.get(id)
    return role ? [[id, role] as const] : []
  })
  const azure = { assignments: [...kept], roles: Object.fromEntries(described) }
  return { scheme: 'entra.permissions', stated: { names: fitting, within: 'tenant', ...(kept.length > 0 && { azure }) } satisfies EntraStated }
} // prettier-ignore
