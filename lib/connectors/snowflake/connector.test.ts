import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rate } from '../../score/scope/rate.ts'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer, type SmallServer } from '../testing/small-server.ts'

const privateKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const canary = 'CNRY-snowflake-00112233445566778899aabbccddeeff'
const seconds = '1767323045.000000000'
const at = new Date(1_767_323_045_000)

type Cells = (string | null)[]
type Views = { CREDENTIALS: Cells[]; USERS: Cells[]; GRANTS_TO_USERS: Cells[]; GRANTS_TO_ROLES: Cells[] }
/** id, name, user, type, status, created, used, ends, altered, roles, by */
const credential = (more: Partial<Record<'id' | 'name' | 'user' | 'type' | 'status' | 'created' | 'used' | 'ends' | 'roles', string | null>> = {}): Cells => {
  const of = { id: '7', name: 'NIGHTLY', user: 'DBT', type: 'PAT', status: 'ACTIVE', created: seconds, used: seconds, ends: seconds, roles: null, ...more }
  return [of.id, of.name, of.user, of.type, of.status, of.created, of.used, of.ends, seconds, of.roles, 'ADMIN']
} // prettier-ignore
const views: Views = {
  CREDENTIALS: [credential()],
  USERS: [
    ['DBT', null, 'SERVICE', 'false', 'dbt'],
    ['BO', 'bo@acme.example', null, 'false', 'Bo'],
    ['GONE', 'gone@acme.example', 'PERSON', 'true', 'Gone'],
  ],
  GRANTS_TO_USERS: [
    ['DBT', 'TRANSFORMER'],
    ['BO', 'ANALYST'],
  ],
  GRANTS_TO_ROLES: [
    ['TRANSFORMER', 'OWNERSHIP', 'TABLE', null, '9'],
    ['TRANSFORMER', 'USAGE', 'ROLE', 'ANALYST', '1'],
    ['ANALYST', 'SELECT', 'TABLE', null, '3'],
    ['ANALYST', 'USAGE', 'ROLE', 'TRANSFORMER', '1'],
  ],
}
const result = (rows: Cells[], more: object = {}) => ({ statementHandle: 'h-1', data: rows, resultSetMetaData: { numRows: rows.length, partitionInfo: [{ rowCount: rows.length }] }, secret: canary, ...more }) // prettier-ignore

type Said = { status?: number; body?: unknown; headers?: Record<string, string> }
let servers: SmallServer[] = []
beforeEach(() => void (servers = []))
afterEach(async () => void (await Promise.all(servers.map((server) => server.close()))))

/** An account that answers for its views; `lie` answers in its stead. */
async function serve(of: Partial<Views> = {}, lie: (asked: { method: string; path: string; statement: string }) => Said | null = () => null) {
  const server = await smallServer((request, response, body) => {
    const statement = body ? (JSON.parse(body) as { statement: string }).statement : ''
    const [method = '', path = ''] = [request.method, request.url]
    const view = /ACCOUNT_USAGE\.(\w+)/.exec(statement)?.[1] as keyof Views | undefined
    const said = lie({ method, path, statement }) ?? { body: result(view ? ({ ...views, ...of }[view] ?? []) : [['x']]) }
    response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers }).end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body ?? {}))
  })
  servers.push(server)
  return server
} // prettier-ignore

const settingsOf = (base: string) => ({ account: 'acme-main', user: 'STANDDOWN', role: 'READER', warehouse: 'SMALL', baseUrl: base })

async function pull(server: SmallServer) {
  const snowflake = await connectorOf('snowflake')
  const world = quietWorld()
  const seen = await gather(snowflake.observe(snowflake.settings.parse(settingsOf(server.url)), snowflake.credential.parse({ privateKey }), world, null))
  expect(JSON.stringify([seen, world.lines])).not.toContain('CNRY')
  const gaps = seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))
  const covered = seen.flatMap((one) => (one.see === 'covered' ? [...(one.kinds ?? [])] : []))
  return { seen, gaps, covered, tokens: tokensOf(seen) }
} // prettier-ignore
const tokensOf = (seen: readonly Observation[]): Sighting[] => seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))
const all = ['snowflake.pat', 'snowflake.key-pair', 'snowflake.credential', 'snowflake.password']
const isOf = (view: string, statement: string) => statement.includes(`ACCOUNT_USAGE.${view}`)

describe('an account', () => {
  test('is read whole, and signed for by the key’s fingerprint', async () => {
    const server = await serve()
    expect(await pull(server)).toMatchObject({ gaps: [], covered: all, tokens: [{ externalId: 'credential:7' }] })
    const { headers, body } = server.asked[0] ?? { headers: {}, body: '' }
    const claims = JSON.parse(Buffer.from(String(headers.authorization).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
    expect(claims).toMatchObject({ sub: 'ACME-MAIN.STANDDOWN', iss: expect.stringMatching(/^ACME-MAIN\.STANDDOWN\.SHA256:[\w+/]{43}=$/) as unknown })
    expect(JSON.parse(body)).toMatchObject({ role: 'READER', warehouse: 'SMALL' })
  })

  test('whose result is in partitions is read to the last', async () => {
    const rows = ['1', '2', '3'].map((id) => credential({ id }))
    const meta = { resultSetMetaData: { numRows: 3, partitionInfo: [{}, {}, {}] } }
    const server = await serve({}, ({ path, statement }) => {
      const partition = /partition=(\d)/.exec(path)?.[1]
      if (partition) return { body: { data: [rows[Number(partition)]] } }
      return isOf('CREDENTIALS', statement) ? { body: result([rows[0] ?? []], meta) } : null
    })
    expect((await pull(server)).tokens.map(({ externalId }) => externalId)).toEqual(['credential:1', 'credential:2', 'credential:3'])
  })

  test('that takes its time is asked for the result again', async () => {
    const server = await serve({}, ({ method, statement }) => {
      if (method === 'GET') return { body: result([credential()]) }
      return isOf('CREDENTIALS', statement) ? { status: 202, body: { statementHandle: 'h-2', code: '333334' } } : null
    })
    expect((await pull(server)).tokens).toHaveLength(1)
  })

  test('that refuses the key ends the run', async () => {
    const server = await serve({}, () => ({ status: 401, body: { code: '390144', message: canary } }))
    await expect(pull(server)).rejects.toMatchObject({ code: 'provider' })
  })
  test('that throttles once and fails once is asked again', async () => {
    let nth = 0
    const server = await serve({}, () => [{ status: 429, headers: { 'retry-after': '0' } }, { status: 503 }][nth++] ?? null)
    expect(await pull(server)).toMatchObject({ gaps: [], covered: all })
  })
}) // prettier-ignore

describe.each(['CREDENTIALS', 'USERS', 'GRANTS_TO_USERS', 'GRANTS_TO_ROLES'] as const)('%s', (view) => {
  const without = async (said: Said) => {
    const { gaps, covered, tokens } = await pull(await serve({}, ({ method, statement }) => (method === 'GET' ? { status: 404 } : isOf(view, statement) ? said : null)))
    expect(gaps).toHaveLength(1)
    expect(covered).toEqual(view === 'CREDENTIALS' ? [] : view === 'USERS' ? all.slice(0, 3) : all)
    return { why: gaps[0]?.why, permissions: tokens[0]?.permissions }
  }
  test.each([
    ['not permitted', { status: 422, body: { code: '003001', message: canary } }, 'not-permitted'],
    ['not there, or not visible', { status: 422, body: { code: '002003', message: canary } }, 'not-found'],
    ['no statement that it knows', { status: 422, body: { code: '000904', message: canary } }, 'failed'],
    ['403', { status: 403 }, 'not-permitted'],
    ['429', { status: 429, headers: { 'retry-after': '0' } }, 'throttled'],
    ['500', { status: 500 }, 'failed'],
    ['a page of HTML', { body: '<html>' }, 'malformed'],
    ['another shape', { body: { hello: canary } }, 'malformed'],
    ['a body that ends early', { body: '{"data": [' }, 'malformed'],
    ['nonsense as rows', { body: { ...result([]), data: [7, canary] } }, 'malformed'],
    ['fewer rows than there are', { body: result([], { resultSetMetaData: { numRows: 5, partitionInfo: [{}] } }) }, 'inconsistent'],
    ['a next partition that is not there', { body: result([], { resultSetMetaData: { numRows: 0, partitionInfo: [{}, {}] } }) }, 'not-found'],
  ])('%s is a gap, and never an end of what was not seen', async (_, said, why) => {
    const { why: told, permissions } = await without(said)
    expect(told).toBe(why)
    if (view === 'GRANTS_TO_USERS' || view === 'GRANTS_TO_ROLES') expect(permissions).toMatchObject({ stated: { names: null } })
  })
}) // prettier-ignore

describe('a row as a sighting', () => {
  const names = (...of: string[]) => ({ permissions: { scheme: 'snowflake.privileges', stated: { names: of, within: 'account' } } })
  test.each<[string, Parameters<typeof credential>[0], object]>([
    ['a token', {}, { kind: 'snowflake.pat', binding: 'bearer', name: 'NIGHTLY of DBT', expires: { fixed: at }, lastUsed: { at }, issuedAt: at, workloadHint: 'DBT', ownerHints: [], ...names('OWNERSHIP on table', 'SELECT on table') }],
    ['a token of a person', { user: 'BO' }, { ownerHints: [{ how: 'email', value: 'bo@acme.example' }], tags: { 'user type': 'PERSON' } }],
    ['a token of somebody switched off', { user: 'GONE' }, { lifecycle: 'disabled' }],
    ['a token of a user that is not there', { user: 'NOBODY' }, { ownerHints: [], ...names() }],
    ['restricted to a role', { roles: '["ANALYST"]', user: 'BO' }, names('OWNERSHIP on table', 'SELECT on table')],
    ['restricted to a role by its name alone', { roles: 'LONELY' }, names()],
    ['restricted to an administering role', { roles: '["ACCOUNTADMIN"]' }, names('role ACCOUNTADMIN')],
    ['disabled', { status: 'DISABLED' }, { lifecycle: 'disabled' }],
    ['expired', { status: 'EXPIRED' }, { lifecycle: 'expired' }],
    ['in a state nobody knows', { status: 'NAPPING' }, { lifecycle: 'active' }],
    ['that never ends', { ends: null }, { expires: 'never' }],
    ['whose end is empty', { ends: '' }, { expires: 'never' }],
    ['never used', { used: null }, { lastUsed: 'never' }],
    ['made at no known time', { created: null }, { issuedAt: 'not-reported' }],
    ['with the offset of a session', { created: '1767323045.000000000 1440' }, { issuedAt: at }],
    ['a key pair', { type: 'KEYPAIR', ends: null, name: null }, { kind: 'snowflake.key-pair', binding: 'keyed-asym', name: 'KEYPAIR of DBT' }],
    ['a key pair with a name of its own, an end and a role', { type: 'KEYPAIR', name: 'LOADS', roles: 'ANALYST', user: 'BO' }, { kind: 'snowflake.key-pair', name: 'LOADS of BO', expires: { fixed: at }, lifecycle: 'active', permissions: { stated: { resource: 'ANALYST' } } }],
    ['a key pair that was disabled', { type: 'KEYPAIR', name: 'LOADS', status: 'DISABLED' }, { kind: 'snowflake.key-pair', lifecycle: 'disabled' }],
    ['a password of a service', { type: 'PASSWORD' }, { kind: 'snowflake.password', binding: 'bearer' }],
    ['something new', { type: 'RETINA' }, { kind: 'snowflake.credential', binding: 'not-reported' }],
  ])('%s', async (_, more, wanted) => expect((await pull(await serve({ CREDENTIALS: [credential(more)] }))).tokens[0]).toMatchObject(wanted))

  test.each([
    ['a person’s password', { type: 'PASSWORD', user: 'BO' }],
    ['a second factor', { type: 'TOTP', user: 'BO' }],
    ['what a cloud vouches for', { type: 'AWS' }],
  ])('%s is none', async (_, more) => expect(await pull(await serve({ CREDENTIALS: [credential(more)] }))).toMatchObject({ tokens: [], gaps: [], covered: all }))

  test.each([
    ['without an id', { id: '' }],
    ['made before time', { created: 'yesterday' }],
    ['with roles that are no list', { roles: '[ANALYST' }],
  ])('%s is a gap and no token', async (_, more) => {
    expect(await pull(await serve({ CREDENTIALS: [credential(more), credential({ id: '8' })] }))).toMatchObject({ tokens: [{ externalId: 'credential:8' }], gaps: [{ why: 'malformed' }], covered: [] })
  })
}) // prettier-ignore

test.each([
  [['role ACCOUNTADMIN'], 6],
  [['MANAGE GRANTS on account'], 6],
  [['OWNERSHIP on role'], 6],
  [['USAGE on secret'], 5],
  [['EXECUTE TASK on account'], 5],
  [['INSERT on table'], 4],
  [['CREATE TABLE on schema'], 4],
  [['SELECT on view'], 3],
  [['USAGE on warehouse'], 2],
  [['LEVITATE on table'], 6],
  [[], 1],
])('%j is level %i', (names, level) => {
  expect(rate({ scheme: 'snowflake.privileges', stated: { names, within: 'account' } }, () => undefined).breadth).toEqual({
    level,
    reach: 3,
  })
})

describe('acting', () => {
  const target = { kind: 'snowflake.pat', externalId: 'credential:7', issuedAt: at, tags: { user: 'O"BRIEN', 'token name': 'NIGHTLY' } } as unknown as Sighting
  const acting = { user: 'ACTOR', role: 'ACTOR', privateKey }
  const place = { madeAt: at.toISOString() }
  /** A user's list: name, status, and when each was made, in Snowflake's own order of columns. */
  const list = (...rows: [name: string, status: string, made?: string | null][]): Said => ({
    body: result(rows.map(([name, status, made = seconds]) => [name, 'O"BRIEN', status, made]), { resultSetMetaData: { numRows: rows.length, partitionInfo: [{}], rowType: ['name', 'user_name', 'status', 'created_on'].map((name) => ({ name })) } }),
  })
  const anew = '1767999999.000000000'
  const statements = (server: SmallServer) => server.asked.map(({ body }) => (JSON.parse(body) as { statement: string }).statement)
  test.each([
    ['disable', 'ALTER USER "O""BRIEN" MODIFY PROGRAMMATIC ACCESS TOKEN "NIGHTLY" SET DISABLED = TRUE'],
    ['enable', 'ALTER USER "O""BRIEN" MODIFY PROGRAMMATIC ACCESS TOKEN "NIGHTLY" SET DISABLED = FALSE'],
    ['delete', 'ALTER USER "O""BRIEN" REMOVE PROGRAMMATIC ACCESS TOKEN "NIGHTLY"'],
  ] as const)('%s is one statement, its names quoted', async (verb, statement) => {
    const server = await serve()
    const { actions, settings } = await connectorOf('snowflake')
    await actions?.act(settings.parse(settingsOf(server.url)), acting, quietWorld(), { target, verb, place })
    expect(server.asked.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ statement, role: 'ACTOR' }])
  })
  test('what is not known by name is not sent for', async () => {
    const server = await serve()
    const { actions, settings } = await connectorOf('snowflake')
    const failed: unknown = await actions?.act(settings.parse(settingsOf(server.url)), acting, quietWorld(), { target: { ...target, tags: {} }, verb: 'delete', place }).catch((error: unknown) => error)
    expect([failed, server.asked]).toMatchObject([{ name: 'NotSent' }, []])
  })
  const show = 'SHOW USER PROGRAMMATIC ACCESS TOKENS FOR USER "O""BRIEN"'
  test('what nobody could look at before is looked at by whoever acts', async () => {
    const server = await serve({}, ({ statement }) => (statement === show ? list(['NIGHTLY', 'ACTIVE']) : null))
    const { actions, settings } = await connectorOf('snowflake')
    await actions?.act(settings.parse(settingsOf(server.url)), acting, quietWorld(), { target, verb: 'delete', place: null })
    expect(statements(server)).toEqual([show, 'ALTER USER "O""BRIEN" REMOVE PROGRAMMATIC ACCESS TOKEN "NIGHTLY"'])
  })
  test.each<[string, Said, Partial<Sighting>, RegExp]>([
    ['was made anew under the same name', list(['NIGHTLY', 'ACTIVE', anew]), {}, /made at another time/],
    ['is not listed any more', list(['OTHER', 'ACTIVE', anew]), {}, /not among/],
    ['may not be listed', { status: 422, body: { code: '003001' } }, {}, /may not be listed/],
    ['was made nobody knows when', list(['NIGHTLY', 'ACTIVE']), { issuedAt: 'not-reported' }, /When it was made is not known/],
    ['is in a list that cannot be read', { body: result([['NIGHTLY', 'ACTIVE']]) }, {}, /not a result/],
  ])('one that %s is left alone: nothing is sent', async (_, said, more, says) => {
    const server = await serve({}, ({ statement }) => (statement === show ? said : null))
    const { actions, settings } = await connectorOf('snowflake')
    const asked = { target: { ...target, ...more }, verb: 'disable', place: null } as const
    const failed: unknown = await actions?.act(settings.parse(settingsOf(server.url)), acting, quietWorld(), asked).catch((error: unknown) => error)
    expect(failed).toMatchObject({ name: 'NotSent', message: expect.stringMatching(says) as string })
    expect(statements(server).filter((one) => one.startsWith('ALTER'))).toEqual([])
  })
  test.each<[string, Said, object]>([
    ['it works', list(['NIGHTLY', 'ACTIVE'], ['OTHER', 'DISABLED', anew]), { shown: 'live', place }],
    ['it works, by a finer clock', list(['NIGHTLY', 'ACTIVE', '1767323045.412000000']), { shown: 'live', place }],
    ['it is off', list(['NIGHTLY', 'DISABLED']), { shown: 'disabled', place }],
    ['it is not in the user’s list', list(['OTHER', 'ACTIVE', anew]), { shown: 'gone', place: null }],
    ['it was made anew', list(['NIGHTLY', 'ACTIVE', anew]), { shown: 'cannot-tell', place: null, says: expect.stringContaining('rotated or made anew') as string }],
    ['it was made anew, and the one before goes by another name', list(['NIGHTLY', 'ACTIVE', anew], ['NIGHTLY_OLD', 'ACTIVE']), { shown: 'cannot-tell', place: null }],
    ['it may go by another name', list(['NIGHTLY_OLD', 'ACTIVE']), { shown: 'cannot-tell', place: null, says: expect.stringContaining('another name') as string }],
    ['nobody says when it was made', list(['NIGHTLY', 'ACTIVE', null]), { shown: 'cannot-tell', place: null }],
    ['it is not there, and when the others were made is not said', list(['OTHER', 'ACTIVE', null]), { shown: 'cannot-tell', place: null }],
    ['the list may not be seen', { status: 422, body: { code: '003001' } }, { shown: 'cannot-tell' }],
    ['the user is not there, or not visible', { status: 422, body: { code: '002003' } }, { shown: 'cannot-tell' }],
    ['nothing answers', { status: 500 }, { why: 'failed' }],
  ])('look: %s', async (_, said, wanted) => {
    const server = await serve({}, () => said)
    const { actions, settings } = await connectorOf('snowflake')
    expect(await actions?.look(settings.parse(settingsOf(server.url)), { privateKey }, quietWorld(), target).catch((error: unknown) => error)).toMatchObject(wanted)
  })
}) // prettier-ignore
