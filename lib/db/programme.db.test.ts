import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { actOnPlan } from '../flows/act-on-plan.ts'
import { importFile } from '../flows/import-file.ts'
import { openPlans, previewPlans } from '../flows/open-plans.ts'
import { recordControl } from '../flows/record-evidence.ts'
import { scopeWeights } from '../flows/take-snapshot.ts'
import { worldOver } from '../flows/testing/world.ts'
import type { PlanAct } from '../model/plan-act.ts'
import { readPlanSearch } from '../model/plan-search.ts'
import { retireFirst } from '../model/retire-first.ts'
import { readRetirementSearch, retirementShows } from '../model/retirement-search.ts'
import type { Viewer } from '../model/viewer.ts'
import { drillsBySource, drillTimes, listDrills } from './drills.ts'
import { listPlans } from './list-plans.ts'
import { listTokens } from './list-tokens.ts'
import { listRetirements } from './list-retirements.ts'
import { nextRetirements } from './next-retirements.ts'
import { countPlans } from './plan-counts.ts'
import { countSlipped, plannedDrops, progressByTeam, retirementDays, riskRemoved, slippedPlans } from './programme.ts'
import { revocationTimes } from './revocation-times.ts'
import { countStanding, standingDays } from './standing-days.ts'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const all = { all: true } as const
const sec: Viewer = { id: randomUUID(), sessionId: 's', name: 'Sec', email: 's@acme.example', role: 'analyst', scope: all, selfIds: [] }
let bo: Viewer
let cy: Viewer
let pay: string
const plans: Record<string, string> = {}
const day = 86_400

const head = 'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner,lifecycle'
const rows: Record<string, (lifecycle: string) => string> = {
  'bo-standing': (is) => `bo-standing,vault.token,bo-standing,2026-01-01,never,2026-10-31,bearer,6:4,bo@acme.example,${is}`,
  'bo-dormant': (is) => `bo-dormant,vault.token,bo-dormant,2025-01-01,never,2026-01-01,bearer,6:4,bo@acme.example,${is}`,
  'cy-standing': (is) => `cy-standing,vault.token,cy-standing,2026-01-01,never,2026-10-31,bearer,2:1,cy@acme.example,${is}`,
  'cy-leaked': (is) => `cy-leaked,vault.token,cy-leaked,2026-01-01,never,2026-10-31,bearer,6:4,cy@acme.example,${is}`,
  'cy-still': (is) => `cy-still,vault.token,cy-still,2026-01-01,never,2026-10-31,bearer,6:4,cy@acme.example,${is}`,
}

async function bring(now: string, name: string, kind: string, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows: kind, covers: kind === 'tokens' ? 'everything' : 'part' }
  const { problem } = await importFile(await at(now), { kind: 'user', id: sec.id, name: 'Sec' }, { name, settings, input: input() })
  expect(problem).toBeNull()
}

/** A whole look at the source: those named are seen as they are said to be, the others are not seen. */
const look = (now: string, seen: Record<string, string>) =>
  bring(now, 'tokens', 'tokens', [head, ...Object.entries(seen).map(([name, is]) => rows[name]?.(is) ?? '')].join('\n'))

async function act(now: string, viewer: Viewer, name: string, asked: PlanAct) {
  const { version } = await db.prisma.plan.findUniqueOrThrow({ where: { id: plans[name] ?? '' } })
  await actOnPlan(await at(now), viewer, { id: plans[name] ?? '', version, act: asked })
}

beforeAll(async () => {
  await bring('2026-11-01T08:00:00Z', 'people', 'owners', 'key,kind,name,email,team\npay,team,Payments,,\nbo,person,Bo,bo@acme.example,pay\ncy,person,Cy,cy@acme.example,\n')
  const everything = Object.fromEntries(Object.keys(rows).map((name) => [name, 'active']))
  await look('2026-11-01T09:00:00Z', everything)
  const id = Object.fromEntries((await db.prisma.token.findMany()).map((token) => [token.name, token.id]))
  const person = async (name: string): Promise<Viewer> => {
    const { id: self, teamId } = await db.prisma.owner.findFirstOrThrow({ where: { name } })
    const selfIds = [self, ...(teamId ? [teamId] : [])]
    return { ...sec, id: randomUUID(), name, role: 'owner', scope: { all: false, ownerIds: selfIds }, selfIds }
  }
  bo = await person('Bo')
  cy = await person('Cy')
  pay = bo.selfIds[1] ?? ''
  const world = await at('2026-11-01T09:00:00Z')
  for (const name of ['bo-standing', 'bo-dormant', 'cy-standing']) {
    const asked = { chosen: { by: 'ids', ids: [id[name] ?? ''] } as const, recipe: null, dueAt: name === 'cy-standing' ? new Date('2026-11-03T00:00:00Z') : null }
    const opened = await openPlans(world, sec, asked, await previewPlans(world, sec, asked))
    plans[name] = opened.done ? (opened.ids[0] ?? '') : ''
  }
  for (const [name, foundAt] of [['cy-leaked', '2026-11-02T00:00:00Z'], ['cy-still', '2026-11-03T00:00:00Z']] as const)
    await db.prisma.exposure.create({ data: { id: randomUUID(), tokenId: id[name] ?? '', state: 'confirmed', foundIn: 'a log', foundAt: new Date(foundAt), stillValid: 'yes', matchedBy: 'provider id', statedBy: 'user:x' } })

  await act('2026-11-02T10:00:00Z', bo, 'bo-standing', { do: 'propose-date', date: new Date('2027-06-01T00:00:00Z'), reason: 'The vendor is late.' })
  await act('2026-11-02T11:00:00Z', sec, 'bo-standing', { do: 'decide-date', accept: true, note: '' })
  await act('2026-11-02T12:00:00Z', bo, 'bo-standing', { do: 'block', why: 'No test system.' })
  // Absent once is not off yet; seen switched off is.
  await look('2026-11-03T09:00:00Z', { 'bo-standing': 'active', 'bo-dormant': 'disabled', 'cy-standing': 'active', 'cy-still': 'active' })
}) // prettier-ignore

const now = new Date('2026-11-10T09:00:00Z')
const times = async (scope: Viewer['scope'] = all) =>
  (await revocationTimes(db, scope, now))
    .filter(({ provider }) => provider !== null)
    .map(({ start, provider, done, p50, running, longest }) => [start, provider, done, p50, running, longest])
const names = async (query: Record<string, string>, scope: Viewer['scope'] = all) =>
  (await listRetirements(db, scope, readRetirementSearch(query))).rows.map(({ name }) => name).toSorted()

describe('time to revoke', () => {
  test('absent from one complete sync still runs; switched off is done; what runs is in no share', async () => {
    expect(await times()).toEqual([
      ['leak', 'vault', 0, null, 2, 8 * day + 9 * 3_600],
      ['retire', 'vault', 0, null, 2, 9 * day],
      ['revoke', 'vault', 1, 2 * day, 0, null],
    ])
  })

  test('absent from a second is done, from that one on, with or without a plan', async () => {
    await look('2026-11-04T09:00:00Z', { 'bo-standing': 'active', 'bo-dormant': 'disabled', 'cy-standing': 'active', 'cy-still': 'active' })
    expect((await times())[0]).toEqual(['leak', 'vault', 1, 2 * day + 9 * 3_600, 1, 7 * day + 9 * 3_600])
    expect(await names({ start: 'leak', show: 'done' })).toEqual(['cy-leaked'])
    expect(await names({ start: 'leak', show: 'running', provider: 'vault' })).toEqual(['cy-still'])
    expect(await names({ start: 'leak', show: 'running', provider: 'aws' })).toEqual([])
  })

  test('an owner’s are their own', async () => {
    expect(await times(bo.scope)).toEqual([
      ['retire', 'vault', 0, null, 1, 9 * day],
      ['revoke', 'vault', 1, 2 * day, 0, null],
    ])
    expect((await times(cy.scope)).map(([start, , done, , running]) => [start, done, running])).toEqual([
      ['leak', 1, 1],
      ['retire', 0, 1],
    ])
    expect(await times({ all: false, ownerIds: [] })).toEqual([])
  })

  test('every figure says the number that its list has', async () => {
    for (const scope of [all, bo.scope, cy.scope])
      for (const { start, provider, done, running } of await revocationTimes(db, scope, now))
        for (const [show, count] of [
          ['done', done],
          ['running', running],
        ] as const)
          // prettier-ignore
          expect((await listRetirements(db, scope, readRetirementSearch({ start, show, ...(provider && { provider }) }))).total).toBe(count)
  })
})

describe('the programme', () => {
  test('retirements by the day they were committed to and proved', async () => {
    expect(await retirementDays(db, all, null)).toEqual([
      { day: '2026-11-03', committed: 1, proved: 0 },
      { day: '2026-11-08', committed: 1, proved: 0 },
      { day: '2027-06-01', committed: 1, proved: 0 },
    ])
    expect((await retirementDays(db, all, pay)).map((each) => each.day)).toEqual(['2026-11-08', '2027-06-01'])
    expect((await retirementDays(db, cy.scope, null)).map((each) => each.day)).toEqual(['2026-11-03'])
    expect(await names({ by: '2026-11-03' })).toEqual(['cy-standing'])
    expect(await names({ by: '2026-11-08' }, bo.scope)).toEqual(['bo-dormant'])
  })

  test('what slipped, by how much, who moved it and why', async () => {
    const slipped = await slippedPlans(db, all, null, now, 10)
    expect(slipped.map(({ title, movedBy, movedBecause, blocked }) => [title, movedBy, movedBecause, blocked])).toEqual([
      ['bo-standing', 'Sec', 'The vendor is late.', 'No test system.'],
      ['cy-standing', null, null, null],
      ['bo-dormant', null, null, null],
    ])
    expect(slipped[0]?.movedTo?.toISOString()).toBe('2027-06-01T00:00:00.000Z')
    expect(slipped[0]?.policyDueAt).toEqual(slipped[0]?.movedFrom)
    const early = new Date('2026-11-02T15:00:00Z')
    expect((await slippedPlans(db, all, null, early, 10)).map(({ title }) => title)).toEqual(['bo-standing'])
    for (const scope of [all, bo.scope, cy.scope])
      expect([(await slippedPlans(db, scope, null, now, 10)).length, await countSlipped(db, scope, now)]).toEqual(
        Array(2).fill((await countPlans(db, scope, now)).slipped),
      )
    expect((await listPlans(db, all, readPlanSearch({ show: 'slipped', owner: pay }), now)).total).toBe(2)
  })

  test('by team, in plans that the list of the programme has', async () => {
    const { teams, all: count } = await progressByTeam(db, all, now)
    expect(count).toBe(2)
    expect(teams.map(({ name, open, late, slipped }) => [name, open, late, slipped])).toEqual([
      ['Payments', 2, 1, 2],
      ['Cy', 1, 1, 1],
    ])
    for (const { id, open, late, slipped } of teams)
      for (const [show, count] of Object.entries({ open, late, slipped }))
        expect((await listPlans(db, all, readPlanSearch({ show, owner: id ?? '' }), now)).total).toBe(count)
    expect(teams.map(({ name, isTeam }) => [name, isTeam])).toEqual([['Payments', true], ['Cy', false]]) // prettier-ignore
    expect((await progressByTeam(db, cy.scope, now)).teams.map(({ name }) => name)).toEqual(['Cy'])
  })

  test('by team, of more than are listed it says how many, and has the one that is asked for', async () => {
    await db.pool.query(`with made as (insert into owner (id, kind, name) select gen_random_uuid(), 'team', 'Crowd ' || n from generate_series(100, 229) n returning id)
      insert into plan (id, title, recipe, owner_id, stage, waiting_on, opened_at, opened_by, policy_due_at, due_at, looked_at, closed_at)
      select gen_random_uuid(), 'Crowd', 'generic.rotate', id, 'verified', 'nobody', now(), 'x', now(), now(), now(), now() from made`) // prettier-ignore
    try {
      const last = await db.prisma.owner.findFirstOrThrow({ where: { name: 'Crowd 229' } })
      const { teams, all: count, asked } = await progressByTeam(db, all, now, last.id)
      expect([teams.length, count, asked?.name]).toEqual([100, 132, 'Crowd 229'])
      expect((await progressByTeam(db, cy.scope, now, last.id)).asked).toBeNull()
    } finally {
      await db.pool.query(`delete from plan where title = 'Crowd'`)
      await db.pool.query(`delete from owner where name like 'Crowd %'`)
    }
  })

  test('what open plans would take away of what stands, and what was taken away', async () => {
    expect(await plannedDrops(db, all, null, scopeWeights)).toEqual([
      { day: '2026-11-03', standing: 1, hours: 2.4 },
      { day: '2027-06-01', standing: 1, hours: 24 },
    ])
    expect(await plannedDrops(db, bo.scope, null, scopeWeights)).toEqual([])
    const { risk } = await db.prisma.planToken.findFirstOrThrow({ where: { planId: plans['bo-dormant'] ?? '' } })
    expect(await riskRemoved(db, all)).toEqual({ proved: 0, provedRisk: 0, off: 1, offRisk: risk })
    expect(await riskRemoved(db, cy.scope)).toEqual({ proved: 0, provedRisk: 0, off: 0, offRisk: 0 })
  })

  test('the next retirements, worst first, with the plan where there is one', async () => {
    const now = new Date('2026-11-10T09:00:00Z')
    const next = await nextRetirements(db, all, now, 10)
    expect(next.map(({ name, planId }) => [name, planId])).toEqual([
      ['cy-still', null],
      ['bo-standing', plans['bo-standing']],
      ['cy-standing', plans['cy-standing']],
    ])
    expect((await nextRetirements(db, bo.scope, now, 10)).map(({ name }) => name)).toEqual(['bo-standing'])
    // As the first page lists them, to the last place and whatever the number of rows.
    for (const limit of [1, 2, 10]) {
      const { rows: listed } = await listTokens(db, all, { ...retireFirst, limit }, now)
      expect((await nextRetirements(db, all, now, limit)).map(({ id }) => id)).toEqual(listed.map(({ id }) => id))
    }
    expect(await countStanding(db, all)).toBe(3)
    expect(await countStanding(db, bo.scope)).toBeNull()
  })

  test('days that were counted, of all and of a team; an owner’s are nobody’s to add up', async () => {
    const since = '2026-11-01'
    expect((await standingDays(db, all, { since, team: null })).map((each) => [each.day, each.standing, each.lacking])).toEqual([
      ['2026-11-01', 5, 0],
      ['2026-11-03', 3, 0],
      ['2026-11-04', 3, 0],
    ])
    expect((await standingDays(db, all, { since, team: pay })).map(({ standing }) => standing)).toEqual([2, 1, 1])
    expect(await standingDays(db, bo.scope, { since, team: null })).toEqual([])
  })
})

test('what came back runs again from its beginning, and is done no more', async () => {
  await look('2026-11-11T09:00:00Z', { 'bo-standing': 'active', 'bo-dormant': 'active', 'cy-standing': 'active', 'cy-still': 'active' })
  expect((await times()).find(([start]) => start === 'revoke')).toEqual(['revoke', 'vault', 0, null, 1, 9 * day])
  expect((await riskRemoved(db, all)).off).toBe(0)
})

test('gone for good is proved, on the day of the second look', async () => {
  for (const date of ['2026-11-12', '2026-11-13'])
    await look(`${date}T09:00:00Z`, { 'bo-standing': 'active', 'bo-dormant': 'active', 'cy-still': 'active' })
  expect((await retirementDays(db, all, null)).find(({ proved }) => proved > 0)).toEqual({ day: '2026-11-13', committed: 0, proved: 1 })
  expect(await names({ show: 'proved', by: '2026-11-13' })).toEqual(['cy-standing'])
  expect(await names({ show: 'proved', by: '2026-11-12' })).toEqual([])
  expect((await riskRemoved(db, cy.scope)).proved).toBe(1)
})

test('a list is paged to its end and back without losing a row', async () => {
  const search = { ...readRetirementSearch({}), limit: 1 }
  const first = await listRetirements(db, all, search)
  const second = await listRetirements(db, all, { ...search, from: first.next })
  const third = await listRetirements(db, all, { ...search, from: second.next })
  expect(new Set([first, second, third].flatMap(({ rows }) => rows.map(({ name }) => name))).size).toBe(3)
  expect([first.previous, third.next, third.total]).toEqual([null, null, 3])
  expect((await listRetirements(db, all, { ...search, from: third.previous })).rows).toEqual(second.rows)
  for (const show of retirementShows) await listRetirements(db, bo.scope, { ...search, show, by: '2026-11-12', start: 'revoke' })
})

describe('a token that leaked again', () => {
  const leak = (tokenId: string, foundAt: string, closedAt: string | null) =>
    db.prisma.exposure.create({ data: { id: randomUUID(), tokenId, state: 'confirmed', foundIn: `a log of ${foundAt}`, foundAt: new Date(foundAt), closedAt: closedAt ? new Date(closedAt) : null, stillValid: 'yes', matchedBy: 'provider id', statedBy: 'user:x' } })
  const clocks = async (name: string) =>
    (await listRetirements(db, all, readRetirementSearch({ start: 'leak' }))).rows
      .filter((row) => row.name === name)
      .map(({ beganAt, offAt, running }) => [beganAt.toISOString().slice(0, 10), offAt?.toISOString().slice(0, 10) ?? null, running])
  const close = (tokenId: string, at: string) => db.pool.query('update exposure set closed_at = $2 where token_id = $1', [tokenId, at])

  test('after the first was closed has a clock of its own; while that is open it is the same leak', async () => {
    const { id: still } = await db.prisma.token.findFirstOrThrow({ where: { name: 'cy-still' } })
    await leak(still, '2026-11-04T00:00:00Z', null)
    expect(await clocks('cy-still')).toEqual([['2026-11-03', null, true]])
    // Closed while it still works: that was no leak any more. What was found since is one.
    await close(still, '2026-11-06T00:00:00Z')
    expect(await clocks('cy-still')).toEqual([])
    await leak(still, '2026-11-08T00:00:00Z', null)
    expect(await clocks('cy-still')).toEqual([['2026-11-08', null, true]])
    expect((await times()).find(([start]) => start === 'leak')?.slice(4)).toEqual([1, 2 * day + 9 * 3_600])
  })

  test('keeps how the first one ended', async () => {
    const { id: leaked } = await db.prisma.token.findFirstOrThrow({ where: { name: 'cy-leaked' } })
    await close(leaked, '2026-11-06T00:00:00Z')
    await leak(leaked, '2026-11-08T00:00:00Z', null)
    // Off since the fourth: the second began when it was off already, so that nobody revoked it for that.
    expect(await clocks('cy-leaked')).toEqual([
      ['2026-11-02', '2026-11-04', false],
      ['2026-11-08', '2026-11-04', false],
    ])
    expect(await names({ start: 'leak', show: 'done' })).toEqual(['cy-leaked'])
    // Back in the time of the second: the first ended as it was seen absent twice, and the second runs.
    await db.pool.query(`update token set state = 'live', absent_runs = 0, last_absent_run = null where id = $1`, [leaked])
    const { sourceId } = await db.prisma.token.findUniqueOrThrow({ where: { id: leaked } })
    const event = (kind: string, at: string) => db.prisma.event.create({ data: { id: randomUUID(), tokenId: leaked, sourceId, kind, at: new Date(at), cause: `${kind} ${at}`, detail: {} } })
    const back = [['2026-11-08', null, true]]
    expect(await clocks('cy-leaked')).toEqual([['2026-11-02', '2026-11-04', false], ...back])
    // Back before a second sync missed it: it was never shown to be off, until it was seen switched off.
    await event('returned', '2026-11-03T20:00:00Z')
    expect(await clocks('cy-leaked')).toEqual(back)
    await event('disabled', '2026-11-05T00:00:00Z')
    expect(await clocks('cy-leaked')).toEqual([['2026-11-02', '2026-11-05', false], ...back])
  })
}) // prettier-ignore

describe('drills', () => {
  beforeAll(async () => {
    const world = await at('2026-11-14T09:00:00Z')
    const { id: sourceId } = await db.prisma.source.findFirstOrThrow({ where: { name: 'tokens' } })
    const by = { kind: 'user', id: sec.id, name: 'Sec' } as const
    for (const [minutes, date] of [[10, '2026-06-01'], [30, '2026-11-10']] as const)
      await recordControl(world, by, { type: 'revocation', evidence: `drill of ${date}`, evidencedAt: new Date(date), minutes, on: { sourceId } })
    await recordControl(world, by, { type: 'network', evidence: 'a policy', evidencedAt: new Date('2026-11-10'), on: { sourceId } })
    const { id: tokenId } = await db.prisma.token.findFirstOrThrow({ where: { name: 'bo-standing' } })
    await db.prisma.control.create({ data: { id: randomUUID(), type: 'revocation', tokenId, evidence: 'of one', evidencedAt: new Date('2026-11-12'), expiresAt: new Date('2027-02-12'), minutes: 50, statedBy: 'user:x' } })
  }) // prettier-ignore

  test('how long they took, by provider and in all', async () => {
    const times = async () =>
      (await drillTimes(db, all)).map(({ provider, drills, p50, few }) => [provider, drills, p50, few.map((each) => each / 60)])
    // Fewer than five have no half: each is told.
    expect(await times()).toEqual([
      [null, 3, null, [10, 30, 50]],
      ['file', 2, null, [10, 30]],
      ['vault', 1, null, [50]],
    ])
    const { id: sourceId } = await db.prisma.source.findFirstOrThrow({ where: { name: 'tokens' } })
    const more = [20, 40].map((minutes) => ({
      id: randomUUID(),
      type: 'revocation',
      sourceId,
      evidence: 'more',
      evidencedAt: new Date('2026-05-01'),
      expiresAt: new Date('2026-08-01'),
      minutes,
      statedBy: 'user:x',
    }))
    await db.prisma.control.createMany({ data: more })
    expect((await times())[0]).toEqual([null, 5, 30 * 60, []])
    await db.prisma.control.deleteMany({ where: { evidence: 'more' } })
    expect((await listDrills(db, all, 'file')).map(({ minutes }) => minutes)).toEqual([30, 10])
  })

  test('the last of each source, those without one first', async () => {
    const last = async () => (await drillsBySource(db, all)).map(({ name, minutes }) => [name, minutes])
    // A file of people has nothing that could be revoked.
    expect(await last()).toEqual([['tokens', 50]])
    await bring('2026-11-14T10:00:00Z', 'more', 'tokens', `${head}\nx,vault.token,x,2026-01-01,never,2026-11-10,bearer,6:4,,active`)
    expect(await last()).toEqual([
      ['more', null],
      ['tokens', 50],
    ])
    expect(await drillsBySource(db, bo.scope)).toEqual([])
  })

  test.each([
    ['the slower recorded first', [90, 70]],
    ['the slower recorded last', [70, 90]],
  ] as const)('of several on the last day the slowest is the last: %s', async (_, both) => {
    const { id: sourceId } = await db.prisma.source.findFirstOrThrow({ where: { name: 'tokens' } })
    for (const minutes of both)
      await db.prisma.control.create({
        data: {
          id: randomUUID(),
          type: 'revocation',
          sourceId,
          evidence: 'same day',
          evidencedAt: new Date('2026-11-13'),
          expiresAt: new Date('2027-02-13'),
          minutes,
          statedBy: 'user:x',
        },
      })
    expect((await drillsBySource(db, all)).find(({ name }) => name === 'tokens')?.minutes).toBe(90)
    expect((await listDrills(db, all, null)).slice(0, 2).map(({ minutes }) => minutes)).toEqual([90, 70])
    await db.prisma.control.deleteMany({ where: { evidence: 'same day' } })
  })

  test('an owner’s are of their own tokens alone', async () => {
    expect((await listDrills(db, bo.scope, null)).map(({ minutes }) => minutes)).toEqual([50])
    expect(await listDrills(db, cy.scope, null)).toEqual([])
    expect(await drillTimes(db, cy.scope)).toEqual([])
  })
})
