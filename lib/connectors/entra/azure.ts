import { z } from 'zod'
import type { AzureAssignment, AzureRole } from '../../model/permission-statement.ts'
import type { Gap, Observation } from '../../model/sighting.ts'
import type { Check } from '../contract.ts'
import type { Reads } from '../rest/api.ts'
import { Each } from '../rest/each.ts'
import { byAddress } from '../rest/paging.ts'
import { failedCheck, tryProbe } from '../rest/probes.ts'
import { ManagementGroup, placeOf, RoleAssignment, RoleDefinition, Subscription } from './azure-wire.ts'
import { groupMembers } from './group-members.ts'
import type { Lookups, Reading } from './lookups.ts'
import { whole } from './whole.ts'

const subscriptionsPath = '/subscriptions'
const subscriptionsVersion = '2022-12-01'
const groupsPath = '/providers/Microsoft.Management/managementGroups'
const groupsVersion = '2020-05-01'
const authorizationVersion = '2022-04-01'
const azureFix = 'Give the application the role Reader at the tenant’s root management group, in Azure (Access control, IAM).'
const subscriptionsObject = 'Azure subscriptions'

/** Roles in Azure, as far as the application that reads sees subscriptions and management groups. */
export type Azure = {
  roles: ReadonlyMap<string, AzureRole>
  byPrincipal: ReadonlyMap<string, readonly AzureAssignment[]>
  /** Whether it sees all there are: it may read at the root, from which everything inherits, and nothing failed. */
  isWhole: boolean
}

type Assigned = z.infer<typeof RoleAssignment>['properties']

/** Azure's roles of everybody; null where they are not asked for, or no subscription is to be seen. What cannot be read is a gap. */
export async function* readAzure(reading: Reading, { byAppId }: Pick<Lookups, 'byAppId'>): AsyncGenerator<Observation, Azure | null> {
  const { arm } = reading
  if (!arm) return null
  const subscriptions = yield* whole(arm, { path: subscriptionsPath, query: { 'api-version': subscriptionsVersion }, schema: Subscription, field: 'value', next }, subscriptionsObject, azureFix)
  if (!subscriptions) return null
  if (subscriptions.rows.length === 0) {
    yield { see: 'gap', gap: nothingShown }
    return null
  }
  const names = new Map(subscriptions.rows.map(({ subscriptionId, displayName }) => [subscriptionId, displayName || subscriptionId]))
  // What was given on a group is inherited, yet one without subscriptions has nothing to tell of it.
  const groups = yield* whole(arm, { path: groupsPath, query: { 'api-version': groupsVersion }, schema: ManagementGroup, field: 'value', next }, 'Azure management groups', azureFix)
  const groupNames = (groups?.rows ?? []).map(({ name }) => name)
  const { roles, assigned, isWhole } = yield* readScopes({ ...reading, arm }, [...names.keys()].map((id) => `${subscriptionsPath}/${id}`), groupNames.map((name) => `${groupsPath}/${name}`))
  const holders = yield* holdersOf(reading, assigned)
  const byPrincipal = new Map<string, AzureAssignment[]>()
  for (const { principalId, roleDefinitionId, scope, condition } of assigned) {
    const one: AzureAssignment = { role: roleDefinitionId, ...placeOf(scope, names), ...(condition && { condition: condition.slice(0, 1_000) }) }
    for (const holder of holders.of.get(principalId) ?? [principalId]) {
      const all = byPrincipal.get(holder)
      if (all) all.push(one)
      else byPrincipal.set(holder, [one])
    }
  }
  const reader = byAppId.get(reading.clientId)?.id ?? ''
  const roots = new Set(subscriptions.rows.flatMap(({ tenantId }) => tenantId ?? []))
  const seesRoot = (byPrincipal.get(reader) ?? []).some(({ role, on, resource }) => readsAll(roles.get(role)) && ((on === 'management group' && roots.has(resource.toLowerCase())) || (on === 'tenant' && resource === '/')))
  const allGroups = groups?.isWhole === true && groupNames.some((name) => roots.has(name.toLowerCase()))
  return { roles, byPrincipal, isWhole: isWhole && subscriptions.isWhole && allGroups && holders.isWhole && seesRoot }
} // prettier-ignore

/** As "Reader" does, and whatever reads more. */
function readsAll(role: AzureRole | undefined): boolean {
  return (role?.permissions ?? []).some(({ actions, notActions }) => notActions.length === 0 && actions.some((action) => action === '*' || action === '*/read'))
} // prettier-ignore

const nothingShown: Gap = {
  object: subscriptionsObject,
  call: `GET ${subscriptionsPath}`,
  why: 'not-permitted',
  says: `Azure shows no subscription to the application, which is what it says to whoever has no role there. ${azureFix} Until then roles in Azure are not read.`,
}

const next = byAddress('nextLink')

/** Roles and assignments of every subscription and group; those that are inherited from above come with each, and are one. What fails is told once a reason. */
async function* readScopes({ arm, world }: Reading & { arm: Reads }, subscriptions: readonly string[], groups: readonly string[]) {
  const [definitions, assignments] = [new Each('Azure role definitions', azureFix), new Each('Azure role assignments', azureFix)]
  const roles = new Map<string, AzureRole>()
  const assigned = new Map<string, Assigned>()
  const query = { 'api-version': authorizationVersion }
  const scopes = [...subscriptions.map((scope) => ({ scope, filter: {} })), ...groups.map((scope) => ({ scope, filter: { $filter: 'atScope()' } }))]
  for (const { scope, filter } of scopes) {
    world.signal.throwIfAborted()
    const path = `${scope}/providers/Microsoft.Authorization`
    // Azure's own are the same everywhere.
    const roleQuery = roles.size > 0 ? { ...query, $filter: "type eq 'CustomRole'" } : query
    const defined = await definitions.read(arm, { path: `${path}/roleDefinitions`, query: roleQuery, schema: RoleDefinition, field: 'value', next })
    for (const one of defined ?? []) roles.set(one.id, one.role)
    const found = await assignments.read(arm, { path: `${path}/roleAssignments`, query: { ...query, ...filter }, schema: RoleAssignment, field: 'value', next })
    for (const one of found ?? []) assigned.set(one.id.toLowerCase(), one.properties)
  }
  yield* definitions.end(false)
  yield* assignments.end(false)
  return { roles, assigned: [...assigned.values()], isWhole: !definitions.failed && !assignments.failed }
} // prettier-ignore

/** Whom groups with roles stand for. */
async function* holdersOf({ graph }: Reading, assigned: readonly Assigned[]): AsyncGenerator<Observation, { of: ReadonlyMap<string, readonly string[]>; isWhole: boolean }> {
  const of = new Map<string, readonly string[]>()
  let isWhole = true
  for (const { principalId, principalType } of assigned) {
    // It may be a group whose members nobody looked up.
    if (!principalType) isWhole = false
    if (principalType !== 'Group' || of.has(principalId)) continue
    const members = yield* groupMembers(graph, principalId)
    of.set(principalId, members ?? [])
    isWhole &&= members !== null
  }
  return { of, isWhole }
} // prettier-ignore

const Shown = z.object({ value: z.array(z.unknown()) })

/** One row of the connection test: Azure shows an empty list to whoever has no role there. */
export async function tryAzure(arm: Reads): Promise<Check> {
  const asked = { permission: 'Roles in Azure (Reader at the root management group)', lost: 'What applications may do in Azure.', missing: 'Azure refuses the application.' }
  try {
    const { data } = await arm.get(subscriptionsPath, { 'api-version': subscriptionsVersion })
    const rows = Shown.safeParse(data).data?.value
    if (!rows) return { permission: asked.permission, state: 'cannot-tell', says: 'Azure answered something that is no list.', lost: asked.lost }
    if (rows.length === 0) return { permission: asked.permission, state: 'missing', says: 'Azure shows no subscription to the application.', lost: asked.lost }
    const id = Subscription.safeParse(rows[0]).data?.subscriptionId ?? ''
    const path = `${subscriptionsPath}/${id}/providers/Microsoft.Authorization/roleAssignments`
    return await tryProbe(arm, { ...asked, path, query: { 'api-version': authorizationVersion, $filter: 'atScope()' } }, 'Azure')
  } catch (error) {
    return failedCheck(error, asked)
  }
} // prettier-ignore
