import { describe, expect, test } from 'vitest'
import type { Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'

const account = '023e105f4ecef8ad9ca31a8372d0c353'
const tokens = `GET /client/v4/accounts/${account}/tokens`
const services = `GET /client/v4/accounts/${account}/access/service_tokens`

const policy = (names: readonly string[], resources: object = { [`com.cloudflare.api.account.${account}`]: '*' }) => ({
  id: 'p1',
  effect: 'allow',
  permission_groups: names.map((name, index) => ({ id: `g${index}`, name, meta: { key: canary } })),
  resources,
})
const token = (id: string, more: object = {}) => ({
  id,
  name: id,
  status: 'active',
  issued_on: '2026-01-02T03:04:05Z',
  modified_on: '2026-02-02T03:04:05Z',
  value: canary,
  policies: [policy(['DNS Write'])],
  ...more,
})
const service = (id: string, more: object = {}) => ({
  id,
  name: id,
  client_id: 'aabbccdd0011223344556677.access',
  client_secret: canary,
  duration: '8760h',
  created_at: '2026-01-02T03:04:05Z',
  expires_at: '2027-01-02T03:04:05Z',
  ...more,
})
/** Pages of fifty, by their number; two of the first so that there are two pages. */
const listed =
  (rows: readonly object[]): Route =>
  ({ query }) => {
    const page = Number(query.get('page') ?? 1)
    const result = rows.slice((page - 1) * 50, page * 50)
    return { body: { success: true, errors: [], result, result_info: { page, per_page: 50, count: result.length, total_count: rows.length } } }
  } // prettier-ignore
const own = { body: { success: true, result: token('tok_own', { policies: [policy(['Account API Tokens Read'])] }) } }
const many = Array.from({ length: 53 }, (_, index) => token(`tok_${String(index).padStart(2, '0')}`))

const routes: Record<string, Route> = {
  [tokens]: listed(many),
  [`${tokens}/verify`]: () => ({ body: { success: true, result: { id: 'tok_own', status: 'active' } } }),
  [`${tokens}/tok_own`]: () => own,
  [services]: listed([service('svc_1'), service('svc_2', { enabled: false, expires_at: null })]),
}
const settings = (base: string) => ({ account, baseUrl: `${base}/client/v4` })
const credential = { apiToken: `cfat-${canary}` }

conforms({
  kind: 'cloudflare',
  settings,
  credential,
  routes,
  tokens: ['svc_1', 'svc_2', ...many.map(({ id }) => id)],
  listings: [
    { route: tokens, object: 'Cloudflare account tokens', kinds: ['cloudflare.api-token'], goesOn: () => ({ body: { result: many.slice(0, 50), result_info: { total_count: 60 } } }) },
  ],
}) // prettier-ignore

async function read(changed: Record<string, Route> = {}, more: object = {}) {
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const said = { ...routes, ...changed }[`GET ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base: '' })
    response.writeHead(said ? (said.status ?? 200) : 404, { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const { settings: shape, observe } = await connectorOf('cloudflare')
  const seen = await gather(observe(shape.parse({ ...settings(server.url), ...more }), credential, quietWorld(), null))
  await server.close()
  return {
    seen,
    gaps: gapsOf(seen),
    of: (id: string) => seen.flatMap((one) => (one.see === 'token' && one.token.externalId === id ? [one.token] : []))[0],
  }
}

describe('a token of the account', () => {
  test.each<[string, object, object]>([
    ['that never ends', {}, { kind: 'cloudflare.api-token', expires: 'never', lastUsed: 'not-reported', issuedAt: new Date('2026-01-02T03:04:05Z'), binding: 'bearer', lifecycle: 'active' }],
    ['that ends', { expires_on: '2027-01-01T00:00:00Z' }, { expires: { fixed: new Date('2027-01-01T00:00:00Z') } }],
    ['whose end is null', { expires_on: null }, { expires: 'never' }],
    ['that was used', { last_used_on: '2026-05-05T05:05:05Z' }, { lastUsed: { at: new Date('2026-05-05T05:05:05Z') } }],
    ['switched off', { status: 'disabled' }, { lifecycle: 'disabled' }],
    ['expired', { status: 'expired' }, { lifecycle: 'expired' }],
    ['in a state nobody knows', { status: 'resting' }, { lifecycle: 'active' }],
    ['without a name', { name: null }, { name: 'x' }],
    ['without a date', { issued_on: undefined }, { issuedAt: 'not-reported' }],
    ['from known addresses', { condition: { request_ip: { in: ['192.0.2.0/24'], not_in: null } } }, { controls: { networkConfined: true } }],
    ['from half the internet', { condition: { request_ip: { in: ['192.0.2.0/24', '0.0.0.0/1'] } } }, { controls: { networkConfined: false } }],
    ['from anywhere but one address', { condition: { request_ip: { not_in: ['192.0.2.1/32'] } } }, { controls: { networkConfined: false } }],
    ['made by somebody', { creator_email_at_creation: 'bo@acme.example' }, { ownerHints: [{ how: 'email', value: 'bo@acme.example' }] }],
    ['of an OAuth client', { provisioner_type: 'oauth', provisioner_id: 'client-1' }, { thirdParty: 'client-1', tags: { provisioner: 'oauth' } }],
    ['whose policies are not told', { policies: undefined }, { permissions: 'not-reported' }],
    ['with zones of an account', { policies: [policy(['DNS Write'], { [`com.cloudflare.api.account.${account}`]: { 'com.cloudflare.api.account.zone.*': '*' } })] }, { permissions: { stated: { policies: [{ permissions: ['DNS Write'], resources: [`com.cloudflare.api.account.${account}/com.cloudflare.api.account.zone.*`] }] } } }],
    ['with a field nobody knows', { usage_v9: [canary] }, { kind: 'cloudflare.api-token' }],
  ])('%s', async (_, more, wanted) => expect((await read({ [tokens]: listed([token('x', more)]) })).of('x')).toMatchObject(wanted))

  test.each([
    ['without an id', { id: '' }],
    ['made before time', { issued_on: 'yesterday' }],
    ['whose policy has no resources', { policies: [{ effect: 'allow', permission_groups: [] }] }],
  ])('%s is a gap and no token', async (_, more) => {
    const { of, gaps } = await read({ [tokens]: listed([token('x', more)]) })
    expect([of('x'), gaps]).toMatchObject([undefined, [{ why: 'malformed' }]])
  })
}) // prettier-ignore

describe('a service token of Access', () => {
  test.each<[string, object, object]>([
    ['that ends', {}, { kind: 'cloudflare.access-service-token', expires: { fixed: new Date('2027-01-02T03:04:05Z') }, lastUsed: 'not-reported', permissions: 'not-reported', displayId: 'aabbccdd…' }],
    ['whose end is merely not told', { expires_at: undefined }, { expires: 'not-reported' }],
    ['whose end is null', { expires_at: null }, { expires: 'not-reported' }],
    ['for ever, whatever its end says', { duration: 'forever', expires_at: '2099-01-01T00:00:00Z' }, { expires: 'never' }],
    ['for ever, and used', { expires_at: null, duration: 'forever', last_seen_at: '2026-05-05T05:05:05Z' }, { expires: 'never', lastUsed: { at: new Date('2026-05-05T05:05:05Z') } }],
    ['switched off', { enabled: false }, { lifecycle: 'disabled' }],
    ['of whose making nothing is told', { created_at: undefined, client_id: null, name: '' }, { issuedAt: 'not-reported', name: 'x' }],
  ])('%s', async (_, more, wanted) => expect((await read({ [services]: listed([service('x', more)]) })).of('x')).toMatchObject(wanted))

  test('that are not there may as well be hidden, so that they are read, or left out by the settings', async () => {
    expect((await read({ [services]: () => ({ status: 404 }) })).gaps).toMatchObject([{ object: 'Cloudflare Access service tokens', why: 'not-found' }])
    const { gaps, of } = await read({ [services]: () => ({ status: 404 }) }, { zeroTrust: 'left out' })
    expect([gaps, of('svc_1')]).toEqual([[], undefined])
    const { leavesUnread, settings: shape } = await connectorOf('cloudflare')
    expect(leavesUnread?.(shape.parse({ ...settings('http://x'), zeroTrust: 'left out' }))).toEqual(['cloudflare.access-service-token'])
  })
}) // prettier-ignore

describe('a list that may be a part of what there is', () => {
  test.each<[string, Record<string, Route>]>([
    ['the token that reads sees its own making alone', { [`${tokens}/tok_own`]: () => ({ body: { result: token('tok_own', { policies: [policy(['Account API Tokens List Self'])] }) } }) }],
    ['it is a person’s', { [`${tokens}/verify`]: () => ({ status: 403 }) }],
    ['what it may do is not shown', { [`${tokens}/tok_own`]: () => ({ status: 404 }) }],
    ['what it may do is denied', { [`${tokens}/tok_own`]: () => ({ body: { result: token('tok_own', { policies: [{ ...policy(['Account API Tokens Read']), effect: 'deny' }] }) } }) }],
  ])('%s: a gap, and nothing of it counts as gone', async (_, changed) => {
    const { seen, gaps } = await read(changed)
    expect(gaps).toHaveLength(1)
    expect(gaps[0]?.object).toBe('Cloudflare account tokens')
    expect(seen.filter(({ see }) => see === 'covered')).toMatchObject([{ kinds: [] }, { kinds: ['cloudflare.access-service-token'] }])
  })

  test('more are said to be there than came', async () => {
    const { gaps } = await read({ [tokens]: () => ({ body: { result: [token('x')], result_info: { total_count: 2 } } }) })
    expect(gaps).toMatchObject([{ why: 'inconsistent' }])
  })
}) // prettier-ignore

describe('acting', () => {
  const target = (kind: string) => ({ kind, externalId: 'x', tags: {} }) as unknown as Sighting
  async function act(kind: string, verb: 'disable' | 'enable' | 'delete', answers: Readonly<Record<string, unknown>>) {
    const server = await smallServer((request, response) => {
      const said = answers[`${request.method} ${(request.url ?? '').replace(`/client/v4/accounts/${account}`, '')}`]
      response.writeHead(said === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(said ?? {}))
    })
    const { actions, settings: shape } = await connectorOf('cloudflare')
    const failed: unknown = await actions?.act(shape.parse(settings(server.url)), credential, quietWorld(), { target: target(kind), verb, place: null }).catch((error: unknown) => error)
    await server.close()
    return { failed, asked: server.asked.map(({ method, body }) => [method, body && (JSON.parse(body) as unknown)]) }
  }
  const kept = { name: 'x', policies: [policy(['DNS Write'])], condition: { request_ip: { in: ['192.0.2.0/24'] } }, expires_on: '2027-01-01T00:00:00Z' }

  test('to switch a token off, the whole of it is sent back: it keeps its addresses', async () => {
    const { asked } = await act('cloudflare.api-token', 'disable', { 'GET /tokens/x': { result: { ...kept, id: 'x', status: 'active' } }, 'PUT /tokens/x': { result: {} } })
    expect(asked).toEqual([['GET', ''], ['PUT', { ...kept, status: 'disabled' }]])
  })
  test.each([
    ['works', { expires_at: '2099-01-01T00:00:00Z' }, 'live'],
    ['was switched off', { enabled: false }, 'disabled'],
    ['ended, and would work again with another end', { expires_at: '2020-01-01T00:00:00Z', enabled: true }, 'disabled'],
  ])('a service token that %s', async (_, more, shown) => {
    const server = await smallServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ result: { id: 'x', ...more } }))
    })
    const { actions, settings: shape } = await connectorOf('cloudflare')
    const looked = await actions?.look(shape.parse(settings(server.url)), credential, quietWorld(), target('cloudflare.access-service-token'))
    await server.close()
    expect(looked).toMatchObject({ shown })
  })
  test('what cannot be sent back whole is not sent', async () => {
    const { asked, failed } = await act('cloudflare.api-token', 'enable', { 'GET /tokens/x': { result: { id: 'x' } }, 'PUT /tokens/x': {} })
    expect([asked.length, failed]).toMatchObject([1, { name: 'NotSent' }])
  })
  test('a service token is turned on by itself; either is deleted', async () => {
    expect((await act('cloudflare.access-service-token', 'enable', { 'PUT /access/service_tokens/x': {} })).asked).toEqual([['PUT', { enabled: true }]])
    expect((await act('cloudflare.api-token', 'delete', { 'DELETE /tokens/x': {} })).asked).toEqual([['DELETE', '']])
  })
  test.each<[string, Readonly<Record<string, unknown>>, object]>([
    ['live', { 'GET /tokens/x': { result: { id: 'x', status: 'active' } } }, { shown: 'live' }],
    ['off', { 'GET /tokens/x': { result: { id: 'x', status: 'disabled' } } }, { shown: 'disabled' }],
    ['ended', { 'GET /tokens/x': { result: { id: 'x', status: 'expired' } } }, { shown: 'disabled' }],
    ['gone', { 'GET /tokens?per_page=5': { success: true, result: [] }, 'GET /tokens/verify': { result: { id: 'own' } }, 'GET /tokens/own': { result: own.body.result } }, { shown: 'gone' }],
    ['not listed to whoever sees its own alone', { 'GET /tokens?per_page=5': { success: true, result: [] } }, { shown: 'cannot-tell' }],
    ['not there, and its list is no list', { 'GET /tokens?per_page=5': { success: false, result: [] } }, { shown: 'cannot-tell', says: expect.stringContaining('no list') }],
    ['another', { 'GET /tokens/x': { result: { id: 'y' } } }, { shown: 'cannot-tell' }],
    ['neither can be seen', {}, { why: 'not-found' }],
  ])('look: %s', async (_, answers, wanted) => {
    const server = await smallServer((request, response) => {
      const said = answers[`GET ${(request.url ?? '').replace(`/client/v4/accounts/${account}`, '')}`]
      response.writeHead(said === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(said ?? {}))
    })
    const { actions, settings: shape } = await connectorOf('cloudflare')
    const looked = await actions?.look(shape.parse(settings(server.url)), credential, quietWorld(), target('cloudflare.api-token')).catch((error: unknown) => error)
    await server.close()
    expect(looked).toMatchObject(wanted)
  })
}) // prettier-ignore
