import { describe, expect, test } from 'vitest'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { rate } from '../../score/scope/rate.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'

const admin = (n: number, more: object = {}) => ({
  object: 'organization.admin_api_key',
  id: `key_admin${n}`,
  name: `admin ${n}`,
  redacted_value: 'sk-admin-***abcd',
  value: canary,
  created_at: 1_760_000_000,
  expires_at: null,
  last_used_at: null,
  owner: { type: 'user', id: 'user-1', name: 'Ana', role: 'owner' },
  ...more,
})
const key = (id: string, more: object = {}) => ({
  object: 'organization.project.api_key',
  id,
  name: id,
  redacted_value: 'sk-proj-***wxyz',
  secret: canary,
  created_at: 1_760_000_000,
  last_used_at: 1_764_000_000,
  owner: { type: 'user', user: { id: 'user-2', email: 'bo@acme.example', name: 'Bo', picture: canary } },
  ...more,
})
/** A list in pages of two, as OpenAI's go on. */
const listed =
  (rows: readonly { id: string }[]): Route =>
  ({ query }) => {
    const from = rows.findIndex(({ id }) => id === query.get('after')) + 1
    const page = rows.slice(from, from + 2)
    return { body: { object: 'list', data: page, first_id: page[0]?.id ?? null, last_id: page.at(-1)?.id ?? null, has_more: from + 2 < rows.length } }
  } // prettier-ignore

/** The same without naming its last row, as newer listings have it. */
const unnamed =
  (rows: readonly { id: string }[]): Route =>
  (asked) => {
    const { data, has_more } = listed(rows)(asked).body as { data: unknown; has_more: boolean }
    return { body: { object: 'list', data, has_more } }
  }
const certificate = (id: string, active: boolean) => ({
  object: 'organization.certificate',
  id,
  name: null,
  active,
  created_at: 1_760_000_000,
  certificate_details: { content: canary },
})
const provider = (id: string, more: object = {}) => ({
  id,
  type: 'oidc',
  name: 'cluster',
  enabled: true,
  issuer: 'https://oidc.acme.example',
  audience: 'us',
  verification: { type: 'uploaded_jwks', jwks: { keys: [{ d: canary }] } },
  ...more,
})
const rule = (id: string, more: object = {}) => ({
  id,
  name: null,
  enabled: true,
  attribute_matchers: { sub: 'one' },
  permissions: { type: 'service_account_default' },
  project_id: 'proj_c',
  service_account_id: 'svc_1',
  ...more,
})

const routes = {
  'GET /v1/organization/admin_api_keys': listed([admin(1), admin(2), admin(3)]),
  'GET /v1/organization/projects': listed([
    { id: 'proj_a', name: 'support', status: 'active' },
    { id: 'proj_b', name: null },
    { id: 'proj_c' },
  ] as { id: string }[]),
  'GET /v1/organization/projects/proj_a/api_keys': listed([key('key_a1'), key('key_a2'), key('key_a3')]),
  'GET /v1/organization/projects/proj_b/api_keys': listed([]),
  'GET /v1/organization/projects/proj_c/api_keys': listed([key('key_c1')]),
  'GET /v1/organization/certificates': listed([certificate('cert_1', false), certificate('cert_2', false), certificate('cert_3', false)]),
  'GET /v1/organization/projects/proj_a/certificates': listed([certificate('cert_1', false)]),
  'GET /v1/organization/projects/proj_c/certificates': listed([certificate('cert_1', true)]),
  'GET /v1/organization/projects/proj_c/service_accounts': listed([{ id: 'svc_1', name: 'runner' } as { id: string }]),
  'GET /v1/organization/workload_identity_providers': unnamed([provider('wip_a')]),
  'GET /v1/organization/workload_identity_providers/wip_a/federation_rules': unnamed([rule('fr_1'), rule('fr_2'), rule('fr_3')]),
}
const settings = (base: string) => ({ baseUrl: `${base}/v1`, organisation: 'Acme' })
const credential = { adminKey: `sk-admin-${canary}` }

conforms({
  kind: 'openai',
  settings,
  credential,
  routes,
  tokens: ['key_a1', 'key_a2', 'key_a3', 'key_admin1', 'key_admin2', 'key_admin3', 'key_c1'],
  listings: [
    {
      route: 'GET /v1/organization/admin_api_keys',
      object: 'OpenAI admin keys',
      kinds: ['openai.admin-key'],
      // Its own description's example says for ever that there is more, after the same row.
      goesOn: () => ({ body: { object: 'list', data: [admin(1)], last_id: 'key_admin1', has_more: true } }),
    },
    { route: 'GET /v1/organization/projects', object: 'OpenAI projects', kinds: ['openai.api-key'] },
    { route: 'GET /v1/organization/projects/proj_a/api_keys', object: 'OpenAI project keys', kinds: ['openai.api-key'] },
    { route: 'GET /v1/organization/certificates', object: 'OpenAI certificates of the organisation', kinds: [] },
    { route: 'GET /v1/organization/projects/proj_a/certificates', object: 'OpenAI certificates of projects', kinds: [] },
    {
      route: 'GET /v1/organization/workload_identity_providers',
      object: 'OpenAI workload identity providers',
      kinds: [],
      goesOn: () => ({ body: { data: [provider('wip_a')], has_more: true } }),
    },
    { route: 'GET /v1/organization/workload_identity_providers/wip_a/federation_rules', object: 'OpenAI federation rules', kinds: [] },
    { route: 'GET /v1/organization/projects/proj_c/service_accounts', object: 'OpenAI service accounts', kinds: [] },
  ],
})

async function pull(changed: Readonly<Record<string, Route>>): Promise<Observation[]> {
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const all: Readonly<Record<string, Route>> = { ...routes, ...changed }
    const said = all[`GET ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base: '' })
    response.writeHead(said?.status ?? (said ? 200 : 404), { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const openai = await connectorOf('openai')
  const seen = await gather(openai.observe(openai.settings.parse(settings(server.url)), credential, quietWorld(), null))
  await server.close()
  return seen
}

async function sighting(route: string, row: { id: string }): Promise<Sighting | undefined> {
  const seen = await pull({ [route]: listed([row]) })
  return seen.flatMap((one) => (one.see === 'token' && one.token.externalId === row.id ? [one.token] : []))[0]
}

describe('a key', () => {
  const ofProject = 'GET /v1/organization/projects/proj_a/api_keys'
  const ofOrganisation = 'GET /v1/organization/admin_api_keys'
  test.each<[string, string, { id: string }, object]>([
    ['never used, never ending', ofOrganisation, admin(9), { kind: 'openai.admin-key', displayId: '…abcd', expires: 'never', lastUsed: 'never', issuedAt: new Date(1_760_000_000_000), permissions: { stated: { names: ['admin key'], within: 'organisation' } } }],
    ['whose use is not told', ofOrganisation, admin(9, { last_used_at: undefined }), { lastUsed: 'not-reported' }],
    ['whose end is not told', ofProject, key('key_x', { expires_at: undefined }), { expires: 'not-reported' }],
    ['that ends', ofOrganisation, admin(9, { expires_at: 1_790_000_000 }), { expires: { fixed: new Date(1_790_000_000_000) } }],
    ['without name and owner', ofOrganisation, admin(9, { name: null, owner: null }), { name: 'key_admin9', ownerHints: [] }],
    ['of a person', ofProject, key('key_x'), { kind: 'openai.api-key', ownerHints: [{ how: 'email', value: 'bo@acme.example' }], lastUsed: { at: new Date(1_764_000_000_000) }, tags: { project: 'support', 'project id': 'proj_a' } }],
    ['of a service account', ofProject, key('key_x', { owner: { type: 'service_account', service_account: { id: 'svc_1', name: 'runner', role: 'member' } } }), { ownerHints: [], workloadHint: 'runner' }],
    ['of an owner who has no access any more', ofProject, key('key_x', { owner_project_access: 'inactive', owner: { type: 'user', user: { id: 'u', email: 'bo@acme.example', role: 'member' } } }), { lifecycle: 'active', tags: { 'access of its owner': 'ended', 'role of its owner': 'member' } }],
    ['of a project that has a field nobody knows', ofProject, key('key_x', { scopes_v9: [canary], owner_project_access: 'someday' }), { kind: 'openai.api-key' }],
    ['shown in a way that cannot be cut', ofProject, key('key_x', { redacted_value: '…' }), { name: 'key_x' }],
  ])('%s', async (_, route, row, wanted) => expect(await sighting(route, row)).toMatchObject(wanted))

  test.each([
    ['made before time', { created_at: 'yesterday' }],
    ['without an id', { id: '' }],
  ])('%s is a gap and no key', async (_, more) => expect(await sighting(ofProject, { ...key('key_x'), ...more })).toBeUndefined())
}) // prettier-ignore

describe('client certificates', () => {
  const own = 'GET /v1/organization/projects/proj_a/certificates'
  const all = 'GET /v1/organization/certificates'
  test.each<[string, Readonly<Record<string, Route>>, object, number]>([
    ['none is active', {}, { binding: 'bearer', popVerified: false }, 0],
    [
      'the project has one',
      { [own]: listed([certificate('c', false), certificate('d', true)]) },
      { binding: 'pop-mtls', popVerified: true },
      0,
    ],
    [
      'the organisation has one',
      { [all]: listed([certificate('c', true)]), [own]: () => ({ status: 403 }) },
      { binding: 'pop-mtls', popVerified: true },
      0,
    ],
    ['those of the project cannot be read', { [own]: () => ({ status: 403 }) }, { binding: 'bearer', popVerified: 'not-reported' }, 1],
    ['those of the organisation cannot be read', { [all]: () => ({ status: 403 }) }, { binding: 'bearer', popVerified: 'not-reported' }, 1],
    [
      'those of the organisation cannot be read, and the project has one',
      { [all]: () => ({ status: 403 }), [own]: listed([certificate('d', true)]) },
      { binding: 'pop-mtls', popVerified: true },
      1,
    ],
  ])('%s', async (_, changed, wanted, gaps) => {
    const seen = await pull(changed)
    expect(gapsOf(seen)).toHaveLength(gaps)
    expect(seen.flatMap((one) => (one.see === 'token' && one.token.externalId === 'key_a1' ? [one.token] : []))).toMatchObject([wanted])
    expect(seen.flatMap((one) => (one.see === 'token' && one.token.kind === 'openai.admin-key' ? [one.token.binding] : []))).toEqual([
      'bearer',
      'bearer',
      'bearer',
    ])
  })
})

test('keys of owners without access are asked for', async () => {
  const hidden: Route = (asked) =>
    asked.query.get('owner_project_access') === 'any' ? listed([key('key_hidden')])(asked) : listed([])(asked)
  const seen = await pull({
    'GET /v1/organization/projects/proj_b/api_keys': hidden,
    'GET /v1/organization/projects/proj_b/certificates': listed([]),
  })
  expect(seen.filter((one) => one.see === 'token' && one.token.externalId === 'key_hidden')).toHaveLength(1)
})

describe('a federation rule', () => {
  test.each<[string, object, object, object[]]>([
    [
      'of a service account’s own rights',
      {},
      {},
      [
        {
          kind: 'openai.federation-rule',
          name: 'cluster to runner',
          trusts: ['OIDC https://oidc.acme.example where sub is one and aud is us'],
          maxLifeSeconds: 'not-reported',
          permissions: { stated: { names: ['project key'], within: 'project', resource: 'proj_c' } },
          tags: { 'service account': 'runner', 'signing keys': 'uploaded_jwks' },
        },
      ],
    ],
    [
      'that is restricted',
      { permissions: { type: 'restricted', scopes: ['model.request'] } },
      {},
      [{ permissions: { stated: { names: ['model.request'] } } }],
    ],
    [
      'that names nothing',
      { attribute_matchers: {} },
      { audience: null },
      [{ trusts: ['OIDC https://oidc.acme.example where anything is said'], tags: { weak: 'no attribute is named' } }],
    ],
    [
      'that takes a pattern',
      { attribute_matchers: { sub: 'repo:acme/*', run: 7 } },
      {},
      [{ tags: { weak: 'sub is matched by a pattern' } }],
    ],
    ['of an account that is not listed', { service_account_id: 'svc_9' }, {}, [{ mints: 'access token of the service account svc_9' }]],
    ['that is off', { enabled: false }, {}, []],
    ['of a provider that is off', {}, { enabled: false }, []],
  ])('%s', async (_, ofRule, ofProvider, wanted) => {
    const seen = await pull({
      'GET /v1/organization/workload_identity_providers': unnamed([provider('wip_a', ofProvider)]),
      'GET /v1/organization/workload_identity_providers/wip_a/federation_rules': unnamed([rule('fr_1', ofRule)]),
    })
    expect(gapsOf(seen)).toEqual([])
    expect(seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))).toMatchObject(wanted)
  })
})

test.each([
  [['project key'], { level: 4, reach: 2 }],
  [['model.request', 'api.files.read'], { level: 3, reach: 2 }],
  [['api.all.read'], { level: 3, reach: 2 }],
  [['api.files.write'], { level: 4, reach: 2 }],
  [['api.management.keys.write'], { level: 6, reach: 2 }],
  [['someday'], { level: 6, reach: 2 }],
])('%j may %j', (names, breadth) =>
  expect(rate({ scheme: 'openai.key', stated: { names, within: 'project' } }, () => undefined).breadth).toEqual(breadth),
)

describe('what a key shows before and after it is deleted', () => {
  const target = { kind: 'openai.api-key', externalId: 'key_a1', tags: { 'project id': 'proj_a' } } as unknown as Sighting
  const look = async (statuses: Readonly<Record<string, number>>, of: Sighting = target, list: object = { data: [] }) => {
    const server = await smallServer((request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      response.writeHead(statuses[`${request.method} ${path.replace('/v1/organization/projects/proj_a', '')}`] ?? 404).end(path.endsWith('key_a1') ? '{"id":"key_a1"}' : JSON.stringify(list))
    })
    const openai = await connectorOf('openai')
    const looked = await openai.actions?.look(openai.settings.parse(settings(server.url)), credential, quietWorld(), of).catch((error: unknown) => error)
    await server.close()
    return looked
  }
  test.each<[string, Readonly<Record<string, number>>, object]>([
    ['it is there', { 'GET /api_keys/key_a1': 200 }, { shown: 'live' }],
    ['it is not, and its list can be read', { 'GET /api_keys': 200 }, { shown: 'gone' }],
    ['neither can be seen', {}, { why: 'not-found' }],
    ['its list is refused', { 'GET /api_keys': 403 }, { why: 'not-permitted' }],
  ])('%s', async (_, statuses, wanted) => expect(await look(statuses)).toMatchObject(wanted))
  test('it is not there, and its list is no list', async () => expect(await look({ 'GET /api_keys': 200 }, target, {})).toMatchObject({ shown: 'cannot-tell' }))
  test('of no known project it cannot be told', async () => expect(await look({}, { ...target, tags: {} })).toMatchObject({ shown: 'cannot-tell' }))
}) // prettier-ignore
