import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { auditMark } from '../db/audit-mark.ts'
import { exceptionGrounds } from '../db/exception-grounds.ts'
import { countExceptions, countToDecide, excepted, exceptionOfToken, listExceptions, readException } from '../db/list-exceptions.ts'
import { readPlan } from '../db/read-plan.ts'
import { freshDatabase } from '../db/testing/database.ts'
import type { NewException } from '../model/exception-request.ts'
import type { Viewer } from '../model/viewer.ts'
import { controlsRequired, mayNotDecide } from '../retirement/exceptions.ts'
import { actOnPlan } from './act-on-plan.ts'
import { actOnTokens } from './act-on-tokens.ts'
import { decideOnException, endExceptions, requestException, withdrawException } from './exceptions.ts'
import { importFile } from './import-file.ts'
import { openPlans, previewPlans } from './open-plans.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const monday = '2026-11-23T09:00:00Z'
const world = await at(monday)
const on = (day: string) => new Date(`${day}T00:00:00Z`)
const all = { all: true } as const

const person = (n: number, name: string, role: Viewer['role']): Viewer => ({
  id: `018f0000-0000-7000-8000-00000000000${n}`,
  sessionId: 's',
  name,
  email: `${name.toLowerCase()}@acme.example`,
  role,
  scope: all,
  selfIds: [],
})
const ana = person(1, 'Ana', 'analyst')
const eva = person(2, 'Eva', 'analyst')
const kim = person(3, 'Kim', 'admin')
let bo: Viewer
let cy: Viewer

const names = Array.from({ length: 20 }, (_, i) => `t${String(i).padStart(2, '0')}`)
const header = 'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner'
const row = (name: string) => `${name},vault.token,${name},2026-01-01,never,2026-11-20,bearer,6:4,bo@acme.example`
const rows = [...names.map(row), 'sealed,vault.token,sealed,2026-01-01,never,2026-01-05,bearer,6:4,bo@acme.example']
const tokens: Record<string, string> = {}
const idOf = (name: string) => tokens[name] ?? ''

async function bring(name: string, kind: string, text: string, now = world) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows: kind, covers: kind === 'tokens' ? 'everything' : 'part' }
  expect((await importFile(now, { kind: 'user', id: ana.id, name: ana.name }, { name, settings, input: input() })).problem).toBeNull()
}

beforeAll(async () => {
  await bring('people', 'owners', 'key,kind,name,email,team,status\nbo,person,Bo,bo@acme.example,,\ncy,person,Cy,cy@acme.example,,\n')
  await bring('tokens', 'tokens', [header, ...rows].join('\n'))
  for (const { id, name } of await db.prisma.token.findMany()) tokens[name] = id
  const as = async (n: number, name: string): Promise<Viewer> => {
    const { id } = await db.prisma.owner.findFirstOrThrow({ where: { name } })
    return { ...person(n, name, 'owner'), scope: { all: false, ownerIds: [id] }, selfIds: [id] }
  }
  ;[bo, cy] = [await as(4, 'Bo'), await as(5, 'Cy')]
})

const asking = (of: readonly string[], more: Partial<NewException> = {}): NewException => ({
  kind: 'ordinary',
  tokenIds: of.map(idOf),
  reason: 'The vendor has no other way yet.',
  need: 'Invoices go out by it.',
  endsAt: on('2027-01-03'),
  retirementAt: on('2027-03-01'),
  controls: controlsRequired[more.kind ?? 'ordinary'].map((type) => ({ type, evidence: `seen: ${type}`, evidencedAt: on('2026-11-20') })),
  renewalOf: null,
  ...more,
})
const read = async (id: string) => {
  const line = await readException(db, all, id)
  if (!line) throw new Error('There is no such exception.')
  return line
}
const decide = async (viewer: Viewer, id: string, more: { approve?: boolean; note?: string; endsAt?: Date | null } = {}, now = world) =>
  decideOnException(now, viewer, { id, version: (await read(id)).version, approve: true, note: '', endsAt: null, ...more })
async function accepted(of: readonly string[], more: Partial<NewException> = {}): Promise<string> {
  const { id } = await requestException(world, ana, asking(of, more))
  await decide(eva, id)
  return id
}
const actsOn = async (id: string) =>
  (await db.prisma.audit.findMany({ where: { target: `exception:${id}` }, orderBy: { seq: 'asc' } })).map(
    ({ act, actor }) => `${act} by ${actor}`,
  )
const leak = async (name: string) => {
  const act = {
    do: 'exposure',
    leak: { state: 'confirmed', foundIn: 'a repository', foundAt: on('2026-11-22'), stillValid: 'yes' },
  } as const
  const asked = { act, chosen: { by: 'ids', ids: [idOf(name)] } as const }
  expect(await actOnTokens(world, ana, asked, { count: 1, mark: await auditMark(db) })).toMatchObject({ done: true })
}

/** An open, acknowledged plan for these tokens. */
async function plan(of: readonly string[]): Promise<string> {
  const asked = { chosen: { by: 'ids', ids: of.map(idOf) } as const, recipe: null, dueAt: null }
  const opened = await openPlans(world, ana, asked, await previewPlans(world, ana, asked))
  if (!opened.done || !opened.ids[0]) throw new Error('The plan was not opened.')
  await actOnPlan(world, bo, {
    id: opened.ids[0],
    version: (await readPlan(db, all, opened.ids[0]))?.version ?? 0,
    act: { do: 'acknowledge' },
  })
  return opened.ids[0]
}
const standing = async (id: string) => {
  const found = await readPlan(db, all, id)
  return { paused: found?.paused, waitingOn: found?.waitingOn }
}

describe('an exception', () => {
  test('is asked for, refused to whoever asked and whoever owns it, approved by another, and voided by a leak at once', async () => {
    const programme = await plan(['t00'])
    const waits = { paused: false, waitingOn: 'owner' }
    expect(await standing(programme)).toEqual(waits)
    const before = await db.prisma.token.findUniqueOrThrow({ where: { id: idOf('t00') } })
    const { id } = await requestException(world, ana, asking(['t00']))
    expect(await read(id)).toMatchObject({
      state: 'requested',
      requestedBy: 'Ana',
      renewals: 0,
      tokens: [{ name: 't00', verdict: 'standing-privilege' }],
    })
    // Asking accepts nothing: its plan goes on.
    expect(await standing(programme)).toEqual(waits)
    await expect(decide(ana, id)).rejects.toMatchObject({ code: 'forbidden', message: 'You asked for this, so someone else must decide.' })
    await expect(decide({ ...eva, selfIds: bo.selfIds }, id)).rejects.toMatchObject({ code: 'forbidden', message: /You own/ })
    expect((await read(id)).state).toBe('requested')
    await decide(eva, id, { endsAt: on('2026-12-20'), note: 'until the release' })
    expect(await read(id)).toMatchObject({
      state: 'approved',
      decidedBy: 'Eva',
      endsAt: on('2026-12-20'),
      decisionNote: 'until the release',
    })
    expect(await standing(programme)).toEqual({ paused: true, waitingOn: 'nobody' })
    // It stands beside the verdict, and changes neither it nor the risk nor the date.
    const { verdict, risk, dueAt, reason } = await db.prisma.token.findUniqueOrThrow({ where: { id: idOf('t00') } })
    expect({ verdict, risk, dueAt, reason }).toEqual({
      verdict: before.verdict,
      risk: before.risk,
      dueAt: before.dueAt,
      reason: before.reason,
    })
    expect(await exceptionOfToken(db, all, idOf('t00'))).toMatchObject({ id, state: 'approved' })
    await leak('t00')
    expect(await read(id)).toMatchObject({ state: 'ended', endedBecause: 'leak', endedAt: world.now })
    expect(await exceptionOfToken(db, all, idOf('t00'))).toBeNull()
    expect(await standing(programme)).toEqual(waits)
    expect(await actsOn(id)).toEqual(['exception.requested by Ana', 'exception.approved by Eva', 'exception.ended by exceptions'])
    await expect(requestException(world, ana, asking(['t00']))).rejects.toMatchObject({ code: 'bad-input', issues: [{ where: 'tokens' }] })
  })

  test('ends by the clock, to the moment and once; its plan goes on', async () => {
    const programme = await plan(['t01'])
    const id = await accepted(['t01'], { endsAt: on('2026-12-10') })
    expect(await endExceptions(await at('2026-12-09T23:59:59.999Z'))).toBe(0)
    expect(await standing(programme)).toEqual({ paused: true, waitingOn: 'nobody' })
    expect(await endExceptions(await at('2026-12-10T00:00:00Z'))).toBe(1)
    expect(await endExceptions(await at('2026-12-10T00:00:00Z'))).toBe(0)
    expect(await read(id)).toMatchObject({ state: 'ended', endedBecause: 'expired', endedAt: on('2026-12-10') })
    expect(await standing(programme)).toEqual({ paused: false, waitingOn: 'owner' })
  })

  test('ends as syncs show that its last token is gone', async () => {
    const id = await accepted(['t02', 't03'])
    const without = (...gone: string[]) => [header, ...rows.filter((line) => !gone.some((name) => line.startsWith(`${name},`)))].join('\n')
    await bring('tokens', 'tokens', without('t02'))
    // One of its two is gone: it holds for the other.
    expect((await read(id)).state).toBe('approved')
    await bring('tokens', 'tokens', without('t02', 't03'))
    expect(await read(id)).toMatchObject({ state: 'ended', endedBecause: 'retired' })
    await bring('tokens', 'tokens', [header, ...rows].join('\n'))
  })

  test('is refused with a reason, and its token may be asked for again', async () => {
    const { id } = await requestException(world, bo, asking(['t04']))
    await expect(decide(eva, id, { approve: false })).rejects.toMatchObject({ code: 'bad-input', issues: [{ where: 'note' }] })
    await decide(eva, id, { approve: false, note: 'The vendor offers OAuth now.' })
    expect(await read(id)).toMatchObject({ state: 'refused', decidedBy: 'Eva', decisionNote: 'The vendor offers OAuth now.' })
    await expect(decide(eva, id)).rejects.toMatchObject({ code: 'conflict' })
    await requestException(world, bo, asking(['t04']))
  })

  test.each([
    ['later than was asked for', '2027-01-04'],
    ['of a day that is past', '2026-11-01'],
  ])('is not approved with an end %s', async (_, day) => {
    const { id } = await requestException(world, ana, asking(['t05']))
    await expect(decide(eva, id, { endsAt: on(day) })).rejects.toMatchObject({ code: 'bad-input', issues: [{ where: 'endsAt' }] })
    await withdrawException(world, ana, { id, version: 1 })
    expect(await read(id)).toMatchObject({ state: 'ended', endedBecause: 'withdrawn' })
  })

  test('is not approved on evidence that ran out while it waited, and is refused all the same', async () => {
    const { id } = await requestException(world, ana, asking(['t19'], { endsAt: on('2027-02-20') }))
    // The evidence is of 20 November and counts for ninety days.
    const later = await at('2027-02-18T00:00:00Z')
    await expect(decide(eva, id, {}, later)).rejects.toMatchObject({ code: 'conflict', message: /out of date/ })
    expect((await read(id)).state).toBe('requested')
    await decide(eva, id, { approve: false, note: 'Test it again.' }, later)
    expect((await read(id)).state).toBe('refused')
  })

  test('is not approved without a control that it rests on', async () => {
    const { id } = await requestException(world, ana, asking(['t19']))
    await db.prisma.exceptionControl.deleteMany({ where: { exceptionId: id, type: 'monitoring' } })
    await expect(decide(eva, id)).rejects.toMatchObject({ code: 'conflict', message: /not shown/ })
    await decide(eva, id, { approve: false, note: 'Show it.' })
  })

  test('can be asked for of a plan while none waits, by whoever sees its tokens', async () => {
    const programme = await plan(['t05'])
    const grounds = async (viewer: Viewer) => (await exceptionGrounds(db, viewer.scope, [programme])).get(programme)
    const free = { name: 't05', verdict: 'standing-privilege', isExposed: false, hasException: false }
    expect(await grounds(bo)).toMatchObject([free])
    const { id } = await requestException(world, ana, asking(['t05']))
    expect(await grounds(bo)).toMatchObject([{ ...free, hasException: true }])
    expect(await grounds(ana)).toMatchObject([{ ...free, hasException: true }])
    expect(await grounds(cy)).toBeUndefined()
    await decide(eva, id, { approve: false, note: 'Retire it.' })
    expect(await grounds(bo)).toMatchObject([free])
  })

  test('somebody was faster: nothing is done', async () => {
    const { id } = await requestException(world, ana, asking(['t06']))
    const { version } = await read(id)
    await decide(eva, id)
    await expect(decideOnException(world, kim, { id, version, approve: false, note: 'no', endsAt: null })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(withdrawException(world, ana, { id, version })).rejects.toMatchObject({ code: 'conflict' })
    expect((await read(id)).state).toBe('approved')
  })

  test('two who ask for one token at once: one of them does', async () => {
    const both = await Promise.allSettled([requestException(world, ana, asking(['t07'])), requestException(world, bo, asking(['t07']))])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' })
  })
})

describe('of two tokens', () => {
  test('one exception covers both, another covers neither, and a leak of one voids it for both', async () => {
    const id = await accepted(['t08', 't09'])
    expect((await read(id)).tokens.map(({ name }) => name).toSorted()).toEqual(['t08', 't09'])
    await expect(requestException(world, ana, asking(['t09', 't10']))).rejects.toMatchObject({
      code: 'conflict',
      message: /t09 has an exception/,
    })
    expect(await excepted(db, all, ['t08', 't09', 't10'].map(idOf))).toEqual(new Set([idOf('t08'), idOf('t09')]))
    await leak('t09')
    expect(await read(id)).toMatchObject({ state: 'ended', endedBecause: 'leak' })
    expect(await excepted(db, all, ['t08', 't09'].map(idOf))).toEqual(new Set())
  })

  test('a request of which one leaks meanwhile cannot be approved any more', async () => {
    const { id } = await requestException(world, ana, asking(['t10', 't11']))
    // Before anything has ended it, as where another process writes the leak at this moment.
    await db.prisma.token.update({ where: { id: idOf('t10') }, data: { exposure: 'confirmed' } })
    await expect(decide(eva, id)).rejects.toMatchObject({ code: 'conflict', message: /leaked since/ })
    expect(await endExceptions(world)).toBe(1)
    expect(await read(id)).toMatchObject({ state: 'ended', endedBecause: 'leak', decidedBy: null })
  })
})

describe('a renewal', () => {
  test('takes over once an administrator approves it, and there is one', async () => {
    const programme = await plan(['t12'])
    const first = await accepted(['t12'])
    const { id } = await requestException(world, ana, asking(['t12'], { renewalOf: first, endsAt: on('2027-02-10') }))
    // What holds goes on until then.
    expect(await read(first)).toMatchObject({ state: 'approved', renewedBy: id })
    expect(await exceptionOfToken(db, all, idOf('t12'))).toMatchObject({ id: first })
    await expect(decide(eva, id)).rejects.toMatchObject({ code: 'forbidden', message: /administrator/ })
    await decide(kim, id)
    expect(await read(first)).toMatchObject({ state: 'ended', endedBecause: 'renewed' })
    expect(await read(id)).toMatchObject({ state: 'approved', renewals: 1, renewalOf: first })
    expect(await exceptionOfToken(db, all, idOf('t12'))).toMatchObject({ id })
    expect(await standing(programme)).toEqual({ paused: true, waitingOn: 'nobody' })
    await expect(requestException(world, ana, asking(['t12'], { renewalOf: id }))).rejects.toMatchObject({
      code: 'bad-input',
      issues: [{ where: 'renewal' }],
    })
    expect(await endExceptions(await at('2027-02-10T00:00:00Z'))).toBeGreaterThan(0)
    expect(await standing(programme)).toEqual({ paused: false, waitingOn: 'owner' })
  })

  test('that is refused leaves what holds as it was, and is not asked for twice', async () => {
    const first = await accepted(['t13'])
    const { id } = await requestException(world, ana, asking(['t13'], { renewalOf: first }))
    await decide(kim, id, { approve: false, note: 'Retire it.' })
    expect((await read(first)).state).toBe('approved')
    expect(await exceptionOfToken(db, all, idOf('t13'))).toMatchObject({ id: first })
    await expect(requestException(world, ana, asking(['t13'], { renewalOf: first }))).rejects.toMatchObject({
      code: 'conflict',
      message: /renewed once/,
    })
  })

  test('covers nothing new, and what it leaves out is open again', async () => {
    const programme = await plan(['t15'])
    const first = await accepted(['t14', 't15'])
    await expect(requestException(world, ana, asking(['t14', 't16'], { renewalOf: first }))).rejects.toMatchObject({
      issues: [{ where: 'tokens' }],
    })
    expect(await standing(programme)).toMatchObject({ paused: true })
    const { id } = await requestException(world, ana, asking(['t14'], { renewalOf: first }))
    await decide(kim, id)
    expect(await exceptionOfToken(db, all, idOf('t14'))).toMatchObject({ id })
    expect(await exceptionOfToken(db, all, idOf('t15'))).toBeNull()
    expect(await standing(programme)).toEqual({ paused: false, waitingOn: 'owner' })
  })

  test('does not push out what was asked for after the first had ended', async () => {
    const first = await accepted(['t16'], { endsAt: on('2026-12-01') })
    const { id } = await requestException(world, ana, asking(['t16'], { renewalOf: first }))
    const later = await at('2026-12-02T00:00:00Z')
    expect(await endExceptions(later)).toBe(1)
    const other = await requestException(later, bo, asking(['t16']))
    await expect(decide(kim, id, {}, later)).rejects.toMatchObject({ code: 'conflict', message: /t16 has another/ })
    expect(await exceptionOfToken(db, all, idOf('t16'))).toMatchObject({ id: other.id })
  })

  test('is of one that holds', async () => {
    const { id } = await requestException(world, ana, asking(['t17']))
    await expect(requestException(world, ana, asking(['t17'], { renewalOf: id }))).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a token that is meant to lie unused', () => {
  test('is accepted from DORMANT where it is sealed, watched and tested, and only there', async () => {
    expect(await db.prisma.token.findUnique({ where: { id: idOf('sealed') } })).toMatchObject({ verdict: 'revoke-now', reason: 'DORMANT' })
    await expect(requestException(world, ana, asking(['sealed']))).rejects.toMatchObject({
      issues: [{ where: 'tokens', what: /break-glass or seasonal/ }],
    })
    const bare = asking(['sealed'], { kind: 'break-glass', controls: asking([]).controls })
    await expect(requestException(world, ana, bare)).rejects.toMatchObject({ issues: [{ where: 'control-vaulting' }] })
    const id = await accepted(['sealed'], { kind: 'break-glass' })
    expect(await endExceptions(world)).toBe(0)
    expect((await read(id)).state).toBe('approved')
  })
})

describe('an owner', () => {
  test('asks for what is theirs, sees what covers it, and nothing of anybody else', async () => {
    await expect(requestException(world, cy, asking(['t18']))).rejects.toMatchObject({ code: 'not-found' })
    await expect(requestException(world, bo, { ...asking(['t18']), tokenIds: [idOf('t18'), randomUUID()] })).rejects.toMatchObject({
      code: 'not-found',
    })
    const { id } = await requestException(world, bo, asking(['t18']))
    expect(await readException(db, bo.scope, id)).toMatchObject({ id, tokens: [{ name: 't18' }], controls: [{}, {}, {}] })
    expect((await listExceptions(db, bo.scope, 'awaiting', world.now, 14)).map((line) => line.id)).toContain(id)
    expect(await readException(db, cy.scope, id)).toBeNull()
    expect(await exceptionOfToken(db, cy.scope, idOf('t18'))).toBeNull()
    expect(await excepted(db, cy.scope, [idOf('t18')])).toEqual(new Set())
    expect(await listExceptions(db, cy.scope, 'awaiting', world.now, 14)).toEqual([])
    expect(await countExceptions(db, cy, world.now, 14)).toEqual({
      awaiting: 0,
      active: 0,
      ending: 0,
      stale: 0,
      ended: 0,
    })
    await expect(withdrawException(world, cy, { id, version: 1 })).rejects.toMatchObject({ code: 'not-found' })
    await withdrawException(world, bo, { id, version: 1 })
    expect((await read(id)).endedBecause).toBe('withdrawn')
  })

  test('sees of an exception over several owners’ tokens their own alone', async () => {
    await db.prisma.token.update({ where: { id: idOf('t19') }, data: { ownerId: cy.selfIds[0] } })
    const id = await accepted(['t18', 't19'])
    expect((await readException(db, bo.scope, id))?.tokens.map(({ name }) => name)).toEqual(['t18'])
    expect((await readException(db, cy.scope, id))?.tokens.map(({ name }) => name)).toEqual(['t19'])
  })
})

test('each tab has what it says: what ends within a fortnight, and what rests on old evidence', async () => {
  const soon = await listExceptions(db, all, 'ending', await at('2026-12-25T00:00:00Z').then(({ now }) => now), 14)
  const active = await listExceptions(db, all, 'active', world.now, 14)
  expect(active.length).toBeGreaterThan(0)
  expect(soon.map(({ id }) => id).toSorted()).toEqual(active.filter(({ endsAt }) => endsAt <= on('2027-01-08')).map(({ id }) => id).toSorted())
  // Evidence of 20 November counts until 18 February.
  expect(await listExceptions(db, all, 'stale', on('2027-02-17'), 14)).toEqual([])
  expect((await listExceptions(db, all, 'stale', on('2027-02-18'), 14)).map(({ id }) => id).toSorted()).toEqual(active.map(({ id }) => id).toSorted())
  expect(await countExceptions(db, ana, world.now, 14)).toMatchObject({ active: active.length, stale: 0 })
  // The badge counts what the rule lets them decide, and no more.
  const pending = await requestException(world, kim, asking(['t02'], { endsAt: on('2027-01-20') }))
  await requestException(world, ana, asking(['t18'], { renewalOf: active.find(({ tokens: [one] }) => one?.name === 't18')?.id ?? null }))
  const awaiting = await listExceptions(db, all, 'awaiting', world.now, 14)
  for (const viewer of [ana, eva, kim, { ...eva, selfIds: bo.selfIds }]) {
    const theirs = awaiting.filter(
      ({ requestedById, renewalOf, tokens: of }) =>
        mayNotDecide({ requestedById, isRenewal: renewalOf !== null, ownerIds: of.map(({ ownerId }) => ownerId) }, viewer) === null,
    )
    expect(await countToDecide(db, viewer), viewer.name).toBe(theirs.length)
  }
  expect(await countToDecide(db, bo)).toBe(0)
  await withdrawException(world, kim, { id: pending.id, version: 1 })
}) // prettier-ignore
