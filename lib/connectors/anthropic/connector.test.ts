import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { startEstate } from '../../estate/estate.ts'
import { rate } from '../../score/scope/rate.ts'
import type { IssuerSighting, Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { weaknesses } from './federation.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const key = (id: string, more: object = {}) => ({
  id,
  type: 'api_key',
  name: id,
  partial_key_hint: 'sk-ant-api03-R2D...igAA',
  status: 'active',
  created_at: '2026-01-30T23:58:27.427722Z',
  created_by: { id: 'user_bo', type: 'user' },
  expires_at: null,
  principal: null,
  scope: { type: 'workspace', workspace_id: 'wrkspc_a' },
  raw_key: canary,
  ...more,
})
const rule = (id: string, more: object = {}) => ({
  id,
  type: 'federation_rule',
  name: id,
  issuer_id: 'fdis_gh',
  issuer_name: 'github-actions',
  match: { subject_prefix: 'repo:acme/shop:ref:refs/heads/main', audience: null, claims: null, condition: null },
  oauth_scope: 'workspace:inference',
  target: { type: 'service_account', service_account_id: 'svac_ci', service_account_name: null },
  token_lifetime_seconds: 600,
  applies_to_all_workspaces: false,
  workspace_id: null,
  workspace_ids: ['wrkspc_a'],
  archived_at: null,
  ...more,
})
type Row = { id: string; [field: string]: unknown }
/** In pages of two, after the id of the last row. */
const byLast =
  (rows: readonly Row[]): Route =>
  ({ query }) => {
    const from = rows.findIndex(({ id }) => id === query.get('after_id')) + 1
    const data = rows.slice(from, from + 2)
    return { body: { data, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null, has_more: from + 2 < rows.length } }
  }
/** In pages of two, by a page's name. */
const byPage =
  (rows: readonly Row[]): Route =>
  ({ query }) => {
    const from = Number(query.get('page') ?? 0)
    return { body: { data: rows.slice(from, from + 2), next_page: from + 2 < rows.length ? String(from + 2) : null } }
  }

const at = '/v1/organizations'
const routes = {
  [`GET ${at}/me`]: () => ({ body: { id: 'org-1', type: 'organization', name: 'Acme' } }),
  'POST /v1/oauth/token': () => ({ body: { access_token: canary, token_type: 'Bearer', expires_in: 600, scope: 'org:admin' } }),
  [`GET ${at}/users`]: byLast([
    { id: 'user_ana', email: 'ana@acme.example', role: 'admin', secret: canary },
    { id: 'user_bo', email: 'bo@acme.example', role: 'developer' },
    { id: 'user_cy', email: 'cy@acme.example', role: 'someday' },
  ] as Row[]),
  [`GET ${at}/workspaces`]: byLast([{ id: 'wrkspc_a', name: 'production', archived_at: null, tags: { env: 'production' } }, { id: 'wrkspc_b', name: 'old', archived_at: '2026-01-01T00:00:00Z', tags: {} }] as Row[]), // prettier-ignore
  [`GET ${at}/service_accounts`]: byPage([{ id: 'svac_ci', name: 'ci', organization_role: 'developer' }, { id: 'svac_admin', name: 'robot', organization_role: 'admin' }] as Row[]), // prettier-ignore
  [`GET ${at}/federation_issuers`]: byPage([{ id: 'fdis_gh', name: 'github-actions', issuer_url: 'https://token.actions.githubusercontent.com', jwks: { type: 'inline', keys: [{ d: canary }] }, check_jti: true, max_jwt_lifetime_seconds: 3_600 }] as Row[]), // prettier-ignore
  [`GET ${at}/federation_rules`]: byPage([rule('fdrl_a'), rule('fdrl_b'), rule('fdrl_c')]),
  [`GET ${at}/api_keys`]: byLast([key('apikey_1'), key('apikey_2'), key('apikey_3')]),
} satisfies Record<string, Route>

const settings = (base: string) => ({
  organisation: 'Acme',
  baseUrl: base,
  organisationId: 'org-1',
  federationRule: 'fdrl_own',
  serviceAccount: 'svac_own',
  issuer: 'https://standdown.acme.example',
})

conforms({
  kind: 'anthropic',
  settings,
  credential: { privateKey: pem },
  routes,
  tokens: ['apikey_1', 'apikey_2', 'apikey_3'],
  listings: [
    {
      route: `GET ${at}/api_keys`,
      object: 'Anthropic API keys',
      kinds: ['anthropic.api-key'],
      goesOn: () => ({ body: { data: [key('apikey_1')], last_id: 'apikey_1', has_more: true } }),
    },
    { route: `GET ${at}/users`, object: 'Anthropic members', kinds: [] },
    { route: `GET ${at}/workspaces`, object: 'Anthropic workspaces', kinds: [] },
    {
      route: `GET ${at}/federation_rules`,
      object: 'Anthropic federation rules',
      kinds: [],
      goesOn: () => ({ body: { data: [rule('fdrl_a')], next_page: 'again' } }),
    },
    { route: `GET ${at}/service_accounts`, object: 'Anthropic service accounts', kinds: [] },
    { route: `GET ${at}/federation_issuers`, object: 'Anthropic federation issuers', kinds: [] },
  ],
})

async function pull(changed: Readonly<Record<string, Route>>, credential: object = { privateKey: pem }) {
  const server = await smallServer((request, response, body) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const all: Readonly<Record<string, Route>> = { ...routes, ...changed }
    const said = all[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: request.headers, body, base: '' })
    response.writeHead(said?.status ?? (said ? 200 : 404), { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const connector = await connectorOf('anthropic')
  const world = quietWorld()
  const seen = await gather(connector.observe(connector.settings.parse(settings(server.url)), connector.credential.parse(credential), world, null))
  const checks = await connector.test(connector.settings.parse(settings(server.url)), connector.credential.parse(credential), world)
  await server.close()
  return { seen, checks, asked: server.asked }
} // prettier-ignore

test.each([
  ['keys', `GET ${at}/api_keys`, { data: [key('apikey_1'), key('apikey_2')], last_id: 'apikey_2' }, 'Anthropic API keys'],
  ['rules', `GET ${at}/federation_rules`, { data: [rule('fdrl_a')] }, 'Anthropic federation rules'],
])('a page of %s that does not say whether there is more is a gap', async (_, route, body, object) => {
  const { seen } = await pull({ [route]: () => ({ body }) })
  expect(seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))).toMatchObject([{ object, why: 'malformed' }])
}) // prettier-ignore

async function sighting(row: Row): Promise<Sighting | undefined> {
  const { seen } = await pull({ [`GET ${at}/api_keys`]: byLast([row]) })
  return seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))[0]
}
async function issuer(row: Row): Promise<IssuerSighting | undefined> {
  const { seen } = await pull({ [`GET ${at}/federation_rules`]: byPage([row]) })
  return seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))[0]
}
const stated = (of: object) => ({ permissions: { stated: of } })

describe('a key', () => {
  test.each<[string, Row, object]>([
    ['of a workspace', key('k'), { kind: 'anthropic.api-key', displayId: '…igAA', lifecycle: 'active', expires: 'never', lastUsed: 'not-reported', binding: 'bearer', issuedAt: new Date('2026-01-30T23:58:27.427Z'), ownerHints: [{ how: 'email', value: 'bo@acme.example' }], tags: { env: 'production', workspace: 'production', 'workspace id': 'wrkspc_a' }, ...stated({ names: ['workspace key'], within: 'workspace', resource: 'production' }) }],
    ['that is off', key('k', { status: 'inactive' }), { lifecycle: 'disabled' }],
    ['that is archived', key('k', { status: 'archived' }), { lifecycle: 'revoked' }],
    ['that is over by its status', key('k', { status: 'expired' }), { lifecycle: 'expired' }],
    ['that is over by its date, whatever its status', key('k', { expires_at: '2026-11-01T00:00:00Z' }), { lifecycle: 'expired', expires: { fixed: new Date('2026-11-01T00:00:00Z') } }],
    ['with a status that nobody knows counts as one that works', key('k', { status: 'resting' }), { lifecycle: 'active' }],
    ['with a status of every object', key('k', { status: 'constructor' }), { lifecycle: 'active' }],
    ['that ends', key('k', { expires_at: '2027-01-01T00:00:00Z' }), { lifecycle: 'active', expires: { fixed: new Date('2027-01-01T00:00:00Z') } }],
    ['of a service account, made by nobody', key('k', { created_by: null, principal: { type: 'service_account_actor', service_account_id: 'svac_ci' } }), { workloadHint: 'ci', ownerHints: [], tags: { 'service account': 'ci', 'made by': 'nobody that Anthropic names' } }],
    ['of a person, made by another', key('k', { principal: { type: 'user_actor', user_id: 'user_ana' } }), { ownerHints: [{ value: 'ana@acme.example' }, { value: 'bo@acme.example' }] }],
    ['made by one who is no member any more', key('k', { created_by: { id: 'user_gone', type: 'user' } }), { ownerHints: [{ how: 'handle', value: 'anthropic:user_gone' }], tags: { 'made by': 'somebody who is no member any more' } }],
    ['of the organisation, as an administrator', key('k', { scope: { type: 'organization' }, principal: { type: 'service_account_actor', service_account_id: 'svac_admin' } }), stated({ names: ['organisation key: admin'], within: 'organisation' })],
    ['of the organisation, of nobody known', key('k', { scope: { type: 'organization' }, principal: { user_id: 'user_gone' } }), stated({ names: ['organisation key: role not known'], within: 'organisation' })],
    ['of a scope that nobody knows', key('k', { scope: { type: 'galaxy' } }), stated({ names: ['organisation key: role not known'], within: 'galaxy' })],
    ['of an archived workspace', key('k', { scope: { type: 'workspace', workspace_id: 'wrkspc_b' } }), { tags: { workspace: 'old', 'workspace state': 'archived' } }],
    ['as older versions have it', key('k', { scope: undefined, workspace_id: 'wrkspc_a' }), stated({ names: ['workspace key'], within: 'workspace', resource: 'production' })],
    ['of the default workspace, as older versions have it', key('k', { scope: undefined, workspace_id: null }), stated({ names: ['workspace key'], within: 'workspace', resource: 'default workspace' })],
    ['that acts as somebody in no workspace, as older versions have it', key('k', { scope: undefined, workspace_id: null, principal: { user_id: 'user_ana' } }), stated({ names: ['organisation key: admin'], within: 'organisation' })],
    ['of which no place is told', key('k', { scope: undefined }), stated({ names: null })],
    ['that administers, by its shown beginning', key('k', { partial_key_hint: 'sk-ant-admin01-abc...wxyz' }), stated({ names: ['admin key'], within: 'organisation' })],
    ['without a hint or a name', key('k', { partial_key_hint: null, name: '' }), { name: 'k' }],
    ['with a field that nobody knows', key('k', { last_used_v9: canary }), { kind: 'anthropic.api-key' }],
  ])('%s', async (_, row, wanted) => expect(await sighting(row)).toMatchObject(wanted))

  test.each([
    ['made before time', { created_at: 'yesterday' }],
    ['without an id', { id: '' }],
    ['of a workspace whose id is an address', { scope: { type: 'workspace', workspace_id: '../../users' } }],
  ])('%s is a gap and no key', async (_, more) => expect(await sighting({ ...key('k'), ...more })).toBeUndefined())
}) // prettier-ignore

describe('a federation rule', () => {
  test.each<[string, Row, object]>([
    ['of one subject', rule('r'), { kind: 'anthropic.federation-rule', maxLifeSeconds: 600, mintedBinding: 'bearer', mints: 'access token of the service account ci', trusts: ['OIDC https://token.actions.githubusercontent.com where sub is repo:acme/shop:ref:refs/heads/main'], tags: { 'signing keys': 'inline', workspaces: 'production' }, ...stated({ names: ['workspace:inference'], within: 'workspace', resource: 'production' }) }],
    ['of whatever the organisation runs, everywhere', rule('r', { match: { subject_prefix: 'repo:acme/*' }, applies_to_all_workspaces: true }), { trusts: ['OIDC https://token.actions.githubusercontent.com where sub begins with repo:acme/'], tags: { weak: 'any subject that begins with “repo:acme/” is taken', workspaces: 'all, those to come too' }, ...stated({ names: ['workspace:inference'], within: 'organisation' }) }],
    ['by claims and an audience', rule('r', { match: { claims: { repository: 'acme/shop' }, audience: 'us', condition: 'claims.run > 1' } }), { trusts: [expect.stringContaining('repository is acme/shop and aud is us and the expression claims.run > 1 holds')] }],
    ['that administers', rule('r', { oauth_scope: 'org:admin' }), stated({ names: ['org:admin'], within: 'workspace', resource: 'production' })],
    ['of the older kind', rule('r', { workspace_ids: [], workspace_id: 'wrkspc_b' }), stated({ names: ['workspace:inference'], within: 'workspace', resource: 'old' })],
    ['without a scope that is told', rule('r', { oauth_scope: '' }), stated({ names: null })],
    ['of no workspace that is told', rule('r', { workspace_ids: [] }), stated({ names: ['workspace:inference'], within: 'organisation' })],
  ])('%s', async (_, row, wanted) => expect(await issuer(row)).toMatchObject(wanted))

  test.each([
    [{ subject_prefix: 'one' }, { check_jti: true, max_jwt_lifetime_seconds: 3_600 }, 0],
    [{ subject_prefix: '*' }, { check_jti: true, max_jwt_lifetime_seconds: 3_600 }, 1],
    [{ claims: { sub: 'one' } }, { check_jti: true, max_jwt_lifetime_seconds: 86_400 }, 0],
    [{ condition: 'true' }, { check_jti: true }, 1],
    [{ audience: 'us' }, undefined, 1],
    [{ subject_prefix: 'one*' }, { check_jti: false, max_jwt_lifetime_seconds: 86_401 }, 3],
  ])('weak: %j of %j', (match, of, many) => expect(weaknesses(match, of && { id: 'i', ...of })).toHaveLength(many))
}) // prettier-ignore

test.each([
  [
    { names: ['workspace key'], within: 'workspace' },
    { level: 4, reach: 2 },
  ],
  [
    { names: ['admin key'], within: 'organisation' },
    { level: 6, reach: 3 },
  ],
  [
    { names: ['organisation key: developer'], within: 'organisation' },
    { level: 5, reach: 3 },
  ],
  [
    { names: ['organisation key: role not known'], within: 'organisation' },
    { level: 6, reach: 3 },
  ],
  [
    { names: ['organisation key: role not known'], within: 'galaxy' },
    { level: 6, reach: 4 },
  ],
  [
    { names: ['org:admin'], within: 'workspace' },
    { level: 6, reach: 3 },
  ],
  [
    { names: ['workspace:inference', 'workspace:developer'], within: 'workspace' },
    { level: 4, reach: 2 },
  ],
  [
    { names: ['user:someday'], within: 'workspace' },
    { level: 6, reach: 2 },
  ],
])('%j may %j', (of, breadth) => expect(rate({ scheme: 'anthropic.key', stated: of }, () => undefined).breadth).toEqual(breadth))

describe('signing in', () => {
  test('a key of our own signs five minutes for Anthropic alone, and is never sent', async () => {
    const { asked } = await pull({})
    const exchanges = asked.filter(({ path }) => path === '/v1/oauth/token')
    expect(exchanges).toHaveLength(2) // one a session: the reading, and the test of the connection
    const sent = JSON.parse(exchanges[0]?.body ?? '') as Record<string, string>
    expect(sent).toMatchObject({ federation_rule_id: 'fdrl_own', organization_id: 'org-1', service_account_id: 'svac_own' })
    const [head = '', body = '', signature = ''] = sent.assertion?.split('.') ?? []
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, number>
    expect(claims).toMatchObject({ iss: 'https://standdown.acme.example', sub: 'standdown', aud: 'https://api.anthropic.com' })
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300)
    expect(verify('sha256', Buffer.from(`${head}.${body}`), { key: createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(true)
    const listing = asked.find(({ path }) => path.startsWith(`${at}/users`))
    expect(listing?.headers).toMatchObject({ authorization: `Bearer ${canary}`, 'anthropic-beta': 'oauth-2025-04-20', 'anthropic-version': '2026-10-21' })
  }) // prettier-ignore

  test('an Admin API key sees keys, asks nothing of federation, and the test says what is lost', async () => {
    const { seen, checks, asked } = await pull({}, { adminKey: `sk-ant-admin01-${canary}` })
    expect(seen.filter(({ see }) => see === 'gap')).toEqual([])
    expect(seen.filter(({ see }) => see === 'token')).toHaveLength(3)
    expect(asked.map(({ path }) => path).filter((path) => /federation|service_accounts|oauth/.test(path))).toEqual([])
    expect(asked[0]).toMatchObject({ path: `${at}/me` })
    expect(asked[0]?.headers).toMatchObject({ 'x-api-key': `sk-ant-admin01-${canary}` })
    expect(checks.map(({ state }) => state)).toEqual(['granted', 'granted', 'granted', 'missing', 'missing', 'missing'])
  })

  test.each<[string, object, string]>([
    ['of another organisation', { id: 'org-2' }, 'inconsistent'],
    ['of which nothing is told', {}, 'malformed'],
  ])('an Admin API key %s reads nothing', async (_, body, why) => {
    await expect(pull({ [`GET ${at}/me`]: () => ({ body }) }, { adminKey: `sk-ant-admin01-${canary}` })).rejects.toMatchObject({ code: 'provider', why })
  })

  test.each([
    ['an assertion that does not fit', { [`POST /v1/oauth/token`]: () => ({ status: 401, body: { error: { type: 'authentication_error', message: canary } } }) }, { privateKey: pem }, 'does not fit the rule'],
    ['a key that is none', {}, { privateKey: 'x'.repeat(60) }, 'cannot be used to sign'],
    ['no file of the machine', {}, { tokenFile: 'standdown' }, 'STANDDOWN_TOKEN_FOLDER is not set'],
  ])('%s is said, and nothing else', async (_, changed, credential, says) => {
    const error: unknown = await pull(changed, credential).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'provider', message: expect.stringContaining(says) as string })
    expect(String(error)).not.toContain(canary)
  })
}) // prettier-ignore

describe('acting on the company’s keys', () => {
  test('off, on again, and archived for good; what reads may not act', async () => {
    const estate = await startEstate({ tokens: 60, seed: 5, now: new Date('2026-11-24T00:00:00Z') })
    const { settings: given, credential, action } = estate.further.anthropic ?? { settings: {}, credential: null, action: null }
    const connector = await connectorOf('anthropic')
    const [parsed, reads, acts] = [connector.settings.parse(given), connector.credential.parse(credential), connector.actions?.credential.parse(action)]
    const world = { ...quietWorld(), now: estate.control.now() }
    const seen = await gather(connector.observe(parsed, reads, world, null))
    const target = seen.flatMap((one) => (one.see === 'token' && one.token.name === 'support-agent runtime' ? [one.token] : []))[0]
    if (!target || !connector.actions) throw new Error('The agent’s key is not there.')
    const { look, act, sameAsReading, test: tries } = connector.actions
    const shown = async () => (await look(parsed, reads, world, target)).shown
    expect(await sameAsReading(parsed, reads, acts, world)).toBeNull()
    expect(await sameAsReading(parsed, reads, { ...(acts as object), federationRule: (given as { federationRule: string }).federationRule }, world)).toContain('Give others')
    expect((await tries(parsed, acts, world)).map(({ state }) => state)).toEqual(['granted', 'cannot-tell'])
    expect(await shown()).toBe('live')
    for (const [verb, wanted] of [['disable', 'disabled'], ['enable', 'live'], ['delete', 'gone']] as const) {
      await act(parsed, acts, world, { target, verb, place: null })
      expect(await shown()).toBe(wanted)
    }
    await expect(act(parsed, acts, world, { target, verb: 'enable', place: null })).rejects.toMatchObject({ status: 400 })
    const another = { ...target, externalId: 'apikey_unknown' }
    expect((await look(parsed, reads, world, another)).shown).toBe('cannot-tell')
    const asReader = { ...(acts as object), federationRule: (given as { federationRule: string }).federationRule, serviceAccount: (given as { serviceAccount: string }).serviceAccount }
    await expect(act(parsed, asReader, world, { target, verb: 'disable', place: null })).rejects.toMatchObject({ status: 403 })
    await estate.close()
  })
}) // prettier-ignore
