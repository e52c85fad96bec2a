import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { WireInstant, wireText } from '../wire.ts'
import { next, page, type Entra } from './api.ts'
import { readAzure, type Azure } from './azure.ts'
import { Credentials, credentialsOf, type Held } from './credential.ts'
import { groupMembers } from './group-members.ts'
import { Guid } from './settings.ts'
import { whole } from './whole.ts'

export type Reading = Entra & { world: ConnectorWorld }

export const servicePrincipalsPath = '/servicePrincipals'
export const roleAssignmentsPath = '/roleManagement/directory/roleAssignments'
export const grantsPath = '/oauth2PermissionGrants'
export const activityPath = '/reports/appCredentialSignInActivities'
const rolesPath = '/roleManagement/directory/roleDefinitions'

const AppRoles = z.array(z.object({ id: Guid, value: wireText(250).nullish() })).nullish()

const WirePrincipal = z.object({
  id: Guid,
  appId: Guid,
  displayName: wireText(300).nullish(),
  accountEnabled: z.boolean().nullish(),
  servicePrincipalType: z.string().max(100).nullish(),
  appOwnerOrganizationId: Guid.nullish(),
  appRoles: AppRoles,
  ...Credentials,
})

/** An application as it stands in this tenant. */
export type Principal = {
  id: string
  appId: string
  name: string
  enabled: boolean | null
  /** The tenant whose application it is. */
  ownerTenant: string | null
  /** Its roles by their ids, for those that it was given to. */
  roles: ReadonlyMap<string, string>
  held: readonly Held[]
}

/** What is read before anything else, since every credential needs it. A part that is null could not be read. */
export type Lookups = {
  principals: ReadonlyMap<string, Principal>
  byAppId: ReadonlyMap<string, Principal>
  /** Whether all of them, and all their credentials, were seen. */
  principalsWhole: boolean
  /** Directory roles by the id of whoever has them, in the words of the scope table. */
  roles: ReadonlyMap<string, readonly string[]> | null
  /** Scopes that were granted for everybody, by the id of the service principal. */
  scopes: ReadonlyMap<string, readonly string[]> | null
  /** The last sign-in by application and credential ("appId/keyId"). */
  activity: ReadonlyMap<string, Date> | null
  /** Roles in Azure; null where they are not read. */
  azure: Azure | null
}

/** Reads all that credentials are judged by. What cannot be read is a gap; a refused credential is thrown. */
export async function* readLookups(reading: Reading): AsyncGenerator<Observation, Lookups> {
  const principals = yield* readPrincipals(reading)
  return {
    ...principals,
    roles: yield* readRoles(reading),
    scopes: yield* readScopes(reading),
    activity: yield* readActivity(reading),
    azure: yield* readAzure(reading, principals),
  }
}

async function* readPrincipals({ graph }: Reading): AsyncGenerator<Observation, Pick<Lookups, 'principals' | 'byAppId' | 'principalsWhole'>> {
  const object = 'Entra service principals'
  const select = 'id,appId,displayName,accountEnabled,servicePrincipalType,appOwnerOrganizationId,appRoles,passwordCredentials,keyCredentials'
  const found = yield* whole(graph, { path: servicePrincipalsPath, query: { $select: select, $top: page.most }, schema: WirePrincipal, field: 'value', next }, object)
  let isWhole = found?.isWhole ?? false
  const principals = new Map<string, Principal>()
  for (const wire of found?.rows ?? []) {
    // A managed identity's certificates are Azure's own: nobody holds them, and Azure renews them.
    const { held, gaps } = wire.servicePrincipalType === 'ManagedIdentity' ? { held: [], gaps: [] } : credentialsOf(wire, `GET ${servicePrincipalsPath}`)
    for (const gap of gaps) yield { see: 'gap', gap }
    isWhole &&= gaps.length === 0
    principals.set(wire.id, {
      id: wire.id,
      appId: wire.appId,
      name: wire.displayName || wire.appId,
      enabled: wire.accountEnabled ?? null,
      ownerTenant: wire.appOwnerOrganizationId ?? null,
      roles: new Map((wire.appRoles ?? []).map(({ id, value }) => [id, value || id])),
      held,
    })
  }
  return { principals, byAppId: new Map([...principals.values()].map((one) => [one.appId, one])), principalsWhole: isWhole }
} // prettier-ignore

const RoleDefinition = z.object({ id: Guid, displayName: wireText(200).nullish(), isBuiltIn: z.boolean().nullish() })
const RoleAssignment = z.object({
  principalId: Guid,
  roleDefinitionId: Guid,
  directoryScopeId: z.string().max(300).nullish(),
  principal: z.object({ '@odata.type': z.string().max(200).nullish() }).nullish(),
})

/** Directory roles of service principals, also by way of the groups that may have roles. */
async function* readRoles({ graph }: Reading): AsyncGenerator<Observation, Lookups['roles']> {
  const object = 'Entra directory roles'
  const definitions = yield* whole(graph, { path: rolesPath, query: { $select: 'id,displayName,isBuiltIn' }, schema: RoleDefinition, field: 'value', next }, 'Entra role definitions')
  const assigned = yield* whole(graph, { path: roleAssignmentsPath, query: { $expand: 'principal' }, schema: RoleAssignment, field: 'value', next }, object)
  if (!definitions?.isWhole || !assigned?.isWhole) return null
  const byId = new Map(definitions.rows.map((role) => [role.id, role]))
  const roles = new Map<string, string[]>()
  const membersOf = new Map<string, readonly string[]>()
  for (const { principalId, roleDefinitionId, directoryScopeId, principal } of assigned.rows) {
    const role = byId.get(roleDefinitionId)
    const name = `${directoryScopeId && directoryScopeId !== '/' ? 'role in part' : 'role'}: ${role?.isBuiltIn && role.displayName ? role.displayName : `${role?.displayName || roleDefinitionId} (custom)`}`
    let holders: readonly string[] = [principalId]
    if (principal?.['@odata.type'] === '#microsoft.graph.group') {
      const known = membersOf.get(principalId) ?? (yield* groupMembers(graph, principalId))
      if (known === null) return null
      membersOf.set(principalId, known)
      holders = known
    }
    for (const holder of holders) roles.set(holder, [...(roles.get(holder) ?? []), name])
  }
  return roles
} // prettier-ignore

const Grant = z.object({ clientId: Guid, consentType: z.string().max(50).nullish(), scope: z.string().max(20_000).nullish() })

/** Delegated permissions that an administrator gave for everybody; what single users gave for themselves is not asked for. */
async function* readScopes({ graph }: Reading): AsyncGenerator<Observation, Lookups['scopes']> {
  // No size is asked for: Graph documents none for these.
  const query = { $filter: "consentType eq 'AllPrincipals'" }
  const found = yield* whole(graph, { path: grantsPath, query, schema: Grant, field: 'value', next }, 'Entra delegated permissions')
  if (!found?.isWhole) return null
  const scopes = new Map<string, readonly string[]>()
  for (const { clientId, scope } of found.rows) {
    const said = (scope ?? '').split(/\s+/).filter((one) => one !== '')
    scopes.set(clientId, [...(scopes.get(clientId) ?? []), ...said])
  }
  return scopes
}

/** "Never" is written as the year 1 in these reports. */
const Signed = z.preprocess((value) => (typeof value === 'string' && value.startsWith('0001-') ? null : value), WireInstant.nullish())
const Activity = z.object({
  appId: Guid,
  keyId: Guid,
  signInActivity: z
    .object({
      lastSignInDateTime: Signed,
      lastNonInteractiveSignInDateTime: Signed,
      lastSuccessfulSignInDateTime: Signed,
    })
    .nullish(),
})

/** National clouds have no such report, so it is not asked for there. */
const withoutReport = new Set(['graph.microsoft.us', 'dod-graph.microsoft.us', 'microsoftgraph.chinacloudapi.cn'])

async function* readActivity({ beta }: Reading): AsyncGenerator<Observation, Lookups['activity']> {
  if (withoutReport.has(beta.base.hostname)) return null
  const found = yield* whole(beta, { path: activityPath, schema: Activity, field: 'value', next }, 'Entra credential sign-ins')
  if (!found) return null
  const activity = new Map<string, Date>()
  for (const { appId, keyId, signInActivity: at } of found.rows) {
    const times = [at?.lastSignInDateTime, at?.lastNonInteractiveSignInDateTime, at?.lastSuccessfulSignInDateTime, activity.get(`${appId}/${keyId}`)]
    const latest = Math.max(...times.flatMap((time) => time?.getTime() ?? []))
    if (Number.isFinite(latest)) activity.set(`${appId}/${keyId}`, new Date(latest))
  }
  return activity
} // prettier-ignore
