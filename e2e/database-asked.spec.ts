import { addressOf } from '../security/doors-there-are.ts'
import { callOf } from './action-request.ts'
import { bareServer } from './bare-server.ts'
import { isAction, isPage, layGround, missing, ofToken, table, type DoorsGround, type Line } from './doors-ground.ts'
import { expect, test } from './fixtures.ts'
import { overheardDatabase } from './overheard-database.ts'
import { ask, type Raw } from './raw-request.ts'

let ground: DoorsGround
let wire: Awaited<ReturnType<typeof overheardDatabase>>
let server: Awaited<ReturnType<typeof bareServer>>

/** The statements of `findViewer`: a session, whose it is, and who that is in the directory. */
const whoIsAsking =
  /^(?:BEGIN|COMMIT|ROLLBACK|SELECT 1|SELECT "public"\."(?:session|user)"\.|SELECT "public"\."owner"\."id", "public"\."owner"\."team_id", "public"\."owner"\."status" FROM)/

test.beforeAll(async () => {
  ground = await layGround()
  wire = await overheardDatabase(process.env.E2E_DATABASE_URL ?? '')
  server = await bareServer(wire.url)
  // Once as everybody who asks below, so that what the server asks for itself is behind us.
  for (const visitor of ['admin', 'owner'] as const)
    await ask(server.url, { path: '/tokens', headers: { cookie: ground.visitors.cookies[visitor] } })
  expect(wire.heard().filter((statement) => /\btoken\b/.test(statement)).length).toBeGreaterThan(0)
})
test.afterAll(async () => {
  await server?.stop()
  await wire?.stop()
  await ground?.clear()
})

test('until it is known who is asking, the database is asked nothing else', async () => {
  const { builtAs, rows, visitors } = ground
  const cookie = visitors.cookies['ended here']
  const calls = table.flatMap((line): (Raw & { line: Line })[] => {
    if (line.asks === 'open') return []
    if (isAction(line)) return [{ line, ...callOf(builtAs(line).id, '/tokens', { id: missing }) }]
    const method = isPage(line) ? 'GET' : (line.door.split(' ')[1] ?? 'GET')
    return [{ line, method, path: addressOf(line.door, { id: line.row ? rows[line.row] : '', ...line.at }), headers: {}, body: undefined }]
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
test('of somebody else’s token the database is asked the same as of none', async () => {
  const { tokens, visitors } = ground
  const asked = async (line: Line, id: string) => {
    await ask(server.url, { path: addressOf(line.door, { id, ...line.at }), headers: { cookie: visitors.cookies.owner } })
    return wire.heard()
  }
  for (const line of ofToken) {
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
