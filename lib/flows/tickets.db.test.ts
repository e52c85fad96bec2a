import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guardedFetch } from '../connectors/http/guarded-fetch.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { ticketOfPlan } from '../db/tickets.ts'
import { endOfToken } from '../db/token-ends.ts'
import { readTracker } from '../db/tracker.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import type { Viewer } from '../model/viewer.ts'
import { agreeToDisable, tellJobEnded, tieToken, untieToken } from './tie-token.ts'
import { endTokens } from './end-tokens.ts'
import { importFile } from './import-file.ts'
import { makeUser } from './make-user.ts'
import { openPlans, previewPlans } from './open-plans.ts'
import { createTicket, linkTicket, settleMs, unlinkTicket } from './plan-ticket.ts'
import { readTicketNow, readTickets } from './read-tickets.ts'
import { rotateKey } from './rotate-key.ts'
import { worldOver } from './testing/world.ts'
import type { World } from './world.ts'
import { offerDemoTracker, setUpTracker, testTracker, turnTrackerOff, turnTrackerOn } from './tracker.ts'

const db = await freshDatabase()
const lines: string[] = []
const keep = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }))
const log = { info: keep, warn: keep, error: keep }
const { signal } = new AbortController()
const worldAt = await worldOver(db, { log, fetchOver: guardedFetch({ signal, log, deadlines: { connectMs: 1_000 } }) })
const monday = new Date('2026-11-23T09:00:00Z')
const world = await worldAt(monday.toISOString())
const day = 86_400_000
const later = (days: number) => worldAt(new Date(monday.getTime() + days * day).toISOString())
const after = (ms: number) => () => new Date(Date.now() + ms)

let estate: Estate
let kim: Viewer
let bo: Viewer
let cy: Viewer
let tokens: Record<string, string> = {}

const ids = (...names: string[]) => names.map((name) => tokens[name] ?? '')

beforeAll(async () => {
  estate = await startEstate({ tokens: 300, seed: 5 })
  const made = { name: 'Kim', email: 'kim@acme.example', password: 'copper lantern drifts 41', role: 'admin' } as const
  const { userId } = await makeUser(await worldAt(new Date().toISOString()), { kind: 'system', name: 'test' }, made)
  kim = { id: userId, sessionId: 's', name: 'Kim', email: made.email, role: 'admin', scope: { all: true }, selfIds: [] }
  const bring = async (name: string, rows: 'owners' | 'tokens', csv: string) => {
    async function* input() {
      yield Buffer.from(csv)
    }
    const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
    expect((await importFile(world, { kind: 'user', id: kim.id, name: kim.name }, { name, settings, input: input() })).problem).toBeNull()
  }
  await bring('people', 'owners', 'key,kind,name,email,team,status\nbo,person,Bo,bo@acme.example,,\ncy,person,Cy,cy@acme.example,,\n')
  const row = (name: string, owner: string) => `${name},vault.token,${name},2026-01-01,never,2026-11-20,bearer,6:4,${owner}@acme.example`
  const header = 'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner'
  await bring('tokens', 'tokens', [header, ...['a', 'b', 'c'].map((name) => row(name, 'bo')), row('d', 'cy')].join('\n'))
  tokens = Object.fromEntries((await db.prisma.token.findMany()).map(({ id, name }) => [name, id]))
  const owners = Object.fromEntries((await db.prisma.owner.findMany()).map(({ id, name }) => [name, id]))
  const owner = (name: string): Viewer => ({ ...kim, id: crypto.randomUUID(), name, role: 'owner', scope: { all: false, ownerIds: [owners[name] ?? ''] }, selfIds: [owners[name] ?? ''] }) // prettier-ignore
  ;[bo, cy] = [owner('Bo'), owner('Cy')]
}, 60_000)
afterAll(() => estate.close())

const asked = (at = estate) => ({ flavour: 'cloud', ...at.jira.cloud, issueType: 'Task', ...at.jiraCredential })
const version = async () => (await readTracker(db.pool))?.version ?? 0

async function on(at = estate): Promise<void> {
  await setUpTracker(world, actor(), { ...asked(at), version: await version() })
  expect((await testTracker(world, kim)).passed).toBe(true)
  await turnTrackerOn(world, actor(), await version())
}
const actor = () => ({ kind: 'user', id: kim.id, name: kim.name }) as const

/** A plan for a token of a name; each by itself. */
async function planFor(name: string): Promise<string> {
  const chosen = { by: 'ids', ids: ids(name) } as const
  const preview = await previewPlans(world, kim, { chosen, recipe: null, dueAt: null })
  const opened = await openPlans(world, kim, { chosen, recipe: null, dueAt: null }, preview)
  if (!opened.done) throw new Error('not opened')
  return opened.ids[0] ?? ''
}

beforeEach(async () => {
  estate.control.clearFaults()
  lines.splice(0)
  await db.pool.query('delete from token_end; delete from plan; delete from tracker')
})

const issues = () => estate.control.issues()
const events = async (planId: string) => (await db.pool.query<{ kind: string; by: string | null; detail: Record<string, unknown> }>('select kind, by, detail from plan_event where plan_id = $1 order by id', [planId])).rows // prettier-ignore
const fails = (work: Promise<unknown>) => work.then(() => 'done', (error: Error & { code?: string; issues?: { where: string; what: string }[] }) => ({ code: error.code, says: [error.message, ...(error.issues ?? []).map(({ where, what }) => `${where}: ${what}`)].join(' ') })) // prettier-ignore

describe('the tracker', () => {
  test('is off until it was tested as it is, and its credential rests sealed and is read back to nobody', async () => {
    await setUpTracker(world, actor(), { ...asked(), version: 0 })
    expect(await fails(turnTrackerOn(world, actor(), 1))).toMatchObject({ code: 'conflict', says: expect.stringMatching(/Test it first/) })
    expect((await testTracker(world, kim)).passed).toBe(true)
    await turnTrackerOn(world, actor(), await version())
    expect(await readTracker(db.pool)).toMatchObject({
      testedAs: 'Standdown (automation)',
      siteUrl: estate.jira.cloud.baseUrl,
      hasDueDate: true,
    })
    await setUpTracker(world, actor(), { ...asked(), token: '', issueType: 'Change', version: await version() })
    expect(await readTracker(db.pool)).toMatchObject({ onSince: null, testedAt: null })
    expect((await testTracker(world, kim)).passed).toBe(false)
    expect(await fails(turnTrackerOn(world, actor(), await version()))).toMatchObject({ code: 'conflict' })
    const rest = await db.pool.query(
      `select row_to_json(t)::text as text from tracker t union all select row_to_json(a)::text from audit a`,
    )
    expect(JSON.stringify([rest.rows, lines])).not.toContain(estate.jiraCredential.token)
  })

  test.each([
    ['another address', () => ({ baseUrl: 'https://elsewhere.example' })],
    ['another account', () => ({ email: 'other@acme.example' })],
    ['the other flavour', () => ({ flavour: 'data-center' })],
  ])('%s asks for the credential again, and it is sent nowhere else', async (_, change) => {
    await setUpTracker(world, actor(), { ...asked(), version: 0 })
    expect(await fails(setUpTracker(world, actor(), { ...asked(), ...change(), token: '', version: 1 }))).toMatchObject({ code: 'bad-input', says: expect.stringMatching(/token: Enter it again/) }) // prettier-ignore
    expect((await readTracker(db.pool))?.baseUrl).toBe(estate.jira.cloud.baseUrl)
  })

  test('a credential whose row was pointed elsewhere is not sent', async () => {
    await on()
    await db.pool.query(`update tracker set base_url = 'http://127.0.0.1:9/jira'`)
    expect(await fails(testTracker(world, kim))).toMatchObject({ code: 'conflict', says: expect.stringMatching(/sent nowhere else/) })
  })

  test.each([
    ['no address', { baseUrl: 'jira' }, /baseUrl: is not an address/],
    ['a user in it', { baseUrl: 'https://u:p@jira.example' }, /baseUrl: is an address without user/],
    ['no key', { projectKey: 'no key' }, /projectKey: is no key/],
    ['no mail', { email: 'bo' }, /email: is not/],
    ['a line break in a token', { token: 'a\nb: c' }, /token: is not/],
  ])('what cannot be used is refused by its field: %s', async (_, change, says) => {
    expect(await fails(setUpTracker(world, actor(), { ...asked(), ...change, version: 0 }))).toMatchObject({ code: 'bad-input', says: expect.stringMatching(says) }) // prettier-ignore
    expect(await readTracker(db.pool)).toBeNull()
  })

  test('an address that is never called is not called', async () => {
    await setUpTracker(world, actor(), { ...asked(), baseUrl: 'http://169.254.169.254/jira', version: 0 })
    const { checks, passed } = await testTracker(world, kim)
    expect(passed).toBe(false)
    expect(checks[0]?.says).toMatch(/was not sent/)
  })

  test('a new key seals it anew, and it still opens', async () => {
    await on()
    await db.pool.query(`update tracker set key_id = '00000000'`)
    expect((await rotateKey(world, actor())).resealed).toBeGreaterThan(0)
    expect((await testTracker(world, kim)).passed).toBe(true)
  })
})

describe('an issue for a plan', () => {
  beforeEach(() => on())

  test('is made with what it is about, kept, read back, and closes no step', async () => {
    const plan = await planFor('a')
    const { key } = await createTicket(world, kim, plan)
    const made = issues().find((issue) => issue.key === key)
    expect(made).toMatchObject({ summary: 'Retire a', labels: ['standdown', expect.stringMatching(/^standdown-[0-9a-f-]{36}$/)] })
    expect(JSON.stringify(made?.description)).toContain(`/tasks/${plan}`)
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({
      key,
      status: 'To Do',
      category: 'to-do',
      url: `${estate.jira.cloud.baseUrl}/browse/${key}`,
    })
    estate.control.changeIssue(key, { status: 'Done', assignee: 'Ana Abara' })
    expect(await readTickets(world)).toEqual({ read: 1, gone: 0 })
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ status: 'Done', category: 'done', assignee: 'Ana Abara' })
    expect((await db.prisma.plan.findUniqueOrThrow({ where: { id: plan } })).stage).toBe('draft')
    expect(await fails(createTicket(world, kim, plan))).toMatchObject({ code: 'conflict' })
    expect((await events(plan)).map(({ kind }) => kind)).toContain('ticket-made')
  })

  test.each([
    ['the line was cut after Jira had made it', { name: 'cut-after' }],
    ['its answer was torn', { name: 'truncated-body' }],
  ] as const)('%s: asked again, there is one issue only', async (_, fault) => {
    const plan = await planFor('a')
    const before = issues().length
    // The first POST is the search for the marker.
    estate.control.fault({ ...fault, on: 'POST /rest/api/3/issue', times: 1 })
    expect(await fails(createTicket(world, kim, plan))).toMatchObject({
      code: 'unavailable',
      says: expect.stringMatching(/Nobody can say/),
    })
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ key: null, sentAt: expect.any(Date) })
    const { key } = await createTicket(world, kim, plan)
    expect(issues().length).toBe(before + 1)
    expect(key).toBe(issues().at(-1)?.key)
  })

  test('cut off, and Jira’s search does not show it yet: it is not made again before it must have shown', async () => {
    const plan = await planFor('a')
    const before = issues().length
    estate.control.fault({ name: 'server-errors', on: 'POST /rest/api/3/issue', times: 1 })
    await fails(createTicket(world, kim, plan))
    expect(await fails(createTicket(world, kim, plan))).toMatchObject({
      code: 'conflict',
      says: expect.stringMatching(/does not show it yet/),
    })
    expect(issues().length).toBe(before)
    await createTicket(world, kim, plan, after(settleMs + 1_000))
    expect(issues().length).toBe(before + 1)
  })

  test('whoever made it stopped for good: the hour finds the one that was made, and forgets the one that was not', async () => {
    const [made, not] = [await planFor('a'), await planFor('d')]
    const before = issues().length
    estate.control.fault({ name: 'cut-after', on: 'POST /rest/api/3/issue', times: 1 })
    await fails(createTicket(world, kim, made))
    estate.control.clearFaults()
    estate.control.fault({ name: 'server-errors', on: 'POST /rest/api/3/issue', times: 1 })
    await fails(createTicket(world, kim, not))
    await readTickets(world, after(settleMs + 60_000))
    expect(await ticketOfPlan(db, kim.scope, made)).toMatchObject({ key: issues().at(-1)?.key })
    expect(await ticketOfPlan(db, kim.scope, not)).toBeNull()
    expect(issues().length).toBe(before + 1)
  })

  test('two who ask at once get one issue', async () => {
    const plan = await planFor('a')
    const before = issues().length
    const outcomes = await Promise.all([fails(createTicket(world, kim, plan)), fails(createTicket(world, bo, plan))])
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(issues().length).toBe(before + 1)
  })

  test('what Jira refuses was not made: it says which field, and it may be asked for again', async () => {
    const plan = await planFor('a')
    await db.pool.query(`update tracker set issue_type = 'Change'`)
    expect(await fails(createTicket(world, kim, plan))).toMatchObject({
      code: 'unavailable',
      says: expect.stringMatching(/did not make.*customfield_10001/),
    })
    expect(await ticketOfPlan(db, kim.scope, plan)).toBeNull()
  })

  test('is linked by key or address, unlinked, and another may be made then', async () => {
    const [first, second] = [await planFor('a'), await planFor('d')]
    const { key } = await createTicket(world, kim, first)
    await linkTicket(world, cy, second, `${estate.jira.cloud.baseUrl}/browse/${key}?focused=1`)
    expect(await ticketOfPlan(db, cy.scope, second)).toMatchObject({ key, made: false, by: 'Cy' })
    await unlinkTicket(world, kim, first)
    expect(await ticketOfPlan(db, kim.scope, first)).toBeNull()
    expect((await createTicket(world, kim, first)).key).not.toBe(key)
    expect((await events(first)).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ticket-made', 'ticket-unlinked', 'ticket-made']))
  })

  /** The world, in which something happens just before an issue is sent to be made. */
  const justBefore = (happens: () => Promise<unknown>): World => ({
    ...world,
    fetch: async (input, init) => {
      if (init?.method === 'POST' && String(input).endsWith('/rest/api/3/issue')) await happens()
      return world.fetch(input, init)
    },
  })

  test('while one is being made none is linked, and the one that was made is kept', async () => {
    const plan = await planFor('a')
    const other = await createTicket(world, kim, await planFor('d'))
    let linking: unknown
    const { key } = await createTicket(
      justBefore(async () => (linking = await fails(linkTicket(world, bo, plan, other.key)))),
      kim,
      plan,
    )
    expect(linking).toMatchObject({ code: 'conflict', says: expect.stringMatching(/being made just now/) })
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ key, made: true })
  })

  test('one that was linked after the making took too long is not written over, and whoever made it is told', async () => {
    const plan = await planFor('a')
    const other = await createTicket(world, kim, await planFor('d'))
    const slow = justBefore(() => linkTicket(world, bo, plan, other.key))
    const outcome = await fails(createTicket(slow, kim, plan, after(-3 * 60_000)))
    expect(outcome).toMatchObject({ code: 'conflict', says: expect.stringContaining(`Jira has ${issues().at(-1)?.key} for this plan`) })
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ key: other.key, made: false, by: 'Bo' })
    expect((await events(plan)).map(({ kind }) => kind)).not.toContain('ticket-made')
  })

  test('a making that took too long and was refused does not let go of whoever is at it by now', async () => {
    const plan = await planFor('a')
    await db.pool.query(`update tracker set issue_type = 'Change'`)
    const until = new Date(Date.now() + 60_000)
    const slow = justBefore(() => db.pool.query('update ticket set claimed_until = $2 where plan_id = $1', [plan, until]))
    expect(await fails(createTicket(slow, kim, plan))).toMatchObject({ code: 'unavailable' })
    const { rows } = await db.pool.query('select claimed_until as until from ticket where plan_id = $1', [plan])
    expect(rows).toEqual([{ until }])
  })

  test.each([
    ['one that is not there', 'SEC-99999', /no issue SEC-99999/],
    ['no key', 'hello', /Write its key/],
    ['an address elsewhere', 'https://evil.example/browse/SEC-1', /Write its key/],
    ['an address that only begins alike', 'http://127.0.0.1.evil.example/jira/browse/SEC-1', /Write its key/],
  ])('is not linked to %s', async (_, named, says) => {
    expect(await fails(linkTicket(world, kim, await planFor('a'), named))).toMatchObject({
      code: 'bad-input',
      says: expect.stringMatching(says),
    })
  })

  test('is nobody’s who does not have the plan, alike whether it is there', async () => {
    const plan = await planFor('a')
    const none = '018f0000-0000-7000-8000-000000000000'
    const works = [
      () => createTicket(world, cy, plan),
      () => linkTicket(world, cy, plan, 'SEC-1'),
      () => unlinkTicket(world, cy, plan),
      () => readTicketNow(world, cy, plan),
      () => createTicket(world, cy, none),
    ]
    for (const work of works) expect(await fails(work())).toMatchObject({ code: 'not-found' })
    await createTicket(world, kim, plan)
    expect(await ticketOfPlan(db, cy.scope, plan)).toBeNull()
    expect(await ticketOfPlan(db, bo.scope, plan)).not.toBeNull()
    expect(await fails(unlinkTicket(world, { ...kim, role: 'auditor' }, plan))).toMatchObject({ code: 'forbidden' })
  }) // prettier-ignore

  test('deleted in Jira, it says so, and others are read all the same', async () => {
    const [gone, stays] = [await planFor('a'), await planFor('d')]
    const first = await createTicket(world, kim, gone)
    const second = await createTicket(world, kim, stays)
    estate.control.changeIssue(first.key, { deleted: true })
    estate.control.changeIssue(second.key, { status: 'In Progress' })
    for (let time = 0; time < 2; time += 1) {
      expect(await readTickets(world)).toEqual({ read: 2, gone: 1 })
      expect(await ticketOfPlan(db, kim.scope, gone)).toMatchObject({ key: first.key, status: 'To Do', goneAt: expect.any(Date) })
      expect(await ticketOfPlan(db, kim.scope, stays)).toMatchObject({ category: 'in-progress', goneAt: null })
    }
  })

  test('what cannot be read is told, left alone for as long as Jira asks, and read again after', async () => {
    const plan = await planFor('a')
    const { key } = await createTicket(world, kim, plan)
    estate.control.changeIssue(key, { status: 'Done' })
    estate.control.fault({ name: 'throttled', value: '3600' })
    await readTickets(world)
    const failing = await readTracker(db.pool)
    expect(failing).toMatchObject({ problem: expect.stringMatching(/pause of about|throttled/), failingSince: expect.any(Date) })
    expect(failing?.retryAt?.getTime()).toBeGreaterThan(Date.now() + 200_000)
    estate.control.clearFaults()
    expect(await readTickets(world)).toBeNull()
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ category: 'to-do' })
    expect(await readTickets(world, after(2 * 3_600_000))).toEqual({ read: 1, gone: 0 })
    expect(await readTracker(db.pool)).toMatchObject({ failingSince: null, problem: null })
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ category: 'done' })
  })

  /** The world, in which Jira answers otherwise than it did: its texts are changed on their way. */
  const twisted = (twist: (text: string) => string): World => ({
    ...world,
    fetch: async (input, init) => {
      const { status, headers, ...answer } = await world.fetch(input, init).then(async (it) => ({ status: it.status, headers: it.headers, text: await it.text() })) // prettier-ignore
      return new Response(twist(answer.text), { status, headers })
    },
  })

  test.each([
    ['an id that is no number', (id: string) => (text: string) => text.replaceAll(`"id":"${id}"`, '"id":"x OR 1=1"')],
    ['a status of another shape', (id: string) => (text: string) => text.split(/(?="id":"2\d{4}")/).map((part) => (part.startsWith(`"id":"${id}"`) ? part.replace('"status":{', '"status":7,"x":{') : part)).join('')], // prettier-ignore
  ])('one issue with %s keeps no other from being read: it stays as it was, and that is told', async (_, twist) => {
    const [odd, plain] = [await planFor('a'), await planFor('d')]
    const first = await createTicket(world, kim, odd)
    const second = await createTicket(world, kim, plain)
    await tieToken(world, bo, { tokenId: ids('b')[0] ?? '', version: 0, tie: { kind: 'ticket', key: second.key } })
    for (const { key } of [first, second]) estate.control.changeIssue(key, { status: 'Done' })
    const id = String(issues().find(({ key }) => key === first.key)?.id)
    expect(await readTickets(twisted(twist(id)))).toEqual({ read: 2, gone: 0 })
    expect(await ticketOfPlan(db, kim.scope, odd)).toMatchObject({ category: 'to-do', goneAt: null })
    expect(await ticketOfPlan(db, kim.scope, plain)).toMatchObject({ category: 'done' })
    expect(await endOfToken(db, bo.scope, ids('b')[0] ?? '')).toMatchObject({ category: 'done' })
    expect(await readTracker(db.pool)).toMatchObject({ readAt: null, failingSince: null, problem: expect.stringMatching(/^One issue could not be read/) }) // prettier-ignore
    expect(await readTickets(world)).toEqual({ read: 3, gone: 0 })
    expect(await readTracker(db.pool)).toMatchObject({ readAt: expect.any(Date), problem: null })
  })

  test('a Jira that nobody understands is told as failing, and not asked for one issue after the other', async () => {
    for (const name of ['a', 'b', 'd']) await createTicket(world, kim, await planFor(name))
    expect(await readTickets(twisted(() => '<html>We are back soon.</html>'))).toEqual({ read: 0, gone: 0 })
    expect(await readTracker(db.pool)).toMatchObject({ failingSince: expect.any(Date), problem: expect.stringMatching(/not JSON/) })
  })

  test('moved to another project, it is followed by its id: the new key and its address are told', async () => {
    const plan = await planFor('a')
    const { key } = await createTicket(world, kim, plan)
    await tieToken(world, bo, { tokenId: ids('b')[0] ?? '', version: 0, tie: { kind: 'ticket', key } })
    const moved = `NET-${key.split('-')[1]}`
    estate.control.changeIssue(key, { movedTo: moved, status: 'In Progress' })
    expect(await readTickets(world)).toEqual({ read: 2, gone: 0 })
    const url = `${estate.jira.cloud.baseUrl}/browse/${moved}`
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ key: moved, url, category: 'in-progress', goneAt: null })
    expect(await endOfToken(db, bo.scope, ids('b')[0] ?? '')).toMatchObject({ key: moved, category: 'in-progress', goneAt: null })
  })

  test('an account that may see nothing any more: all are told as not to be seen, nothing ends, and they are back with the right', async () => {
    const plan = await planFor('a')
    const { key } = await createTicket(world, kim, plan)
    await tieToken(world, bo, { tokenId: ids('b')[0] ?? '', version: 0, tie: { kind: 'ticket', key } })
    estate.control.changeIssue(key, { status: 'Done' })
    await setUpTracker(world, actor(), { ...asked(), ...estate.jiraCredentialWithoutRights, version: await version() })
    await db.pool.query('update tracker set on_since = now()')
    expect(await readTickets(world)).toEqual({ read: 2, gone: 2 })
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ key, category: 'to-do', goneAt: expect.any(Date) })
    expect(await endTokens(world)).toMatchObject({ ended: 0 })
    await on()
    expect(await readTickets(world)).toEqual({ read: 2, gone: 0 })
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ category: 'done', goneAt: null })
  })

  test.each([
    ['a credential that is not taken any more', 401, /refused the credential/],
    ['a site that is closed to the account', 403, /not permitted/],
  ])('%s is told, and nothing is taken for gone', async (_, status, says) => {
    const plan = await planFor('a')
    await createTicket(world, kim, plan)
    const closed: World = { ...world, fetch: () => Promise.resolve(new Response('{}', { status })) }
    expect(await readTickets(closed)).toEqual({ read: 0, gone: 0 })
    expect(await readTracker(db.pool)).toMatchObject({ failingSince: expect.any(Date), problem: expect.stringMatching(says) })
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ goneAt: null })
  })

  test('switched off, nothing is asked of Jira, and what was linked stays', async () => {
    const plan = await planFor('a')
    await createTicket(world, kim, plan)
    await turnTrackerOff(world, actor(), await version())
    const before = [...estate.control.requests().values()].reduce((sum, count) => sum + count, 0)
    expect(await readTickets(world)).toBeNull()
    expect(await fails(createTicket(world, kim, await planFor('d')))).toMatchObject({
      code: 'conflict',
      says: expect.stringMatching(/switched off/),
    })
    expect([...estate.control.requests().values()].reduce((sum, count) => sum + count, 0)).toBe(before)
    expect(await ticketOfPlan(db, kim.scope, plan)).not.toBeNull()
  })
})

describe('another Jira than before', () => {
  let [first, second]: Estate[] = []
  const jiras = () => {
    if (!first || !second) throw new Error('not started')
    return { first, second }
  }
  beforeAll(async () => {
    ;[first, second] = await Promise.all([startEstate({ tokens: 300, seed: 6 }), startEstate({ tokens: 300, seed: 7 })])
  }, 60_000)
  afterAll(() => Promise.all([first?.close(), second?.close()]))

  test('its issue of the same number and key ends nothing and says nothing of a plan; the first one’s does, once it is set up again', async () => {
    const { first, second } = jiras()
    const [tokenId] = ids('a')
    await on(first)
    const plan = await planFor('b')
    const { key } = await createTicket(world, kim, plan)
    await tieToken(world, bo, { tokenId: tokenId ?? '', version: 0, tie: { kind: 'ticket', key } })
    await on(second)
    expect(await createTicket(world, kim, await planFor('d'))).toEqual({ key })
    expect(second.control.issues()[0]?.id).toBe(first.control.issues()[0]?.id)
    second.control.changeIssue(key, { status: 'Done' })
    expect(await readTickets(world)).toEqual({ read: 1, gone: 0 })
    expect(await fails(readTicketNow(world, kim, plan))).toMatchObject({ code: 'conflict', says: expect.stringMatching(/another Jira/) })
    expect(await endTokens(world)).toMatchObject({ ended: 0 })
    const firstUrl = first.jira.cloud.baseUrl
    expect(await endOfToken(db, bo.scope, tokenId ?? '')).toMatchObject({ endedAt: null, category: 'to-do', baseUrl: firstUrl })
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ category: 'to-do', baseUrl: firstUrl })
    first.control.changeIssue(key, { status: 'Done' })
    await on(first)
    expect(await readTickets(world)).toEqual({ read: 2, gone: 0 })
    expect(await endTokens(world)).toMatchObject({ ended: 1 })
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ category: 'done' })
  })

  test('what was linked when nobody wrote down which Jira it was is never read, and ends nothing', async () => {
    const { first } = jiras()
    await on(first)
    const { key } = await createTicket(world, kim, await planFor('b'))
    await tieToken(world, bo, { tokenId: ids('a')[0] ?? '', version: 0, tie: { kind: 'ticket', key } })
    await db.pool.query(`update ticket set base_url = null; update token_end set base_url = null, category = 'done'`)
    expect(await readTickets(world)).toEqual({ read: 0, gone: 0 })
    expect(await endTokens(world)).toMatchObject({ ended: 0 })
  })

  test.each(['ends well', 'fails'])('a reading of the first that %s once the second is set up says nothing of the second', async (how) => {
    const { first, second } = jiras()
    await on(first)
    await createTicket(world, kim, await planFor('b'))
    if (how === 'fails') first.control.fault({ name: 'forbidden' })
    let isSetUp = false
    const meanwhile: typeof world.fetch = async (...call) => {
      if (!isSetUp) {
        isSetUp = true
        await on(second)
      }
      return world.fetch(...call)
    }
    await readTickets({ ...world, fetch: meanwhile })
    expect(isSetUp).toBe(true)
    expect(await readTracker(db.pool)).toMatchObject({ baseUrl: second.jira.cloud.baseUrl, readAt: null, failingSince: null, problem: null, failures: 0, retryAt: null })
    first.control.clearFaults()
  }) // prettier-ignore

  test('an issue whose making was cut off in the first is neither forgotten nor held back in the second', async () => {
    const { first, second } = jiras()
    await on(first)
    const plan = await planFor('b')
    first.control.fault({ name: 'cut-after', on: 'POST /rest/api/3/issue', times: 1 })
    await fails(createTicket(world, kim, plan))
    await on(second)
    await readTickets(world, after(settleMs + 60_000))
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ key: null, baseUrl: first.jira.cloud.baseUrl })
    const { key } = await createTicket(world, kim, plan)
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ key, baseUrl: second.jira.cloud.baseUrl })
  })

  test('the made-up company’s moves to another port with its issues', async () => {
    const { first, second } = jiras()
    const { email: _, token: __, ...settings } = asked(first)
    await offerDemoTracker(world, actor(), { ...settings, credential: first.jiraCredential })
    await testTracker(world, kim)
    await turnTrackerOn(world, actor(), await version())
    const plan = await planFor('b')
    const { key } = await createTicket(world, kim, plan)
    await tieToken(world, bo, { tokenId: ids('a')[0] ?? '', version: 0, tie: { kind: 'ticket', key } })
    await offerDemoTracker(world, actor(), { ...settings, ...second.jira.cloud, credential: second.jiraCredential })
    const baseUrl = second.jira.cloud.baseUrl
    expect(await ticketOfPlan(db, kim.scope, plan)).toMatchObject({ baseUrl })
    expect(await endOfToken(db, bo.scope, ids('a')[0] ?? '')).toMatchObject({ baseUrl })
  })
})

describe('what a token ends with', () => {
  const tie = (viewer: Viewer, name: string, to: unknown, at = 0) =>
    tieToken(world, viewer, { tokenId: ids(name)[0] ?? '', version: at, tie: to })
  const plans = async () => (await db.pool.query<{ id: string; name: string; due: Date; stage: string }>('select p.id, t.name, p.due_at as due, p.stage from plan p join plan_token m on m.plan_id = p.id join token t on t.id = m.token_id order by t.name')).rows // prettier-ignore

  test('a date: nothing before it; after it a plan that is due then, and no second one', async () => {
    await tie(bo, 'a', { kind: 'date', at: new Date(monday.getTime() + 10 * day) })
    expect(await endTokens(await later(9))).toMatchObject({ ended: 0 })
    expect(await plans()).toEqual([])
    const then = await later(11)
    expect(await endTokens(then)).toMatchObject({ ended: 1 })
    const [plan] = await plans()
    expect(plan).toMatchObject({ name: 'a', due: then.now })
    expect((await events(plan?.id ?? ''))[0]).toMatchObject({
      kind: 'opened',
      by: null,
      detail: { says: expect.stringMatching(/end date, 2026-12-03, has come/) },
    })
    expect(await endTokens(await later(12))).toMatchObject({ ended: 0 })
    expect(await plans()).toHaveLength(1)
  })

  test('an open plan is made due, with the reason in its history; one that is late already stays so', async () => {
    const plan = await planFor('a')
    await tie(kim, 'a', { kind: 'date', at: new Date(monday.getTime() + day) })
    const then = await later(2)
    await db.pool.query('update plan set due_at = $2 where id = $1', [plan, new Date(monday.getTime() + 30 * day)])
    await endTokens(then)
    expect((await plans())[0]).toMatchObject({ id: plan, due: then.now })
    expect((await events(plan)).find(({ kind }) => kind === 'end-came')?.detail).toMatchObject({
      says: expect.stringMatching(/has come/),
      to: then.now.toISOString(),
    })
    await tieToken(then, kim, { tokenId: ids('a')[0] ?? '', version: 2, tie: { kind: 'date', at: new Date(monday.getTime() + 3 * day) } })
    await endTokens(await later(5))
    expect((await plans())[0]).toMatchObject({ due: then.now })
  })

  test('a job: told by whoever may, for what is theirs, once', async () => {
    await tie(kim, 'a', { kind: 'job', job: 'migration-7' })
    await tie(kim, 'd', { kind: 'job', job: 'migration-7' })
    const told = (viewer: Viewer) =>
      tellJobEnded(
        world,
        { actor: { kind: 'user', id: viewer.id, name: viewer.name }, scope: viewer.scope },
        { job: 'migration-7', says: 'cut over' },
      )
    expect(await told(cy)).toMatchObject({ tokens: 1 })
    expect((await plans()).map(({ name }) => name)).toEqual(['d'])
    expect(await told(kim)).toMatchObject({ tokens: 1 })
    expect(await told(kim)).toMatchObject({ tokens: 0 })
    expect((await plans()).map(({ name }) => name)).toEqual(['a', 'd'])
    expect((await endOfToken(db, bo.scope, ids('a')[0] ?? ''))?.endedSays).toBe('The job migration-7 has ended, as Kim told: cut over')
    expect(await fails(tellJobEnded(world, { actor: actor(), scope: kim.scope }, { job: 'two words' }))).toMatchObject({
      code: 'bad-input',
    })
  })

  test('an issue: ended when it is done, and neither when it moves nor when it is deleted', async () => {
    await on()
    const helper = await createTicket(world, kim, await planFor('d'))
    const other = await createTicket(world, kim, await planFor('b'))
    await tie(bo, 'a', { kind: 'ticket', key: helper.key.toLowerCase() })
    await tie(bo, 'c', { kind: 'ticket', key: other.key })
    estate.control.changeIssue(helper.key, { status: 'In Progress' })
    estate.control.changeIssue(other.key, { deleted: true })
    await readTickets(world)
    expect(await endTokens(world)).toMatchObject({ ended: 0 })
    expect(await endOfToken(db, bo.scope, ids('c')[0] ?? '')).toMatchObject({ goneAt: expect.any(Date), endedAt: null })
    estate.control.changeIssue(helper.key, { status: 'Done' })
    await readTickets(world)
    expect(await endTokens(world)).toMatchObject({ ended: 1 })
    expect(await endOfToken(db, bo.scope, ids('a')[0] ?? '')).toMatchObject({ endedSays: `The issue ${helper.key} is Done.` })
    expect((await plans()).map(({ name }) => name)).toEqual(['a', 'b', 'd'])
    expect(await fails(tie(kim, 'a', { kind: 'ticket', key: helper.key }, 2))).toMatchObject({
      code: 'bad-input',
      says: expect.stringMatching(/already/),
    })
  })

  test.each([
    ['a day that has passed', { kind: 'date', at: monday }, /ahead of us/],
    ['no key', { kind: 'ticket', key: 'none' }, /issue: is no key/],
    ['no job', { kind: 'job', job: '' }, /job: Say which/],
  ])('is refused by its field: %s', async (_, to, says) => {
    expect(await fails(tie(bo, 'a', to))).toMatchObject({ code: 'bad-input', says: expect.stringMatching(says) })
  })

  test('an owner agrees for themselves alone, and it is withdrawn any time; where its source may not act nothing is sent', async () => {
    const tokenId = ids('a')[0] ?? ''
    const agree = (viewer: Viewer, at: number, agrees = true) => agreeToDisable(world, viewer, { tokenId, version: at, agrees })
    await tie(bo, 'a', { kind: 'date', at: new Date(monday.getTime() + day) })
    expect(await fails(agree(kim, 1))).toMatchObject({ code: 'forbidden' })
    expect(await fails(agree(cy, 1))).toMatchObject({ code: 'not-found' })
    await agree(bo, 1)
    expect(await endOfToken(db, bo.scope, tokenId)).toMatchObject({ agreedBy: 'Bo', agreedAt: monday })
    await agree(kim, 2, false)
    expect(await endOfToken(db, bo.scope, tokenId)).toMatchObject({ agreedBy: null, agreedAt: null })
    await agree(bo, 3)
    await tie(kim, 'a', { kind: 'date', at: new Date(monday.getTime() + day) }, 4)
    expect(await endOfToken(db, bo.scope, tokenId)).toMatchObject({ agreedBy: null })
    await agree(bo, 5)
    // A file cannot switch anything off, so it is not due to be disabled.
    expect(await endTokens(await later(2))).toEqual({ ended: 1, handedOver: 0 })
    expect(lines.some((line) => line.includes('due to be disabled'))).toBe(false)
    await db.pool.query(`update source set kind = 'aws' where id = (select source_id from token where id = $1)`, [tokenId])
    await db.pool.query(`update token set kind = 'aws.access-key' where id = $1`, [tokenId])
    expect(await endTokens(await later(3))).toEqual({ ended: 0, handedOver: 0 })
    expect(lines.some((line) => line.includes('nothing was sent') && line.includes('"token":"a"'))).toBe(true)
    await db.pool.query(`update source set kind = 'file' where id = (select source_id from token where id = $1)`, [tokenId])
    await db.pool.query(`update token set kind = 'vault.token' where id = $1`, [tokenId])
  })

  test('is changed by its owner and by those who edit tokens, and by nobody else; another’s and none answer alike', async () => {
    const to = { kind: 'job', job: 'x' }
    expect(await fails(tie(cy, 'a', to))).toEqual(
      await fails(tieToken(world, cy, { tokenId: '018f0000-0000-7000-8000-000000000000', version: 0, tie: to })),
    )
    expect(await fails(tie({ ...kim, role: 'auditor' }, 'a', to))).toMatchObject({ code: 'forbidden' })
    await tie(bo, 'a', to)
    expect(await fails(tie(kim, 'a', to))).toMatchObject({ code: 'conflict' })
    expect(await endOfToken(db, cy.scope, ids('a')[0] ?? '')).toBeNull()
    await untieToken(world, bo, { tokenId: ids('a')[0] ?? '', version: 1 })
    expect(await endOfToken(db, bo.scope, ids('a')[0] ?? '')).toBeNull()
  })

  test('a plan that was called off after the end came is not opened again by itself', async () => {
    await tie(kim, 'a', { kind: 'date', at: new Date(monday.getTime() + day) })
    await endTokens(await later(2))
    await db.pool.query(`update plan_token set open = false; update plan set stage = 'cancelled', closed_at = now()`)
    expect(await endTokens(await later(3))).toMatchObject({ ended: 0 })
    expect(await plans()).toHaveLength(1)
  })
})
