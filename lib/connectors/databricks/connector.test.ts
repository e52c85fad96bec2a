import { describe, expect, test } from 'vitest'
import { rate } from '../../score/scope/rate.ts'
import type { Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { withTokenFile } from '../testing/token-file.ts'

const made = Date.parse('2026-01-02T03:04:05Z')
const token = (id: string, more: object = {}) => ({ token_id: id, comment: id, creation_time: made, expiry_time: -1, last_used_day: made, owner_id: 1, created_by_id: 1, created_by_username: 'bo@acme.example', token_value: canary, ...more }) // prettier-ignore
const secret = (id: string, more: object = {}) => ({ id, status: 'ACTIVE', create_time: '2026-01-02T03:04:05Z', expire_time: '2027-01-02T03:04:05Z', secret: canary, secret_hash: canary, ...more }) // prettier-ignore
const user = (id: string, more: object = {}) => ({
  id,
  userName: `user${id}@acme.example`,
  active: true,
  groups: [{ display: 'users' }],
  ...more,
})
const principal = (id: string, more: object = {}) => ({
  id,
  displayName: `sp ${id}`,
  applicationId: `app-${id}`,
  active: true,
  groups: [],
  ...more,
})
const scim =
  (rows: readonly object[]): Route =>
  ({ query }) => {
    const start = Number(query.get('startIndex'))
    return { body: { totalResults: rows.length, startIndex: start, Resources: rows.slice(start - 1, start + 99) } }
  }

const tokens = 'GET /api/2.0/token-management/tokens'
const users = 'GET /api/2.0/preview/scim/v2/Users'
const principals = 'GET /api/2.0/preview/scim/v2/ServicePrincipals'
const secrets = 'GET /api/2.0/accounts/servicePrincipals/90/credentials/secrets'
const conf = 'GET /api/2.0/workspace-conf'
const lists = 'GET /api/2.0/ip-access-lists'
const routes: Record<string, Route> = {
  'POST /oidc/v1/token': () => ({ body: { access_token: `${canary}-access`, expires_in: 3_600, token_type: 'Bearer' } }),
  [tokens]: () => ({ body: { token_infos: [token('t1'), token('t2')] } }),
  [users]: scim([user('1'), user('2', { groups: [{ display: 'admins' }] }), user('3', { active: false })]),
  [principals]: scim([principal('90')]),
  [secrets]: ({ query }) => (query.get('page_token') === 'two' ? { body: { secrets: [secret('s2')] } } : { body: { secrets: [secret('s1')], next_page_token: 'two' } }),
  [conf]: () => ({ body: { enableIpAccessLists: 'true' } }),
  [lists]: () => ({ body: { ip_access_lists: [{ enabled: true, list_type: 'ALLOW', ip_addresses: ['192.0.2.0/24'] }] } }),
} // prettier-ignore
const settings = (base: string) => ({ workspaceUrl: base })
const credential = { clientId: 'app-reader', clientSecret: canary }

conforms({
  kind: 'databricks',
  settings,
  credential,
  routes,
  tokens: ['s1', 's2', 't1', 't2'],
  listings: [
    { route: tokens, object: 'Databricks personal access tokens', kinds: ['databricks.personal-access-token'] },
    { route: principals, object: 'Databricks service principals', kinds: ['databricks.service-principal-secret'] },
    { route: secrets, object: 'Databricks service principal secrets', kinds: ['databricks.service-principal-secret'], goesOn: (n) => ({ body: { secrets: [secret('s1')], next_page_token: `p${n}` } }) },
  ],
}) // prettier-ignore

async function read(changed: Record<string, Route> = {}, signIn: object = credential, file = '') {
  const asked: string[] = []
  const server = await smallServer((request, response, body) => {
    const url = new URL(request.url ?? '/', 'http://x')
    if (request.method === 'POST') asked.push(body)
    const said = { ...routes, ...changed }[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body, base: '' })
    response.writeHead(said ? (said.status ?? 200) : 404, { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const databricks = await connectorOf('databricks')
  const all = () => gather(databricks.observe(databricks.settings.parse(settings(server.url)), databricks.credential.parse(signIn), quietWorld(), null))
  const seen = await withTokenFile(server.url, file, all)
  await server.close()
  return {
    asked,
    gaps: gapsOf(seen),
    confined: seen.flatMap((one) => (one.see === 'token' && one.token.controls?.networkConfined ? [one.token.externalId] : [])).sort(),
    of: (id: string) => seen.flatMap((one) => (one.see === 'token' && one.token.externalId === id ? [one.token] : []))[0],
  }
} // prettier-ignore

const rights = (name: string) => ({ permissions: { stated: { names: [name], within: 'workspace' } } })

describe('rows as sightings', () => {
  const ofTokens = (more: object) => ({ [tokens]: () => ({ body: { token_infos: [token('x', more)] } }) })
  const ofSecrets = (more: object) => ({ [secrets]: () => ({ body: { secrets: [secret('x', more)] } }) })
  test.each<[string, Record<string, Route>, object]>([
    ['a token without an end', ofTokens({}), { kind: 'databricks.personal-access-token', expires: 'never', issuedAt: new Date(made), lastUsed: { at: new Date(made) }, ownerHints: [{ how: 'email', value: 'user1@acme.example' }], ...rights('workspace member') }],
    ['a token that ends', ofTokens({ expiry_time: made }), { expires: { fixed: new Date(made) } }],
    ['a token of whose end nothing is told', ofTokens({ expiry_time: undefined }), { expires: 'not-reported' }],
    ['a token of whose use nothing is told', ofTokens({ last_used_day: null, creation_time: undefined }), { lastUsed: 'not-reported', issuedAt: 'not-reported' }],
    ['an administrator’s', ofTokens({ owner_id: 2 }), rights('workspace admin')],
    ['of somebody who is switched off', ofTokens({ owner_id: 3 }), { lifecycle: 'disabled' }],
    ['of a service principal', ofTokens({ owner_id: 90, created_by_id: 2 }), { workloadHint: 'sp 90', ownerHints: [], tags: { 'service principal': 'sp 90' } }],
    ['of somebody who is not there', ofTokens({ owner_id: 77, created_by_id: 77 }), { ownerHints: [{ value: 'bo@acme.example' }], ...rights('all that its owner may') }],
    ['of somebody who is not there, made by another', ofTokens({ owner_id: 77 }), { ownerHints: [], ...rights('all that its owner may') }],
    ['with scopes, which narrow nothing', ofTokens({ scopes: ['sql', 'authentication'] }), { tags: { scopes: 'sql, authentication' }, ...rights('workspace member') }],
    ['without a comment', ofTokens({ comment: null }), { name: 'token of user1@acme.example' }],
    ['with a field nobody knows', ofTokens({ mood: [canary] }), { kind: 'databricks.personal-access-token' }],
    ['a secret that ends', ofSecrets({}), { kind: 'databricks.service-principal-secret', expires: { fixed: new Date('2027-01-02T03:04:05Z') }, lastUsed: 'not-reported', tags: { 'service principal id': '90', 'application id': 'app-90' }, permissions: { stated: { names: ['workspace member'], within: 'account' } } }],
    ['a secret that does not', ofSecrets({ expire_time: undefined }), { expires: 'never' }],
    ['a secret that is off', ofSecrets({ status: 'INACTIVE' }), { lifecycle: 'disabled' }],
  ])('%s', async (_, changed, wanted) => expect((await read(changed)).of('x')).toMatchObject(wanted))

  test.each([
    ['made at no date', { creation_time: 1e20 }],
    ['with an end at no date', { expiry_time: -7 }],
    ['without an id', { token_id: '' }],
  ])('a token %s is a gap and no token', async (_, more) => {
    const { of, gaps } = await read(ofTokens(more))
    expect([of('x'), gaps]).toMatchObject([undefined, [{ why: 'malformed' }]])
  })
}) // prettier-ignore

describe('networks', () => {
  test.each<[string, Record<string, Route>, string[]]>([
    // A secret works at the account and in other workspaces, where these lists are nothing.
    ['switched on, and narrow', {}, ['t1', 't2']],
    ['switched off', { [conf]: () => ({ body: { enableIpAccessLists: 'false' } }) }, []],
    ['never switched on', { [conf]: () => ({ body: { enableIpAccessLists: null } }) }, []],
    ['as wide as the internet', { [lists]: () => ({ body: { ip_access_lists: [{ enabled: true, list_type: 'ALLOW', ip_addresses: ['0.0.0.0/0'] }] } }) }, []],
    ['only what is blocked', { [lists]: () => ({ body: { ip_access_lists: [{ enabled: true, list_type: 'BLOCK', ip_addresses: ['192.0.2.0/24'] }] } }) }, []],
    ['none', { [lists]: () => ({ body: {} }) }, []],
  ])('%s', async (_, changed, wanted) => {
    const { confined, gaps } = await read(changed)
    expect([confined, gaps]).toEqual([wanted, []])
  })
  test('that are not shown are a gap, and no control', async () => {
    const { confined, gaps } = await read({ [lists]: () => ({ status: 403 }) })
    expect([confined, gaps]).toMatchObject([[], [{ object: 'Databricks IP access lists', why: 'not-permitted' }]])
  })
}) // prettier-ignore

describe('signing in', () => {
  test('by federation: the token of the file is exchanged, and nothing is kept', async () => {
    const { asked, gaps } = await read({}, { clientId: 'app-reader', tokenFile: 'standdown' }, 'header.claims.signature\n')
    expect(gaps).toEqual([])
    expect(Object.fromEntries(new URLSearchParams(asked[0]))).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'header.claims.signature',
      client_id: 'app-reader',
    })
  })
  test('a refused secret ends the run', async () => {
    await expect(read({ 'POST /oidc/v1/token': () => ({ status: 400, body: { error: 'invalid_client' } }) })).rejects.toThrow(/client id or its secret/)
  })
}) // prettier-ignore

test.each([
  ['all that its owner may', 'workspace', 6, 3],
  ['workspace admin', 'workspace', 6, 3],
  ['workspace member', 'workspace', 5, 3],
  ['workspace member', 'account', 5, 4],
])('%s of the %s is level %i', (name, within, level, reach) => {
  expect(rate({ scheme: 'databricks.rights', stated: { names: [name], within } }, () => undefined).breadth).toEqual({ level, reach })
}) // prettier-ignore

describe('acting', () => {
  const target = (kind: string, tags: object = {}) => ({ kind, externalId: 'x', tags }) as unknown as Sighting
  async function acting<T>(changed: Record<string, Route>, work: (actions: NonNullable<Awaited<ReturnType<typeof connectorOf>>['actions']>, parsed: unknown) => Promise<T>) {
    const all: Record<string, Route> = { 'POST /oidc/v1/token': routes['POST /oidc/v1/token']!, ...changed }
    const server = await smallServer((request, response, body) => {
      const said = all[`${request.method} ${(request.url ?? '').split('?')[0]}`]?.({ query: new URLSearchParams(), headers: {}, body, base: '' })
      response.writeHead(said ? (said.status ?? 200) : 404, { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
    })
    const { actions, settings: shape } = await connectorOf('databricks')
    const result = await work(actions!, shape.parse(settings(server.url))).catch((error: unknown) => error)
    await server.close()
    return { result, asked: server.asked.filter(({ path: at }) => !at.startsWith('/oidc')).map(({ method, path: at }) => `${method} ${at}`) }
  }
  const tags = { 'service principal id': '90' }
  test.each([
    ['databricks.personal-access-token', {}, '/api/2.0/token-management/tokens/x'],
    ['databricks.service-principal-secret', tags, '/api/2.0/accounts/servicePrincipals/90/credentials/secrets/x'],
  ])('%s is deleted', async (kind, its, at) => {
    const { result, asked } = await acting({ [`DELETE ${at}`]: () => ({}) }, (actions, parsed) => actions.act(parsed, credential, quietWorld(), { target: target(kind, its), verb: 'delete', place: null }))
    expect([result, asked]).toEqual([undefined, [`DELETE ${at}`]])
  })
  test('a secret of nobody known is not sent for', async () => {
    const { result, asked } = await acting({}, (actions, parsed) => actions.act(parsed, credential, quietWorld(), { target: target('databricks.service-principal-secret'), verb: 'delete', place: null }))
    expect([result, asked]).toMatchObject([{ name: 'NotSent' }, []])
  })
  test.each<[string, Record<string, Route>, Sighting, object]>([
    ['in the list', { [tokens]: () => ({ body: { token_infos: [token('x')] } }) }, target('databricks.personal-access-token'), { shown: 'live' }],
    ['not in the list', { [tokens]: () => ({ body: {} }) }, target('databricks.personal-access-token'), { shown: 'gone' }],
    ['the list is refused', { [tokens]: () => ({ status: 403 }) }, target('databricks.personal-access-token'), { why: 'not-permitted' }],
    ['the list is no list', { [tokens]: () => ({ body: { token_infos: 7 } }) }, target('databricks.personal-access-token'), { why: 'malformed' }],
    ['a list of secrets that goes on', { [secrets]: () => ({ body: { secrets: [], next_page_token: 'two' } }) }, target('databricks.service-principal-secret', tags), { shown: 'cannot-tell' }],
    ['a secret of nobody known', {}, target('databricks.service-principal-secret'), { shown: 'cannot-tell' }],
  ])('look: %s', async (_, changed, of, wanted) => {
    expect((await acting(changed, (actions, parsed) => actions.look(parsed, credential, quietWorld(), of))).result).toMatchObject(wanted)
  })
}) // prettier-ignore
