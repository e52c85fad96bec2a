import { canary } from '../canary.ts'
import { day, lastUse } from '../habit.ts'
import type { View } from '../view.ts'
import { applicationRows, guid, ownerJson, type ApplicationRow, type CredentialRow } from './applications.ts'

type Json = Record<string, unknown>

const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')

function credentialJson({ seed, epoch }: View, one: CredentialRow): Json {
  const born = epoch - one.ageMs
  const shared = { keyId: one.keyId, displayName: one.name, startDateTime: iso(born), endDateTime: one.lifeMs === null ? null : iso(born + one.lifeMs) }
  // Graph shows the beginning of a secret; the canary stands there whole, so that whoever keeps it is found.
  if (one.is === 'passwordCredentials') return { ...shared, customKeyIdentifier: null, hint: canary(seed, 'entra-hint', one.keyId), secretText: canary(seed, 'entra-secret', one.keyId) }
  return { ...shared, customKeyIdentifier: guid(seed, 'print', one.keyId).replaceAll('-', '').toUpperCase(), type: 'AsymmetricX509Cert', usage: 'Verify', key: canary(seed, 'entra-key', one.keyId) }
} // prettier-ignore

const held = (view: View, app: Pick<ApplicationRow, 'held'>, is: CredentialRow['is']) =>
  app.held.filter((one) => one.is === is).map((one) => credentialJson(view, one))

/** An application as Graph lists it; `expand` is what comes along. */
export function applicationJson(view: View, app: ApplicationRow, expand: string | null): Json {
  return {
    id: app.id,
    appId: app.appId,
    displayName: app.name,
    createdDateTime: iso(view.epoch - 1_000 * day),
    signInAudience: 'AzureADMyOrg',
    serviceManagementReference: null,
    notes: canary(view.seed, 'entra-notes', app.id),
    passwordCredentials: held(view, app, 'passwordCredentials'),
    keyCredentials: held(view, app, 'keyCredentials'),
    ...(expand === 'owners' && { owners: app.owners.map((index) => ownerJson(view.seed, index)) }),
    ...(expand === 'federatedIdentityCredentials' && {
      federatedIdentityCredentials: app.federated
        ? [{ id: guid(view.seed, 'federated', app.row), ...app.federated, audiences: ['api://AzureADTokenExchange'], description: null }]
        : [],
    }),
  }
}

const microsoft = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
const interfaces = {
  'Microsoft Graph': '00000003-0000-0000-c000-000000000000',
  'Office 365 Exchange Online': '00000002-0000-0ff1-ce00-000000000000',
} as const

/** What an interface gives out: every role that an application of the company has of it. */
function appRoles(view: View, resource: string): Json[] {
  const values = applicationRows(view).flatMap(({ roles }) => roles.flatMap((role) => (role.startsWith(`${resource}/`) ? [role.slice(resource.length + 1)] : [])))
  return [...new Set(values)].map((value) => ({ id: guid(view.seed, 'role', resource, value), value, isEnabled: true, allowedMemberTypes: ['Application'], displayName: value }))
} // prettier-ignore

/**
 * Service principals: one of each application, Microsoft's own, a vendor's with a secret of its own, one for SAML (Entra ID's own
 * certificate, with its private half and password), and a managed identity (Azure's own certificate).
 */
export function principals(view: View): readonly Json[] {
  const { seed, epoch } = view
  const bare = { accountEnabled: true, servicePrincipalType: 'Application', passwordCredentials: [], keyCredentials: [], appRoles: [] }
  const key = (keyId: string, usage: string, print: string) => ({ keyId, usage, type: usage === 'Sign' ? 'X509CertAndPassword' : 'AsymmetricX509Cert', displayName: 'CN=own', customKeyIdentifier: print, startDateTime: iso(epoch - 90 * day), endDateTime: iso(epoch + 900 * day), key: null })
  const password = (keyId: string, displayName: string | null, print: string | null) => ({ keyId, displayName, customKeyIdentifier: print, startDateTime: iso(epoch - 800 * day), endDateTime: '2299-12-31T00:00:00Z', hint: canary(seed, 'entra-hint', keyId), secretText: null })
  return [
    ...Object.entries(interfaces).map(([name, appId]) => ({ ...bare, id: principalOf(view, name), appId, displayName: name, appOwnerOrganizationId: microsoft, appRoles: appRoles(view, name) })),
    ...applicationRows(view).map((app) => ({ ...bare, id: app.principalId, appId: app.appId, displayName: app.name, appOwnerOrganizationId: tenantId(seed), accountEnabled: !app.isDisabled, appRoles: appRoles(view, app.name) })),
    { ...bare, id: guid(seed, 'principal', 'vendor'), appId: guid(seed, 'client', 'vendor'), displayName: 'Palletwise Connect', appOwnerOrganizationId: guid(seed, 'tenant', 'palletwise'), passwordCredentials: [password(guid(seed, 'credential', 'vendor'), null, null)] },
    { ...bare, id: guid(seed, 'principal', 'saml'), appId: guid(seed, 'client', 'saml'), displayName: 'Travel desk', appOwnerOrganizationId: tenantId(seed), passwordCredentials: [password(guid(seed, 'saml', 1), 'CN=own', 'ABCD')], keyCredentials: [key(guid(seed, 'saml', 1), 'Sign', 'ABCD'), key(guid(seed, 'saml', 2), 'Verify', 'ABCD')] },
    { ...bare, id: guid(seed, 'principal', 'managed'), appId: guid(seed, 'client', 'managed'), displayName: 'demand-forecast', servicePrincipalType: 'ManagedIdentity', appOwnerOrganizationId: null, keyCredentials: [key(guid(seed, 'managed'), 'Verify', 'EF01')] },
  ]
} // prettier-ignore

/** The company's tenant. */
export function tenantId(seed: number): string {
  return guid(seed, 'tenant')
}

function principalOf(view: View, name: string): string {
  return applicationRows(view).find((app) => app.name === name)?.principalId ?? guid(view.seed, 'principal', name)
}

/** What one service principal was given; the vendor's reads everybody's mail. */
export function assignments(view: View, principal: string): readonly Json[] {
  const app = applicationRows(view).find(({ principalId }) => principalId === principal)
  const roles = app?.roles ?? (principal === guid(view.seed, 'principal', 'vendor') ? ['Microsoft Graph/Files.Read.All'] : [])
  return roles.map((role) => {
    const [resource = '', value = ''] = role.split('/')
    return { id: guid(view.seed, 'assignment', principal, role), appRoleId: guid(view.seed, 'role', resource, value), principalId: principal, principalType: 'ServicePrincipal', resourceId: principalOf(view, resource), resourceDisplayName: resource }
  })
} // prettier-ignore

/** What was granted for everybody. */
export function grants(view: View): readonly Json[] {
  return applicationRows(view).flatMap(({ scopes, principalId, row }) =>
    scopes ? [{ id: `grant-${row}`, clientId: principalId, consentType: 'AllPrincipals', principalId: null, resourceId: principalOf(view, 'Microsoft Graph'), scope: scopes }] : [],
  )
} // prettier-ignore

const roleIds = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
} as const

export function roleDefinitions(): readonly Json[] {
  return Object.entries(roleIds).map(([displayName, id]) => ({ id, displayName, isBuiltIn: true, isEnabled: true, templateId: id }))
}

/** A group that has roles. */
export const helpdesk = (view: View) => guid(view.seed, 'group', 'helpdesk')

/** A person, an application, and a group with a role. */
export function roleAssignments(view: View): readonly Json[] {
  const made = (row: number, role: keyof typeof roleIds, principalId: string, type: string) => ({ id: `assignment-${row}`, principalId, roleDefinitionId: roleIds[role], directoryScopeId: '/', principal: { '@odata.type': `#microsoft.graph.${type}`, id: principalId } })
  return [
    made(0, 'Global Administrator', String(ownerJson(view.seed, 0).id), 'user'),
    made(1, 'Security Reader', principalOf(view, 'scanner'), 'servicePrincipal'),
    made(2, 'User Administrator', helpdesk(view), 'group'),
  ]
} // prettier-ignore

export function groupMembers(view: View, group: string): readonly Json[] | null {
  if (group !== helpdesk(view)) return null
  return [
    { '@odata.type': '#microsoft.graph.user', id: ownerJson(view.seed, 4).id },
    { '@odata.type': '#microsoft.graph.servicePrincipal', id: principalOf(view, 'helpdesk-portal') },
  ]
}

/** The report of sign-ins: only of what signed in, as far as it goes back. */
export function activity(view: View): readonly Json[] {
  return applicationRows(view).flatMap((app) =>
    app.held.flatMap((one) => {
      const used = lastUse(one.habit, view.epoch - one.ageMs, view.now)
      return used === null ? [] : [{ id: `activity-${one.keyId}`, keyId: one.keyId, keyType: one.is === 'passwordCredentials' ? 'clientSecret' : 'certificate', keyUsage: 'verify', appId: app.appId, appObjectId: app.id, servicePrincipalObjectId: app.principalId, credentialOrigin: 'application', signInActivity: { lastSignInDateTime: iso(used), lastSignInRequestId: null, lastNonInteractiveSignInDateTime: '0001-01-01T00:00:00Z' } }]
    }),
  )
} // prettier-ignore
