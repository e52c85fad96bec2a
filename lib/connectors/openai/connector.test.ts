import { describe, expect, test } from 'vitest'
import type { Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, type Route } from '../rest/testing/conformance.ts'
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
  ],
})

async function sighting(route: string, row: { id: string }): Promise<Sighting | undefined> {
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const all: Readonly<Record<string, Route>> = { ...routes, [route]: listed([row]) }
    const said = all[`GET ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base: '' })
    response.writeHead(said ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const openai = await connectorOf('openai')
  const seen = await gather(openai.observe(openai.settings.parse(settings(server.url)), credential, quietWorld(), null))
  await server.close()
  return seen.flatMap((one) => (one.see === 'token' && one.token.externalId === row.id ? [one.token] : []))[0]
}

describe('a key', () => {
  const ofProject = 'GET /v1/organization/projects/proj_a/api_keys'
  const ofOrganisation = 'GET /v1/organization/admin_api_keys'
  test.each<[string, string, { id: string }, object]>([
    ['never used, never ending', ofOrganisation, admin(9), { kind: 'openai.admin-key', displayId: '…abcd', expires: 'never', lastUsed: 'never', issuedAt: new Date(1_760_000_000_000), permissions: { stated: { names: ['admin key'], within: 'organisation' } } }],
    ['whose use is not told', ofOrganisation, admin(9, { last_used_at: undefined }), { lastUsed: 'not-reported' }],
    ['that ends', ofOrganisation, admin(9, { expires_at: 1_790_000_000 }), { expires: { fixed: new Date(1_790_000_000_000) } }],
    ['without name and owner', ofOrganisation, admin(9, { name: null, owner: null }), { name: 'key_admin9', ownerHints: [] }],
    ['of a person', ofProject, key('key_x'), { kind: 'openai.api-key', ownerHints: [{ how: 'email', value: 'bo@acme.example' }], lastUsed: { at: new Date(1_764_000_000_000) }, tags: { project: 'support', 'project id': 'proj_a' } }],
    ['of a service account', ofProject, key('key_x', { owner: { type: 'service_account', service_account: { id: 'svc_1', name: 'runner', role: 'member' } } }), { ownerHints: [], workloadHint: 'runner' }],
    ['of a project that has a field nobody knows', ofProject, key('key_x', { scopes_v9: [canary], owner_project_access: 'someday' }), { kind: 'openai.api-key' }],
    ['shown in a way that cannot be cut', ofProject, key('key_x', { redacted_value: '…' }), { name: 'key_x' }],
  ])('%s', async (_, route, row, wanted) => expect(await sighting(route, row)).toMatchObject(wanted))

  test.each([
    ['made before time', { created_at: 'yesterday' }],
    ['without an id', { id: '' }],
  ])('%s is a gap and no key', async (_, more) => expect(await sighting(ofProject, { ...key('key_x'), ...more })).toBeUndefined())
}) // prettier-ignore

describe('what a key shows before and after it is deleted', () => {
  const target = { kind: 'openai.api-key', externalId: 'key_a1', tags: { 'project id': 'proj_a' } } as unknown as Sighting
  const look = async (statuses: Readonly<Record<string, number>>, of: Sighting = target) => {
    const server = await smallServer((request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      response.writeHead(statuses[`${request.method} ${path.replace('/v1/organization/projects/proj_a', '')}`] ?? 404).end(path.endsWith('key_a1') ? '{"id":"key_a1"}' : '{"data":[]}')
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
  test('of no known project it cannot be told', async () => expect(await look({}, { ...target, tags: {} })).toMatchObject({ shown: 'cannot-tell' }))
}) // prettier-ignore
