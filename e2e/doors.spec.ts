import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { takeTurn } from '../lib/db/attempts.ts'
import { openDb, type Db } from '../lib/db/db.ts'
import type { Role } from '../lib/model/viewer.ts'
import { addressOf } from '../security/doors-there-are.ts'
import { doors, holders, type Asks, type Row } from '../security/doors.ts'
import { actionsOf, callOf, type BuiltAction } from './action-request.ts'
import { bareServer, newestBuild } from './bare-server.ts'
import { expect, test } from './fixtures.ts'
import { overheardDatabase } from './overheard-database.ts'
import { ask, type Answer, type Raw } from './raw-request.ts'
import { insertAct, insertException, insertPlan, insertReview } from './retirement-rows.ts'
import { letIn, roles, signedOut, type Visitor, type Visitors } from './visitors.ts'

const base = process.env.E2E_URL ?? ''
const missing = randomUUID()
let db: Db
let visitors: Visitors
let tokens: Record<'mine' | 'my team’s' | 'another’s' | 'nobody’s', string>
let rows: Readonly<Record<Row, string>>
let plan: string
let exception: string
let campaign: string
let act: string
/** Ids of tokens that are not the owner's, and names that only those who are in may read. */
let others: readonly string[]
let inside: readonly string[]
let actions: readonly BuiltAction[]

test.beforeAll(async () => {
  db = openDb(process.env.E2E_DATABASE_URL ?? '')
  const one = async (query: string, values: unknown[] = []) =>
    (await db.pool.query<{ id: string }>(`${query} limit 1`, values)).rows[0]?.id ?? 'none'
  const { rows: found } = await db.pool.query<{ owner: string; team: string; mine: string; teams: string }>(
    `select o.id as owner, o.team_id as team, m.id as mine, t.id as teams from owner o
     join token m on m.owner_id = o.id join token t on t.owner_id = o.team_id limit 1`,
  )
  const [me] = found
  if (!me) throw new Error('The demo has nobody who owns a token and whose team owns one too.')
  visitors = await letIn(db, me.owner)
  const theirs = `select id from token where owner_id is not null and owner_id <> all($1::uuid[])`
  tokens = {
    mine: me.mine,
    'my team’s': me.teams,
    'another’s': await one(theirs, [[me.owner, me.team]]),
    'nobody’s': await one('select id from token where owner_id is null'),
  }
  const [source, owner, workload, rule] = await Promise.all(
    ['source', 'owner', 'workload', 'rule'].map((table) => one(`select id from "${table}"`)),
  )
  plan = await insertPlan(db, tokens['another’s'] ?? '')
  exception = await insertException(db, tokens['another’s'] ?? '')
  act = await insertAct(db, tokens['another’s'] ?? '')
  const asked = await insertReview(db, tokens['another’s'] ?? '')
  campaign = asked.campaign
  rows = {
    token: tokens['another’s'],
    source,
    owner,
    workload,
    rule,
    plan,
    exception,
    campaign,
    review: asked.review,
    act,
    user: visitors.accounts[0] ?? '',
  } as Record<Row, string>
  const ids = await db.pool.query<{ id: string }>('select id from token where owner_id is null or owner_id <> all($1::uuid[])', [
    [me.owner, me.team],
  ])
  others = ids.rows.map(({ id }) => id)
  const names = await db.pool.query<{ name: string }>('select name from token union select name from source')
  inside = names.rows.map(({ name }) => name).filter((name) => name.length >= 6)
  actions = actionsOf(newestBuild())
})
test.afterAll(async () => {
  await db?.pool.query('delete from plan where id = $1', [plan])
  await db?.pool.query('delete from exception where id = $1', [exception])
  await db?.pool.query('delete from campaign where id = $1', [campaign])
  await db?.pool.query('delete from provider_act where id = $1', [act])
  await visitors?.leave()
  await db?.close()
})

/** The analyst's account. */
const analyst = () => visitors.accounts[roles.indexOf('analyst')] ?? ''

type Line = {
  door: string
  asks: Asks
  row?: Row
  but?: readonly Role[]
  at: Readonly<Record<string, string>>
  otherwise?: readonly [status: number, why: string, whom?: readonly Role[]]
}
const table: readonly Line[] = Object.entries(doors).map(([door, line]) => ({
  door,
  at: {},
  ...(typeof line === 'string' ? { asks: line } : line),
}))
/** What a door answers those whom it lets in. */
function statusFor({ otherwise }: Line, visitor: string): number {
  const [status, , whom] = otherwise ?? [200, '']
  return !whom || (whom as readonly string[]).includes(visitor) ? status : 200
}
const isPage = ({ door }: Line) => /page\.tsx?$/.test(door)
const isHandler = ({ door }: Line) => /route\.tsx? /.test(door)
const isAction = (line: Line) => !isPage(line) && !isHandler(line)

function builtAs({ door }: Line): BuiltAction {
  const built = actions.find((one) => one.door === door)
  if (!built) throw new Error(`The build has no action ${door}, so that nobody can be refused at it.`)
  return built
}

type Outcome = 'in' | 'signed out' | 'may not'
function outcome({ asks, but = [] }: Line, visitor: Visitor): Outcome {
  const role = roles.find((one) => one === visitor)
  if (asks === 'open') return 'in'
  if (!role) return 'signed out'
  return !but.includes(role) && (asks === 'signed-in' || holders[asks].includes(role)) ? 'in' : 'may not'
}

function knock(line: Line, visitor: Visitor, id = line.row ? rows[line.row] : '', query = ''): Promise<Answer> {
  const method = isPage(line) ? 'GET' : (line.door.split(' ')[1] ?? 'GET')
  const headers = {
    ...(visitors.cookies[visitor] && { cookie: visitors.cookies[visitor] }),
    ...(method !== 'GET' && { origin: base, 'content-length': '0' }),
  }
  return ask(base, { method, path: `${addressOf(line.door, { id, ...line.at })}${query}`, headers })
}

/** What of an answer its visitor may not have: anything at all from inside, or for an owner somebody else's token. */
function leaks({ body }: Answer, visitor: Visitor, letIn: boolean, asked = ''): string[] {
  const secrets = visitor === 'owner' ? others : letIn ? [] : inside
  // What somebody asked for may be said back to them.
  return secrets.filter((one) => one !== asked && body.includes(one)).slice(0, 3)
}

const oneLine = ({ status, headers, body }: Answer) =>
  `${status} ${headers.location ?? ''} ${/<title>[^<]*/.exec(body)?.[0] ?? body.slice(0, 120)}`

for (const visitor of [...signedOut, ...roles]) {
  test(`every page and handler, as ${visitor}`, async () => {
    const wrong: string[] = []
    for (const line of table.filter((one) => !isAction(one))) {
      const expected = outcome(line, visitor)
      const reads = isPage(line) || line.door.endsWith(' GET')
      // What changes something is tried only by those whom it refuses.
      if (expected === 'in' && !reads) continue
      const hidden = ['token', 'plan', 'exception', 'review', 'act'].includes(line.row ?? '') && visitor === 'owner'
      const answer = await knock(line, visitor)
      const said = oneLine(answer)
      const right =
        expected === 'signed out' ? (isPage(line) ? said.includes('/sign-in') && answer.status === 307 : answer.status === 401)
        : expected === 'may not' ? answer.status === (isPage(line) ? 404 : 403)
        : [hidden ? 404 : statusFor(line, visitor), ...(line.asks === 'open' ? [200] : [])].includes(answer.status) // prettier-ignore
      if (!right) wrong.push(`${line.door}: ${expected} is wanted, and it said ${said}`)
      for (const leak of leaks(answer, visitor, expected === 'in', line.row && rows[line.row])) wrong.push(`${line.door}: shows ${leak}`)
    }
    expect(wrong).toEqual([])
  })

  test(`every action that refuses them, as ${visitor}`, async () => {
    const wrong: string[] = []
    for (const line of table.filter(isAction)) {
      const expected = outcome(line, visitor)
      if (expected === 'in') continue
      const built = builtAs(line)
      const { at = {}, row = undefined } = table.find(({ door }) => door === built.page) ?? {}
      const call = callOf(built.id, addressOf(built.page, { id: row ? rows[row] : missing, ...at }), { id: missing })
      const cookie = visitors.cookies[visitor]
      const answer = await ask(base, { ...call, headers: { ...call.headers, origin: base, ...(cookie && { cookie }) } })
      const said = `${answer.status} ${answer.headers.location ?? ''} ${answer.body.slice(0, 300)}`
      const right =
        expected === 'may not'
          ? said.includes('Your role may not do this.')
          : cookie === ''
            ? answer.headers.location?.includes('/sign-in')
            : said.includes('You are signed out.')
      if (!right) wrong.push(`${line.door}: ${expected} is wanted, and it said ${said}`)
      for (const leak of leaks(answer, visitor, false)) wrong.push(`${line.door}: shows ${leak}`)
    }
    expect(wrong).toEqual([])
  })
}

/**
 * What an answer says, as its words in order of the alphabet: what React sends comes in whatever order it was ready. Without what
 * is new in every answer: the id that was asked for, the nonce, the request's number, the numbers of React's rows, how long ago
 * something was and how long the session lasts.
 */
function words({ status, headers, body }: Answer, id: string): string[] {
  const nonce = /'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1] ?? 'no nonce'
  const plain = body
    .replaceAll(id, 'ID')
    .replaceAll(nonce, 'NONCE')
    .replaceAll(/urn:uuid:[0-9a-f-]{36}/g, 'urn')
    .replaceAll(/(seconds\\*":)\d+/g, '$1')
    .replaceAll(/just now|in \d[\d,]* (?:s|min|h|d)\b|\d[\d,]* (?:s|min|h|d) ago/g, 'some time ago')
  return [
    `status ${status}`,
    ...plain
      .split(/[^\p{L}\p{N}_]+/u)
      .filter((word) => !/^[A-Za-z]?[0-9a-f]{1,3}$/.test(word))
      .toSorted(),
  ]
}

test('a token: mine and my team’s are shown; somebody else’s, nobody’s and none at all answer alike', async () => {
  for (const line of table.filter(({ row, door }) => row === 'token' && !/route\.tsx? (?!GET)/.test(door))) {
    for (const whose of ['mine', 'my team’s'] as const) {
      const answer = await knock(line, 'owner', tokens[whose])
      expect(answer.status, `${line.door} ${whose}`).toBe(statusFor(line, 'owner'))
      expect(leaks(answer, 'owner', true), `${line.door} ${whose}`).toEqual([])
    }
    const none = await knock(line, 'owner', missing)
    expect(none.status, line.door).toBe(404)
    for (const whose of ['another’s', 'nobody’s'] as const)
      expect(words(await knock(line, 'owner', tokens[whose]), tokens[whose]), `${line.door} ${whose}`).toEqual(words(none, missing))
    for (const id of ['x', '0', `${missing}'`, '%00', '..%2f..'])
      expect((await knock(line, 'owner', id)).status, `${line.door} ${id}`).toBe(404)
    for (const visitor of ['analyst', 'auditor', 'admin'] as const) {
      for (const id of Object.values(tokens))
        expect((await knock(line, visitor, id)).status, `${line.door} ${visitor}`).toBe(statusFor(line, visitor))
      expect((await knock(line, visitor, missing)).status, `${line.door} ${visitor}`).toBe(404)
    }
  }
})

test('a row of another kind: there, and none', async () => {
  for (const line of table
    .filter(({ row }) => row !== undefined && row !== 'token')
    .filter((one) => isPage(one) || one.door.endsWith(' GET'))) {
    expect((await knock(line, 'admin')).status, line.door).toBe(statusFor(line, 'admin'))
    for (const id of [missing, 'x']) expect((await knock(line, 'admin', id)).status, `${line.door} ${id}`).toBe(404)
  }
})

test('no id, filter, order or place in a list shows an owner what is somebody else’s', async () => {
  const theirs = tokens['another’s']
  const { rows: found } = await db.pool.query<{
    owner_id: string
    name: string
    workload_id: string | null
    source_id: string
    external_id: string
  }>('select owner_id, name, workload_id, source_id, external_id from token where id = $1', [theirs])
  const their = found[0]
  if (!their) throw new Error('The token of somebody else has gone.')
  const admins = await ask(base, { path: '/api/v1/tokens?state=any&sort=name&limit=20', headers: { cookie: visitors.cookies.admin } })
  const cursor = (JSON.parse(admins.body) as { next: string | null }).next ?? ''
  const queries = [
    '', 'state=any', `owner=${their.owner_id}`, 'owner=none', `owner=${their.owner_id}&state=any`, `source=${their.source_id}&state=any`,
    ...(their.workload_id ? [`workload=${their.workload_id}&state=any`] : []), `id=${theirs}`, `id=${theirs}&id=${tokens.mine}&state=any`, `token=${theirs}`,
    `q=${encodeURIComponent(their.name)}`, `q=${encodeURIComponent(their.external_id)}&state=any`, `state=any&sort=name&after=${cursor}`, `state=any&sort=name&before=${cursor}`,
    'group=owner&state=any', 'group=source', `q=${theirs}`,
  ] // prettier-ignore
  const doorsOfLists = [
    '/tokens',
    '/api/v1/tokens',
    '/api/v1/tokens.csv',
    '/api/v1/find',
    '/api/v1/facets/owner',
    '/api/v1/facets/workload',
  ]
  for (const address of doorsOfLists) {
    for (const query of queries) {
      const answer = await ask(base, { path: `${address}?${query}`, headers: { cookie: visitors.cookies.owner } })
      // What was asked for may be said back, in a link or a field: but nothing of the row behind it.
      const body = { ...answer, body: answer.body.replaceAll(theirs, '') }
      const said = `${address}?${query} ${answer.status}`
      expect(leaks(body, 'owner', true), said).toEqual([])
      expect([200, 400, 404], said).toContain(answer.status)
      if (!query.includes('q=')) expect(answer.body.includes(their.external_id), said).toBe(false)
    }
  }
})

test('the page of an owner’s own plan holds nobody’s address but theirs, whatever form is asked for', async () => {
  const own = await insertPlan(db, tokens.mine)
  const { rows: strangers } = await db.pool.query<{ email: string }>(
    `select email from owner where email is not null and id not in (select owner_id from "user" where id = $1 and owner_id is not null)`,
    [visitors.accounts[roles.indexOf('owner')]],
  )
  expect(strangers.length).toBeGreaterThan(0)
  try {
    for (const act of ['assign', 'offer', 'choose-recipe']) {
      const answer = await ask(base, { path: `/tasks/${own}?act=${act}`, headers: { cookie: visitors.cookies.owner } })
      expect(answer.status, act).toBe(200)
      expect(strangers.filter(({ email }) => answer.body.includes(email)).map(({ email }) => email), act).toEqual([]) // prettier-ignore
    }
  } finally {
    await db.pool.query('delete from plan where id = $1', [own])
  }
})

test('the build has the doors of the table, and no others', () => {
  const server = path.join(newestBuild(), '.next', 'server')
  const built = Object.keys(JSON.parse(readFileSync(path.join(server, 'app-paths-manifest.json'), 'utf8')) as object)
  const ofOurs = built.filter((name) => !/^\/(?:_not-found|_global-error|icon\.svg)\//.test(name)).map((name) => `${name.slice(1)}.ts`)
  const files = new Set(table.filter((line) => !isAction(line)).map(({ door }) => door.split(' ')[0]?.replace(/x$/, '')))
  expect(ofOurs.filter((name) => !files.has(name))).toEqual([])
  expect(actions.map(({ door }) => door).filter((door) => !(door in doors))).toEqual([])
  const offered = new Set(actions.map(({ door }) => door))
  expect(table.filter((line) => isAction(line) && !offered.has(line.door)).map(({ door }) => door)).toEqual([])
})

test('a role that is taken away and an account that is disabled count at the next request', async () => {
  const own = await letIn(db, null)
  try {
    const [, , , admin = ''] = own.accounts
    const status = async (address: string) => (await ask(base, { path: address, headers: { cookie: own.cookies.admin } })).status
    expect([await status('/sources'), await status('/api/v1/audit.csv')]).toEqual([200, 200])
    await db.prisma.user.update({ where: { id: admin }, data: { role: 'owner' } })
    expect([await status('/sources'), await status('/api/v1/audit.csv')]).toEqual([404, 403])
    expect((await ask(base, { path: '/api/v1/tokens', headers: { cookie: own.cookies.admin } })).body).toContain('"tokens":[]')
    await db.prisma.user.update({ where: { id: admin }, data: { role: 'admin', disabledAt: new Date() } })
    expect([await status('/sources'), await status('/api/v1/tokens.csv')]).toEqual([307, 401])
  } finally {
    await own.leave()
  }
})

test('facts to score: a line that cannot be used is named, and turns are counted; refusals carry the headers of every answer', async () => {
  const headers = { cookie: visitors.cookies.analyst, origin: base, 'content-type': 'application/x-ndjson' }
  const score = (body: string, query = '') => ask(base, { method: 'POST', path: `/api/v1/evaluate${query}`, headers, body })
  const wrong = await score('\n{"id": 1\n')
  expect(wrong.status).toBe(400)
  expect(JSON.parse(wrong.body)).toMatchObject({ code: 'bad-input', issues: [{ where: 'line 2' }] })
  expect((await score('{}', '?asOf=2026-02-30')).status).toBe(400)
  expect((await score('x'.repeat(2 ** 20 + 1))).body).toContain('At most 1024 KiB')
  for (let turn = 0; turn < 60; turn += 1) await takeTurn(db, `evaluate|${analyst()}`, { turns: 60, seconds: 60 }, new Date())
  const refused = await score('{}')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  const forbidden = await ask(base, { method: 'POST', path: '/api/v1/imports', headers })
  expect(forbidden.status).toBe(403)
  for (const answer of [wrong, refused, forbidden]) {
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    })
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(answer.headers['cache-control']).toContain('no-store')
  }
})

/** The statements of `findViewer`: a session, whose it is, and who that is in the directory. */
const whoIsAsking =
  /^(?:BEGIN|COMMIT|ROLLBACK|SELECT 1|SELECT "public"\."(?:session|user)"\.|SELECT "public"\."owner"\."id", "public"\."owner"\."team_id", "public"\."owner"\."status" FROM)/

test.describe('what the database is asked', () => {
  let wire: Awaited<ReturnType<typeof overheardDatabase>>
  let server: Awaited<ReturnType<typeof bareServer>>

  test.beforeAll(async () => {
    wire = await overheardDatabase(process.env.E2E_DATABASE_URL ?? '')
    server = await bareServer(wire.url)
    // Once as everybody who asks below, so that what the server asks for itself is behind us.
    for (const visitor of ['admin', 'owner'] as const)
      await ask(server.url, { path: '/tokens', headers: { cookie: visitors.cookies[visitor] } })
    expect(wire.heard().filter((statement) => /\btoken\b/.test(statement)).length).toBeGreaterThan(0)
  })
  test.afterAll(async () => {
    await server?.stop()
    await wire?.stop()
  })

  test('until it is known who is asking, nothing else', async () => {
    const cookie = visitors.cookies['ended here']
    const calls = table.flatMap((line): (Raw & { line: Line })[] => {
      if (line.asks === 'open') return []
      if (isAction(line)) return [{ line, ...callOf(builtAs(line).id, '/tokens', { id: missing }) }]
      const method = isPage(line) ? 'GET' : (line.door.split(' ')[1] ?? 'GET')
      return [
        { line, method, path: addressOf(line.door, { id: line.row ? rows[line.row] : '', ...line.at }), headers: {}, body: undefined },
      ]
    })
    const wrong: string[] = []
    for (const { line, method, path: address, headers, body } of calls) {
      const answer = await ask(server.url, { method, path: address, headers: { ...headers, origin: server.url, cookie }, body })
      const asked = wire.heard()
      const beside = asked.filter((statement) => !whoIsAsking.test(statement))
      if (beside.length > 0) wrong.push(`${line.door} ${answer.status}: ${beside.map((one) => one.slice(0, 200)).join(' | ')}`)
      if (!asked.some((statement) => statement.includes('"session"'))) wrong.push(`${line.door} ${answer.status}: did not ask who is there`)
    }
    expect(wrong).toEqual([])
  })

  // So it takes as long to say no to the one as to the other.
  test('of somebody else’s token the same as of none', async () => {
    const asked = async (line: Line, id: string) => {
      await ask(server.url, { path: addressOf(line.door, { id, ...line.at }), headers: { cookie: visitors.cookies.owner } })
      return wire.heard()
    }
    for (const line of table.filter(({ row, door }) => row === 'token' && !/route\.tsx? (?!GET)/.test(door))) {
      // What is kept from one answer to the next is kept now.
      await asked(line, missing)
      const none = await asked(line, missing)
      expect(
        none.some((statement) => /\btoken\b/.test(statement)),
        line.door,
      ).toBe(true)
      for (const whose of ['another’s', 'nobody’s'] as const)
        expect((await asked(line, tokens[whose])).toSorted(), `${line.door} ${whose}`).toEqual(none.toSorted())
      expect(await asked(line, tokens.mine), `${line.door} mine`).not.toEqual(none)
    }
  })
})
