import { describe, expect, test } from 'vitest'
import { startEstate } from '../../estate/estate.ts'
import { Permissions, type Observation } from '../../model/sighting.ts'
import { rate } from '../../score/scope/rate.ts'
import { connectorOf } from '../registry.ts'
import { canary, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { application, graphApp, guid, listed, principal, routesOf, secret } from './testing/small-tenant.ts'

const [login, graph, arm] = ['https://login.example', 'https://graph.example', 'https://arm.example']
const credential = { clientSecret: `secret-${canary}` }
const [one, other, tenantId] = [guid('51'), guid('52'), guid('7')]
const roles = { owner: guid('0a'), reader: guid('0b'), own: guid('0c') }

const role = (id: string, roleName: string, actions: readonly string[], type = 'BuiltInRole') => ({ id: `/x/${id}`, name: id, properties: { roleName, type, description: canary, permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [] }] } }) // prettier-ignore
const given = (nth: number, to: string, of: string, scope: string, more: object = {}) => ({ id: `/a/${nth}`, properties: { roleDefinitionId: `/subscriptions/${one}/providers/Microsoft.Authorization/roleDefinitions/${of}`, principalId: to, principalType: 'ServicePrincipal', scope, description: canary, ...more } }) // prettier-ignore
const under = (id: string, what: string) => `/subscriptions/${id}/providers/Microsoft.Authorization/${what}`
const managementGroups = '/providers/Microsoft.Management/managementGroups'
const root = `${managementGroups}/${tenantId}`
const ofGroup = (name: string, what: string) => `${managementGroups}/${name}/providers/Microsoft.Authorization/${what}`
const group = (name: string) => ({ id: `${managementGroups}/${name}`, type: 'Microsoft.Management/managementGroups', name, properties: { tenantId, displayName: canary } }) // prettier-ignore

type Azure = { subscriptions: object[]; groups: object[]; roles: object[]; given: object[]; members: object[] }
/** Two subscriptions, a reader at the root, and one application with a role; the roles of the second are the same. */
const small: Azure = {
  subscriptions: [one, other].map((id) => ({ id: `/subscriptions/${id}`, subscriptionId: id, tenantId, displayName: id === one ? 'Production' : 'Staging', state: 'Enabled', note: canary })),
  groups: [group(tenantId), group('empty')],
  roles: [role(roles.owner, 'Owner', ['*']), role(roles.reader, 'Reader', ['*/read']), role(roles.own, 'Restarts', ['Microsoft.Compute/virtualMachines/restart/action'], 'CustomRole')],
  given: [given(1, guid('de'), roles.reader, root), given(2, guid('d1'), roles.owner, `/subscriptions/${one}`)],
  members: [],
} // prettier-ignore

function armRoutes(of: Azure): Record<string, Route> {
  const at = (path: string, rows: readonly object[]): Record<string, Route> => ({
    [`GET ${path}`]: (asked) => {
      const { body } = listed(rows)(Object.assign({}, asked, { path, base: arm })) as { body: { value: unknown; '@odata.nextLink'?: string } }
      return { body: { value: body.value, nextLink: body['@odata.nextLink'] ?? '' } }
    },
  })
  return {
    ...at('/subscriptions', of.subscriptions),
    ...at(managementGroups, of.groups),
    ...Object.assign({}, ...[tenantId, 'empty'].flatMap((name) => [at(ofGroup(name, 'roleDefinitions'), []), at(ofGroup(name, 'roleAssignments'), of.given.slice(0, 1))])) as Record<string, Route>,
    ...Object.assign({}, ...[one, other].flatMap((id) => [at(under(id, 'roleDefinitions'), of.roles), at(under(id, 'roleAssignments'), of.given)])) as Record<string, Route>,
  }
} // prettier-ignore

type Asked = { url: URL; body: string }
async function read(changed: Partial<Azure> = {}, routes: Record<string, Route> = {}, more: object = { armUrl: arm }) {
  const of = { ...small, ...changed }
  const apps = { applications: [application('1', { passwordCredentials: [secret('a1')] }), application('2', { passwordCredentials: [secret('a2')] })], principals: [principal('f', { appId: graphApp }), principal('1'), principal('2'), principal('e')], assignments: [], roleAssignments: [], grants: [], members: of.members }
  const inArm = { ...armRoutes(of), ...routes }
  const asked: Asked[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input))
    asked.push({ url, body: String(init?.body ?? '') })
    const all = url.origin === arm ? inArm : { ...routesOf(apps), ...routes }
    const said = all[`${init?.method} ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: String(init?.body ?? ''), base: url.origin })
    return new Response(JSON.stringify(said?.body ?? {}), { status: said ? (said.status ?? 200) : 404 })
  }
  const entra = await connectorOf('entra')
  const settings = entra.settings.parse({ tenant: 'acme.example', clientId: guid('ce'), loginUrl: login, graphUrl: graph, ...more })
  const world = { ...quietWorld(), fetch }
  const seen = await gather(entra.observe(settings, entra.credential.parse(credential), world, null))
  const checks = await entra.test(settings, entra.credential.parse(credential), world)
  return { seen, asked, checks, gaps: gapsOf(seen).map(({ object, why }) => [object, why]), may: (app: string) => mayOf(seen, app) }
} // prettier-ignore

function mayOf(seen: readonly Observation[], app: string): unknown {
  const found = seen.flatMap((each) => (each.see === 'token' && each.token.externalId.startsWith(`applications/${guid(app)}/`) ? [each.token.permissions] : []))[0]
  return found && found !== 'not-reported' ? found.stated : found
} // prettier-ignore

const assigned = (...assignments: object[]) => ({ names: [], within: 'tenant', azure: { assignments } })
const refused: Route = () => ({ status: 403, body: { error: { code: 'AuthorizationFailed', message: canary } } })

describe('roles in Azure', () => {
  test.each<[string, object[], object[], object]>([
    ['on a subscription', [given(2, guid('d1'), roles.owner, `/subscriptions/${one}`)], [], assigned({ role: roles.owner, on: 'subscription', resource: 'Production' })],
    ['on a resource group', [given(2, guid('d1'), roles.own, `/subscriptions/${other}/resourceGroups/web`)], [], assigned({ role: roles.own, on: 'resource group', resource: 'web in Staging' })],
    ['on a resource', [given(2, guid('d1'), roles.reader, `/subscriptions/${one}/resourceGroups/web/providers/Microsoft.Storage/storageAccounts/lake`)], [], assigned({ role: roles.reader, on: 'resource', resource: 'lake in web' })],
    ['on a management group', [given(2, guid('d1'), roles.reader, root)], [], assigned({ role: roles.reader, on: 'management group', resource: tenantId })],
    ['on everything', [given(2, guid('d1'), roles.owner, '/')], [], assigned({ role: roles.owner, on: 'tenant', resource: '/' })],
    ['on what nobody here knows', [given(2, guid('d1'), roles.owner, '/providers/Microsoft.Someday')], [], assigned({ role: roles.owner, on: 'tenant' })],
    ['of a subscription that is not shown', [given(2, guid('d1'), roles.owner, `/subscriptions/${guid('99')}`)], [], assigned({ role: roles.owner, on: 'subscription', resource: guid('99') })],
    ['under a condition', [given(2, guid('d1'), roles.owner, `/subscriptions/${one}`, { condition: 'only so' })], [], assigned({ role: roles.owner, on: 'subscription', resource: 'Production', condition: 'only so' })],
    ['by way of a group', [given(2, guid('6'), roles.owner, `/subscriptions/${one}`, { principalType: 'Group' })], [{ '@odata.type': '#microsoft.graph.servicePrincipal', id: guid('d1') }], assigned({ role: roles.owner, on: 'subscription', resource: 'Production' })],
    ['of somebody else, and none of its own', [given(2, guid('d2'), roles.owner, `/subscriptions/${one}`)], [], { names: [], within: 'tenant' }],
  ])('%s', async (_, more, members, wanted) => {
    const { may, gaps, seen } = await read({ given: [...small.given.slice(0, 1), ...more], members })
    expect(gaps).toEqual([])
    expect(may('1')).toMatchObject(wanted)
    expect(JSON.stringify(seen)).not.toContain(canary)
  }) // prettier-ignore

  test('are kept once each, with what the roles let one do', async () => {
    const { may, seen } = await read()
    expect(may('1')).toEqual({ names: [], within: 'tenant', azure: { assignments: [{ role: roles.owner, on: 'subscription', resource: 'Production' }], roles: { [roles.owner]: { name: 'Owner', custom: false, permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }] } } } })
    expect(may('2')).toEqual({ names: [], within: 'tenant' })
    expect(seen.filter(({ see }) => see === 'covered')).toContainEqual({ see: 'covered', object: 'Azure subscriptions', seen: 2 })
  }) // prettier-ignore

  test('that Azure does not describe are kept, without a word of what they let one do', async () => {
    const { may, seen } = await read({ given: [...small.given.slice(0, 1), given(2, guid('d1'), guid('0d'), `/subscriptions/${one}`)] })
    const stated = { names: [], within: 'tenant', azure: { assignments: [{ role: guid('0d'), on: 'subscription', resource: 'Production' }], roles: {} } }
    expect(may('1')).toStrictEqual(stated)
    expect(seen.some((each) => each.see === 'token' && !Permissions.safeParse(each.token.permissions).success)).toBe(false)
  }) // prettier-ignore

  test('on a management group without subscriptions are read as well', async () => {
    const own: Route = () => ({ body: { value: [given(9, guid('d2'), roles.owner, `${managementGroups}/empty`)] } })
    const { may, gaps } = await read({}, { [`GET ${ofGroup('empty', 'roleAssignments')}`]: own })
    expect(gaps).toEqual([])
    expect(may('2')).toMatchObject(assigned({ role: roles.owner, on: 'management group', resource: 'empty' }))
  })

  test.each<[string, Partial<Azure>, Record<string, Route>, readonly [string, string][]]>([
    ['are refused', {}, { [`GET ${managementGroups}`]: refused }, [['Azure management groups', 'not-permitted']]],
    ['show no root', { groups: [group('empty')] }, {}, []],
    ['have a name that leads elsewhere', { groups: [group(tenantId), group('..')] }, {}, [['Azure management groups', 'malformed']]],
    ['do not tell who has roles there', {}, { [`GET ${ofGroup('empty', 'roleAssignments')}`]: refused }, [['Azure role assignments', 'not-permitted']]],
    ['do not tell of their roles', {}, { [`GET ${ofGroup('empty', 'roleDefinitions')}`]: refused }, [['Azure role definitions', 'not-permitted']]],
  ])('in management groups that %s leave it untold what an application without any may do', async (_, changed, routes, wanted) => {
    const { may, gaps } = await read(changed, routes)
    expect(gaps).toEqual(wanted)
    expect(may('1')).toMatchObject({ names: ['roles in Azure: read where Standdown sees subscriptions'], azure: { assignments: [{ on: 'subscription' }] } })
    expect(may('2')).toBe('not-reported')
  }) // prettier-ignore

  test('are asked for with a token of Azure’s own, and its versions', async () => {
    const { asked } = await read()
    const scopes = asked.filter(({ url }) => url.origin === login).map(({ body }) => new URLSearchParams(body).get('scope'))
    expect(new Set(scopes)).toEqual(new Set([`${graph}/.default`, `${arm}/.default`]))
    const versions = asked.filter(({ url }) => url.origin === arm).map(({ url }) => [url.pathname, url.searchParams.get('api-version')] as const)
    const listings: Record<string, string> = { '/subscriptions': '2022-12-01', [managementGroups]: '2020-05-01' }
    expect(versions.filter(([path, version]) => version !== (listings[path] ?? '2022-04-01'))).toEqual([])
    const inGroups = asked.filter(({ url }) => url.pathname.startsWith(managementGroups) && url.pathname.endsWith('/roleAssignments')).map(({ url }) => url.searchParams.get('$filter'))
    expect(inGroups).toEqual(['atScope()', 'atScope()'])
    const ofRoles = asked.filter(({ url }) => url.origin === arm && url.pathname.endsWith('/roleDefinitions') && !url.searchParams.has('$skiptoken')).map(({ url }) => url.searchParams.get('$filter'))
    expect(ofRoles).toEqual([null, ...Array.from({ length: 3 }, () => "type eq 'CustomRole'")])
  }) // prettier-ignore

  test('are not asked for where no address is given, which is said of every application', async () => {
    const { asked, may, checks } = await read({}, {}, {})
    expect(asked.filter(({ url }) => url.origin === arm)).toEqual([])
    expect(may('1')).toBe('not-reported')
    expect(checks.some(({ permission }) => permission.includes('Azure'))).toBe(false)
  })

  test('that may be more than are seen leave it untold what an application without any may do', async () => {
    const { may, gaps } = await read({ given: small.given.slice(1) })
    expect(gaps).toEqual([])
    expect(may('1')).toMatchObject({
      names: ['roles in Azure: read where Standdown sees subscriptions'],
      azure: { assignments: [{ on: 'subscription' }] },
    })
    expect(may('2')).toBe('not-reported')
  })

  test.each([null, undefined, ''])('of what may be a group, since Azure does not tell (%j), leave it untold who else may have them', async (principalType) => {
    const { may, gaps } = await read({ given: [...small.given, given(3, guid('6'), roles.owner, `/subscriptions/${one}`, { principalType })] })
    expect(gaps).toEqual([])
    expect(may('1')).toMatchObject({ names: ['roles in Azure: read where Standdown sees subscriptions'] })
    expect(may('2')).toBe('not-reported')
  }) // prettier-ignore

  test.each<[string, Partial<Azure>, Record<string, Route>, readonly [string, string][]]>([
    ['no subscription is shown', { subscriptions: [] }, {}, [['Azure subscriptions', 'not-permitted']]],
    ['they are refused', {}, { 'GET /subscriptions': refused }, [['Azure subscriptions', 'not-permitted']]],
    ['the token is refused there', {}, { 'GET /subscriptions': () => ({ status: 401, body: {} }) }, [['Azure subscriptions', 'not-permitted']]],
    ['the answer is something else', {}, { 'GET /subscriptions': () => ({ body: { hello: canary } }) }, [['Azure subscriptions', 'malformed']]],
    ['the next page is elsewhere', {}, { 'GET /subscriptions': () => ({ body: { value: [], nextLink: 'https://elsewhere.example/subscriptions?x=1' } }) }, [['Azure subscriptions', 'inconsistent']]],
  ])('where %s, it is a gap, and the run goes on', async (_, changed, routes, wanted) => {
    const { gaps, may, asked, seen } = await read(changed, routes)
    expect(gaps).toEqual(wanted)
    expect([may('1'), may('2')]).toEqual(['not-reported', 'not-reported'])
    expect(asked.some(({ url }) => url.hostname === 'elsewhere.example')).toBe(false)
    expect(JSON.stringify(seen)).not.toContain(canary)
  }) // prettier-ignore

  test.each<[string, string, [string, string][]]>([
    ['assignments of one subscription', under(other, 'roleAssignments'), [['Azure role assignments', 'not-permitted']]],
    ['roles of one subscription', under(other, 'roleDefinitions'), [['Azure role definitions', 'not-permitted']]],
    ['members of a group', `/v1.0/groups/${guid('6')}/transitiveMembers`, [['Entra members of groups with roles', 'not-permitted']]],
  ])('%s that are refused are a gap, and what is not seen is not taken as nothing', async (_, path, wanted) => {
    const group = given(3, guid('6'), roles.owner, `/subscriptions/${one}`, { principalType: 'Group' })
    const { gaps, may } = await read({ given: [...small.given, group] }, { [`GET ${path}`]: refused })
    expect(gaps).toEqual(wanted)
    expect(may('1')).toMatchObject({ names: ['roles in Azure: read where Standdown sees subscriptions'], azure: { assignments: [{ resource: 'Production' }] } })
    expect(may('2')).toBe('not-reported')
  }) // prettier-ignore
})

test('a refusal in many subscriptions is told once', async () => {
  const many = Array.from({ length: 30 }, (_, nth) => guid(`6${nth}`))
  const { gaps, may } = await read({ subscriptions: many.map((id) => ({ subscriptionId: id, displayName: id, tenantId })) }, Object.fromEntries(many.map((id) => [`GET ${under(id, 'roleAssignments')}`, refused])))
  expect(gaps).toEqual([['Azure role definitions', 'not-found'], ['Azure role assignments', 'not-permitted']])
  expect(may('1')).toBe('not-reported')
}) // prettier-ignore

test('Azure that signs nobody in is a gap, and the run goes on', async () => {
  const says: Route = ({ body }) => (body.includes(encodeURIComponent(arm)) ? { status: 400, body: { error: 'invalid_resource', error_codes: [500011] } } : { body: { expires_in: 3_599, access_token: 'x' } })
  const { gaps, may, seen } = await read({}, { 'POST /acme.example/oauth2/v2.0/token': says })
  expect(gaps).toEqual([['Azure subscriptions', 'not-permitted']])
  expect(gapsOf(seen)[0]?.says).toContain('no such interface')
  expect(may('1')).toBe('not-reported')
}) // prettier-ignore

test.each<[string, Partial<Azure>, Record<string, Route>, string]>([
  ['granted', {}, {}, 'granted'],
  ['no subscription', { subscriptions: [] }, {}, 'missing'],
  ['a refusal', {}, { [`GET ${under(one, 'roleAssignments')}`]: refused }, 'missing'],
  ['a refused token', {}, { 'GET /subscriptions': () => ({ status: 401, body: {} }) }, 'missing'],
  ['no list', {}, { 'GET /subscriptions': () => ({ body: [canary] }) }, 'cannot-tell'],
])('the connection test with %s', async (_, changed, routes, state) => {
  const { checks } = await read(changed, routes)
  expect(checks.at(-1)).toMatchObject({ permission: expect.stringContaining('Azure') as string, state })
}) // prettier-ignore

test('the company’s application that nothing in the directory tells of is an owner', async () => {
  const estate = await startEstate({ tokens: 60, seed: 5, now: new Date('2026-11-24T00:00:00Z') })
  const { settings, credential: given } = estate.further.entra ?? { settings: {}, credential: null }
  const entra = await connectorOf('entra')
  const world = { ...quietWorld(), now: estate.control.now() }
  const seen = await gather(entra.observe(entra.settings.parse(settings), entra.credential.parse(given), world, null))
  const breadths = Object.fromEntries(seen.flatMap((each) => (each.see === 'token' ? [[each.token.workloadHint, rate(each.token.permissions, () => undefined)]] : []))) as Record<string, ReturnType<typeof rate>>
  expect(breadths['docs-site']).toMatchObject({ breadth: { level: 6, reach: 3 }, all: 1, grants: [{ service: 'azure', action: 'Owner', resource: 'subscription Production' }] })
  expect(breadths['customs-desk']?.breadth).toEqual({ level: 1, reach: 3 })
  expect(breadths['lake-export']?.grants.map(({ action }) => action)).toEqual(['Sites.Read.All', 'Storage Blob Data Reader'])
  await estate.close()
}) // prettier-ignore
