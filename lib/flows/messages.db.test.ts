import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guardedFetch } from '../connectors/http/guarded-fetch.ts'
import { countFailing } from '../db/channels.ts'
import { openDb } from '../db/db.ts'
import { contactsOf } from '../db/message-book.ts'
import { channelsToSend, holdOutbox } from '../db/outbox.ts'
import { countMessages, listMessages } from '../db/list-messages.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { mostWaitMs } from '../messages/back-off.ts'
import type { ChannelKind } from '../model/message.ts'
import type { PlanAct } from '../model/plan-act.ts'
import type { Viewer } from '../model/viewer.ts'
import { mailOver } from '../server/mail.ts'
import { startMailReceiver } from '../server/testing/mail-receiver.ts'
import { sparePort } from '../server/testing/spare-port.ts'
import { actOnPlan } from './act-on-plan.ts'
import { queueMessages } from './fill-outbox.ts'
import { openHanding } from './hand-over.ts'
import { importFile } from './import-file.ts'
import { openInvitation } from './invite-user.ts'
import { makeUser } from './make-user.ts'
import { channelStates, previewSending, sendAgain, setUpChannel, switchOff, switchOn, testChannel } from './message-channels.ts'
import { changeMessageHours } from './message-hours.ts'
import { changeWords, messageWords, resetWords, writtenWords } from './message-words.ts'
import { openPlans, previewPlans } from './open-plans.ts'
import { sendMessages } from './send-messages.ts'
import { actNow } from './testing/act-now.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const mail = await startMailReceiver()
afterAll(mail.stop)
const lines: string[] = []
const keep = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }))
const log = { info: keep, warn: keep, error: keep }
const { signal } = new AbortController()
const server = { host: '127.0.0.1', port: mail.port, tls: 'none', user: null, password: null } as const
const worldAt = await worldOver(db, {
  log,
  mail: mailOver(server),
  fetchOver: guardedFetch({ signal, log, deadlines: { connectMs: 1_000 } }),
})
const monday = new Date('2026-11-23T09:00:00Z')
const world = await worldAt(monday.toISOString())
const day = 86_400_000

/** A receiver of webhooks that keeps what it is given and answers what it is told to. */
type Got = { path: string; headers: IncomingHttpHeaders; body: string }
const got: Got[] = []
let answer = 200
/** The one path that is answered so; every other is answered 200. */
let answered: string | null = null
/** What happens while the next call waits for its answer. */
let meanwhile: (() => Promise<void>) | null = null
const http = createServer((request, response) => {
  void text(request).then(async (body) => {
    const happens = meanwhile
    meanwhile = null
    await happens?.()
    got.push({ path: request.url ?? '', headers: request.headers, body })
    response.writeHead(answered === null || request.url === answered ? answer : 200).end('ok')
  })
})
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
afterAll(() => http.close())
const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`

let kim: Viewer
let tokens: Record<string, string> = {}

async function bring(name: string, rows: 'owners' | 'tokens', csv: string) {
  async function* input() {
    yield Buffer.from(csv)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  expect((await importFile(world, { kind: 'user', id: kim.id, name: kim.name }, { name, settings, input: input() })).problem).toBeNull()
}

beforeAll(async () => {
  const made = { name: 'Kim', email: 'kim@acme.example', password: 'copper lantern drifts 41', role: 'admin' } as const
  const { userId } = await makeUser(await worldAt(new Date().toISOString()), { kind: 'system', name: 'test' }, made)
  kim = { id: userId, sessionId: 's', name: 'Kim', email: made.email, role: 'admin', scope: { all: true }, selfIds: [] }
  await bring('people', 'owners', 'key,kind,name,email,team,status\nbo,person,Bo,bo@acme.example,,\ncy,person,Cy,cy@acme.example,,\n')
  const row = (name: string, owner: string) => `${name},vault.token,${name},2026-01-01,never,2026-11-20,bearer,6:4,${owner}@acme.example`
  const header = 'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner'
  await bring('tokens', 'tokens', [header, ...['a', 'b', 'c'].map((name) => row(name, 'bo')), row('d', 'cy')].join('\n'))
  tokens = Object.fromEntries((await db.prisma.token.findMany()).map(({ id, name }) => [name, id]))
  await changeMessageHours(world, actor(), { timeZone: 'UTC', quiet: null, digestHour: 8, version: 0 })
})

beforeEach(async () => {
  mail.behave({})
  mail.letters.splice(0)
  got.splice(0)
  answer = 200
  answered = null
  for (const kind of ['email', 'slack', 'webhook'] as const) if ((await state(kind)).onSince) await off(kind)
  await db.pool.query('delete from message; delete from plan; delete from exposure')
  await db.pool.query('update channel set failing_since = null, problem = null, failures = 0, retry_at = null')
})

const actor = () => ({ kind: 'user', id: kim.id, name: kim.name }) as const
const state = async (kind: ChannelKind) => (await channelStates(world))[kind]
const off = async (kind: ChannelKind) => switchOff(world, actor(), { kind, version: (await state(kind)).version })
const rows = () => db.prisma.message.findMany({ where: { kind: { not: 'test' } }, orderBy: { id: 'asc' } })
const states = async () => (await rows()).map((row) => row.state)
const later = (ms: number) => new Date(Date.now() + ms)
const at = (when: Date) => () => when

async function open(...names: string[]): Promise<string[]> {
  const ids = names.map((name) => tokens[name] ?? '')
  // Some were leaked by another test: the way of a leak has an order of its own.
  const asked = { chosen: { by: 'ids', ids } as const, recipe: 'vault.token.to-platform-auth', dueAt: null }
  const done = await openPlans(world, kim, asked, await previewPlans(world, kim, asked))
  if (!done.done) throw new Error('It was opened for other numbers.')
  return [...done.ids]
}

/** A channel that was set up, tested and switched on, with nothing said so far. */
async function on(kind: ChannelKind, address = kind === 'email' ? 'standdown@acme.example' : `${origin}/hook/s3cret-path-of-${kind}`) {
  const { secret } = await setUpChannel(world, actor(), { kind, address, version: (await state(kind)).version })
  await testChannel(world, kim, kind)
  await switchedOn(kind)
  mail.letters.splice(0)
  got.splice(0)
  return secret ?? ''
}

async function switchedOn(kind: ChannelKind) {
  const done = await switchOn(world, actor(), { kind, version: (await state(kind)).version }, await previewSending(world, kind))
  expect(done.done).toBe(true)
}

describe('off, until a test arrived and somebody said yes to a number', () => {
  test('nothing is queued while nothing is on', async () => {
    await open('a')
    expect(await queueMessages(world, new Date())).toMatchObject({ messages: 0 })
    expect(await rows()).toEqual([])
  })

  test('a channel without a test, and one set to another receiver since, is not switched on', async () => {
    const address = 'first@acme.example'
    await setUpChannel(world, actor(), { kind: 'email', address, version: (await state('email')).version })
    const seen = { messages: 0, people: 0, held: 0 }
    const go = async () => switchOn(world, actor(), { kind: 'email', version: (await state('email')).version }, seen)
    await expect(go()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('test') as string })
    expect(await testChannel(world, kim, 'email')).toEqual({ to: 'kim@acme.example' })
    expect(mail.letters).toMatchObject([{ from: address, to: ['kim@acme.example'], subject: 'A test from Standdown' }])
    expect((await state('email')).lacks).toBeNull()
    await setUpChannel(world, actor(), { kind: 'email', address: 'second@acme.example', version: (await state('email')).version })
    await expect(go()).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a test that does not arrive is in the log, says why, and is worth nothing', async () => {
    await setUpChannel(world, actor(), { kind: 'email', address: 'third@acme.example', version: (await state('email')).version })
    await mail.stop()
    await expect(testChannel(world, kim, 'email')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('nothing listens there') as string })
    await mail.start()
    expect((await state('email')).lacks).toContain('test')
    const { lines: log } = await listMessages(db, { tab: 'given-up', edge: null })
    expect(log[0]).toMatchObject({ kind: 'test', state: 'given-up', error: expect.stringContaining('nothing listens there') as string })
  }) // prettier-ignore

  test('the first sending says how many people and messages, and another number is asked for again', async () => {
    await on('email')
    await off('email')
    await open('a', 'b', 'd')
    const preview = await previewSending(world, 'email')
    expect(preview).toEqual({ messages: 2, people: 2, invitations: 2, held: 0, heldUntil: null })
    expect(await rows()).toEqual([])
    const { version } = await state('email')
    expect(await switchOn(world, actor(), { kind: 'email', version }, { ...preview, messages: 1 })).toEqual({ done: false, now: preview })
    expect(await rows()).toEqual([])
    expect(await switchOn(world, actor(), { kind: 'email', version }, preview)).toEqual({ done: true, filled: preview })
    expect(await states()).toEqual(['queued', 'queued'])
  })
})

describe('what the first sending would be', () => {
  test('is read: nothing is written, nothing is locked, and nobody is waited for', async () => {
    await on('email')
    await off('email')
    await open('a', 'd')
    await leaked('d')
    const readOnly = openDb(`${db.url}?options=${encodeURIComponent('-c default_transaction_read_only=on -c statement_timeout=2s')}`, { name: 'reader' })
    const stop = await db.pool.connect()
    // Somebody fills the outbox, and somebody changes the channel: neither has to be waited for.
    await stop.query('begin')
    await holdOutbox(stop)
    await stop.query('select from channel for update')
    try {
      expect(await previewSending({ ...world, db: readOnly }, 'email')).toMatchObject({ messages: 4, people: 3 })
    } finally {
      await stop.query('rollback')
      stop.release()
      await readOnly.close()
    }
  }) // prettier-ignore

  test('is as much as is sent, also of what the channel has from before', async () => {
    await on('slack')
    await leaked('d')
    await queueMessages(world, new Date())
    meanwhile = async () => void (await off('slack'))
    answer = 503
    await sendMessages(world, 'slack')
    expect(await states()).toEqual(['failed'])
    await leaked('a')
    const promised = await previewSending(world, 'slack')
    expect(promised).toMatchObject({ messages: 1, people: 0 })
    const { version } = await state('slack')
    expect(await switchOn(world, actor(), { kind: 'slack', version }, promised)).toEqual({ done: true, filled: promised })
  })
})

describe('mail', () => {
  beforeEach(async () => void (await on('email')))

  test('is sent once, however often it is looked for, and leads straight to the task', async () => {
    const [plan] = await open('a')
    const at = new Date()
    await Promise.all([queueMessages(world, at), queueMessages(world, at), queueMessages(world, at)])
    expect(await sendMessages(world, 'email')).toBe(1)
    await queueMessages(world, new Date())
    expect(await sendMessages(world, 'email')).toBe(0)
    expect(mail.letters).toHaveLength(1)
    expect(mail.letters[0]).toMatchObject({ from: 'standdown@acme.example', to: ['bo@acme.example'] })
    expect(mail.letters[0]?.words).toContain(`tasks%2F${plan}`)
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 1, subject: mail.letters[0]?.subject, error: null }])
  })

  test('has a link by which an owner without an account comes in, once', async () => {
    await db.pool.query(`delete from "user" where email = 'bo@acme.example'`)
    await open('a')
    await queueMessages(world, new Date())
    await sendMessages(world, 'email')
    const link = /invitation\/([0-9a-f]{40})\?to=%2Ftasks%2F/.exec(mail.letters[0]?.words ?? '')
    const real = await worldAt(new Date().toISOString())
    expect(await openInvitation(real, link?.[1] ?? '', 'here')).toMatchObject({ email: 'bo@acme.example' })
    expect(await db.prisma.user.findUnique({ where: { email: 'bo@acme.example' } })).toMatchObject({ role: 'owner', passwordHash: null })
    // The next one leaves that link alone, and says that it is there.
    await open('b')
    await queueMessages(world, new Date())
    await sendMessages(world, 'email')
    expect(mail.letters[1]?.words).toContain('An earlier message has the link')
    expect(await openInvitation(real, link?.[1] ?? '', 'here')).not.toBeNull()
  })

  test('that is tried again makes the link anew that it carries itself, and leaves the one of another message alone', async () => {
    await db.pool.query(`delete from "user" where email = 'bo@acme.example'`)
    const codes = () => mail.letters.map(({ words }) => /invitation\/([0-9a-f]{40})/.exec(words)?.[1])
    const tryAt = (ms: number) => sendMessages(world, 'email', at(later(ms)))
    const next = async (name: string) => (await open(name), await queueMessages(world, new Date()))
    await next('a')
    mail.behave({ refuse: () => 451 })
    await tryAt(0)
    mail.behave({})
    await tryAt(3_600_000)
    expect(codes()).toEqual([expect.any(String)])
    await next('b')
    mail.behave({ refuse: () => 451 })
    await tryAt(3_700_000)
    mail.behave({})
    await tryAt(2 * 3_600_000)
    const [code] = codes()
    expect(codes()).toEqual([code, undefined])
    expect(await openInvitation(await worldAt(new Date().toISOString()), code ?? '', 'here')).toMatchObject({ email: 'bo@acme.example' })
  })

  test.each([
    ['of an administrator, with another address', 'admin', 'root@acme.example'],
    ['of an owner, with another address', 'owner', 'other@acme.example'],
    ['of an administrator, with this address', 'admin', 'cy@acme.example'],
  ])('has no link to an account that the directory leads to: %s', async (_, role, email) => {
    await db.pool.query(`delete from "user" where email in ('cy@acme.example', $1)`, [email])
    await db.pool.query(
      `insert into "user" (id, email, name, role, owner_id, created_at)
       select gen_random_uuid(), $1, 'Somebody', $2, id, now() from owner where email = 'cy@acme.example'`,
      [email, role],
    )
    await open('d')
    await queueMessages(world, new Date())
    await sendMessages(world, 'email')
    expect(mail.letters).toMatchObject([{ to: ['cy@acme.example'] }])
    expect(mail.letters[0]?.words).not.toContain('/invitation/')
    const user = await db.prisma.user.findUniqueOrThrow({ where: { email } })
    expect(await db.prisma.invitation.count({ where: { userId: user.id } })).toBe(0)
    await db.pool.query(`delete from "user" where email = $1`, [email])
  })

  test('of many things at once is one message', async () => {
    await open('a')
    await open('b')
    await open('c')
    expect(await queueMessages(world, new Date())).toMatchObject({ messages: 1, people: 1 })
    await sendMessages(world, 'email')
    expect(mail.letters).toMatchObject([{ subject: '3 tasks are yours to retire' }])
  })

  test('while its server is down waits, in order, and goes once when it is there again', async () => {
    await open('a')
    await queueMessages(world, new Date())
    await open('d')
    await queueMessages(world, new Date())
    await mail.stop()
    let now = new Date()
    for (let hours = 0; hours < 24; hours += 1) {
      now = later(hours * 3_600_000)
      if ((await channelsToSend(db.pool, now)).includes('email')) expect(await sendMessages(world, 'email', at(now))).toBe(0)
    }
    const tried = await rows()
    expect(tried.map((row) => row.state)).toEqual(['failed', 'queued'])
    expect(tried[0]?.attempts).toBeLessThan(10)
    expect(await state('email')).toMatchObject({ problem: expect.stringContaining('nothing listens there') as string })
    expect(await countFailing(db.pool)).toBe(1)
    await mail.start()
    now = later(49 * 3_600_000)
    expect(await sendMessages(world, 'email', at(now))).toBe(2)
    expect(mail.letters.map(({ to }) => to)).toEqual([['bo@acme.example'], ['cy@acme.example']])
    expect(await state('email')).toMatchObject({ problem: null, failingSince: null })
    expect(await countFailing(db.pool)).toBe(0)
  })

  test('is not tried before its time', async () => {
    await open('a')
    await queueMessages(world, new Date())
    await mail.stop()
    const now = new Date()
    await sendMessages(world, 'email', at(now))
    await mail.start()
    expect(await sendMessages(world, 'email', at(new Date(now.getTime() + 59_000)))).toBe(0)
    expect(await sendMessages(world, 'email', at(new Date(now.getTime() + 60_000)))).toBe(1)
  })

  test('behind a server that is down for days is given up, counted, and sent when somebody says so', async () => {
    await open('a')
    await queueMessages(world, new Date())
    await mail.stop()
    await sendMessages(world, 'email')
    await queueMessages(world, later(mostWaitMs - 60_000))
    expect(await states()).toEqual(['failed'])
    await queueMessages(world, later(mostWaitMs + 60_000))
    expect(await states()).toEqual(['given-up'])
    expect(await countMessages(db, later(-day))).toMatchObject([{ channel: 'email', waiting: 0, givenUp: 1 }])
    await mail.start()
    await testChannel(world, kim, 'email')
    mail.letters.splice(0)
    const [row] = await rows()
    await sendAgain(world, actor(), row?.id ?? '')
    expect(await sendMessages(world, 'email', at(later(1_000)))).toBe(1)
    await expect(sendAgain(world, actor(), row?.id ?? '')).rejects.toMatchObject({ code: 'conflict' })
    expect(mail.letters).toHaveLength(1)
  })

  test('to an address that is refused is given up at once, and the next one goes', async () => {
    await open('a')
    await open('d')
    await queueMessages(world, new Date())
    mail.behave({ refuse: (to) => (to.startsWith('bo@') ? 550 : null) })
    expect(await sendMessages(world, 'email')).toBe(1)
    expect((await rows()).map(({ recipient, state, error }) => [recipient, state, error?.includes('(550)') ?? false])).toEqual(
      expect.arrayContaining([
        ['bo@acme.example', 'given-up', true],
        ['cy@acme.example', 'sent', false],
      ]),
    )
  })

  test.each([
    ['a reminder', false, ['given-up'], 1],
    ['a leak', true, ['sent', 'sent'], 3],
  ])('that may have arrived: %s', async (_, leak, expected, letters) => {
    if (leak) await leaked('a')
    else await open('a')
    await queueMessages(world, new Date())
    mail.behave({ hangUpAfter: true })
    await sendMessages(world, 'email')
    mail.behave({})
    await sendMessages(world, 'email', at(later(2 * 3_600_000)))
    expect([...new Set(await states())]).toEqual([...new Set(expected)])
    expect(mail.letters.length).toBeGreaterThanOrEqual(letters)
    // Whoever gets it twice can tell: it is called the same.
    const names = Map.groupBy(mail.letters, ({ messageId }) => messageId)
    expect(names.size).toBe((await rows()).length)
  })

  test.each([
    ['a reminder is not sent again by itself', false, 'given-up'],
    ['a leak is', true, 'sent'],
  ])('that was on its way when the worker died: %s', async (_, leak, expected) => {
    if (leak) await leaked('d')
    else await open('d')
    await queueMessages(world, new Date())
    await db.pool.query(`update message set state = 'sending', attempts = 1, started_at = now() where recipient = 'cy@acme.example'`)
    await sendMessages(world, 'email')
    const cys = (await rows()).filter(({ recipient }) => recipient === 'cy@acme.example')
    expect(cys.map((row) => row.state)).toEqual([expected])
    expect(mail.letters.filter(({ to }) => to.includes('cy@acme.example'))).toHaveLength(leak ? 1 : 0)
  })

  test('of what is not so any more is dropped', async () => {
    const [id = ''] = await open('a')
    await queueMessages(world, new Date())
    const plan = await db.prisma.plan.findUniqueOrThrow({ where: { id } })
    await actOnPlan(world, kim, { id, version: plan.version, act: { do: 'cancel', why: 'Not needed.' } })
    expect(await sendMessages(world, 'email')).toBe(0)
    expect(await states()).toEqual(['dropped'])
    expect(mail.letters).toEqual([])
  })

  test('of a task that is somebody else’s by now is dropped, and they are told', async () => {
    const [id = ''] = await open('a')
    await queueMessages(world, new Date())
    await db.pool.query(`update plan set owner_id = (select id from owner where email = 'cy@acme.example') where id = $1`, [id])
    await queueMessages(world, new Date())
    expect(await sendMessages(world, 'email')).toBe(1)
    expect(mail.letters.map(({ to }) => to)).toEqual([['cy@acme.example']])
    expect((await rows()).map(({ recipient, state: its }) => [recipient, its])).toEqual([['bo@acme.example', 'dropped'], ['cy@acme.example', 'sent']]) // prettier-ignore
  })

  describe('to a team or a manager, of a task that is another owner’s by now', () => {
    const team = '018f0000-0000-7000-8000-00000000abcd'
    const give = (id: string, to: string) => db.pool.query('update plan set owner_id = (select id from owner where name = $2) where id = $1', [id, to])
    const ends = async () => (await rows()).map(({ kind, recipient, state: its }) => `${kind} ${recipient} ${its}`).toSorted()
    beforeEach(() => db.pool.query(`insert into owner (id, kind, name, email) values ('${team}', 'team', 'Payments', 'payments@acme.example')`))
    afterEach(() => db.pool.query(`delete from message; delete from plan; update owner set team_id = null, manager_id = null; delete from owner where id = '${team}'`))

    test('is dropped', async () => {
      const [id = ''] = await open('a')
      await give(id, 'Payments')
      await queueMessages(world, new Date())
      await give(id, 'Cy')
      await queueMessages(world, new Date())
      await sendMessages(world, 'email')
      expect(await ends()).toEqual(['assigned cy@acme.example sent', 'assigned payments@acme.example dropped'])
      expect((await rows()).find(({ state: its }) => its === 'dropped')?.error).toBe('It is not so any more: nothing was left to say.')
    })

    test.each([
      ['a manager of the one before', `manager_id = (select id from owner where name = 'Kai')`, `name = 'Bo'`, ['overdue bo@acme.example dropped', 'overdue cy@acme.example sent', 'overdue kai@acme.example dropped', 'overdue kim@acme.example sent']],
      ['a team of the one before', `team_id = '${team}'`, `name = 'Bo'`, ['overdue bo@acme.example dropped', 'overdue cy@acme.example sent', 'overdue kim@acme.example sent', 'overdue payments@acme.example dropped']],
      ['a manager of both, who hears of the new one', `manager_id = (select id from owner where name = 'Kai')`, `name in ('Bo', 'Cy')`, ['overdue bo@acme.example dropped', 'overdue cy@acme.example sent', 'overdue kai@acme.example dropped', 'overdue kai@acme.example sent']],
      ['security in place of a manager of the one before', 'manager_id = null', `name = 'Bo'`, ['overdue bo@acme.example dropped', 'overdue cy@acme.example sent', 'overdue kim@acme.example dropped', 'overdue kim@acme.example sent']],
    ])('%s', async (_, above, whose, expected) => {
      await db.pool.query(`insert into owner (id, kind, name, email) values (gen_random_uuid(), 'person', 'Kai', 'kai@acme.example') on conflict do nothing`)
      await db.pool.query(`update owner set ${above} where ${whose}`)
      const [id = ''] = await open('a')
      await db.pool.query(`update plan set due_at = $2 where id = $1`, [id, new Date(monday.getTime() - 9 * day)])
      await queueMessages(world, new Date())
      await give(id, 'Cy')
      await queueMessages(world, new Date())
      await sendMessages(world, 'email')
      expect(await ends()).toEqual(expected)
      for (const { words } of mail.letters.filter(({ to }) => !to.includes('cy@acme.example'))) {
        expect(words).toContain('It is with Cy.')
        expect(words).not.toContain('It is with Bo.')
      }
      await db.pool.query(`update owner set manager_id = null; delete from owner where name = 'Kai'`)
    })

    test('nobody’s before, and somebody’s now, is not told to security as nobody’s', async () => {
      const [id = ''] = await open('a')
      await db.pool.query(`update plan set due_at = $2, owner_id = null where id = $1`, [id, new Date(monday.getTime() - 2 * day)])
      await queueMessages(world, new Date())
      await give(id, 'Cy')
      await queueMessages(world, new Date())
      await sendMessages(world, 'email')
      expect(await ends()).toEqual(['overdue cy@acme.example sent', 'overdue kim@acme.example dropped'])
    })
  }) // prettier-ignore

  test('is not sent to whoever accepted a task about its being theirs, and is once somebody gives it to them', async () => {
    const [id = ''] = await open('a')
    const owner = async (name: string): Promise<Viewer> => {
      const { id: self } = await db.prisma.owner.findFirstOrThrow({ where: { name } })
      return { ...kim, name, role: 'owner', scope: { all: false, ownerIds: [self] }, selfIds: [self] }
    }
    const [bo, cy] = [await owner('Bo'), await owner('Cy')]
    const ownerId = cy.selfIds[0] ?? ''
    const act = async (viewer: Viewer, act: PlanAct) => {
      const { version } = await db.prisma.plan.findUniqueOrThrow({ where: { id } })
      await actOnPlan(await worldAt(new Date(monday.getTime() + version * 60_000).toISOString()), viewer, { id, version, act })
    }
    await act(bo, { do: 'offer', ownerId, note: '' })
    await act(cy, { do: 'accept' })
    await queueMessages(world, new Date())
    expect(await rows()).toEqual([])
    await act(kim, { do: 'assign', ownerId })
    await queueMessages(world, new Date())
    expect(await rows()).toMatchObject([{ kind: 'assigned', recipient: 'cy@acme.example' }])
    // The tokens went along with the plan.
    await db.pool.query(`update token set owner_id = $1 where name = 'a'`, [bo.selfIds[0]])
  })

  test('of what its owner has done meanwhile is dropped', async () => {
    const [id = ''] = await open('a')
    await db.pool.query(`update plan set due_at = $2 where id = $1`, [id, new Date(monday.getTime() - 2 * day)])
    await queueMessages(world, new Date())
    expect(await rows()).toMatchObject([{ kind: 'overdue', state: 'queued' }])
    await db.pool.query(`update plan set waiting_on = 'sync' where id = $1`, [id])
    expect(await sendMessages(world, 'email')).toBe(0)
    expect(await states()).toEqual(['dropped'])
  })

  test('to somebody whose account was disabled since is given up, and says so', async () => {
    await open('a')
    await queueMessages(world, new Date())
    await db.pool.query(`update "user" set disabled_at = now() where email = 'bo@acme.example'`)
    await sendMessages(world, 'email')
    expect(await rows()).toMatchObject([{ state: 'given-up', error: expect.stringContaining('disabled') as string }])
    await db.pool.query(`update "user" set disabled_at = null where email = 'bo@acme.example'`)
  })

  test('switched off drops what waits, and on again tells it again', async () => {
    await open('a')
    await queueMessages(world, new Date())
    expect(await off('email')).toEqual({ dropped: 1 })
    expect(await sendMessages(world, 'email')).toBe(0)
    await switchedOn('email')
    expect(await states()).toEqual(['dropped', 'queued'])
  })

  test('without its server in the settings waits, and says what lacks', async () => {
    await open('a')
    await queueMessages(world, new Date())
    expect(await sendMessages({ ...world, mail: null }, 'email')).toBe(0)
    expect(await rows()).toMatchObject([{ state: 'failed', error: expect.stringContaining('SMTP_URL is not set') as string }])
  })
})

describe('whoever’s account is off', () => {
  afterEach(() => db.pool.query(`delete from "user" where email = 'cy@acme.example'`))

  test.each([
    ['disabled', 'disabled_at = now()'],
    ['over', `ends_at = now() - interval '1 minute'`],
  ])('(%s) is not counted on: as many are written to as were said', async (_, ended) => {
    await on('email')
    await off('email')
    await db.pool.query(`delete from "user" where email = 'cy@acme.example'`)
    await db.pool.query(
      `insert into "user" (id, email, name, role, owner_id, created_at) select gen_random_uuid(), 'cy@acme.example', 'Cy', 'owner', id, now() from owner where email = 'cy@acme.example'`,
    )
    await db.pool.query(`update "user" set ${ended} where email = 'cy@acme.example'`)
    await open('a', 'd')
    await leaked('d')
    const promised = await previewSending(world, 'email')
    await switchedOn('email')
    await sendMessages(world, 'email')
    expect(await rows()).toMatchObject(Array.from({ length: promised.messages }, () => ({ state: 'sent' })))
    expect(new Set(mail.letters.flatMap(({ to }) => to)).size).toBe(promised.people)
    // What was Cy's alone is told to security instead.
    expect(mail.letters.map(({ to, subject }) => `${to.join()} ${subject}`).toSorted()).toEqual([
      expect.stringMatching(/^bo@acme.example Yours to retire by /),
      expect.stringMatching(/^kim@acme.example Cy’s to retire by /),
      'kim@acme.example Leaked: d',
    ])
  }) // prettier-ignore

  test('is no manager and no member of a team to write to', async () => {
    const off = new Date()
    const ids = { team: '018f0000-0000-7000-8000-00000000abce', lee: '018f0000-0000-7000-8000-00000000abcf' }
    await db.pool.query(`insert into owner (id, kind, name) values ('${ids.team}', 'team', 'Ledger')`)
    await db.pool.query(`insert into owner (id, kind, name, email, team_id) values ('${ids.lee}', 'person', 'Lee', ' Lee@acme.example', '${ids.team}')`)
    await db.pool.query(`update owner set manager_id = '${ids.lee}' where name = 'Bo'`)
    const bo = await db.prisma.owner.findFirstOrThrow({ where: { name: 'Bo' } })
    const client = await db.pool.connect()
    const seen = async () =>
      (await contactsOf(client, [bo.id, ids.team, ids.lee], off)).map(({ name, email, manager, members }) => [name, email, manager?.name, members.length])
    expect(await seen()).toEqual(expect.arrayContaining([['Bo', 'bo@acme.example', 'Lee', 0], ['Ledger', null, undefined, 1], ['Lee', ' Lee@acme.example', undefined, 1]]))
    await db.pool.query(`insert into "user" (id, email, name, role, created_at, disabled_at) values (gen_random_uuid(), 'lee@acme.example', 'Lee', 'owner', now(), now())`)
    expect(await seen()).toEqual(expect.arrayContaining([['Bo', 'bo@acme.example', undefined, 0], ['Ledger', null, undefined, 0], ['Lee', null, undefined, 0]]))
    // Another account of theirs is open: that is the one that counts.
    await db.pool.query(`insert into "user" (id, email, name, role, created_at, owner_id) values (gen_random_uuid(), 'l@acme.example', 'Lee', 'owner', now(), '${ids.lee}')`)
    expect(await seen()).toEqual(expect.arrayContaining([['Bo', 'bo@acme.example', 'Lee', 0], ['Ledger', null, undefined, 1]]))
    client.release()
    await db.pool.query(`update owner set manager_id = null; delete from "user" where email in ('lee@acme.example', 'l@acme.example')`)
    await db.pool.query(`delete from owner where id in ('${ids.team}', '${ids.lee}')`)
  }) // prettier-ignore
})

test('what is late a second week is told above its owner: the manager, else the people of the team, else security', async () => {
  await on('email')
  const dueAt = (await db.prisma.plan.findUniqueOrThrow({ where: { id: (await open('a'))[0] ?? '' } })).dueAt
  const nine = await worldAt(new Date(dueAt.getTime() + 9 * day).toISOString())
  const told = async () => {
    await db.pool.query('delete from message')
    await queueMessages(nine, new Date())
    const items = await db.prisma.messageItem.findMany({ include: { message: true } })
    return items.map(({ reader, message }) => `${message.kind} ${message.recipient} as ${reader}`).toSorted()
  }
  const team = '018f0000-0000-7000-8000-00000000abcd'
  await db.pool.query(`insert into owner (id, kind, name) values ('${team}', 'team', 'Payments')`)
  await db.pool.query(`update owner set team_id = '${team}' where name in ('Bo', 'Cy')`)
  await db.pool.query(`update owner set manager_id = (select id from owner where name = 'Cy') where name = 'Bo'`)
  const toBoth = ['overdue bo@acme.example as owner', 'overdue cy@acme.example as above']
  expect(await told()).toEqual(toBoth)
  await db.pool.query(`update owner set manager_id = null`)
  expect(await told()).toEqual(toBoth)
  await db.pool.query(`update owner set email = 'payments@acme.example' where id = '${team}'`)
  expect(await told()).toEqual(['overdue bo@acme.example as owner', 'overdue payments@acme.example as above'])
  await db.pool.query(`update owner set team_id = null; delete from owner where id = '${team}'`)
  expect(await told()).toEqual(['overdue bo@acme.example as owner', 'overdue kim@acme.example as security'])
})

test('a source that is not read is told to administrators once, and again after it was complete in between', async () => {
  await on('email')
  const { rows: sources } = await db.pool.query<{ id: string; run: string }>(
    'select id, last_run_id as run from source order by id limit 1',
  )
  const run = sources[0]?.run ?? ''
  await db.pool.query(`update run set state = 'failed', problem = 'The key was refused.' where id = $1`, [run])
  for (let minutes = 0; minutes < 3; minutes += 1) await queueMessages(world, new Date())
  const told = async () => (await rows()).filter(({ kind }) => kind === 'source-failing').map(({ recipient }) => recipient)
  expect(await told()).toEqual(['kim@acme.example'])
  await db.pool.query(`update source set last_complete_run_id = gen_random_uuid() where last_run_id = $1`, [run])
  await queueMessages(world, new Date())
  expect(await told()).toEqual(['kim@acme.example', 'kim@acme.example'])
  await sendMessages(world, 'email')
  expect(mail.letters[0]?.words).toContain('The key was refused.')
  await db.pool.query(`update run set state = 'complete', problem = null where id = $1`, [run])
})

describe('the hours', () => {
  test('are said before a channel is switched on: how many are held, and until when', async () => {
    await on('email')
    await off('email')
    await open('a')
    await leaked('d')
    await hours({ from: '20:00', to: '07:00' })
    const night = await previewSending(world, 'email', new Date('2026-12-01T23:00:00Z'))
    const noon = await previewSending(world, 'email', new Date('2026-12-01T12:00:00Z'))
    await hours(null)
    expect(night).toMatchObject({ messages: noon.messages, held: 1, heldUntil: '07:00 UTC' })
    expect(noon).toMatchObject({ held: 0, heldUntil: null })
    // What was seen at night is not what is done by day.
    const { version } = await state('email')
    expect(await switchOn(world, actor(), { kind: 'email', version }, night)).toEqual({ done: false, now: noon })
  })

  test('hold everything at night but leaks, and let it go in the morning', async () => {
    await on('email')
    await hours({ from: '20:00', to: '07:00' })
    const night = new Date('2026-12-01T23:00:00Z')
    await open('a')
    await leaked('d')
    await queueMessages(world, night)
    const held = await rows()
    expect(held.filter(({ kind }) => kind === 'exposed').every((row) => row.state === 'queued')).toBe(true)
    expect(held.filter(({ kind }) => kind === 'assigned').map((row) => row.state)).toEqual(['held'])
    await queueMessages(world, new Date('2026-12-02T06:59:00Z'))
    expect(await states()).toContain('held')
    await queueMessages(world, new Date('2026-12-02T07:00:00Z'))
    expect(await states()).not.toContain('held')
    await hours(null)
  })

  test('a leak that matches no token is told to security alone, at night where it works, and not once it is matched', async () => {
    await on('email')
    await hours({ from: '20:00', to: '07:00' })
    const works = await nobodys('yes')
    await nobodys('not-reported')
    await nobodys('no')
    await queueMessages(world, new Date('2026-12-01T23:00:00Z'))
    const told = await rows()
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['leak-unmatched']))
    expect(new Set(told.map(({ state }) => state))).toEqual(new Set(['queued', 'held']))
    await queueMessages(world, new Date('2026-12-01T23:01:00Z'))
    expect(await rows()).toEqual(told)
    await db.pool.query('update exposure set token_id = $2 where id = $1', [works, tokens.d])
    await sendMessages(world, 'email')
    expect(mail.letters).toEqual([])
    await hours(null)
  })

  test('of the digest: what moved since, once a day, without what its reader did', async () => {
    await on('email')
    const [id = ''] = await open('a')
    const plan = await db.prisma.plan.findUniqueOrThrow({ where: { id } })
    const act = { do: 'comment', text: 'Is it the nightly job?' } as const
    await actOnPlan(await worldAt('2026-11-23T10:00:00Z'), kim, { id, version: plan.version, act })
    // What Bo said there is no news to Bo.
    await db.pool.query(
      `insert into plan_event (id, plan_id, at, kind, by, by_id, detail)
       select gen_random_uuid(), $1, '2026-11-23T11:00:00Z', 'comment', name, id, '{}' from "user" where email = 'bo@acme.example'`,
      [id],
    )
    const tomorrow = await worldAt('2026-11-24T08:00:00Z')
    await queueMessages(await worldAt('2026-11-24T07:59:00Z'), new Date())
    expect((await rows()).map(({ kind }) => kind)).not.toContain('digest')
    await queueMessages(tomorrow, new Date())
    await queueMessages(await worldAt('2026-11-24T20:00:00Z'), new Date())
    expect((await rows()).filter(({ kind }) => kind === 'digest')).toMatchObject([{ recipient: 'bo@acme.example' }])
    await sendMessages(world, 'email')
    expect(mail.letters.find(({ subject }) => subject.startsWith('Standdown:'))?.words).toMatch(/: a comment$/m)
  })
})

describe('webhooks', () => {
  test('are signed so that another hand can tell', async () => {
    const secret = await on('webhook')
    await open('a')
    await queueMessages(world, new Date())
    expect(await sendMessages(world, 'webhook')).toBe(1)
    const { headers, body } = got[0] as Got
    const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => String(headers[name]))
    const mac = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(`${id}.${timestamp}.${body}`)
    expect(signature).toBe(`v1,${mac.digest('base64')}`)
    const verify = (changed: string) => new Webhook(secret).verify(changed, headers as Record<string, string>)
    expect(verify(body)).toMatchObject({ type: 'plan.assigned', data: { title: expect.any(String) as string } })
    expect(() => verify(body.replace('assigned', 'verified'))).toThrow()
    expect(await rows()).toMatchObject([{ id, state: 'sent' }])
  })

  test('are sent again under the same id: after a failure, and after a worker that died', async () => {
    await on('webhook')
    await open('a')
    await queueMessages(world, new Date())
    answer = 500
    await sendMessages(world, 'webhook')
    answer = 200
    await sendMessages(world, 'webhook', at(later(61_000)))
    await db.pool.query(`update message set state = 'sending'`)
    await sendMessages(world, 'webhook', at(later(120_000)))
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(got).toHaveLength(3)
    expect(await states()).toEqual(['sent'])
  })

  test.each([
    [400, 'failed', null],
    [410, 'given-up', null],
    [503, 'failed', 503],
    [302, 'failed', 302],
  ])('that are answered with %i', async (status, expected, problem) => {
    await on('webhook')
    await open('a')
    await queueMessages(world, new Date())
    answer = status
    await sendMessages(world, 'webhook')
    expect(await states()).toEqual([expected])
    expect((await state('webhook')).problem).toBe(problem === null ? null : `${origin} answered ${problem}.`)
    expect(got).toHaveLength(1)
  })

  test('go to no address where clouds hand out credentials', async () => {
    const address = 'http://169.254.169.254/latest/meta-data'
    await setUpChannel(world, actor(), { kind: 'webhook', address, version: (await state('webhook')).version })
    await expect(testChannel(world, kim, 'webhook')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('never called') as string })
  }) // prettier-ignore

  test('a channel hears of a leak in words, and of nobody’s own tasks', async () => {
    await on('slack')
    await open('a')
    await leaked('d')
    await queueMessages(world, new Date())
    expect(await sendMessages(world, 'slack')).toBe(1)
    const { text: said } = JSON.parse(got[0]?.body ?? '{}') as { text: string }
    expect(said).toContain('*Leaked: d*')
    expect(said).toContain(`${world.site}/tokens/${tokens.d}|Open the token>`)
    expect(got[0]?.path).toBe('/hook/s3cret-path-of-slack')
  })
})

describe('a channel that is changed while messages go out', () => {
  test.each([
    ['switched off', () => off('slack')],
    ['set to another receiver', async () => setUpChannel(world, actor(), { kind: 'slack', address: `${origin}/other`, version: (await state('slack')).version })],
  ])('%s: what somebody is putting into the outbox for it is dropped', async (_, change) => {
    await on('slack')
    await leaked('d')
    // Filling the outbox stops where it looks for leaks: it has read by then which channels are on.
    const stop = await db.pool.connect()
    await stop.query('begin; lock table exposure in access exclusive mode')
    const filling = queueMessages(world, new Date())
    await somebodyWaits('relation')
    const changing = change()
    const settled = new AbortController()
    void changing.finally(() => settled.abort())
    await somebodyWaits('advisory', settled.signal)
    await stop.query('commit')
    stop.release()
    await Promise.all([filling, changing])
    expect(await states()).toEqual(['dropped'])
  }) // prettier-ignore

  test('what came back to it after it was switched off is told anew, and as often as was said', async () => {
    await on('slack')
    await leaked('d')
    await queueMessages(world, new Date())
    meanwhile = async () => void (await off('slack'))
    answer = 503
    await sendMessages(world, 'slack')
    expect(await states()).toEqual(['failed'])
    await switchedOn('slack')
    expect(await states()).toEqual(['dropped', 'queued'])
  })

  test.each([
    ['refuses it', 503, 'dropped'],
    ['does not want it', 410, 'given-up'],
    ['takes it', 200, 'sent'],
  ])('what is on its way to the receiver before, which %s, never goes to the new one', async (_, status, end) => {
    const before = '/hook/s3cret-path-of-webhook'
    await on('webhook')
    await open('d')
    await queueMessages(world, new Date())
    answer = status
    answered = before
    meanwhile = () => on('webhook', `${origin}/other`).then(() => undefined)
    await sendMessages(world, 'webhook')
    const idOf = ({ headers }: Got | undefined = { path: '', headers: {}, body: '' }) => headers['webhook-id']
    const old = idOf(got.find(({ path }) => path === before))
    expect(await state('webhook')).toMatchObject({ failingSince: null, problem: null, retryAt: null })
    const first = (await rows()).find(({ id }) => id === old)
    expect(first).toMatchObject({ state: end, ...(end === 'dropped' && { error: 'The channel was set to another receiver.' }) })
    for (let hours = 0; hours < 48; hours += 1) {
      await queueMessages(world, later(hours * 3_600_000))
      await sendMessages(world, 'webhook', at(later(hours * 3_600_000)))
    }
    const other = got.filter(({ path }) => path === '/other' )
    expect(other.map((one) => idOf(one))).not.toContain(old)
    // What the receiver before did not get is told to the new one, once, as a message of its own.
    expect(other.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(end === 'dropped' ? ['plan.assigned'] : [])
    if (end === 'given-up') await expect(sendAgain(world, actor(), old as string)).rejects.toMatchObject({ code: 'conflict' })
  }) // prettier-ignore

  test('nobody opens a way to a receiver that they did not read of', async () => {
    await on('webhook')
    const read = await state('webhook')
    await setUpChannel(world, actor(), { kind: 'webhook', address: `${origin}/other`, version: read.version })
    await expect(openHanding(world, read)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await openHanding(world, await state('webhook'))).toBeDefined()
  })

  test('messages of a new receiver never go to the one before', async () => {
    await on('webhook')
    await open('a', 'd')
    await queueMessages(world, new Date())
    meanwhile = () => on('webhook', `${origin}/other`).then(() => undefined)
    await sendMessages(world, 'webhook')
    expect(got.map(({ path }) => path)).toEqual(['/hook/s3cret-path-of-webhook'])
    await sendMessages(world, 'webhook')
    expect(got.map(({ path }) => path)).toEqual(['/hook/s3cret-path-of-webhook', '/other'])
  })
})

describe('what a message says', () => {
  const written = async () => (await writtenWords(db.pool))('assigned')
  const words = (text: string, version: number) => changeWords(world, actor(), { kind: 'assigned', version, subject: 'Please retire: {title}', text })
  const acts = async () => (await db.prisma.audit.findMany({ where: { act: { startsWith: 'messages.words' } }, orderBy: { seq: 'asc' } })).map(({ act, target }) => `${act} ${target}`)

  test('is what an administrator wrote, from the next one on, until they take it back', async () => {
    await on('email')
    await words('  {what} waits.\r\nUntil {due}.  ', 0)
    await open('a')
    await queueMessages(world, new Date())
    await sendMessages(world, 'email')
    expect(mail.letters[0]?.subject).toMatch(/^Please retire: /)
    expect(mail.letters[0]?.words.replaceAll('\r', '')).toMatch(/” waits\.\nUntil \d+ \w+ \d{4}\.\n/)
    await resetWords(world, actor(), { kind: 'assigned', version: 1 })
    await open('d')
    await queueMessages(world, new Date())
    await sendMessages(world, 'email')
    expect(mail.letters[1]?.subject).toMatch(/^Yours to retire by /)
    expect(await acts()).toEqual(['messages.words-changed words:assigned', 'messages.words-reset words:assigned'])
  })

  test('is not saved where a line of it cannot be used, or where somebody was faster', async () => {
    const { version } = await written()
    const before = await acts()
    await expect(words('{what}\n{nobody}', version)).rejects.toMatchObject({
      code: 'bad-input',
      issues: [{ where: 'text', what: expect.stringContaining('Line 2 has {nobody}') as string }],
    })
    await words('{what}', version)
    await expect(words('{title}', version)).rejects.toMatchObject({ code: 'conflict' })
    await expect(resetWords(world, actor(), { kind: 'assigned', version })).rejects.toMatchObject({ code: 'conflict' })
    expect(await written()).toEqual({ version: version + 1, template: { subject: 'Please retire: {title}', text: '{what}' } })
    // The same once more is no change, and what others wrote of other kinds stays.
    await words('{what}', version + 1)
    await changeWords(world, actor(), { kind: 'digest', version: 0, subject: 'News', text: '{list}' })
    expect((await written()).version).toBe(version + 1)
    expect((await acts()).length).toBe(before.length + 2)
  })

  test('is what is shipped where an earlier release kept what stands for nothing any more', async () => {
    const kept = { assigned: { version: 4, template: { subject: 'x', text: '{gone}' } }, test: { version: 1, template: { subject: 'T', text: '{by}' } } }
    await db.pool.query(`update setting set value = $1 where name = 'message-words'`, [JSON.stringify(kept)])
    expect(await messageWords(db.pool)).toEqual({ test: { subject: 'T', text: '{by}' } })
    await db.pool.query(`delete from setting where name = 'message-words'`)
  })

  test('is what was written of the others where one entry cannot be read, and that one stays as it is', async () => {
    const [odd, other] = [{ version: 'two' }, { version: 1, template: { subject: 'x', text: 'y' } }]
    const kept = { digest: odd, 'of-another-release': other, test: { version: 1, template: { subject: 'T', text: '{by}' } } }
    await db.pool.query(`insert into setting (name, value) values ('message-words', $1)`, [JSON.stringify(kept)])
    expect(await messageWords(db.pool)).toEqual({ test: { subject: 'T', text: '{by}' } })
    await words('{what}', 0)
    const { rows } = await db.pool.query<{ value: object }>(`select value from setting where name = 'message-words'`)
    expect(rows[0]?.value).toEqual({ ...kept, assigned: { version: 1, template: { subject: 'Please retire: {title}', text: '{what}' } } })
    await db.pool.query(`delete from setting where name = 'message-words'`)
  })
}) // prettier-ignore

test('no secret is left behind in a table, the audit or the log', async () => {
  // A call that never gets an answer is logged as well: nothing listens where this channel is set to.
  const address = `http://127.0.0.1:${await sparePort()}/hook/s3cret-path-to-nobody`
  await setUpChannel(world, actor(), { kind: 'webhook', address, version: (await state('webhook')).version })
  await expect(testChannel(world, kim, 'webhook')).rejects.toMatchObject({ message: expect.stringContaining('nothing listens there') as string }) // prettier-ignore
  expect(lines.at(-1)).toContain('a call to a provider failed')
  const secret = await on('webhook')
  await on('slack')
  await on('email')
  await db.pool.query(`delete from "user" where email = 'cy@acme.example'`)
  await open('a', 'd')
  await leaked('b')
  answer = 500
  await queueMessages(world, new Date())
  for (const kind of ['webhook', 'slack', 'email'] as const) await sendMessages(world, kind)
  const code = mail.letters.map(({ words }) => /invitation\/([0-9a-f]{40})/.exec(words)?.[1]).find((found) => found !== undefined) ?? ''
  expect(code).toHaveLength(40)
  const dump = await Promise.all(
    ['message', 'message_item', 'channel', 'setting', 'audit', 'invitation'].map(async (table) =>
      JSON.stringify((await db.pool.query(`select * from ${table}`)).rows),
    ),
  )
  const everything = [...dump, ...lines].join('\n')
  expect(everything).toContain('kim@acme.example')
  for (const hidden of [secret, secret.slice('whsec_'.length), 's3cret-path', code]) expect(everything).not.toContain(hidden)
})

/** Until a session of this database waits for such a lock, or there is nobody who could. */
async function somebodyWaits(kind: 'advisory' | 'relation', over?: AbortSignal): Promise<void> {
  const query = `select from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = $1 and not l.granted`
  while (!over?.aborted && (await db.pool.query(query, [kind])).rowCount === 0);
}

async function hours(quiet: { from: string; to: string } | null) {
  const { rows: kept } = await db.pool.query<{ value: { version: number } }>(`select value from setting where name = 'message-hours'`)
  await changeMessageHours(world, actor(), { timeZone: 'UTC', quiet, digestHour: 8, version: kept[0]?.value.version ?? 0 })
}

async function leaked(name: string) {
  const leak = { state: 'confirmed', foundIn: 'a public commit', foundAt: monday, stillValid: 'yes' } as const
  await actNow(world, kim, [tokens[name] ?? ''], { do: 'exposure', leak })
}

/** A leak that nobody has matched; its id. */
async function nobodys(stillValid: 'yes' | 'no' | 'not-reported'): Promise<string> {
  const { rows: made } = await db.pool.query<{ id: string }>(
    `insert into exposure (id, state, found_in, found_at, still_valid, matched_by, certainty, stated_by, kind)
     values (gen_random_uuid(), 'suspected', 'a public commit', $1, $2, 'nothing', 'none', 'test', 'vault.token') returning id`,
    [monday, stillValid],
  )
  return made[0]?.id ?? ''
}
