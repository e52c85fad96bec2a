import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { json } from '../further/answers.ts'
import type { Asked } from '../further/provider.ts'
import type { View } from '../view.ts'
import { applicationRows, guid, ownerJson } from './applications.ts'
import { helpdesk, tenantId } from './objects.ts'

type Json = Record<string, unknown>

const subscriptionNames = ['Production', 'Staging', 'Sandbox'] as const
type Where = (typeof subscriptionNames)[number]
const subscriptionId = (seed: number, name: Where) => guid(seed, 'subscription', name)

function subscriptions({ seed }: View): readonly Json[] {
  return subscriptionNames.map((displayName) => ({ id: `/subscriptions/${subscriptionId(seed, displayName)}`, subscriptionId: subscriptionId(seed, displayName), tenantId: tenantId(seed), displayName, state: 'Enabled', authorizationSource: 'RoleBased', managedByTenants: [] }))
} // prettier-ignore

const groupsPath = '/providers/Microsoft.Management/managementGroups'
const placeOf = (seed: number, where: Where | null) => (where ? `/subscriptions/${subscriptionId(seed, where)}` : `${groupsPath}/${tenantId(seed)}`) // prettier-ignore

/** The company has the group that every tenant has, with everything in it. */
function managementGroups({ seed }: View): readonly Json[] {
  return [{ id: placeOf(seed, null), type: 'Microsoft.Management/managementGroups', name: tenantId(seed), properties: { tenantId: tenantId(seed), displayName: 'Tenant Root Group' } }]
} // prettier-ignore

/** Microsoft's own roles have these ids everywhere. */
const builtIn = {
  Owner: ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', ['*'], [], []],
  Contributor: ['b24988ac-6180-42a0-ab88-20f7382dd24c', ['*'], ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write', 'Microsoft.Authorization/elevateAccess/Action', 'Microsoft.Blueprint/blueprintAssignments/write', 'Microsoft.Blueprint/blueprintAssignments/delete', 'Microsoft.Compute/galleries/share/action'], []],
  Reader: ['acdd72a7-3385-48ef-bd42-f606fba81ae7', ['*/read'], [], []],
  'Storage Blob Data Reader': ['2a2b9908-6ea1-4ae2-8e65-a410df84e7d1', ['Microsoft.Storage/storageAccounts/blobServices/containers/read', 'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action'], [], ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read']],
} as const // prettier-ignore

const restarts = 'Restarts machines'
const restartsId = (seed: number) => guid(seed, 'azure role', restarts)

/** Roles as they are listed for one subscription, or (null) for the root group: the tenant's own is known in production alone. */
function roleDefinitions({ seed }: View, where: Where | null): readonly Json[] {
  const own = where === 'Production' ? [{ name: restartsId(seed), properties: { roleName: restarts, type: 'CustomRole', description: canary(seed, 'azure-role', restarts), permissions: [{ actions: ['Microsoft.Compute/virtualMachines/read', 'Microsoft.Compute/virtualMachines/restart/action'], notActions: [], dataActions: [], notDataActions: [] }], assignableScopes: [placeOf(seed, where)] } }] : []
  const theirs = Object.entries(builtIn).map(([roleName, [name, actions, notActions, dataActions]]) => ({ name, properties: { roleName, type: 'BuiltInRole', permissions: [{ actions, notActions, dataActions, notDataActions: [] }], assignableScopes: ['/'] } }))
  return [...theirs, ...own].map((one) => ({ ...one, id: `${placeOf(seed, where)}/providers/Microsoft.Authorization/roleDefinitions/${one.name}`, type: 'Microsoft.Authorization/roleDefinitions' }))
} // prettier-ignore

type Given = { to: string; type: string; role: string; scope: string; condition?: string }

/** Who has which role: the worst is an application that nothing in the directory tells of. */
function given(view: View): readonly Given[] {
  const { seed } = view
  const app = (name: string) => applicationRows(view).find((one) => one.name === name)?.principalId ?? guid(seed, 'principal', name)
  const at = (name: Where) => `/subscriptions/${subscriptionId(seed, name)}`
  const application = 'ServicePrincipal'
  return [
    { to: app('standdown-reader'), type: application, role: builtIn.Reader[0], scope: placeOf(seed, null) },
    { to: app('docs-site'), type: application, role: builtIn.Owner[0], scope: at('Production') },
    { to: app('ci-deploy'), type: application, role: builtIn.Contributor[0], scope: `${at('Production')}/resourceGroups/platform` },
    { to: app('patch-report'), type: application, role: builtIn.Reader[0], scope: at('Staging') },
    { to: app('lake-export'), type: application, role: builtIn['Storage Blob Data Reader'][0], scope: `${at('Production')}/resourceGroups/lake/providers/Microsoft.Storage/storageAccounts/fhlake`, condition: "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'export'" },
    { to: helpdesk(view), type: 'Group', role: restartsId(seed), scope: `${at('Production')}/resourceGroups/desks` },
    { to: String(ownerJson(seed, 0).id), type: 'User', role: builtIn.Owner[0], scope: '/' },
    { to: guid(seed, 'principal', 'managed'), type: application, role: builtIn.Contributor[0], scope: at('Sandbox') },
  ]
} // prettier-ignore

/** What counts in a subscription or the root group: what was given there, under it, and above it. */
function roleAssignments(view: View, where: Where | null, atScope: boolean): readonly Json[] {
  const own = placeOf(view.seed, where)
  return given(view).flatMap(({ to, type, role, scope, condition }, row) => {
    const isAbove = !scope.startsWith('/subscriptions/')
    if (!isAbove && scope !== own && (atScope || !scope.startsWith(`${own}/`))) return []
    const name = guid(view.seed, 'azure assignment', row)
    const properties = { roleDefinitionId: `${own}/providers/Microsoft.Authorization/roleDefinitions/${role}`, principalId: to, principalType: type, scope, condition: condition ?? null, conditionVersion: condition === undefined ? null : '2.0', description: canary(view.seed, 'azure-assignment', row) }
    return [{ id: `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, name, type: 'Microsoft.Authorization/roleAssignments', properties }]
  })
} // prettier-ignore

const failed = (status: number, code: string): Answer => json(status, { error: { code, message: 'The request is refused.' } })

/** Azure Resource Manager over the company's subscriptions, as far as roles go. */
export function azure(view: View, asked: Asked, path: readonly string[]): Answer {
  const version = asked.query.get('api-version')
  if (version === null) return failed(400, 'MissingApiVersionParameter')
  const [id, ...under] = path.slice(path[0] === 'subscriptions' ? 1 : 3)
  if (path.slice(0, 3).join('/') === groupsPath.slice(1)) {
    if (id === undefined) return version === '2020-05-01' ? listed(managementGroups(view), asked) : failed(400, 'InvalidApiVersionParameter')
    return id === tenantId(view.seed) ? rolesIn(view, asked, null, under) : failed(403, 'AuthorizationFailed')
  }
  if (path[0] !== 'subscriptions') return failed(404, 'NotFound')
  if (id === undefined) return version === '2022-12-01' ? listed(subscriptions(view), asked) : failed(400, 'InvalidApiVersionParameter')
  const where = subscriptionNames.find((name) => subscriptionId(view.seed, name) === id)
  return where ? rolesIn(view, asked, where, under) : failed(404, 'SubscriptionNotFound')
} // prettier-ignore

function rolesIn(view: View, asked: Asked, where: Where | null, under: readonly string[]): Answer {
  if (asked.query.get('api-version') !== '2022-04-01') return failed(400, 'InvalidApiVersionParameter')
  const filter = asked.query.get('$filter')
  switch (under.join('/')) {
    case 'providers/Microsoft.Authorization/roleAssignments':
      return listed(roleAssignments(view, where, filter === 'atScope()'), asked)
    case 'providers/Microsoft.Authorization/roleDefinitions':
      return listed(roleDefinitions(view, where).filter(({ properties }) => filter !== "type eq 'CustomRole'" || (properties as Json).type === 'CustomRole'), asked) // prettier-ignore
    default:
      return failed(404, 'NotFound')
  }
}

/** No page is as long as Azure's own. */
const page = 4

function listed(rows: readonly Json[], { query, base, path }: Asked): Answer {
  const from = Number(/^at(\d{1,6})$/.exec(query.get('$skiptoken') ?? '')?.[1] ?? 0)
  const onward = new URLSearchParams([...query].filter(([name]) => name !== '$skiptoken'))
  onward.set('$skiptoken', `at${from + page}`)
  return json(200, {
    value: rows.slice(from, from + page),
    ...(from + page < rows.length && { nextLink: `${base}${path}?${onward}` }),
  })
}
