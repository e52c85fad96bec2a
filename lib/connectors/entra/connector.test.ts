import { describe, expect, test } from 'vitest'
import type { IssuerSighting, Observation, Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { application, certificate, guid, principal, routesOf, secret, type Tenant } from './testing/small-tenant.ts'

const settings = (base: string) => ({ tenant: 'acme.example', clientId: guid('1'), loginUrl: base, graphUrl: base })
const credential = { clientSecret: `secret-${canary}` }
const kinds = ['entra.client-secret', 'entra.certificate', 'entra.symmetric-key']
const foreign = (elsewhere: string) => ({ body: { value: [], '@odata.nextLink': `${elsewhere}/v1.0/applications?$skiptoken=x` } })
const goesOn = (path: string) => (n: number, base: string) => ({
  body: { value: [], '@odata.nextLink': `${base}${path}?$skiptoken=${n}` },
})
const listing = (path: string, object: string, of: readonly string[] = []) => ({ route: `GET ${path}`, object, kinds: of })
const endless = (path: string, object: string, of: readonly string[] = []) => ({
  ...listing(path, object, of),
  goesOn: goesOn(path),
  foreign,
})

conforms({
  kind: 'entra',
  settings,
  credential,
  routes: routesOf(),
  tokens: [
    `applications/${guid('1')}/keyCredentials/${guid('b1')}`,
    `applications/${guid('1')}/passwordCredentials/${guid('a1')}`,
    `applications/${guid('2')}/passwordCredentials/${guid('a2')}`,
    `applications/${guid('2')}/passwordCredentials/${guid('a3')}`,
    `servicePrincipals/${guid('d2')}/passwordCredentials/${guid('a4')}`,
  ],
  listings: [
    endless('/v1.0/applications', 'Entra applications', kinds),
    endless('/v1.0/servicePrincipals', 'Entra service principals', kinds),
    endless(`/v1.0/servicePrincipals/${guid('d1')}/appRoleAssignments`, 'Entra application permissions'),
    listing('/v1.0/roleManagement/directory/roleDefinitions', 'Entra role definitions'),
    listing('/v1.0/roleManagement/directory/roleAssignments', 'Entra directory roles'),
    listing('/v1.0/oauth2PermissionGrants', 'Entra delegated permissions'),
    endless('/beta/reports/appCredentialSignInActivities', 'Entra credential sign-ins'),
  ],
})

async function read(changed: Partial<Tenant>, routes: Record<string, Route> = {}): Promise<Observation[]> {
  const all = { ...routesOf(changed), ...routes }
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', server.url)
    const said = all[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base: server.url })
    response.writeHead(said ? (said.status ?? 200) : 404, { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const entra = await connectorOf('entra')
  try {
    return await gather(entra.observe(entra.settings.parse(settings(server.url)), entra.credential.parse(credential), quietWorld(), null))
  } finally {
    await server.close()
  }
}
const tokensOf = (seen: readonly Observation[]): Sighting[] => seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))
const namesOf = (token: Sighting | undefined) =>
  token && token.permissions !== 'not-reported' ? token.permissions.stated : token?.permissions

describe('a credential', () => {
  const one = (held: object, more: object = {}, is = 'passwordCredentials') => ({ applications: [application('1', { [is]: [held], ...more })] })
  test.each<[string, Partial<Tenant>, object]>([
    ['a secret', one(secret('a1')), { kind: 'entra.client-secret', name: 'app 1: secret a1', binding: 'bearer', lifecycle: 'active', issuedAt: new Date('2026-01-01'), expires: { fixed: new Date('2027-01-01') }, lastUsed: { at: new Date('2026-11-01') }, ownerHints: [{ how: 'email', value: 'ana@acme.example' }], workloadHint: 'app 1' }],
    ['without a name', one(secret('a1', { displayName: null })), { name: 'app 1' }],
    ['of an application without a name', one(secret('a1', { displayName: null }), { displayName: null }), { name: guid('c1'), tags: { 'application id': guid('c1') } }],
    ['without an end', one(secret('a1', { endDateTime: null })), { expires: 'never' }],
    ['that ends in the year 9999', one(secret('a1', { endDateTime: '9999-12-31T23:59:59Z' })), { expires: 'never' }],
    ['that ends in the year 2299', one(secret('a1', { endDateTime: '2299-12-31T00:00:00Z' })), { expires: { fixed: new Date('2299-12-31') } }],
    ['that is over', one(secret('a1', { endDateTime: '2026-11-23T00:00:00Z' })), { lifecycle: 'expired' }],
    ['without a beginning', one(secret('a1', { startDateTime: null })), { issuedAt: 'not-reported' }],
    ['that begins tomorrow', one(secret('a1', { startDateTime: '2026-11-25T00:00:00Z' })), { issuedAt: 'not-reported' }],
    ['that is not in the report', one(secret('a7')), { lastUsed: 'not-reported' }],
    ['that the report has never seen', { ...one(secret('a1')), activity: [{ appId: guid('c1'), keyId: guid('a1'), signInActivity: { lastSignInDateTime: '0001-01-01T00:00:00Z', lastNonInteractiveSignInDateTime: null } }] }, { lastUsed: 'not-reported' }],
    ['whose latest of several sign-ins counts', { ...one(secret('a1')), activity: [{ appId: guid('c1'), keyId: guid('a1'), signInActivity: { lastSignInDateTime: '2026-05-01T00:00:00Z', lastNonInteractiveSignInDateTime: '2026-06-01T00:00:00Z' } }] }, { lastUsed: { at: new Date('2026-06-01') } }],
    ['of the same id in another application', { ...one(secret('a1')), activity: [{ appId: guid('c2'), keyId: guid('a1'), signInActivity: { lastSignInDateTime: '2026-05-01T00:00:00Z' } }] }, { lastUsed: 'not-reported' }],
    ['a certificate', one(certificate('b1'), {}, 'keyCredentials'), { kind: 'entra.certificate', binding: 'keyed-asym', tags: { thumbprint: 'A1B2' } }],
    ['a certificate, its thumbprint as Graph writes it', one(certificate('b1', { customKeyIdentifier: 'ZEPpP/+KJe2fVDBNaPNOTDoJMac=' }), {}, 'keyCredentials'), { tags: { thumbprint: '6443E93FFF8A25ED9F54304D68F34E4C3A0931A7' } }],
    ['a key of another sort', one(certificate('b1', { type: 'Symmetric', customKeyIdentifier: null }), {}, 'keyCredentials'), { kind: 'entra.symmetric-key', binding: 'not-reported' }],
    ['of one that may not sign in', { ...one(secret('a1')), principals: [principal('1', { accountEnabled: false })] }, { lifecycle: 'disabled' }],
    ['of one that other tenants may have let in', { ...one(secret('a1'), { signInAudience: 'AzureADMultipleOrgs' }), principals: [principal('1', { accountEnabled: false })] }, { lifecycle: 'active', tags: { 'sign-in audience': 'AzureADMultipleOrgs' } }],
    ['without a service principal', { ...one(secret('a1')), principals: [] }, { permissions: { stated: { names: [] } }, tags: { 'service principal': 'none in this tenant' } }],
    ['without one, though other tenants may have', { ...one(secret('a1'), { signInAudience: 'AzureADMultipleOrgs' }), principals: [] }, { permissions: 'not-reported' }],
    ['without owners', one(secret('a1'), { owners: null }), { ownerHints: [] }],
    ['of a guest without an address', one(secret('a1'), { owners: [{ '@odata.type': '#microsoft.graph.user', displayName: 'Gia', mail: null, userPrincipalName: 'gia_x.example#EXT#@acme.example' }] }), { ownerHints: [{ how: 'name', value: 'Gia' }] }],
    ['of an owner whom Graph does not name', one(secret('a1'), { owners: [{ '@odata.type': '#microsoft.graph.user', displayName: null, mail: null, userPrincipalName: null }] }), { ownerHints: [], tags: { 'owners without a name': expect.stringMatching(/^1, .*User.ReadBasic.All/) as string } }],
    ['of owners of either sort whom Graph does not name', one(secret('a1'), { owners: ['user', 'servicePrincipal', 'servicePrincipal'].map((sort) => ({ '@odata.type': `#microsoft.graph.${sort}`, displayName: null })) }), { ownerHints: [], tags: { 'owners without a name': expect.stringMatching(/^1, .*User.ReadBasic.All/) as string, 'owning applications without a name': '2' } }],
    ['owned by an application', one(secret('a1'), { owners: [{ '@odata.type': '#microsoft.graph.servicePrincipal', displayName: 'terraform' }] }), { ownerHints: [], tags: { 'owning applications': 'terraform' } }],
  ])('%s', async (_, changed, wanted) => {
    const seen = await read({ principals: routesDefault, ...changed })
    expect(gapsOf(seen)).toEqual([])
    expect(tokensOf(seen).find(({ externalId }) => externalId.startsWith('applications/'))).toMatchObject(wanted)
  })
  const routesDefault = [principal('f', { appId: '00000003-0000-0000-c000-000000000000', appRoles: [{ id: guid('e0'), value: 'RoleManagement.ReadWrite.Directory' }] }), principal('1')]

  test.each([
    ['without an id', { keyId: null }],
    ['made before time', { startDateTime: '0001-01-01T00:00:00Z' }],
    ['that ends at a word', { endDateTime: 'never ever' }],
  ])('%s is a gap, no credential, and no end of any', async (_, more) => {
    const seen = await read(one(secret('a1', more)))
    expect(tokensOf(seen).map(({ externalId }) => externalId)).toEqual([`servicePrincipals/${guid('d2')}/passwordCredentials/${guid('a4')}`])
    expect(gapsOf(seen)).toMatchObject([{ object: 'Entra application credentials', why: 'malformed' }])
    expect(seen.some((each) => each.see === 'covered' && each.kinds?.includes('entra.client-secret'))).toBe(false)
  })

  test('with which Entra ID signs itself, which it encrypts for, or which Azure holds, is none', async () => {
    const saml = principal('8', { keyCredentials: [certificate('b8', { usage: 'Sign', type: 'X509CertAndPassword' }), certificate('b9')], passwordCredentials: [secret('b8')] })
    const managed = principal('9', { servicePrincipalType: 'ManagedIdentity', keyCredentials: [certificate('b7')] })
    const decrypts = application('1', { keyCredentials: [certificate('b6', { usage: 'Encrypt' })] })
    expect(tokensOf(await read({ applications: [decrypts], principals: [saml, managed] }))).toEqual([])
  })
}) // prettier-ignore

describe('what an application may do', () => {
  const only = { applications: [application('1', { passwordCredentials: [secret('a1')] })] }
  const names = async (changed: Partial<Tenant>, routes: Record<string, Route> = {}) => namesOf(tokensOf(await read({ ...only, ...changed }, routes)).find(({ externalId }) => externalId.startsWith('applications/')))
  const roleOf = (resource: object) => ({ principals: [principal('1'), principal('f', { appRoles: [{ id: guid('e0'), value: 'Orders.Process' }], ...resource })] })
  const holds = (more: object) => ({ roleAssignments: [{ principalId: guid('d1'), roleDefinitionId: guid('5'), directoryScopeId: '/', principal: { '@odata.type': '#microsoft.graph.servicePrincipal' }, ...more }], assignments: [] })
  const refused: Route = () => ({ status: 403, body: {} })

  test.each<[string, Partial<Tenant>, readonly string[]]>([
    ['a permission of Graph', {}, ['RoleManagement.ReadWrite.Directory']],
    ['of an interface of its own', roleOf({ displayName: 'Orders', appId: guid('cf') }), ['API Orders: Orders.Process']],
    ['of another of Microsoft’s', roleOf({ displayName: 'Defender', appOwnerOrganizationId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' }), ['Microsoft API Defender: Orders.Process']],
    ['of Exchange', roleOf({ appId: '00000002-0000-0ff1-ce00-000000000000' }), ['Exchange: Orders.Process']],
    ['of an interface that is not there', { principals: [principal('1')] }, [`a permission that is not described: ${guid('e0')}`]],
    ['an administrator', holds({}), ['role: Global Administrator']],
    ['an administrator of a part', holds({ directoryScopeId: '/administrativeUnits/x' }), ['role in part: Global Administrator']],
    ['a role of the tenant’s own', { ...holds({}), roles: [{ id: guid('5'), displayName: 'Global Administrator', isBuiltIn: false }] }, ['role: Global Administrator (custom)']],
    ['by way of a group', { ...holds({ principalId: guid('6'), principal: { '@odata.type': '#microsoft.graph.group' } }), members: [{ '@odata.type': '#microsoft.graph.servicePrincipal', id: guid('d1') }] }, ['role: Global Administrator']],
    ['whoever signs in', { assignments: [], grants: [{ clientId: guid('d1'), consentType: 'AllPrincipals', scope: ' openid  Mail.Read' }] }, ['delegated: Mail.Read', 'delegated: openid']],
  ])('%s', async (_, changed, wanted) => expect(await names(changed)).toEqual({ names: [...wanted, 'roles in Azure: not read'].sort(), within: 'tenant' }))
  test('nothing that is seen, it is not known', async () => expect(await names({ assignments: [] })).toBe('not-reported'))

  test.each<[string, string, string]>([
    ['its own permissions', `/v1.0/servicePrincipals/${guid('d1')}/appRoleAssignments`, 'application permissions that could not be read'],
    ['directory roles', '/v1.0/roleManagement/directory/roleAssignments', 'directory roles that could not be read'],
    ['delegated permissions', '/v1.0/oauth2PermissionGrants', 'delegated permissions that could not be read'],
  ])('%s that are refused count, and are a gap', async (_, path, wanted) => {
    expect(await names({}, { [`GET ${path}`]: refused })).toMatchObject({ names: expect.arrayContaining([wanted]) as string[] })
  })
  test('members of a group that are refused leave every role untold', async () => {
    const group = holds({ principalId: guid('6'), principal: { '@odata.type': '#microsoft.graph.group' } })
    expect(await names(group, { [`GET /v1.0/groups/${guid('6')}/transitiveMembers`]: refused })).toMatchObject({ names: ['directory roles that could not be read', 'roles in Azure: not read'] })
  })
}) // prettier-ignore

test('a report that the tenant’s licence does not have is no gap', async () => {
  const body = { error: { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', message: canary } }
  const seen = await read({}, { 'GET /beta/reports/appCredentialSignInActivities': () => ({ status: 403, body }) })
  expect(gapsOf(seen)).toEqual([])
  expect(tokensOf(seen).map(({ lastUsed }) => lastUsed)).toEqual(Array.from({ length: 5 }, () => 'not-reported'))
})

test('where no such report is offered, in national clouds, none is asked for', async () => {
  const base = 'https://graph.microsoft.us'
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input))
    asked.push(url.pathname)
    const said = routesOf()[`${init?.method} ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base })
    return new Response(JSON.stringify(said?.body), { status: said ? 200 : 404 })
  }
  const entra = await connectorOf('entra')
  const to = entra.settings.parse({ ...settings(base), loginUrl: 'https://login.microsoftonline.us' })
  const seen = await gather(entra.observe(to, entra.credential.parse(credential), { ...quietWorld(), fetch }, null))
  expect(gapsOf(seen)).toEqual([])
  expect([tokensOf(seen).length, asked.some((one) => one.startsWith('/beta'))]).toEqual([5, false])
})

test('a federated credential is an issuer: who may come, and what for', async () => {
  const issuers = (await read({})).flatMap((one): IssuerSighting[] => (one.see === 'issuer' ? [one.issuer] : []))
  expect(issuers).toMatchObject([
    {
      kind: 'entra.federated-credential',
      name: 'app 1: deploy',
      trusts: ['https://token.actions.githubusercontent.com repo:acme/web:environment:production'],
      permissions: { stated: { names: ['RoleManagement.ReadWrite.Directory', 'roles in Azure: not read'] } },
      tags: { audiences: 'api://AzureADTokenExchange' },
    },
  ])
})
