import { describe, expect, test } from 'vitest'
import type { Sighting } from '../../model/sighting.ts'
import { rate } from '../../score/scope/rate.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { judge } from './api.ts'
import { installsOf, type Event } from './installs.ts'

const line = (n: number, more: object = {}) => ({
  app_id: `A${n}`,
  app_type: `App ${n}`,
  user_id: 'U1',
  user_name: 'ana',
  date: String(1_760_000_000 + n),
  change_type: 'added',
  scope: 'chat:write,users:read',
  rss_feed_url: canary,
  ...more,
})
/** In pages of two. */
const log =
  (lines: readonly object[]): Route =>
  ({ query }) => {
    const page = Number(query.get('page') ?? 1)
    const paging = { count: 2, total: lines.length, page, pages: Math.ceil(lines.length / 2) }
    return { body: { ok: true, logs: lines.slice((page - 1) * 2, page * 2), paging } }
  }
const users =
  (rows: readonly object[]): Route =>
  ({ query }) => {
    const from = Number(query.get('cursor') ?? 0)
    const next = from + 2 < rows.length ? String(from + 2) : ''
    return { body: { ok: true, members: rows.slice(from, from + 2), response_metadata: { next_cursor: next } } }
  }
const people = [
  { id: 'U1', name: 'ana', deleted: false, profile: { email: 'ana@acme.example', phone: canary } },
  { id: 'U2', name: 'bo', deleted: true, profile: { email: 'bo@acme.example' } },
  { id: 'U3', name: 'cy', deleted: false, profile: {} },
]
const own = { ok: true, url: 'https://acme.slack.com/', team_id: 'TACME001', user_id: 'U1' }
const routes = {
  'POST /api/auth.test': () => ({ body: own }),
  'GET /api/team.integrationLogs': log([line(3), line(2), line(1)]),
  'GET /api/users.list': users(people),
}
const settings = (base: string) => ({ workspace: 'acme', baseUrl: `${base}/api` })
const credential = { token: `xoxp-${canary}` }

conforms({
  kind: 'slack',
  settings,
  credential,
  routes,
  tokens: ['app:A1/U1', 'app:A2/U1', 'app:A3/U1'],
  listings: [
    {
      route: 'GET /api/team.integrationLogs',
      object: 'Slack integration log',
      kinds: ['slack.app-token', 'slack.webhook'],
      goesOn: (n) => ({ body: { ok: true, logs: [line(1)], paging: { page: n + 1, pages: n + 2 } } }),
    },
    {
      route: 'GET /api/users.list',
      object: 'Slack users',
      kinds: [],
      goesOn: () => ({ body: { ok: true, members: [people[0]], response_metadata: { next_cursor: 'again' } } }),
    },
  ],
})

async function pull(changed: Readonly<Record<string, Route>>, more: object = {}) {
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const all: Readonly<Record<string, Route>> = { ...routes, ...changed }
    const said = all[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base: '' })
    response.writeHead(200, { 'content-type': 'application/json', ...said?.headers }).end(JSON.stringify(said?.body ?? { ok: false, error: 'unknown_method' }))
  })
  const connector = await connectorOf('slack')
  const parsed = connector.settings.parse({ ...settings(server.url), ...more })
  const asked = () => server.asked.map(({ path }) => path)
  try {
    const seen = await gather(connector.observe(parsed, connector.credential.parse(credential), quietWorld(), null))
    return { seen, gaps: gapsOf(seen), tokens: seen.flatMap((one) => (one.see === 'token' ? [one.token] : [])), asked: asked() }
  } finally {
    await server.close()
  }
} // prettier-ignore

const sighting = async (lines: readonly object[]): Promise<Sighting | undefined> =>
  (await pull({ 'GET /api/team.integrationLogs': log(lines) })).tokens[0]

describe('what an app was given', () => {
  test.each<[string, readonly object[], object]>([
    ['by a member', [line(1)], { kind: 'slack.app-token', externalId: 'app:A1/U1', name: 'App 1 (ana)', issuedAt: new Date(1_760_000_001_000), lastUsed: 'not-reported', expires: 'not-reported', binding: 'bearer', lifecycle: 'active', ownerHints: [{ how: 'email', value: 'ana@acme.example' }], permissions: { stated: { names: ['chat:write', 'users:read'], within: 'workspace', resource: 'App 1' } } }],
    ['by one who left', [line(1, { user_id: 'U2' })], { lifecycle: 'active', ownerHints: [{ value: 'bo@acme.example' }], tags: { 'let in by': 'somebody who is no member any more' } }],
    ['by one who is not listed', [line(1, { user_id: 'U9' })], { name: 'App 1', ownerHints: [{ how: 'handle', value: 'slack:U9' }], tags: { 'let in by': 'somebody who is not among the members' } }],
    ['by one without an address', [line(1, { user_id: 'U3' })], { ownerHints: [{ how: 'handle', value: 'slack:U3' }] }],
    ['without scopes that are told', [line(1, { scope: '' })], { kind: 'slack.app-token', permissions: { stated: { names: null } } }],
    ['a webhook of a service', [{ ...line(1, { scope: 'incoming-webhook' }), app_id: undefined, app_type: undefined, service_id: 4_000_000_007, service_type: 'Alerts' }], { kind: 'slack.webhook', externalId: 'service:4000000007/U1', name: 'Alerts (ana)', binding: 'bearer-url' }],
    ['a webhook of an app', [line(1, { scope: 'incoming-webhook' })], { kind: 'slack.webhook', binding: 'bearer-url' }],
    ['a service that does more than post', [{ ...line(1, { scope: 'bot,incoming-webhook' }), app_id: undefined, service_id: 7, service_type: 'Bots' }], { kind: 'slack.app-token', binding: 'bearer', evidence: { binding: expect.stringContaining('bearer token') } }],
    ['with more scopes than can be kept', [line(1, { scope: Array.from({ length: 1_001 }, (_, at) => `s${at}:read`).join(',') })], { permissions: { stated: { names: null } } }],
    ['a webhook among others', [line(1, { scope: 'incoming-webhook,chat:write' })], { kind: 'slack.app-token', binding: 'bearer' }],
    ['of which the log tells no beginning', [line(1, { change_type: 'expanded' })], { issuedAt: { atLeastSince: new Date(1_760_000_001_000) } }],
    ['with a field that nobody knows', [line(1, { token_v9: canary })], { kind: 'slack.app-token' }],
  ])('%s', async (_, lines, wanted) => expect(await sighting(lines)).toMatchObject(wanted))

  test.each([
    ['of no app and no service', { app_id: undefined }],
    ['at no time', { date: 'yesterday' }],
  ])('%s is a gap', async (_, more) => expect(await sighting([line(1, more)])).toBeUndefined())

  test('Enterprise lists are asked for where they are, and tell whose an app is', async () => {
    const app = (id: string, internal: boolean) => ({ app: { id, is_internal: internal, name: 'x' }, scopes: [] })
    const { tokens, gaps } = await pull({
      'GET /api/admin.apps.approved.list': () => ({ body: { ok: true, approved_apps: [app('A1', false), app('A2', true)], response_metadata: { next_cursor: '' } } }),
      'GET /api/admin.apps.restricted.list': () => ({ body: { ok: true, restricted_apps: [app('A3', false)] } }),
    }, { enterprise: 'yes', teamId: 'TACME001' })
    expect(gaps).toEqual([])
    expect(Object.fromEntries(tokens.map(({ externalId, thirdParty, tags }) => [externalId, [thirdParty, tags['state at Slack']?.slice(0, 10)]]))).toEqual({
      'app:A1/U1': ['App 1', undefined], 'app:A2/U1': [undefined, undefined], 'app:A3/U1': ['App 3', 'restricted'],
    })
  })

  test('a log of which a page is missing is told by its total', async () => {
    const short: Route = () => ({ body: { ok: true, logs: [line(1)], paging: { count: 100, total: 2, page: 1, pages: 1 } } })
    const { gaps, seen } = await pull({ 'GET /api/team.integrationLogs': short })
    expect(gaps).toMatchObject([{ object: 'Slack integration log', why: 'inconsistent' }])
    expect(seen.some((one) => one.see === 'covered' && one.kinds?.length)).toBe(false)
  })

  test.each<[string, object, object, string | null]>([
    ['the workspace', own, {}, null],
    ['another workspace', { ...own, url: 'https://other.slack.com/' }, {}, 'inconsistent'],
    ['another workspace than the id', own, { teamId: 'TOTHER01' }, 'inconsistent'],
    ['the workspace of the id, whatever it is called', { ...own, url: 'https://renamed.slack.com/' }, { teamId: 'TACME001' }, null],
    ['a whole organisation', { ...own, url: 'https://acme.enterprise.slack.com/', team_id: 'E1', is_enterprise_install: true }, { teamId: 'TACME001' }, null],
    ['a whole organisation, called like the workspace, where no workspace is named by its id', { ...own, url: 'https://acme.enterprise.slack.com/', team_id: 'E1', is_enterprise_install: true }, {}, 'inconsistent'],
    ['nobody that is told', { ok: true }, {}, 'malformed'],
  ])('a token of %s', async (_, body, more, why) => {
    const read = pull({ 'POST /api/auth.test': () => ({ body }) }, more)
    if (why === null) expect((await read).tokens.length).toBe(3)
    else await expect(read).rejects.toMatchObject({ code: 'provider', why })
  })

  test('Enterprise lists are not asked for where they are not', async () => {
    expect((await pull({})).asked.filter((path) => path.includes('admin'))).toEqual([])
  })
}) // prettier-ignore

describe('what stands after the log', () => {
  const event = (at: number, change: string, user = 'U1', scopes: readonly string[] = ['a']): Event => ({ of: 'app:A', name: 'A', user, at, change, scopes })
  test.each<[string, readonly Event[], readonly object[]]>([
    ['added', [event(1, 'added')], [{ state: 'active', sinceMs: 1, begun: true, scopes: ['a'] }]],
    ['grown', [event(2, 'expanded', 'U1', ['b']), event(1, 'added')], [{ state: 'active', sinceMs: 1, scopes: ['a', 'b'] }]],
    ['taken away by whoever let it in', [event(3, 'removed'), event(2, 'added', 'U2'), event(1, 'added')], [{ user: 'U1', state: 'revoked' }, { user: 'U2', state: 'active' }]],
    ['taken away by somebody else, the only one', [event(2, 'removed', 'U9'), event(1, 'added')], [{ user: 'U1', state: 'revoked', doubt: false }]],
    ['taken away by somebody else, one of several', [event(3, 'removed', 'U9'), event(2, 'added', 'U2'), event(1, 'added')], [{ user: 'U1', state: 'active', doubt: true }, { user: 'U2', state: 'active', doubt: true }]],
    ['let in anew after that', [event(4, 'added'), event(3, 'removed', 'U9'), event(2, 'added', 'U2'), event(1, 'added')], [{ user: 'U1', state: 'active', doubt: false }, { user: 'U2', doubt: true }]],
    ['let in again, with what it is given then', [event(3, 'added', 'U1', ['c']), event(2, 'removed'), event(1, 'added')], [{ state: 'active', sinceMs: 3, begun: true, scopes: ['c'] }]],
    ['switched off', [event(2, 'disabled'), event(1, 'added')], [{ state: 'disabled', scopes: ['a'] }]],
    ['switched off and on', [event(3, 'enabled'), event(2, 'disabled'), event(1, 'added')], [{ state: 'active', sinceMs: 1 }]],
    ['switched on by somebody else, one of several', [event(4, 'enabled', 'U9'), event(3, 'disabled'), event(2, 'added', 'U2'), event(1, 'added')], [{ user: 'U1', state: 'active', doubt: true }, { user: 'U2', state: 'active', doubt: true }]],
    ['taken away in a line that came twice', [event(3, 'removed'), event(3, 'removed'), event(2, 'added', 'U2'), event(1, 'added')], [{ user: 'U1', state: 'revoked' }, { user: 'U2', state: 'active', doubt: false }]],
    ['on, before the log begins', [event(1, 'enabled')], [{ state: 'active', begun: false }]],
    ['off, before the log begins', [event(1, 'removed')], []],
    ['changed in a way that nobody knows', [event(2, 'someday'), event(1, 'added')], [{ state: 'active' }]],
    ['within one second, the later line first', [event(1, 'removed'), event(1, 'added')], [{ state: 'revoked' }]],
  ])('%s', (_, events, wanted) => expect(installsOf(events)).toMatchObject(wanted))
}) // prettier-ignore

describe('a refusal with status 200', () => {
  test.each([
    ['invalid_auth', 401, 'not-permitted', false],
    ['token_revoked', 401, 'not-permitted', false],
    ['missing_scope', 403, 'not-permitted', false],
    ['not_allowed_token_type', 403, 'not-permitted', false],
    ['ratelimited', 429, 'throttled', true],
    ['fatal_error', 500, 'failed', true],
    ['team_not_found', 404, 'not-found', false],
    ['unknown_method', 404, 'not-found', false],
    ['invalid_arg_name', 200, 'failed', false],
    ['constructor', 200, 'failed', false],
    [`said ${canary}`, 200, 'failed', false],
  ] as const)('%s', (error, status, why, retry) => {
    const judged = judge({ call: 'GET /x', status: 200, data: { ok: false, error }, header: () => null })
    expect(judged).toMatchObject({ status, why, retry })
    expect(judged?.message).not.toContain(canary)
  })
  test('an answer is none', () => expect(judge({ call: 'GET /x', status: 200, data: { ok: true }, header: () => null })).toBeNull())

  test('is a gap where it stays, and waited out where it passes', async () => {
    let times = 0
    const once: Route = (asked) => (times++ === 0 ? { body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': '0' } } : log([line(1)])(asked))
    expect(await pull({ 'GET /api/team.integrationLogs': once })).toMatchObject({ gaps: [], tokens: [{ externalId: 'app:A1/U1' }] })
    const { gaps, tokens } = await pull({ 'GET /api/users.list': () => ({ body: { ok: false, error: 'missing_scope', needed: 'users:read' } }) })
    expect([gaps.map(({ object, why }) => [object, why]), tokens.length]).toEqual([[['Slack users', 'not-permitted']], 3])
    expect(tokens.every(({ tags }) => tags['let in by'] === undefined)).toBe(true)
  })

  test('of the token ends the run at once', async () => {
    const { gaps, tokens } = await pull({ 'GET /api/users.list': () => ({ body: { ok: false, error: 'token_revoked' } }) })
    expect([gaps.map(({ object }) => object), tokens]).toEqual([['everything after this call'], []])
  })
}) // prettier-ignore

test.each([
  [['admin.users:write'], { level: 6, reach: 3 }],
  [['admin'], { level: 6, reach: 3 }],
  [['admin.apps:read'], { level: 3, reach: 3 }],
  [['admin.analytics:read'], { level: 3, reach: 3 }],
  [['app_configurations:write'], { level: 6, reach: 3 }],
  [['channels:history', 'users:read'], { level: 3, reach: 3 }],
  [['search:read.private'], { level: 3, reach: 3 }],
  [['chat:write.public'], { level: 4, reach: 3 }],
  [['channels:manage'], { level: 4, reach: 3 }],
  [['incoming-webhook'], { level: 4, reach: 1 }],
  [['users:read', 'commands'], { level: 1, reach: 3 }],
  [['someday:read'], { level: 6, reach: 3 }],
])('%j may %j', (names, breadth) => expect(rate({ scheme: 'slack.scopes', stated: { names, within: 'workspace' } }, () => undefined).breadth).toEqual(breadth)) // prettier-ignore
