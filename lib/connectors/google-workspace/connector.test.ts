import { describe, expect, test } from 'vitest'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { keyFile } from '../google/testing/key-file.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'

const auth = 'https://www.googleapis.com/auth/'
const client = (n: number) => `${n}00-app.apps.googleusercontent.com`
const person = (n: number, more: object = {}) => ({ kind: 'admin#directory#user', id: `u${n}`, primaryEmail: `P${n}@acme.example`, name: { fullName: `Person ${n}` }, suspended: false, password: canary, recoveryPhone: canary, ...more }) // prettier-ignore
const grant = (n: number, more: object = {}) => ({ kind: 'admin#directory#token', etag: canary, clientId: client(n), displayText: `App ${n}`, nativeApp: false, anonymous: false, scopes: [`${auth}drive`, 'openid'], userKey: 'u1', ...more }) // prettier-ignore
const password = (more: object = {}) => ({ kind: 'admin#directory#asp', codeId: 7, name: 'Scanner', creationTime: '1760000000000', lastTimeUsed: '1764000000000', userKey: 'u1', ...more }) // prettier-ignore
const event = (user: string, n: number, time: string, more: object = {}) => ({ id: { time, applicationName: 'token' }, actor: { profileId: user, email: canary }, ipAddress: canary, events: [{ type: 'auth', name: 'x', parameters: [{ name: 'client_id', value: client(n) }, { name: 'scope', multiValue: [canary] }] }], ...more }) // prettier-ignore

/** A list in pages of two, as Google's go on; an empty one leaves its field out. */
const listed =
  (field: string, rows: readonly unknown[], beside: object = {}): Route =>
  ({ query }) => {
    const from = Number(query.get('pageToken') ?? 0)
    const page = rows.slice(from, from + 2)
    return { body: { ...beside, ...(page.length > 0 && { [field]: page }), ...(from + 2 < rows.length && { nextPageToken: String(from + 2) }) } }
  } // prettier-ignore

type Domain = { people: readonly object[]; grants: readonly object[]; passwords: readonly object[]; authorised: readonly object[]; revoked: readonly object[]; calls: readonly object[] } // prettier-ignore
const usual: Domain = {
  people: [person(1), person(2), person(3)],
  grants: [grant(1), grant(2)],
  passwords: [password()],
  authorised: [event('u1', 1, '2026-10-01T00:00:00Z'), event('u1', 1, '2026-09-01T00:00:00Z'), event('u9', 1, '2026-08-01T00:00:00Z')],
  revoked: [],
  calls: [event('u1', 1, '2026-11-20T10:00:00Z')],
}
const base = '/admin/admin/directory/v1/users'
const tokenEvents = (user: string) => `/admin/admin/reports/v1/activity/users/${user}/applications/token`

function routesOf(changed: Partial<Domain> = {}): Record<string, Route> {
  const { people, grants, passwords, authorised, revoked, calls } = { ...usual, ...changed }
  const none: Route = () => ({ body: { kind: 'list', etag: canary } })
  return {
    'POST /oauth2/token': () => ({ body: { access_token: canary, expires_in: 3_599, token_type: 'Bearer' } }),
    [`GET ${base}`]: listed('users', people, { kind: 'admin#directory#users' }),
    [`GET ${base}/u1/tokens`]: () => ({ body: { kind: 'admin#directory#tokenList', ...(grants.length > 0 && { items: grants }) } }),
    [`GET ${base}/u1/asps`]: () => ({ body: { kind: 'admin#directory#aspList', items: passwords } }),
    ...Object.fromEntries(['u2', 'u3'].flatMap((user) => [[`GET ${base}/${user}/tokens`, none], [`GET ${base}/${user}/asps`, none]])),
    [`GET ${tokenEvents('all')}`]: (asked) => asked.query.get('eventName') === 'activity' ? { body: { items: [event('u2', 3, '2026-11-01T00:00:00Z')] } } : listed('items', asked.query.get('eventName') === 'revoke' ? revoked : authorised)(asked),
    [`GET ${tokenEvents('u1')}`]: ({ query }) => {
      const found = calls.filter((one) => query.get('eventName') === 'activity' && JSON.stringify(one).includes(`"${query.get('filters')?.slice('client_id=='.length)}"`))
      return { body: { kind: 'reports#activities', ...(found.length > 0 && { items: found.slice(0, 1), nextPageToken: 'more' }) } }
    },
  }
} // prettier-ignore

const settings = (url: string) => ({ admin: 'Standdown@acme.example', ownProjects: ['900'], address: `${url}/{service}` })
const credential = { serviceAccountKey: keyFile() }
const kinds = ['google-workspace.oauth-grant', 'google-workspace.app-password']
const goesOn = (n: number) => ({ body: { nextPageToken: `p${n}` } })

conforms({
  kind: 'google-workspace',
  settings,
  credential,
  routes: routesOf(),
  tokens: ['u1/asps/7', `u1/${client(1)}`, `u1/${client(2)}`].sort(),
  listings: [
    { route: `GET ${base}`, object: 'Google Workspace users', kinds, goesOn },
    { route: `GET ${base}/u1/tokens`, object: 'Google Workspace grants', kinds: ['google-workspace.oauth-grant'] },
    { route: `GET ${base}/u1/asps`, object: 'Google Workspace app passwords', kinds: ['google-workspace.app-password'] },
    { route: `GET ${tokenEvents('all')}`, object: 'Google Workspace authorisations', kinds: [], goesOn },
    { route: `GET ${tokenEvents('u1')}`, object: 'Last use of grants', kinds: [] },
  ],
})

async function read(changed: Partial<Domain> = {}, routes: Record<string, Route> = {}): Promise<{ seen: Observation[]; asked: readonly string[] }> {
  const all = { ...routesOf(changed), ...routes }
  const server = await smallServer((request, response, body) => {
    const url = new URL(request.url ?? '/', server.url)
    const said = all[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body, base: server.url })
    response.writeHead(said ? (said.status ?? 200) : 404, { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const workspace = await connectorOf('google-workspace')
  try {
    const seen = await gather(workspace.observe(workspace.settings.parse(settings(server.url)), workspace.credential.parse(credential), quietWorld(), null))
    return { seen, asked: server.asked.map(({ method, path }) => `${method} ${path}`) }
  } finally {
    await server.close()
  }
} // prettier-ignore
const tokenOf = (seen: readonly Observation[], id: string): Sighting | undefined => seen.flatMap((one) => (one.see === 'token' && one.token.externalId === id ? [one.token] : []))[0] // prettier-ignore

describe('a grant', () => {
  const id = `u1/${client(1)}`
  const of = (more: object): Partial<Domain> => ({ grants: [grant(1, more)] })
  test.each<[string, Partial<Domain>, object, Record<string, Route>?]>([
    ['as it is', of({}), { kind: 'google-workspace.oauth-grant', name: 'App 1: P1@acme.example', lifecycle: 'active', binding: 'bearer', expires: { slidingSeconds: 183 * 86_400 }, issuedAt: { atLeastSince: new Date('2026-09-01') }, lastUsed: { at: new Date('2026-11-20T10:00:00Z') }, ownerHints: [{ how: 'email', value: 'p1@acme.example' }], thirdParty: 'App 1', workloadHint: 'App 1', permissions: { scheme: 'google.scopes', stated: { names: [`${auth}drive`, 'openid'], within: 'user', resource: 'P1@acme.example' } } }],
    ['that was taken away before', { ...of({}), revoked: [event('u1', 1, '2026-09-15T00:00:00Z'), event('u1', 1, '2026-08-15T00:00:00Z')] }, { issuedAt: new Date('2026-10-01') }],
    ['let in before the events begin', { ...of({}), authorised: [] }, { issuedAt: 'not-reported' }],
    ['whose events name its person by address', { ...of({}), authorised: [event('x', 1, '2026-09-02T00:00:00Z', { actor: { email: 'p1@ACME.example' } })] }, { issuedAt: { atLeastSince: new Date('2026-09-02') } }],
    ['of which no call is known', { ...of({}), calls: [] }, { lastUsed: { notSince: new Date('2026-05-28') } }],
    ['of which no call is known, nor any of another app', { ...of({}) }, { lastUsed: 'not-reported' }, { [`GET ${tokenEvents('all')}`]: (asked) => (asked.query.get('eventName') === 'activity' ? { body: { kind: 'reports#activities' } } : { body: {} }) }],
    ['whose call stands after an empty page', of({}), { lastUsed: { at: new Date('2026-11-20T10:00:00Z') } }, { [`GET ${tokenEvents('u1')}`]: ({ query }) => ({ body: query.get('pageToken') ? { items: [event('u1', 1, '2026-11-20T10:00:00Z')] } : { nextPageToken: 'more' } }) }],
    ['that an agent used', { ...of({}), calls: [event('u1', 1, '2026-11-20T10:00:00Z', { isAgenticAction: true })] }, { tags: { 'last used by': 'an AI agent' } }],
    ['that learns only who signs in', of({ scopes: ['openid', `${auth}userinfo.email`] }), { lastUsed: 'not-reported' }],
    ['whose scopes are not told', of({ scopes: null }), { permissions: 'not-reported' }],
    ['without a name', of({ displayText: null }), { name: `${client(1)}: P1@acme.example` }],
    ['of an app on a device', of({ nativeApp: true, anonymous: true }), { tags: { 'runs on': 'a device', 'app state': 'not registered at Google' } }],
    ['of a person who is suspended', { ...of({}), people: [person(1, { suspended: true })] }, { lifecycle: 'disabled', tags: { 'user state': 'suspended' } }],
    ['of a person who is archived', { ...of({}), people: [person(1, { archived: true })] }, { lifecycle: 'disabled' }],
    ['of an administrator', { ...of({}), people: [person(1, { isAdmin: true })] }, { tags: { 'user is': 'super administrator' } }],
    ['with fields that nobody knows', of({ scopes_v9: [canary] }), { kind: 'google-workspace.oauth-grant' }],
  ])('%s', async (_, changed, wanted, routes) => {
    const { seen } = await read(changed, routes)
    expect(gapsOf(seen)).toEqual([])
    expect(tokenOf(seen, id)).toMatchObject(wanted)
  })
  test('of an app of one’s own is nobody else’s', async () => {
    const { seen } = await read({ grants: [grant(9)] })
    expect(tokenOf(seen, `u1/${client(9)}`)?.thirdParty).toBeUndefined()
  })
  test('that learns only who signs in is not asked for', async () => {
    expect((await read(of({ scopes: ['openid'] }))).asked.filter((one) => one.includes('/u1/applications'))).toEqual([])
  })
  test('without an app is a gap, and no end of any', async () => {
    const { seen } = await read(of({ clientId: '' }))
    expect(gapsOf(seen)).toMatchObject([{ object: 'Google Workspace grants', why: 'malformed' }])
    expect(seen.some((one) => one.see === 'covered' && one.kinds?.includes('google-workspace.oauth-grant'))).toBe(false)
  })
}) // prettier-ignore

describe('an app password', () => {
  const made = new Date(1_760_000_000_000)
  test.each<[string, object, object]>([
    ['as it is', {}, { kind: 'google-workspace.app-password', name: 'Scanner: P1@acme.example', issuedAt: made, lastUsed: { at: new Date(1_764_000_000_000) }, expires: 'never' }],
    ['in seconds', { creationTime: '1760000000', lastTimeUsed: 1_764_000_000 }, { issuedAt: made, lastUsed: { at: new Date(1_764_000_000_000) } }],
    ['that was never used', { lastTimeUsed: '0' }, { lastUsed: 'never' }],
    ['whose making nobody knows', { creationTime: '0' }, { issuedAt: 'not-reported' }],
    ['of which nothing is told', { creationTime: null, lastTimeUsed: undefined, name: null }, { issuedAt: 'not-reported', lastUsed: 'not-reported', name: 'App password: P1@acme.example' }],
  ])('%s', async (_, more, wanted) => expect(tokenOf((await read({ passwords: [password(more)] })).seen, 'u1/asps/7')).toMatchObject(wanted))
  test('made at a word is a gap', async () => {
    const { seen } = await read({ passwords: [password({ creationTime: 'yesterday' })] })
    expect(gapsOf(seen)).toMatchObject([{ object: 'Google Workspace app passwords', why: 'malformed' }])
  })
}) // prettier-ignore

test('throttling that Google says with a 403 is waited out', async () => {
  let first = true
  const { seen } = await read({}, {
    [`GET ${base}/u1/tokens`]: (asked) => {
      if (!first) return routesOf()[`GET ${base}/u1/tokens`]!(asked)
      first = false
      return { status: 403, body: { error: { code: 403, errors: [{ domain: 'usageLimits', reason: 'quotaExceeded' }] } } }
    },
  })
  expect(gapsOf(seen)).toEqual([])
}) // prettier-ignore

test('a scope that was not delegated is a gap, and the rest is read all the same', async () => {
  const { seen } = await read({}, {
    'POST /oauth2/token': ({ body }) => {
      const claims = Buffer.from(new URLSearchParams(body).get('assertion')?.split('.')[1] ?? '', 'base64url').toString()
      expect(claims).toContain('"sub":"standdown@acme.example"')
      return claims.includes('admin.reports.audit.readonly') ? { status: 401, body: { error: 'unauthorized_client' } } : { body: { access_token: 'a', expires_in: 3_599 } }
    },
  })
  expect(new Set(gapsOf(seen).map(({ object }) => object))).toEqual(new Set(['Google Workspace revocations', 'Google Workspace authorisations', 'Last use of grants']))
  expect(tokenOf(seen, `u1/${client(1)}`)).toMatchObject({ issuedAt: 'not-reported', lastUsed: 'not-reported' })
}) // prettier-ignore
