import { describe, expect, test } from 'vitest'
import { rate } from '../../score/scope/rate.ts'
import type { Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'

const at = { made: '2026-01-02T03:04:05Z', used: '2026-05-05T05:05:05Z', ends: '2027-01-01T00:00:00Z' }
const owned = (id: string) => ({ owned_by: { data: { type: 'users', id } } })
const user = (id: string, more: object = {}) => ({
  type: 'users',
  id,
  attributes: { email: `${id}@acme.example`, name: id, disabled: false, service_account: false, icon: canary, ...more },
})
const apiKey = (id: string, more: object = {}) => ({
  id,
  type: 'api_keys',
  attributes: { name: id, created_at: at.made, last4: 'abcd', date_last_used: at.used, key: canary, ...more },
  relationships: { created_by: { data: { id: 'bo' } } },
})
const applicationKey = (id: string, more: object = {}) => ({
  id,
  type: 'application_keys',
  attributes: { name: id, created_at: at.made, last4: 'wxyz', last_used_at: at.used, scopes: null, key: canary, ...more },
  relationships: owned('bo'),
})
const token = (id: string, more: object = {}, owner = 'bo') => ({
  id,
  attributes: { name: id, created_at: at.made, expires_at: at.ends, last_used_at: at.used, public_portion: 'ddpat_1', scopes: ['monitors_read'], value: canary, ...more },
  relationships: owned(owner),
}) // prettier-ignore
const listed =
  (rows: readonly object[]): Route =>
  ({ query }) => {
    const page = Number(query.get('page[number]') ?? 0)
    return { body: { data: rows.slice(page * 100, (page + 1) * 100), meta: { page: { total_filtered_count: rows.length } } } }
  }

const many = Array.from({ length: 103 }, (_, index) => applicationKey(`app_${String(index).padStart(3, '0')}`))
const routes: Record<string, Route> = {
  'GET /api/v2/users': listed([user('bo'), user('gone', { disabled: true }), user('ci', { service_account: true })]),
  'GET /api/v2/api_keys': listed([apiKey('api_1')]),
  'GET /api/v2/application_keys': listed(many),
  // The list of all: that of the service account stands in both.
  'GET /api/v2/personal_access_tokens': listed([token('pat_1'), { ...token('sat_1', {}, 'ci'), type: 'service_access_tokens' }]),
  'GET /api/v2/service_accounts/ci/access_tokens': listed([token('sat_1', {}, 'ci')]),
}
const settings = (base: string) => ({ organisation: 'Acme', baseUrl: base })
const credential = { apiKey: `${canary}-api`, applicationKey: `${canary}-app` }

conforms({
  kind: 'datadog',
  settings,
  credential,
  routes,
  tokens: ['api_1', ...many.map(({ id }) => id), 'pat_1', 'sat_1'],
  listings: [
    { route: 'GET /api/v2/users', object: 'Datadog users', kinds: ['datadog.service-access-token'] },
    { route: 'GET /api/v2/api_keys', object: 'Datadog API keys', kinds: ['datadog.api-key'] },
    {
      route: 'GET /api/v2/application_keys',
      object: 'Datadog application keys',
      kinds: ['datadog.application-key'],
      goesOn: () => ({ body: { data: many.slice(0, 100), meta: { page: { total_filtered_count: 120 } } } }),
    },
    { route: 'GET /api/v2/personal_access_tokens', object: 'Datadog personal access tokens', kinds: ['datadog.personal-access-token'] },
    { route: 'GET /api/v2/service_accounts/ci/access_tokens', object: 'Datadog service account tokens', kinds: ['datadog.service-access-token'] },
  ],
}) // prettier-ignore

async function read(changed: Record<string, Route> = {}) {
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const said = { ...routes, ...changed }[`GET ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base: '' })
    response.writeHead(said ? (said.status ?? 200) : 404, { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const { settings: shape, observe } = await connectorOf('datadog')
  const seen = await gather(observe(shape.parse(settings(server.url)), credential, quietWorld(), null))
  await server.close()
  return { gaps: gapsOf(seen), of: (id: string) => seen.flatMap((one) => (one.see === 'token' && one.token.externalId === id ? [one.token] : []))[0] }
} // prettier-ignore

describe('rows as sightings', () => {
  const api = 'GET /api/v2/api_keys'
  const application = 'GET /api/v2/application_keys'
  const personal = 'GET /api/v2/personal_access_tokens'
  const service = 'GET /api/v2/service_accounts/ci/access_tokens'
  const all = { stated: { names: ['all that its owner may'], within: 'organisation' } }
  test.each<[string, string, object, object]>([
    ['an API key', api, apiKey('x'), { kind: 'datadog.api-key', displayId: '…abcd', expires: 'never', lastUsed: { at: new Date(at.used) }, issuedAt: new Date(at.made), ownerHints: [{ how: 'email', value: 'bo@acme.example' }] }],
    ['an API key whose use is not told', api, apiKey('x', { date_last_used: null }), { lastUsed: 'not-reported' }],
    ['an API key of nobody known', api, { ...apiKey('x'), relationships: null }, { ownerHints: [] }],
    ['an API key with little beside it', api, { id: 'x', attributes: {} }, { name: 'x', issuedAt: 'not-reported' }],
    ['an application key without scopes', application, applicationKey('x'), { kind: 'datadog.application-key', permissions: all }],
    ['an application key whose scopes are left out', application, applicationKey('x', { scopes: undefined }), { permissions: all }],
    ['an application key with scopes', application, applicationKey('x', { scopes: ['monitors_read'] }), { permissions: { stated: { names: ['monitors_read'] } } }],
    ['a key of a user who is switched off', application, { ...applicationKey('x'), relationships: owned('gone') }, { tags: { 'its user': 'disabled' } }],
    ['a key of a service account', application, { ...applicationKey('x'), relationships: owned('ci') }, { workloadHint: 'ci', ownerHints: [], tags: { 'service account': 'ci' } }],
    ['a token that ends', personal, token('x'), { kind: 'datadog.personal-access-token', expires: { fixed: new Date(at.ends) }, displayId: 'ddpat_1' }],
    ['a token that does not', personal, token('x', { expires_at: null, last_used_at: null }), { expires: 'never', lastUsed: 'not-reported' }],
    ['a token of a service account', service, token('x', {}, 'ci'), { kind: 'datadog.service-access-token', workloadHint: 'ci', tags: { 'service account id': 'ci' } }],
    ['a token of a service account that the list of users does not have', personal, { ...token('x', {}, 'lost'), type: 'service_access_tokens' }, { kind: 'datadog.service-access-token', workloadHint: 'lost', tags: { 'service account id': 'lost' }, revoke: 'DELETE /api/v2/service_accounts/lost/access_tokens/x' }],
    ['a token with a field nobody knows', personal, token('x', { aura: [canary] }), { kind: 'datadog.personal-access-token' }],
  ])('%s', async (_, route, row, wanted) => expect((await read({ [route]: listed([row]) })).of('x')).toMatchObject(wanted))

  test.each([
    ['made before time', apiKey('x', { created_at: 'yesterday' })],
    ['without an id', apiKey('')],
  ])('a key %s is a gap and no key', async (_, row) => {
    const { of, gaps } = await read({ [api]: listed([row]) })
    expect([of('x'), gaps]).toMatchObject([undefined, [{ why: 'malformed' }]])
  })
  test('fewer came than there are said to be', async () => {
    expect((await read({ [api]: () => ({ body: { data: [apiKey('x')], meta: { page: { total_filtered_count: 200 } } } }) })).gaps).toMatchObject([{ why: 'inconsistent' }])
  })
}) // prettier-ignore

test.each([
  [['API key'], 4],
  [['all that its owner may'], 6],
  [['user_access_manage', 'dashboards_read'], 6],
  [['workflows_run'], 5],
  [['monitors_write'], 4],
  [['logs_read_data'], 3],
  [['dashboards_read'], 2],
  [['telepathy'], 6],
  [[], 1],
])('%j is level %i', (names, level) => {
  expect(rate({ scheme: 'datadog.scopes', stated: { names, within: 'organisation' } }, () => undefined).breadth).toEqual({
    level,
    reach: 3,
  })
})

describe('acting', () => {
  const target = (kind: string, tags: object = {}) => ({ kind, externalId: 'x', tags }) as unknown as Sighting
  async function withServer<T>(statuses: Readonly<Record<string, number>>, work: (actions: NonNullable<Awaited<ReturnType<typeof connectorOf>>['actions']>, parsed: unknown) => Promise<T>, list: object = { data: [] }) {
    const server = await smallServer((request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      response.writeHead(statuses[`${request.method} ${path}`] ?? 404, { 'content-type': 'application/json' }).end(path.endsWith('/x') ? '{"data":{"id":"x"}}' : JSON.stringify(list))
    })
    const { actions, settings: shape } = await connectorOf('datadog')
    const result = await work(actions!, shape.parse(settings(server.url))).catch((error: unknown) => error)
    await server.close()
    return { result, asked: server.asked.map(({ method, path }) => `${method} ${path.split('?')[0]}`) }
  }
  test.each([
    ['datadog.api-key', {}, '/api/v2/api_keys/x'],
    ['datadog.application-key', {}, '/api/v2/application_keys/x'],
    ['datadog.personal-access-token', {}, '/api/v2/personal_access_tokens/x'],
    ['datadog.service-access-token', { 'service account id': 'ci' }, '/api/v2/service_accounts/ci/access_tokens/x'],
  ])('%s is deleted, and looked at, where it stands', async (kind, tags, path) => {
    const list = path.slice(0, path.lastIndexOf('/'))
    const act = await withServer({ [`DELETE ${path}`]: 204 }, (actions, parsed) => actions.act(parsed, credential, quietWorld(), { target: target(kind, tags), verb: 'delete', place: null }))
    expect(act).toEqual({ result: undefined, asked: [`DELETE ${path}`] })
    const look = (statuses: Readonly<Record<string, number>>) => withServer(statuses, (actions, parsed) => actions.look(parsed, credential, quietWorld(), target(kind, tags)))
    expect((await look({ [`GET ${path}`]: 200 })).result).toMatchObject({ shown: 'live' })
    expect((await look({ [`GET ${list}`]: 200 })).result).toMatchObject({ shown: 'gone' })
    expect((await look({ [`GET ${list}`]: 403 })).result).toMatchObject({ why: 'not-permitted' })
  })
  test('a key that is not there is not gone where its list is no list', async () => {
    const look = withServer({ 'GET /api/v2/api_keys': 200 }, (actions, parsed) => actions.look(parsed, credential, quietWorld(), target('datadog.api-key')), { errors: [] })
    expect((await look).result).toMatchObject({ shown: 'cannot-tell', says: 'GET /api/v2/api_keys answered something that is no list.' })
  })
  test('a token of no known service account is not sent for', async () => {
    const { result, asked } = await withServer({}, (actions, parsed) => actions.act(parsed, credential, quietWorld(), { target: target('datadog.service-access-token'), verb: 'delete', place: null }))
    expect([result, asked]).toMatchObject([{ name: 'NotSent' }, []])
  })
}) // prettier-ignore
