import { canary, type Route } from '../../rest/testing/conformance.ts'

/** An id of which only the first digits matter. */
export const guid = (digits: string) => `${digits.padEnd(8, '0')}-0000-4000-a000-000000000000`

export const graphApp = '00000003-0000-0000-c000-000000000000'
const roleId = guid('e0')

export const secret = (key: string, more: object = {}) => ({
  keyId: guid(key),
  displayName: `secret ${key}`,
  startDateTime: '2026-01-01T00:00:00Z',
  endDateTime: '2027-01-01T00:00:00Z',
  customKeyIdentifier: null,
  hint: canary,
  secretText: canary,
  ...more,
})
export const certificate = (key: string, more: object = {}) => ({
  keyId: guid(key),
  displayName: 'CN=app',
  startDateTime: '2026-01-01T00:00:00Z',
  endDateTime: '2027-01-01T00:00:00Z',
  customKeyIdentifier: 'A1B2',
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
  key: canary,
  ...more,
})
export const application = (digits: string, more: object = {}) => ({
  id: guid(digits),
  appId: guid(`c${digits}`),
  displayName: `app ${digits}`,
  signInAudience: 'AzureADMyOrg',
  serviceManagementReference: null,
  notes: canary,
  passwordCredentials: [],
  keyCredentials: [],
  owners: [
    {
      '@odata.type': '#microsoft.graph.user',
      id: guid('9'),
      displayName: 'Ana',
      mail: 'ana@acme.example',
      userPrincipalName: 'ana@acme.example',
      mobilePhone: canary,
    },
  ],
  ...more,
})
export const principal = (digits: string, more: object = {}) => ({
  id: guid(`d${digits}`),
  appId: guid(`c${digits}`),
  displayName: `app ${digits}`,
  accountEnabled: true,
  servicePrincipalType: 'Application',
  appOwnerOrganizationId: guid('7'),
  appRoles: [],
  passwordCredentials: [],
  keyCredentials: [],
  ...more,
})

/** Pages of two, the next one by its whole address. */
export const listed =
  (rows: readonly object[]): Route =>
  ({ query, base, path = '' }: Parameters<Route>[0] & { path?: string }) => {
    const from = Number(query.get('$skiptoken') ?? 0)
    const onward = new URLSearchParams([...query].filter(([name]) => name !== '$skiptoken').concat([['$skiptoken', String(from + 2)]]))
    const more = from + 2 < rows.length && { '@odata.nextLink': `${base}${path}?${onward}` }
    return { body: { ...more, value: rows.slice(from, from + 2) } }
  } // prettier-ignore

const at = (path: string, rows: readonly object[]): Record<string, Route> => ({
  [`GET ${path}`]: (asked) => listed(rows)(Object.assign({}, asked, { path })),
})

const federated = {
  id: 'f1',
  name: 'deploy',
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:acme/web:environment:production',
  audiences: ['api://AzureADTokenExchange'],
}

/** A tenant of a few applications: whole, with a canary wherever Graph could show a secret. */
export const tenant = {
  applications: [
    application('1', { passwordCredentials: [secret('a1')], keyCredentials: [certificate('b1')], federatedIdentityCredentials: [federated] }),
    application('2', { passwordCredentials: [secret('a2'), secret('a3')] }),
    application('3'),
  ] as object[],
  principals: [
    principal('f', { appId: graphApp, appRoles: [{ id: roleId, value: 'RoleManagement.ReadWrite.Directory', description: canary }] }),
    principal('1'),
    principal('2', { passwordCredentials: [secret('a4')] }),
  ] as object[],
  assignments: [{ appRoleId: roleId, resourceId: guid('df'), principalId: guid('d1') }] as object[],
  roles: [{ id: guid('5'), displayName: 'Global Administrator', isBuiltIn: true }] as object[],
  roleAssignments: [{ principalId: guid('d2'), roleDefinitionId: guid('5'), directoryScopeId: '/', principal: { '@odata.type': '#microsoft.graph.servicePrincipal' } }] as object[],
  members: [] as object[],
  grants: [{ clientId: guid('d2'), consentType: 'AllPrincipals', scope: 'openid Mail.Read' }] as object[],
  activity: [{ appId: guid('c1'), keyId: guid('a1'), signInActivity: { lastSignInDateTime: '2026-11-01T00:00:00Z' } }] as object[],
} // prettier-ignore
export type Tenant = typeof tenant

export const signedIn = { token_type: 'Bearer', expires_in: 3_599, access_token: `token-${canary}` }

/** Everything that a tenant answers. */
export function routesOf(changed: Partial<Tenant> = {}): Record<string, Route> {
  const of = { ...tenant, ...changed }
  return {
    'POST /acme.example/oauth2/v2.0/token': () => ({ body: signedIn }),
    ...at('/v1.0/applications', of.applications),
    ...at('/v1.0/servicePrincipals', of.principals),
    ...at(`/v1.0/servicePrincipals/${guid('d1')}/appRoleAssignments`, of.assignments),
    ...at(`/v1.0/servicePrincipals/${guid('d2')}/appRoleAssignments`, []),
    ...at('/v1.0/roleManagement/directory/roleDefinitions', of.roles),
    ...at('/v1.0/roleManagement/directory/roleAssignments', of.roleAssignments),
    ...at(`/v1.0/groups/${guid('6')}/transitiveMembers`, of.members),
    ...at('/v1.0/oauth2PermissionGrants', of.grants),
    ...at('/beta/reports/appCredentialSignInActivities', of.activity),
  }
}
