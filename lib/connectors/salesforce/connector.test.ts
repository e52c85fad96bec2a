import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { startEstate } from '../../estate/estate.ts'
import type { Json } from '../../model/json.ts'
import type { Sighting } from '../../model/sighting.ts'
import { rate } from '../../score/scope/rate.ts'
import { salesforceRights } from '../../score/scope/salesforce/rights.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, idsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { quoted } from './api.ts'
import { rightNames } from './rights.ts'
import { describePath, queryPath, routesOf, smallOrg, token, userId, type Org } from './testing/small-org.ts'

const credential = { clientId: '3MVG9.reads', clientSecret: canary }
const settings = (base: string) => ({ instanceUrl: base })
const idOf = (at: string | null, app = 'Chat') => `${userId(1)}/${app}/${at === null ? '' : new Date(at).toISOString()}`

conforms({
  kind: 'salesforce',
  settings,
  credential,
  routes: routesOf(smallOrg),
  tokens: [idOf(null), idOf('2026-01-01T00:00:00Z'), idOf('2026-02-01T00:00:00Z')].sort(),
  listings: [
    {
      route: `GET ${queryPath}`,
      object: 'Salesforce OAuth tokens',
      kinds: ['salesforce.oauth-token'],
      goesOn: (n) => ({ body: { totalSize: 1, done: false, records: [token(n)], nextRecordsUrl: `${queryPath}?again=1` } }),
      foreign: (elsewhere) => ({ body: { totalSize: 1, done: false, records: [token(0)], nextRecordsUrl: `${elsewhere}/next` } }),
    },
  ],
})

async function pull(org: Org, changed: Readonly<Record<string, Route>> = {}, more: { credential?: object; page?: number; cursor?: Json } = {}) {
  const routes = { ...routesOf(org, more.page), ...changed }
  const server = await smallServer((request, response, body) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const said = routes[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: request.headers, body, base: '' })
    response.writeHead(said?.status ?? (said ? 200 : 404), { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const connector = await connectorOf('salesforce')
  const world = quietWorld()
  try {
    const seen = await gather(connector.observe(connector.settings.parse(settings(server.url)), connector.credential.parse(more.credential ?? credential), world, more.cursor ?? null))
    const covered = seen.flatMap((one) => (one.see === 'covered' ? [...(one.kinds ?? [])] : []))
    return { seen, covered, gaps: gapsOf(seen), ids: idsOf(seen), tokens: seen.flatMap((one) => (one.see === 'token' ? [one.token] : [])), asked: server.asked }
  } finally {
    await server.close()
  }
} // prettier-ignore

const sighting = async (row: object, org: Org = {}): Promise<Sighting | undefined> =>
  (await pull({ ...smallOrg, ...org, OauthToken: [token(0, row as Record<string, unknown>)] })).tokens[0]
const may = (names: readonly string[] | null) => ({ permissions: { scheme: 'salesforce.rights', stated: { names, within: 'organisation', resource: 'Chat' } } }) // prettier-ignore
const shared = 'what is shared with its user'
const gives = (rights: object): Org => ({ PermissionSet: [{ Id: '0PS000000000001', ...rights }] })
const loader = { AppName: 'Loader' }
const installed = (more: object) => ({ ConnectedApplication: [{ ...smallOrg.ConnectedApplication?.[0], ...more }] })

describe('a token', () => {
  test.each<[string, object, Org, object]>([
    ['of an app that is not installed here', {}, {}, { kind: 'salesforce.oauth-token', name: 'Chat as ana@acme.example.prod', issuedAt: new Date('2026-01-01T00:00:00Z'), lastUsed: 'never', expires: 'not-reported', lifecycle: 'active', binding: 'bearer', thirdParty: 'Chat', ownerHints: [{ how: 'email', value: 'ana@acme.example' }], tags: { profile: 'Standard', 'refresh token policy': 'not told: the app is not installed here' }, ...may([shared, 'View All Data'].sort()) }],
    ['that was used', { LastUsedDate: '2026-11-01T10:00:00.000+0000', UseCount: 7 }, {}, { lastUsed: { at: new Date('2026-11-01T10:00:00Z') }, tags: { uses: '7' } }],
    ['that was used, at no time that is told', { UseCount: 7 }, {}, { lastUsed: 'not-reported' }],
    ['whose uses are not counted', { UseCount: null }, {}, { lastUsed: 'not-reported' }],
    ['made at no time that is told', { CreatedDate: null }, {}, { issuedAt: 'not-reported' }],
    ['of an app without a name', { AppName: null }, {}, { name: 'an app without a name as ana@acme.example.prod' }],
    ['of Salesforce’s own', { AppName: 'Salesforce for iOS' }, {}, { thirdParty: 'nobody' }],
    ['of an app of the org', loader, {}, { thirdParty: 'nobody', tags: { 'refresh token policy': '30 (hours, days or months, as the app’s page says) without use', 'who may use the app': 'users that an administrator approved' } }],
    ['of an app that everybody may let in, for a time', loader, installed({ OptionsAllowAdminApprovedUsersOnly: false, OptionsRefreshTokenValidityMetric: false }), { tags: { 'refresh token policy': expect.stringContaining('after it was made') as string, 'who may use the app': 'every user, by their own consent' } }],
    ['of an app without a period', loader, installed({ RefreshTokenValidityPeriod: null }), { tags: { 'refresh token policy': 'no period is told' } }],
    ['of an app by its menu item, whatever it is called', { AppMenuItemId: '0DS000000000001' }, {}, { thirdParty: 'nobody', tags: { 'who may use the app': 'users that an administrator approved' } }],
    ['of an app out of a package', { AppMenuItemId: '0DS000000000001' }, { AppMenuItem: [{ Id: '0DS000000000001', ApplicationId: '0H4000000000001', NamespacePrefix: 'vendor' }] }, { thirdParty: 'Chat' }],
    ['of two apps with one name', loader, { ConnectedApplication: [...(smallOrg.ConnectedApplication ?? []), { ...smallOrg.ConnectedApplication?.[0], Id: '0H4000000000002' }] }, { tags: { 'refresh token policy': expect.stringContaining('not told') as string } }],
    ['of a user who is not active', {}, { User: [{ ...smallOrg.User?.[0], IsActive: false }] }, { lifecycle: 'disabled', tags: { 'user state': 'inactive' } }],
    ['of a user who is not there', {}, { User: [] }, { name: 'Chat', ownerHints: [{ how: 'handle', value: `salesforce:${userId(1)}` }], ...may(null) }],
    ['of a user without rights over all', {}, gives({ PermissionsModifyAllData: false }), may([shared])],
    ['of a user who hands out permission sets', {}, gives({ PermissionsModifyAllData: false, PermissionsAssignPermissionSets: true }), may(['Assign Permission Sets', shared])],
    ['of a user with a right that nobody here knows', {}, gives({ PermissionsModifyAllData: false, PermissionsSomeday: true }), may([shared])],
    ['of a user with a right that is not told', {}, gives({ PermissionsModifyAllData: false, PermissionsManageUsers: null }), may(null)],
    ['of a user without any set, not even a profile’s', {}, { PermissionSetAssignment: [] }, may(null)],
    ['of a user with the sets of others alone', {}, { PermissionSetAssignment: [{ AssigneeId: userId(2), PermissionSetId: '0PS000000000001' }] }, may(null)],
    ['in an org that does not tell what rights there are', {}, gives({ PermissionsManageUsers: true }), may(null)],
    ['of a user with a permission set that is not listed', {}, { PermissionSet: [] }, may(null)],
    ['with a field that nobody knows', { Scopes: canary }, {}, { kind: 'salesforce.oauth-token' }],
  ])('%s', async (_, row, org, wanted) => expect({ thirdParty: 'nobody', ...(await sighting(row, org)) }).toMatchObject(wanted))

  test('without a user is a gap and no token', async () => expect(await sighting({ UserId: '../..' })).toBeUndefined())

  test('twice in one second is two', async () => {
    const { ids, gaps } = await pull({ ...smallOrg, OauthToken: [token(0), token(0)] })
    expect([ids, gaps]).toEqual([[idOf('2026-01-01T00:00:00Z'), `${idOf('2026-01-01T00:00:00Z')}/2`], []])
  })
}) // prettier-ignore

test.each([
  [['Assign Permission Sets', shared], { level: 6, reach: 3 }],
  [['Manage Encryption Keys', shared], { level: 6, reach: 3 }],
  [['Manage Certificates', shared], { level: 5, reach: 3 }],
  [['View All Data', shared], { level: 3, reach: 3 }],
  [['Weekly Data Export', shared], { level: 3, reach: 3 }],
  [['API Enabled', shared], { level: 4, reach: 2 }],
  [['Modify All Data', 'View All Data'], { level: 6, reach: 3 }],
  [['what is shared with its user'], { level: 4, reach: 2 }],
  [['someday'], { level: 6, reach: 3 }],
  [null, 'not-reported'],
])('%j may %j', (names, breadth) => expect(rate({ scheme: 'salesforce.rights', stated: { names, within: 'organisation' } }, () => undefined).breadth).toEqual(breadth)) // prettier-ignore

test('every permission that is read is one that is rated, and no other', () => {
  expect([...Object.values(rightNames), shared].sort()).toEqual(Object.keys(salesforceRights.names).sort())
})

describe('more than can be listed', () => {
  const at = (seconds: number) => `${new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString().slice(0, 19)}.000+0000`
  const many = (count: number, every: number) =>
    Array.from({ length: count }, (_, n) => token(0, { CreatedDate: at(Math.floor(n * every)), UseCount: n }))

  test('is read in slices by when it was made, each whole, and goes on after a kill', async () => {
    const org = { ...smallOrg, OauthToken: many(2_700, 60) }
    const { seen, ids, gaps, covered } = await pull(org)
    expect([ids.length, new Set(ids).size, gaps, covered]).toEqual([2_700, 2_700, [], ['salesforce.oauth-token']])
    const at = seen.findIndex(({ see }) => see === 'mark')
    const mark = seen[at]
    const rest = await pull(org, {}, { cursor: mark?.see === 'mark' ? mark.cursor : null })
    expect(rest.ids.length).toBeLessThan(2_500)
    expect(new Set([...idsOf(seen.slice(0, at)), ...rest.ids]).size).toBe(2_700)
    expect(rest.covered).toEqual(['salesforce.oauth-token'])
  })

  test('within one second is a gap, and all that is listed is kept', async () => {
    const { ids, gaps, covered } = await pull({ ...smallOrg, OauthToken: [...many(2_600, 0), ...many(10, 60)] })
    expect(gaps.map(({ object, why }) => [object, why])).toEqual([['Salesforce OAuth tokens', 'capped']])
    expect(ids).toHaveLength(2_509) // 2,500 of that second, and nine others
    expect(covered).toEqual([])
  })

  test('what is listed short of its count is a gap', async () => {
    const answer = routesOf(smallOrg)[`GET ${queryPath}`]
    const short: Route = (asked) => {
      const said = answer?.(asked) ?? {}
      const isCount = asked.query.get('q')?.includes('COUNT() FROM OauthToken WHERE CreatedDate >=')
      return isCount ? { body: { totalSize: 5, records: [] } } : said
    }
    const { gaps, covered } = await pull(smallOrg, { [`GET ${queryPath}`]: short })
    expect([gaps.map(({ why }) => why), covered]).toEqual([['inconsistent'], []])
  })

  test('a user who sees only their own is told so, and nothing counts as whole', async () => {
    const { gaps, covered } = await pull({ ...smallOrg, UserPermissionAccess: [{ PermissionsCustomizeApplication: false }] })
    expect(gaps).toMatchObject([{ object: 'Salesforce OAuth tokens', why: 'not-permitted' }])
    expect(covered).toEqual([])
  })
})

test.each([
  ['REQUEST_LIMIT_EXCEEDED', 403, 'throttled'],
  ['INVALID_TYPE', 400, 'not-permitted'],
  ['QUERY_TIMEOUT', 400, 'failed'],
  ['MALFORMED_QUERY', 400, 'failed'],
  ['INSUFFICIENT_ACCESS', 403, 'not-permitted'],
])('%s with %s is %s', async (errorCode, status, why) => {
  const answer = routesOf(smallOrg)[`GET ${queryPath}`]
  const refusing: Route = (asked) => (asked.query.get('q')?.includes('FROM PermissionSet') ? { status, body: [{ errorCode, message: canary }] } : (answer?.(asked) ?? {}))
  const { seen, gaps, tokens } = await pull(smallOrg, { [`GET ${queryPath}`]: refusing })
  expect(gaps.map((gap) => [gap.object, gap.why])).toContainEqual(['Salesforce permission sets', why])
  expect(tokens.map(({ permissions }) => permissions)).toMatchObject([{ stated: { names: null } }, { stated: { names: null } }, { stated: { names: null } }])
  expect(JSON.stringify(seen)).not.toContain(canary)
}) // prettier-ignore

test.each<[string, Route, string]>([
  ['refused', () => ({ status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: canary }] }), 'not-permitted'],
  ['not there', () => ({ status: 404, body: [{ errorCode: 'NOT_FOUND', message: canary }] }), 'not-found'],
  ['something else', () => ({ body: { hello: canary } }), 'malformed'],
])('where what rights there are is %s, it is a gap, and no token is taken to have none', async (_, said, why) => {
  const { seen, gaps, tokens } = await pull(smallOrg, { [`GET ${describePath}`]: said })
  expect(gaps.map((gap) => [gap.object, gap.why])).toEqual([['Salesforce permission sets', why]])
  expect(tokens.map(({ permissions }) => permissions)).toMatchObject(tokens.map(() => ({ stated: { names: null } })))
  expect(JSON.stringify(seen)).not.toContain(canary)
})

test('no value of a token is ever asked for', async () => {
  const { asked } = await pull(smallOrg)
  const queries = asked.map(({ path }) => new URL(path, 'http://x').searchParams.get('q') ?? '')
  expect(queries.filter((q) => /AccessToken|RequestToken|DeleteToken/.test(q))).toEqual([])
})

test.each([
  ["O'Brien", String.raw`'O\'Brien'`],
  [String.raw`a\b`, String.raw`'a\\b'`],
  ["x' OR Name != 'y", String.raw`'x\' OR Name != \'y'`],
  ['a\nb\rc', String.raw`'a\nb\rc'`],
])('%j in a query is %s', (text, wanted) => expect(quoted(text)).toBe(wanted))

test('a signed assertion lives three minutes, for one user and one audience', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const { asked } = await pull(smallOrg, {}, { credential: { clientId: '3MVG9.reads', username: 'standdown@acme.example', privateKey: pem } })
  const form = new URLSearchParams(asked[0]?.body)
  expect([asked[0]?.path, form.get('grant_type')]).toEqual(['/services/oauth2/token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'])
  const [head = '', body = '', signature = ''] = form.get('assertion')?.split('.') ?? []
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  expect(claims).toMatchObject({ iss: '3MVG9.reads', sub: 'standdown@acme.example', aud: 'https://login.salesforce.com' })
  expect(Number(claims.exp) - Date.now() / 1_000).toBeLessThan(185)
  expect(verify('sha256', Buffer.from(`${head}.${body}`), createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), Buffer.from(signature, 'base64url'))).toBe(true)
}) // prettier-ignore

test('the company’s vendor token is looked at, revoked by its own secret, and gone', async () => {
  const estate = await startEstate({ tokens: 60, seed: 5, now: new Date('2026-11-24T00:00:00Z') })
  const { settings: given, credential: reads, action } = estate.further.salesforce ?? { settings: {}, credential: null, action: null }
  const connector = await connectorOf('salesforce')
  const [parsed, reading, acts] = [connector.settings.parse(given), connector.credential.parse(reads), connector.actions?.credential.parse(action)]
  const world = { ...quietWorld(), now: estate.control.now() }
  const seen = await gather(connector.observe(parsed, reading, world, null))
  const vendor = seen.flatMap((one) => (one.see === 'token' && one.token.thirdParty === 'Driftwell Chat' ? [one.token] : []))
  expect(vendor).toHaveLength(2)
  const [target] = vendor
  if (!target || !connector.actions) throw new Error('The vendor’s token is not there.')
  const { look, act, sameAsReading, test: tries } = connector.actions
  expect(target).toMatchObject({ permissions: { stated: { names: ['API Enabled', 'View All Data', shared] } }, tags: { 'refresh token policy': expect.stringContaining('not installed') as string } })
  expect(await sameAsReading(parsed, reading, reading, world)).toContain('Give others')
  expect(await sameAsReading(parsed, reading, acts, world)).toBeNull()
  expect((await tries(parsed, acts, world)).map(({ state }) => state)).toEqual(['granted'])
  expect(await look(parsed, reading, world, target)).toMatchObject({ shown: 'live' })
  await act(parsed, acts, world, { target, verb: 'delete', place: null })
  expect(await look(parsed, reading, world, target)).toMatchObject({ shown: 'gone' })
  await expect(act(parsed, acts, world, { target, verb: 'delete', place: null })).rejects.toMatchObject({ name: 'NotSent' })
  expect(await look(parsed, reading, world, { ...target, issuedAt: 'not-reported' })).toMatchObject({ shown: 'cannot-tell' })
  expect(JSON.stringify([seen, world.lines])).not.toContain('CNRY')
  await estate.close()
}) // prettier-ignore
