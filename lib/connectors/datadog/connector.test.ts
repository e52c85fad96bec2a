import { describe, expect, test } from 'vitest'
import { rate } from '../../score/scope/rate.ts'
import type { Json } from '../../model/json.ts'
import type { Observation, Sighting } from '../../model/sighting.ts'
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
const serviceToken = (id: string, owner = 'ci') => ({ ...token(id, {}, owner), type: 'service_access_tokens' })
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
  'GET /api/v2/personal_access_tokens': listed([token('pat_1'), serviceToken('sat_1')]),
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
    { route: 'GET /api/v2/users', object: 'Datadog users', kinds: [] },
    { route: 'GET /api/v2/api_keys', object: 'Datadog API keys', kinds: ['datadog.api-key'] },
    {
      route: 'GET /api/v2/application_keys',
      object: 'Datadog application keys',
      kinds: ['datadog.application-key'],
      goesOn: () => ({ body: { data: many.slice(0, 100), meta: { page: { total_filtered_count: 120 } } } }),
    },
    { route: 'GET /api/v2/personal_access_tokens', object: 'Datadog access tokens', kinds: ['datadog.personal-access-token', 'datadog.service-access-token'] },
  ],
}) // prettier-ignore

async function read(changed: Record<string, Route> = {}, cursor: Json = null) {
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const said = { ...routes, ...changed }[`GET ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base: '' })
    response.writeHead(said ? (said.status ?? 200) : 404, { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const { settings: shape, observe } = await connectorOf('datadog')
  const seen = await gather(observe(shape.parse(settings(server.url)), credential, quietWorld(), cursor))
  await server.close()
  return { gaps: gapsOf(seen), seen, asked: server.asked.map(({ path }) => path), of: (id: string) => seen.flatMap((one) => (one.see === 'token' && one.token.externalId === id ? [one.token] : []))[0] }
} // prettier-ignore

describe('rows as sightings', () => {
  const api = 'GET /api/v2/api_keys'
  const application = 'GET /api/v2/application_keys'
  const personal = 'GET /api/v2/personal_access_tokens'
  const all = { stated: { names: ['all that its owner may'], within: 'organisation' } }
  test.each<[string, string, object, object]>([
    ['an API key', api, apiKey('x'), { kind: 'datadog.api-key', displayId: '…abcd', expires: 'never', lastUsed: { at: new Date(at.used) }, issuedAt: new Date(at.made), ownerHints: [{ how: 'email', value: 'bo@acme.example' }] }],
    ['an API key whose use is not told', api, apiKey('x', { date_last_used: null }), { lastUsed: 'not-reported' }],
    ['an API key that Datadog says was not used for ninety days', api, apiKey('x', { created_at: '2020-01-01T00:00:00Z', date_last_used: null, last_used_date: { timestamp: null, description: canary } }), { lastUsed: { notSince: new Date(quietWorld().now.getTime() - 90 * 86_400_000) } }],
    ['an API key that is younger than that, and not used', api, apiKey('x', { created_at: new Date(quietWorld().now.getTime() - 86_400_000).toISOString(), date_last_used: null, last_used_date: { timestamp: null } }), { lastUsed: { notSince: new Date(quietWorld().now.getTime() - 86_400_000) } }],
    ['an API key that was used, as told in another way', api, apiKey('x', { date_last_used: null, last_used_date: { timestamp: 'yesterday' } }), { lastUsed: 'not-reported' }],
    ['an API key that enrolls runners', api, apiKey('x', { private_action_runner_enroll_enabled: true }), { permissions: { stated: { names: ['API key', 'API key that enrolls private action runners'] } } }],
    ['an API key of nobody known', api, { ...apiKey('x'), relationships: null }, { ownerHints: [] }],
    ['an API key with little beside it', api, { id: 'x', attributes: {} }, { name: 'x', issuedAt: 'not-reported' }],
    ['an application key without scopes', application, applicationKey('x'), { kind: 'datadog.application-key', permissions: all }],
    ['an application key whose scopes are left out', application, applicationKey('x', { scopes: undefined }), { permissions: all }],
    ['an application key with scopes', application, applicationKey('x', { scopes: ['monitors_read'] }), { permissions: { stated: { names: ['monitors_read'] } } }],
    ['a key of a user who is switched off', application, { ...applicationKey('x'), relationships: owned('gone') }, { tags: { 'its user': 'disabled' } }],
    ['a key of a service account', application, { ...applicationKey('x'), relationships: owned('ci') }, { workloadHint: 'ci', ownerHints: [], tags: { 'service account': 'ci' } }],
    ['a token that ends', personal, token('x'), { kind: 'datadog.personal-access-token', expires: { fixed: new Date(at.ends) }, displayId: 'ddpat_1' }],
    ['a token that does not', personal, token('x', { expires_at: null, last_used_at: null }), { expires: 'never', lastUsed: 'not-reported' }],
    ['a token of a service account', personal, serviceToken('x'), { kind: 'datadog.service-access-token', workloadHint: 'ci', tags: { 'service account id': 'ci' } }],
    ['a token of a service account that the list of users does not have', personal, serviceToken('x', 'lost'), { kind: 'datadog.service-access-token', workloadHint: 'lost', tags: { 'service account id': 'lost' }, revoke: 'DELETE /api/v2/service_accounts/lost/access_tokens/x' }],
    ['a token with a field nobody knows', personal, token('x', { aura: [canary] }), { kind: 'datadog.personal-access-token' }],
  ])('%s', async (_, route, row, wanted) => expect((await read({ [route]: listed([row]) })).of('x')).toMatchObject(wanted))

  test.each([
    ['made before time', apiKey('x', { created_at: 'yesterday' })],
    ['without an id', apiKey('')],
  ])('a key %s is a gap and no key', async (_, row) => {
    const { of, gaps } = await read({ [api]: listed([row]) })
    expect([of('x'), gaps]).toMatchObject([undefined, [{ why: 'malformed' }]])
  })
  test('tokens may be those of whoever reads alone, where application keys of everybody are refused', async () => {
    const { gaps, seen, of } = await read({ [application]: () => ({ status: 403 }) })
    expect(gaps).toMatchObject([{ object: 'Datadog application keys' }, { object: 'Datadog access tokens', why: 'not-permitted', says: expect.stringContaining('may be of those alone who read') }])
    expect([of('pat_1')?.kind, seen.some((one) => one.see === 'covered' && one.kinds?.includes('datadog.personal-access-token'))]).toEqual(['datadog.personal-access-token', false])
  })
  test.each([
    ['GET /api/v2/users', 'user_access_read'],
    [api, 'api_keys_read'],
    [application, 'org_app_keys_read'],
    [personal, 'org_app_keys_read'],
  ])('%s refused asks for the scope of either credential', async (route, scope) => {
    const [gap] = (await read({ [route]: () => ({ status: 403 }) })).gaps
    expect(gap?.says).toContain(`Give the access token (or application key) the scope ${scope}.`)
  })
  test('fewer came than there are said to be', async () => {
    expect((await read({ [api]: () => ({ body: { data: [apiKey('x')], meta: { page: { total_filtered_count: 200 } } } }) })).gaps).toMatchObject([{ why: 'inconsistent' }])
  })
}) // prettier-ignore

test.each<[string, object, object]>([
  ['an access token alone', { accessToken: 'ddsat_of_nobody' }, { authorization: 'Bearer ddsat_of_nobody' }],
  ['two keys', { apiKey: 'an API key', applicationKey: 'an application key' }, { 'dd-api-key': 'an API key', 'dd-application-key': 'an application key' }],
])('signs in with %s', async (_, given, wanted) => {
  const sent: unknown[] = []
  const server = await smallServer(({ headers }, response) => {
    sent.push(Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'authorization' || name.startsWith('dd-'))))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: [], meta: { page: { total_filtered_count: 0 } } }))
  })
  const { settings: shape, credential: sealed, observe } = await connectorOf('datadog')
  const seen = await gather(observe(shape.parse(settings(server.url)), sealed.parse(given), quietWorld(), null))
  await server.close()
  expect([gapsOf(seen), new Set(sent.map((one) => JSON.stringify(one)))]).toEqual([[], new Set([JSON.stringify(wanted)])])
}) // prettier-ignore

test.each([[{}], [{ apiKey: 'an API key' }], [{ accessToken: 'ddsat_of_nobody', apiKey: 'an API key' }]])('%j is no credential', async (given) => {
  expect((await connectorOf('datadog')).credential.safeParse(given).success).toBe(false)
}) // prettier-ignore

describe('what Datadog found leaked of its own', () => {
  const leaked = (id: string | null) => ({ leak_information: { data: id === null ? null : { id, type: 'leaked_keys' } } })
  const beside = (...included: readonly object[]) => (rows: readonly object[]): Route => (asked) => ({ body: { ...(listed(rows)(asked).body as object), included } })
  const found = { id: 'leak-1', type: 'leaked_keys', attributes: { date: '2026-11-20T01:02:03Z', leak_source: 'GitHub', secret: canary } }
  const with_ = (row: { relationships: object }, id: string | null) => ({ ...row, relationships: { ...row.relationships, ...leaked(id) } })
  const personal = 'GET /api/v2/personal_access_tokens'
  const coveredLeaks = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'covered' && one.object === 'Datadog leaks of its own keys' ? [one.seen] : []))
  const whole = { [personal]: beside()([with_(token('pat_1'), null), with_(serviceToken('sat_1'), null)]) }
  const told = async (changed: Record<string, Route>) => {
    const { seen, gaps, asked } = await read(changed)
    expect([gaps, JSON.stringify(seen).includes(canary)]).toEqual([[], false])
    return { asked, leaks: seen.flatMap((one) => (one.see === 'leak' ? [one.leak] : [])), covered: coveredLeaks(seen) }
  }
  test('is told with the id of its token, when and where, and is asked for where Datadog describes it', async () => {
    const { leaks, covered, asked } = await told({ ...whole, [personal]: beside(found)([with_(token('pat_1'), 'leak-1'), with_(token('pat_2'), null)]) })
    expect(leaks).toEqual([
      {
        key: 'leaked-key:leak-1:pat_1',
        detector: 'Datadog, of its own keys',
        kind: 'datadog.personal-access-token',
        reference: 'pat_1',
        tail: null,
        fingerprint: null,
        repository: null,
        foundAt: new Date('2026-11-20T01:02:03Z'),
        stillValid: 'not-reported',
        secretSeen: true,
        places: [{ in: 'GitHub', at: null, url: null }],
        placeCount: 1,
        finderSays: null,
        finderClosed: false,
      },
    ])
    expect(covered).toEqual([1])
    expect(asked.filter((path) => path.includes('include=leak_information')).map((path) => path.split('?')[0])).toEqual(['/api/v2/personal_access_tokens'])
  })
  test.each<[string, string, Record<string, Route>]>([
    ['a token of a service account', 'sat_1', { [personal]: beside(found)([with_(serviceToken('sat_1'), 'leak-1')]) }],
    ['an API key', 'api_1', { 'GET /api/v2/api_keys': beside(found)([with_(apiKey('api_1'), 'leak-1')]) }],
    ['an application key', 'app_1', { 'GET /api/v2/application_keys': beside(found)([with_(applicationKey('app_1'), 'leak-1')]) }],
  ])('is told of %s', async (_, id, changed) => {
    const { leaks, covered } = await told({ ...whole, ...changed })
    expect([leaks.map(({ reference }) => reference), covered]).toEqual([[id], [1]])
  })
  test.each<[string, readonly object[]]>([
    ['is not beside it', []],
    ['cannot be read', [{ ...found, attributes: { date: 'yesterday' } }, 'x' as unknown as object]],
  ])('counts from now where its date %s, and that is said', async (_, included) => {
    const { leaks } = await told({ ...whole, [personal]: beside(...included)([with_(token('pat_1'), 'leak-1')]) })
    expect(leaks).toMatchObject([{ reference: 'pat_1', foundAt: quietWorld().now, places: [{ in: 'Datadog does not say where' }], finderSays: expect.stringContaining('does not say when') }])
  })
  test('is not said to have been read where answers tell nothing of leaks', async () => {
    expect(await told({})).toMatchObject({ leaks: [], covered: [] })
    expect(await told({ [personal]: listed([with_(token('pat_1'), null), serviceToken('sat_1')]) })).toMatchObject({ leaks: [], covered: [] })
    expect(await told(whole)).toMatchObject({ leaks: [], covered: [0] })
  })
  test.each<[string, Record<string, Route>]>([
    ['tokens are refused', { [personal]: () => ({ status: 403 }) }],
    ['API keys are refused', { 'GET /api/v2/api_keys': () => ({ status: 403 }) }],
    ['tokens may be of whoever reads alone', { 'GET /api/v2/application_keys': () => ({ status: 403 }) }],
    ['fewer tokens came than there are said to be', { [personal]: () => ({ body: { data: [with_(token('pat_1'), 'leak-1')], meta: { page: { total_filtered_count: 200 } } } }) }],
  ])('is told as far as it was read, and is not said to have been read, where %s', async (_, changed) => {
    const leaky = { ...whole, 'GET /api/v2/api_keys': listed([with_(apiKey('api_1'), 'leak-1')]), [personal]: listed([with_(token('pat_1'), 'leak-1')]) }
    const { seen } = await read({ ...leaky, ...changed })
    expect([seen.some(({ see }) => see === 'leak'), coveredLeaks(seen)]).toEqual([true, []])
  })
  test.each(['api-keys', 'application-keys', 'access-tokens', 'leaks'])('a run that was killed before %s says so of what it read from the beginning alone', async (phase) => {
    const leaky = { ...whole, 'GET /api/v2/api_keys': listed([with_(apiKey('api_1'), 'leak-1')]) }
    const { seen } = await read(leaky, { phase, next: null, page: 0, seen: 0, refused: false })
    expect(coveredLeaks(seen)).toEqual(phase === 'api-keys' ? [1] : [])
  })
}) // prettier-ignore

test.each([
  [['API key'], 4],
  [['API key', 'API key that enrolls private action runners'], 5],
  [['all that its owner may'], 6],
  [['user_access_manage', 'dashboards_read'], 6],
  [['workflows_run'], 5],
  // Whoever may read keys is answered with the key itself.
  [['api_keys_read'], 5],
  [['org_app_keys_read'], 5],
  [['org_connections_write'], 6],
  [['logs_modify_indexes'], 6],
  [['connection_groups_read'], 5],
  [['private_action_runner_enroll'], 5],
  [['on_prem_runner_use'], 5],
  [['on_prem_runner_read'], 2],
  [['bits_investigations_read'], 2],
  [['fleet_policies_write'], 5],
  [['coterm_read'], 3],
  [['error_tracking_read'], 3],
  [['logs_live_tail'], 3],
  [['monitors_downtime'], 4],
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
    if (kind === 'datadog.service-access-token') return
    const everybody = { 'GET /api/v2/application_keys': 200 }
    const look = (statuses: Readonly<Record<string, number>>) => withServer(statuses, (actions, parsed) => actions.look(parsed, credential, quietWorld(), target(kind, tags)))
    expect((await look({ [`GET ${path}`]: 200 })).result).toMatchObject({ shown: 'live' })
    expect((await look({ ...everybody, [`GET ${list}`]: 200 })).result).toMatchObject({ shown: 'gone' })
    expect((await look({ ...everybody, [`GET ${list}`]: 403 })).result).toMatchObject({ why: 'not-permitted' })
  })
  test.each<[string, Readonly<Record<string, number>>, object, object]>([
    ['there', { 'GET /api/v2/personal_access_tokens': 200 }, { data: [{ id: 'y' }, { id: 'x' }], meta: { page: { total_filtered_count: 2 } } }, { shown: 'live' }],
    ['not there', { 'GET /api/v2/personal_access_tokens': 200, 'GET /api/v2/application_keys': 200 }, { data: [], meta: { page: { total_filtered_count: 0 } } }, { shown: 'gone' }],
    ['not among fewer than there are', { 'GET /api/v2/personal_access_tokens': 200, 'GET /api/v2/application_keys': 200 }, { data: [], meta: { page: { total_filtered_count: 1 } } }, { shown: 'cannot-tell' }],
    ['not shown to whoever may see their own alone', { 'GET /api/v2/personal_access_tokens': 200, 'GET /api/v2/application_keys': 403 }, { data: [] }, { shown: 'cannot-tell' }],
    ['refused', { 'GET /api/v2/personal_access_tokens': 403 }, {}, { why: 'not-permitted' }],
  ])('a token of a service account is looked for in the list that whoever reads may see: %s', async (_, statuses, list, wanted) => {
    const { result, asked } = await withServer(statuses, (actions, parsed) => actions.look(parsed, credential, quietWorld(), target('datadog.service-access-token', { 'service account id': 'ci' })), list)
    expect(result).toMatchObject(wanted)
    expect(asked.some((call) => call.includes('service_accounts'))).toBe(false)
  })
  test('a token of a person that is absent is not gone to whoever may see their own alone', async () => {
    const statuses = { 'GET /api/v2/personal_access_tokens': 200, 'GET /api/v2/application_keys': 403 }
    const { result } = await withServer(statuses, (actions, parsed) => actions.look(parsed, credential, quietWorld(), target('datadog.personal-access-token')))
    expect(result).toMatchObject({ shown: 'cannot-tell', says: expect.stringContaining('application_keys') })
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
