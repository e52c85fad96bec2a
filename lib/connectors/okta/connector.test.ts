import { describe, expect, test } from 'vitest'
import type { Json } from '../../model/json.ts'
import type { Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer, type SmallServer } from '../testing/small-server.ts'
import { secondsOf } from './api-tokens.ts'

const token = (id: string, more: object = {}) => ({
  id,
  name: id,
  userId: '00u1',
  clientName: 'Okta API',
  tokenWindow: 'P30D',
  network: { connection: 'ANYWHERE' },
  created: '2025-01-01T00:00:00.000Z',
  lastUpdated: '2026-11-23T10:00:00.000Z',
  expiresAt: '2026-12-23T10:00:00.000Z',
  token: canary,
  ...more,
})
const app = (id: string, oauth: object = {}, credentials: object = {}, more: object = {}) => ({
  id,
  label: `app ${id}`,
  status: 'ACTIVE',
  signOnMode: 'OPENID_CONNECT',
  credentials: { oauthClient: { client_id: id, token_endpoint_auth_method: 'client_secret_basic', client_secret: canary, ...credentials } },
  settings: {
    oauthClient: { application_type: 'service', grant_types: ['client_credentials'], dpop_bound_access_tokens: false, ...oauth },
  },
  ...more,
})
const saml = { id: '0oaSaml', label: 'Saml', status: 'ACTIVE', signOnMode: 'SAML_2_0', settings: { signOn: { attributeStatements: [] } }, credentials: { signing: { kid: canary } } } // prettier-ignore
const secret = (id: string, more: object = {}) => ({ id, status: 'ACTIVE', client_secret: canary, secret_hash: canary, created: '2025-06-01T00:00:00Z', ...more }) // prettier-ignore
const key = (id: string, more: object = {}) => ({ id, kid: `kid-${id}`, kty: 'RSA', use: 'sig', status: 'ACTIVE', created: '2026-01-01T00:00:00Z', n: canary, e: canary, ...more }) // prettier-ignore
const refresh = (id: string, more: object = {}) => ({ id, status: 'ACTIVE', created: '2026-10-01T00:00:00Z', expiresAt: '2026-12-01T00:00:00Z', scopes: ['openid', 'offline_access'], userId: '00u2', issuer: 'https://acme.okta.com', value: canary, ...more }) // prettier-ignore

/** A list in pages of two, as Okta's go on: `after` is opaque, and it links to itself too. */
const listed =
  (rows: readonly object[], path: string): Route =>
  ({ query, base }) => {
    const from = Number((query.get('after') ?? 'p0').slice(1))
    const self = `<${base}${path}>; rel="self"`
    const link = from + 2 < rows.length ? `${self}, <${base}${path}?limit=2&after=p${from + 2}>; rel="next"` : self
    return { body: rows.slice(from, from + 2), headers: { link, 'x-rate-limit-remaining': '599' } }
  }
const list = (path: string, rows: readonly object[]) => ({ [`GET ${path}`]: listed(rows, path) })
const whole = (path: string, body: unknown) => ({ [`GET ${path}`]: () => ({ body }) })

const routes: Readonly<Record<string, Route>> = {
  ...list('/api/v1/api-tokens', [token('00T1'), token('00T2', { userId: '00u2', network: { connection: 'ZONE', include: ['nz1'] } })]),
  ...whole('/api/v1/users/00u1', { id: '00u1', status: 'ACTIVE', profile: { login: 'ana', email: 'ana@acme.example', mobilePhone: canary } }),
  ...whole('/api/v1/users/00u2', { id: '00u2', status: 'DEPROVISIONED', profile: { login: 'bo@acme.example' }, credentials: canary }),
  ...list('/api/v1/users/00u1/roles', [{ id: 'r1', type: 'SUPER_ADMIN', label: 'Super', status: 'ACTIVE' }, { id: 'r2', type: 'REPORT_ADMIN', status: 'INACTIVE' }]),
  ...list('/api/v1/users/00u2/roles', [{ id: 'r3', type: 'CUSTOM', label: 'Helper', role: 'cr1' }]),
  ...whole('/api/v1/iam/roles/cr1/permissions', { permissions: [{ label: 'okta.users.read', conditions: canary }] }),
  ...list('/api/v1/zones', [{ id: 'nz1', type: 'IP', status: 'ACTIVE', gateways: [{ type: 'CIDR', value: '203.0.113.0/24' }], proxies: [canary] }]),
  ...list('/api/v1/apps', [app('0oa1'), saml, app('0oa2', { dpop_bound_access_tokens: true }, { token_endpoint_auth_method: 'private_key_jwt' }), app('0oa3', { application_type: 'native', grant_types: ['refresh_token'] }, { token_endpoint_auth_method: 'none' })]),
  ...list('/api/v1/apps/0oa1/grants', [{ id: 'g1', scopeId: 'okta.users.manage', status: 'ACTIVE' }, { id: 'g2', scopeId: 'okta.logs.read', status: 'REVOKED' }, { id: 'g3', scopeId: 'okta.groups.read', status: 'ACTIVE' }]),
  ...list('/api/v1/apps/0oa2/grants', [{ id: 'g4', scopeId: 'okta.users.read' }]),
  ...list('/oauth2/v1/clients/0oa1/roles', [{ id: 'r4', type: 'USER_ADMIN' }]),
  ...list('/oauth2/v1/clients/0oa2/roles', []),
  ...list('/api/v1/apps/0oa1/credentials/secrets', [secret('ocs1'), secret('ocs2', { status: 'INACTIVE' }), secret('ocs3')]),
  ...whole('/api/v1/apps/0oa2/credentials/jwks', { keys: [key('pks1'), key('pks2', { use: 'enc' })] }),
  ...list('/api/v1/apps/0oa3/tokens', [refresh('oar1'), refresh('oar2'), refresh('oar3')]),
} // prettier-ignore

const settings = (base: string) => ({ orgUrl: base })
const credential = { token: `00${canary}` }

const endless = (row: (n: number) => object, path: string) => (n: number, base: string) => ({
  body: [row(n)],
  headers: { link: `<${base}${path}?after=same>; rel="next"` },
})
const foreign = (elsewhere: string) => ({ body: [], headers: { link: `<${elsewhere}/api/v1/apps?after=x>; rel="next"` } })

conforms({
  kind: 'okta',
  settings,
  credential,
  routes,
  tokens: ['00T1', '00T2', 'oar1', 'oar2', 'oar3', 'ocs1', 'ocs2', 'ocs3', 'pks1'],
  listings: [
    { route: 'GET /api/v1/api-tokens', object: 'Okta API tokens', kinds: ['okta.api-token'] },
    {
      route: 'GET /api/v1/apps',
      object: 'Okta apps',
      kinds: ['okta.client-secret', 'okta.client-key', 'okta.refresh-token'],
      goesOn: endless((n) => ({ ...saml, id: `0oa${n}` }), '/api/v1/apps'),
      foreign,
    },
    { route: 'GET /api/v1/apps/0oa1/credentials/secrets', object: 'Okta client secrets', kinds: ['okta.client-secret'], foreign },
    { route: 'GET /api/v1/apps/0oa2/credentials/jwks', object: 'Okta client keys', kinds: ['okta.client-key'] },
    {
      route: 'GET /api/v1/apps/0oa3/tokens',
      object: 'Okta refresh tokens',
      kinds: ['okta.refresh-token'],
      goesOn: endless((n) => refresh(`oar${n}`), '/api/v1/apps/0oa3/tokens'),
    },
    { route: 'GET /api/v1/apps/0oa1/grants', object: 'Okta scope grants', kinds: [], foreign },
    { route: 'GET /api/v1/users/00u1/roles', object: 'Okta admin roles', kinds: [] },
  ],
})

async function serve(changed: Readonly<Record<string, Route>>): Promise<SmallServer> {
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const said = { ...routes, ...changed }[`GET ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base: server.url })
    response
      .writeHead(said ? (said.status ?? 200) : 404, { 'content-type': 'application/json', ...said?.headers })
      .end(JSON.stringify(said?.body ?? {}))
  })
  return server
}

async function pull({ url }: SmallServer, cursor: Json = null) {
  const okta = await connectorOf('okta')
  return gather(okta.observe(okta.settings.parse(settings(url)), credential, quietWorld(), cursor))
}

async function observed(changed: Readonly<Record<string, Route>>) {
  const server = await serve(changed)
  const seen = await pull(server)
  await server.close()
  return seen
}

test('what could not be read is told before the place where a killed run goes on, and the rest of the run does not claim to have seen it', async () => {
  const server = await serve({ 'GET /api/v1/apps/0oa1/credentials/secrets': () => ({ status: 403 }) })
  const first = await pull(server)
  const at = first.findIndex((one) => one.see === 'mark' && (one.cursor as { page?: number }).page === 1)
  const told = first.slice(0, at).flatMap((one) => (one.see === 'gap' ? [one.gap.object] : []))
  expect(told).toEqual(['Okta client secrets'])
  expect(
    first.filter((one) => one.see === 'gap'),
    'it is told once',
  ).toHaveLength(1)
  const mark = first[at]
  const rest = await pull(server, mark?.see === 'mark' ? mark.cursor : null)
  await server.close()
  expect(gapsOf(rest)).toEqual([])
  const covered = rest.flatMap((one) => (one.see === 'covered' ? (one.kinds ?? []) : []))
  expect(covered).not.toContain('okta.client-secret')
})

async function sighting(id: string, changed: Readonly<Record<string, Route>> = {}): Promise<Sighting | undefined> {
  return (await observed(changed)).flatMap((one) => (one.see === 'token' && one.token.externalId === id ? [one.token] : []))[0]
}

describe('an API token', () => {
  const at = (more: object) => list('/api/v1/api-tokens', [token('00T9', more)])
  const zones = (...gateways: object[]) => list('/api/v1/zones', [{ id: 'nz1', type: 'IP', status: 'ACTIVE', gateways }])
  const zoned = at({ network: { connection: 'ZONE', include: ['nz1'] } })
  const month = 30 * 86_400
  test.each<[string, Readonly<Record<string, Route>>, object]>([
    ['of a super administrator, used within its window', at({}), { kind: 'okta.api-token', lifecycle: 'active', expires: { slidingSeconds: month }, lastUsed: { at: new Date('2026-11-23T10:00:00Z') }, issuedAt: new Date('2025-01-01T00:00:00Z'), permissions: { scheme: 'okta.roles', stated: { names: ['SUPER_ADMIN'], within: 'organisation' } }, ownerHints: [{ how: 'email', value: 'ana@acme.example' }], tags: { 'user status': 'ACTIVE' } }],
    ['never used: its end was never put off', at({ created: '2026-11-20T00:00:00Z', expiresAt: '2026-12-20T00:00:00Z' }), { lastUsed: 'never' }],
    ['without a window', at({ tokenWindow: null }), { expires: 'not-reported', lastUsed: 'not-reported' }],
    ['with a window in months', at({ tokenWindow: 'P1M' }), { expires: 'not-reported', lastUsed: 'not-reported' }],
    ['without an end', at({ expiresAt: null }), { expires: { slidingSeconds: month }, lastUsed: 'not-reported' }],
    ['without dates', at({ created: null, expiresAt: undefined }), { issuedAt: 'not-reported', lastUsed: 'not-reported' }],
    ['without a name and a user', at({ name: null, userId: null }), { name: '00T9', ownerHints: [], permissions: 'not-reported' }],
    ['of a user who was deactivated, with a custom role', at({ userId: '00u2' }), { lifecycle: 'disabled', ownerHints: [{ value: 'bo@acme.example' }], permissions: { stated: { names: ['okta.users.read'] } }, tags: { 'user status': 'DEPROVISIONED' } }],
    ['of a user with a custom role that cannot be looked into', { ...at({ userId: '00u2' }), ...whole('/api/v1/iam/roles/cr1/permissions', 7) }, { permissions: { stated: { names: ['custom role Helper'] } } }],
    ['of a user without a role', { ...at({}), ...list('/api/v1/users/00u1/roles', []) }, { permissions: { stated: { names: [] } } }],
    ['of a user whose roles are refused', { ...at({}), 'GET /api/v1/users/00u1/roles': () => ({ status: 403 }) }, { permissions: 'not-reported' }],
    ['of a user of whose roles one cannot be read', { ...at({}), ...list('/api/v1/users/00u1/roles', [{ type: 'REPORT_ADMIN' }, { type: 7 }]) }, { permissions: 'not-reported' }],
    ['of a user with a custom role of whose permissions one cannot be read', { ...at({ userId: '00u2' }), ...whole('/api/v1/iam/roles/cr1/permissions', { permissions: [{ label: 'okta.users.read' }, {}] }) }, { permissions: { stated: { names: ['custom role Helper'] } } }],
    ['limited to a zone', { ...zoned, ...zones({ type: 'CIDR', value: '203.0.113.0/24' }) }, { controls: { networkConfined: true } }],
    ['limited to a zone of a range', { ...zoned, ...zones({ type: 'RANGE', value: '203.0.113.1-203.0.113.9' }) }, { controls: { networkConfined: true } }],
  ])('%s', async (_, changed, wanted) => expect(await sighting('00T9', changed)).toMatchObject(wanted))

  test.each<[string, Readonly<Record<string, Route>>]>([
    ['a zone that is as wide as the internet', { ...zoned, ...zones({ type: 'CIDR', value: '0.0.0.0/0' }) }],
    ['a range that is', { ...zoned, ...zones({ type: 'RANGE', value: '1.0.0.0-223.255.255.255' }) }],
    ['a range in IPv6, whose width is not counted', { ...zoned, ...zones({ type: 'RANGE', value: '2001:db8::1-2001:db8::9' }) }],
    ['a zone without addresses', { ...zoned, ...zones() }],
    ['a zone that is not there', { ...zoned, ...list('/api/v1/zones', []) }],
    ['a zone by country', { ...zoned, ...list('/api/v1/zones', [{ id: 'nz1', type: 'DYNAMIC', status: 'ACTIVE', locations: [] }]) }],
    ['zones that may not be read', { ...zoned, 'GET /api/v1/zones': () => ({ status: 403 }) }],
    ['zones it may not be used from', at({ network: { connection: 'ZONE', exclude: ['nz1'] } })],
  ])('%s confines nobody', async (_, changed) => expect((await sighting('00T9', changed))?.controls).toBeUndefined())

  test.each([
    ['made before time', { created: 'yesterday' }],
    ['whose id is a path', { id: '../users' }],
  ])('%s is a gap and no token', async (_, more) => expect(await sighting('00T9', at(more))).toBeUndefined())
}) // prettier-ignore

test.each([
  ['P30D', 2_592_000],
  ['P1W', 604_800],
  ['PT720H', 2_592_000],
  ['P1DT1H1M1S', 90_061],
  ['P1M', null],
  ['P', null],
  ['PT0S', null],
  ['30D', null],
  ['', null],
  [null, null],
])('a window of %s', (duration, seconds) => expect(secondsOf(duration)).toBe(seconds))

describe('what an app holds', () => {
  const bare = { 'GET /api/v1/apps/0oa1/grants': () => ({ body: [] }) }
  const one = (oauth: object, credentials: object = {}, more: object = {}) => list('/api/v1/apps', [app('0oa1', oauth, credentials, more)])
  const jwks = (...keys: object[]) => whole('/api/v1/apps/0oa1/credentials/jwks', { keys })
  const signing = { token_endpoint_auth_method: 'private_key_jwt' }
  const refreshed = { grant_types: ['refresh_token'] }
  const its = (...rows: object[]) => list('/api/v1/apps/0oa1/tokens', rows)
  test.each<[string, string, Readonly<Record<string, Route>>, object | undefined]>([
    ['a secret', 'ocs1', {}, { kind: 'okta.client-secret', binding: 'bearer', lifecycle: 'active', expires: 'never', lastUsed: 'not-reported', workloadHint: 'app 0oa1', permissions: { scheme: 'okta.scopes', stated: { names: ['okta.groups.read', 'okta.users.manage'], roles: ['USER_ADMIN'] } }, tags: { 'app id': '0oa1', dpop: 'not required', 'admin roles': 'USER_ADMIN' } }],
    ['a secret that is switched off', 'ocs2', {}, { lifecycle: 'disabled' }],
    ['a secret of an app that is switched off', 'ocs1', one({}, {}, { status: 'INACTIVE' }), { lifecycle: 'disabled' }],
    ['a secret that signs', 'ocs1', one({}, { token_endpoint_auth_method: 'client_secret_jwt' }), { binding: 'keyed-hmac' }],
    ['a secret of an app that does not say how it signs in', 'ocs1', { ...one({}, { token_endpoint_auth_method: null }), ...jwks() }, { binding: 'not-reported' }],
    ['a secret of an app without any of Okta’s scopes', 'ocs1', bare, { permissions: 'not-reported' }],
    ['a secret of an app whose grants are refused', 'ocs1', { 'GET /api/v1/apps/0oa1/grants': () => ({ status: 403 }) }, { permissions: 'not-reported' }],
    ['a secret of an app of whose grants one cannot be read', 'ocs1', list('/api/v1/apps/0oa1/grants', [{ scopeId: 'okta.logs.read' }, {}]), { permissions: 'not-reported' }],
    ['a secret of an app whose roles are refused', 'ocs1', { 'GET /oauth2/v1/clients/0oa1/roles': () => ({ status: 403 }) }, { permissions: { stated: { roles: null } } }],
    ['a secret of an app that signs in by a key opens nothing', 'ocs1', { ...one({}, signing), ...jwks(key('pks9')) }, undefined],
    ['a key', 'pks1', {}, { kind: 'okta.client-key', binding: 'keyed-asym', tags: { 'key id': 'pks1', dpop: 'required' } }],
    ['a key whose app says nothing of DPoP', 'pks9', { ...one({ dpop_bound_access_tokens: undefined }, signing), ...jwks(key('pks9')) }, { binding: 'keyed-asym', tags: expect.not.objectContaining({ dpop: expect.anything() as unknown }) as unknown }],
    ['a key without an id of its own', '0oa1:kid-pks9', { ...one({}, signing), ...jwks({ ...key('pks9'), id: undefined }) }, { displayId: 'kid-pks9' }],
    ['a key that encrypts', 'pks2', {}, undefined],
    ['a refresh token', 'oar1', {}, { kind: 'okta.refresh-token', binding: 'bearer', expires: { fixed: new Date('2026-12-01T00:00:00Z') }, ownerHints: [{ how: 'handle', value: 'okta:00u2' }], permissions: { stated: { names: ['offline_access', 'openid'], within: 'user', roles: null } } }],
    ['a refresh token bound by DPoP', 'oar9', { ...one({ ...refreshed, dpop_bound_access_tokens: true }), ...its(refresh('oar9')) }, { binding: 'pop-app', popVerified: true }],
    ['a refresh token of which that is not said', 'oar9', { ...one({ ...refreshed, dpop_bound_access_tokens: null }), ...its(refresh('oar9')) }, { binding: 'not-reported', popVerified: 'not-reported' }],
    ['a refresh token that was revoked, without scopes and end', 'oar9', { ...one(refreshed), ...its(refresh('oar9', { status: 'REVOKED', scopes: null, expiresAt: null, userId: null })) }, { lifecycle: 'revoked', expires: 'not-reported', permissions: 'not-reported', ownerHints: [] }],
  ])('%s', async (_, id, changed, wanted) => {
    const seen = await sighting(id, changed)
    if (wanted) expect(seen).toMatchObject(wanted)
    else expect(seen).toBeUndefined()
  })

  test.each<[string, object, object, object]>([
    ['with DPoP', { dpop_bound_access_tokens: true }, signing, { mintedBinding: 'pop-app', maxLifeSeconds: 3_600 }],
    ['without', {}, {}, { mintedBinding: 'bearer' }],
    ['that does not say', { dpop_bound_access_tokens: undefined }, {}, { mintedBinding: 'not-reported' }],
    ['whose keys are elsewhere', { jwks_uri: 'https://acme.example/keys' }, signing, { trusts: [expect.stringContaining('address of its own')] }],
  ])('a service app %s is an issuer', async (_, oauth, credentials, wanted) => {
    const seen = await observed({ ...one(oauth, credentials), ...jwks() })
    expect(seen.flatMap((it) => (it.see === 'issuer' ? [it.issuer] : []))).toMatchObject([{ externalId: 'app:0oa1', ...wanted }])
  })
}) // prettier-ignore

describe('what a secret shows before and after it is changed', () => {
  const target = { kind: 'okta.client-secret', externalId: 'ocs1', tags: { 'app id': '0oa1' } } as unknown as Sighting
  const look = async (answers: Readonly<Record<string, [number, object]>>, of: Sighting = target) => {
    const server = await smallServer((request, response) => {
      const path = (request.url ?? '').replace('/api/v1/apps/0oa1/credentials', '')
      const [status, body] = answers[`${request.method} ${path}`] ?? [404, { errorCode: 'E0000007', errorSummary: canary }]
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    const okta = await connectorOf('okta')
    const looked = await okta.actions?.look(okta.settings.parse(settings(server.url)), credential, quietWorld(), of).catch((error: unknown) => error)
    await server.close()
    expect(JSON.stringify(looked)).not.toContain(canary)
    return looked
  }
  test.each<[string, Readonly<Record<string, [number, object]>>, object]>([
    ['it is on', { 'GET /secrets/ocs1': [200, secret('ocs1')] }, { shown: 'live' }],
    ['it is off', { 'GET /secrets/ocs1': [200, secret('ocs1', { status: 'INACTIVE' })] }, { shown: 'disabled' }],
    ['another one answers', { 'GET /secrets/ocs1': [200, secret('ocs2')] }, { shown: 'cannot-tell' }],
    ['it is not there, and its list can be read', { 'GET /secrets': [200, []] }, { shown: 'gone' }],
    ['it is not there, and its list is no list', { 'GET /secrets': [200, {}] }, { shown: 'cannot-tell' }],
    ['neither can be seen', {}, { why: 'not-found' }],
    ['its list is refused', { 'GET /secrets': [403, {}] }, { why: 'not-permitted' }],
  ])('%s', async (_, answers, wanted) => expect(await look(answers)).toMatchObject(wanted))
  test('of no known app it cannot be told', async () => expect(await look({}, { ...target, tags: {} })).toMatchObject({ shown: 'cannot-tell' }))
}) // prettier-ignore

test.each([
  ['https://acme.okta.com', true],
  ['https://id.acme.example/', true],
  ['https://acme-admin.okta.com', false],
  ['https://acme-admin.oktapreview.com', false],
  ['https://acme.okta.com?x=1', false],
  ['acme.okta.com', false],
  [undefined, false],
])('an organisation at %s', async (orgUrl, isGood) => {
  expect((await connectorOf('okta')).settings.safeParse({ orgUrl }).success).toBe(isGood)
})

test.each<[string, Readonly<Record<string, Route>>, readonly string[]]>([
  ['whole', { ...list('/api/v1/users', []), ...whole('/api/v1/iam/roles', { roles: [] }) }, ['granted', 'granted', 'granted', 'granted', 'granted', 'cannot-tell']],
  ['of a token without the role', { 'GET /api/v1/api-tokens': () => ({ status: 403 }), ...list('/api/v1/users', []), 'GET /api/v1/iam/roles': () => ({ status: 403 }) }, ['missing', 'granted', 'missing', 'granted', 'granted', 'cannot-tell']],
])('a connection test, %s', async (_, changed, states) => {
  const server = await serve(changed)
  const okta = await connectorOf('okta')
  expect((await okta.test(okta.settings.parse(settings(server.url)), credential, quietWorld())).map(({ state }) => state)).toEqual(states)
  await server.close()
}) // prettier-ignore
