import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { listExposures, readExposure } from '../db/list-exposures.ts'
import { listPlans } from '../db/list-plans.ts'
import { listRetirements } from '../db/list-retirements.ts'
import { countPlans } from '../db/plan-counts.ts'
import { retirementDays, slippedPlans } from '../db/programme.ts'
import { readPlan } from '../db/read-plan.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { readExposureSearch } from '../model/exposure-search.ts'
import { readPlanSearch } from '../model/plan-search.ts'
import { readRetirementSearch } from '../model/retirement-search.ts'
import type { Viewer } from '../model/viewer.ts'
import { actOnPlan } from './act-on-plan.ts'
import { dismissLeak, settleExposures, stateStep } from './exposures.ts'
import { importFile } from './import-file.ts'
import { openPlans } from './open-plans.ts'
import { recordLeakByHand } from './record-leak-by-hand.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const warned: string[] = []
const keep = (_: object, message: string) => void warned.push(message)
const at = await worldOver(db, { log: { info: () => undefined, warn: keep, error: keep } })
const monday = '2026-11-23T09:00:00Z'
const hours = (n: number) => new Date(Date.parse(monday) + n * 3_600_000).toISOString()
const all = { all: true } as const
const ana: Viewer = {
  id: '018f0000-0000-7000-8000-000000000001',
  sessionId: 's',
  name: 'Ana',
  email: 'ana@acme.example',
  role: 'analyst',
  scope: all,
  selfIds: [],
}
const bo = (): Viewer => ({ ...ana, id: '018f0000-0000-7000-8000-000000000002', name: 'Bo', role: 'owner', scope: { all: false, ownerIds: [boId] }, selfIds: [boId] }) // prettier-ignore

let boId = ''
let planId = ''
let leakId = ''
let ids: Record<string, string> = {}

const row = { 'leaked key': 'AKIAQ4EXAMPLE7Q2XABC', 'new key': 'AKIAQ4EXAMPLE0000NEW', 'other key': 'AKIAQ4EXAMPLE0000ABC' } as const

/** An inventory in which each key has this state, or is missing. */
async function sync(states: Partial<Record<keyof typeof row, string>>, now: string, used = 'never') {
  const lines = Object.entries(states).map(([name, state]) => `${row[name as keyof typeof row]},aws.access-key,${name},${state},2026-01-01,never,${name === 'new key' ? used : '2026-11-22T08:00:00Z'},bo@acme.example`) // prettier-ignore
  await bring('tokens', 'tokens', ['external_id,kind,name,lifecycle,issued_at,expires_at,last_used_at,owner', ...lines, ''].join('\n'), now)
}

async function bring(name: string, rows: string, text: string, now: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  const { problem } = await importFile(await at(now), { kind: 'user', id: ana.id, name: ana.name }, { name, settings, input: input() })
  expect(problem).toBeNull()
}

const leakOf = async (id: string) => {
  const leak = await readExposure(db, all, id)
  if (!leak) throw new Error('There is no such leak.')
  return leak
}
const planOf = async (id = planId) => {
  const plan = await readPlan(db, all, id)
  if (!plan) throw new Error('There is no such plan.')
  return plan
}
const stands = async (id = planId) => {
  const { stage, waitingOn, dueAt } = await planOf(id)
  return [stage, waitingOn, dueAt.toISOString()]
}
const due = (n: number) => new Date(hours(n)).toISOString()

async function open(name: string, now: string): Promise<string> {
  const chosen = { by: 'ids', ids: [ids[name] ?? ''] } as const
  const opened = await openPlans(await at(now), ana, { chosen, recipe: null, dueAt: null }, { tokens: 1, plans: 1 })
  if (!opened.done || !opened.ids[0]) throw new Error('No plan was opened.')
  return opened.ids[0]
}

// What fails quietly would look like a plan that stands still.
afterEach(() => expect(warned).toEqual([]))

const found = { foundIn: 'a public commit', foundAt: new Date(monday), url: null, stillValid: 'yes', secret: null, kind: null, tail: null } as const // prettier-ignore
const everyKey = { 'leaked key': 'active', 'new key': 'active', 'other key': 'active' }

beforeAll(async () => {
  await bring('people', 'owners', 'key,kind,name,email,team,status\nbo,person,Bo,bo@acme.example,,\n', monday)
  await sync(everyKey, monday)
  boId = (await db.prisma.owner.findFirstOrThrow()).id
  ids = Object.fromEntries((await db.prisma.token.findMany()).map(({ name, id }) => [name, id]))
  leakId = await recordLeakByHand(await at(monday), ana, { ...found, token: 'leaked key' })
  planId = await open('leaked key', monday)
})

describe('the plan of a leak', () => {
  test('begins with cutting it off, by security, within the hour that policy gives', async () => {
    expect(await planOf()).toMatchObject({ recipe: 'leak.aws.access-key', ownerName: 'Bo', leaks: [{ id: leakId }] })
    expect(await stands()).toEqual(['draft', 'security', due(1)])
  })

  test('neither date nor switch puts that off', async () => {
    const { version } = await planOf()
    const date = new Date(hours(240))
    const tries = [[bo(), { do: 'propose-date', date, reason: 'later' }], [ana, { do: 'set-date', date }], [ana, { do: 'switch' }]] as const // prettier-ignore
    for (const [who, act] of tries)
      await expect(actOnPlan(await at(monday), who, { id: planId, version, act })).rejects.toMatchObject({ code: 'conflict' })
    await actOnPlan(await at(monday), bo(), { id: planId, version, act: { do: 'block', why: 'The job runs on it.' } })
    expect(await stands()).toEqual(['draft', 'security', due(1)])
    await actOnPlan(await at(monday), bo(), { id: planId, version: version + 1, act: { do: 'unblock' } })
  })

  test('is contained as soon as its provider shows it off: unacknowledged, in use until then, with no quiet', async () => {
    await sync({ ...everyKey, 'leaked key': 'disabled' }, hours(1))
    expect(await stands()).toEqual(['contained', 'owner', due(73)])
    expect(await leakOf(leakId)).toMatchObject({ state: 'contained' })
    const { events, members, refusal } = await planOf()
    expect([members[0]?.proved, refusal]).toEqual(['disabled', null])
    expect(events.map(({ kind }) => kind)).not.toContain('refused')
    expect(events.find(({ kind }) => kind === 'due-moved')?.detail).toEqual({ from: due(1), to: due(73), at: due(1) })
  })

  test('is replaced by what was named, once that is used, and its leak with it', async () => {
    const { version } = await planOf()
    const act = { do: 'name-successor', successor: { tokenId: ids['new key'] ?? '' } } as const
    await actOnPlan(await at(hours(2)), bo(), { id: planId, version, act })
    expect((await stands())[0]).toBe('contained')
    await sync({ ...everyKey, 'leaked key': 'disabled' }, hours(3), '2026-11-23T11:30:00Z')
    expect((await stands()).slice(0, 2)).toEqual(['replaced', 'security'])
    await settleExposures(await at(hours(3)))
    expect((await leakOf(leakId)).replaced).toMatchObject({
      by: null,
      note: 'new key (AKIAQ4EXAMPLE0000NEW) was seen in use in its place.',
    })
    const proved = (await planOf()).events.filter(({ kind }) => kind === 'proved')
    await sync({ ...everyKey, 'leaked key': 'disabled' }, hours(4), '2026-11-23T11:30:00Z')
    expect((await planOf()).events.filter(({ kind }) => kind === 'proved')).toEqual(proved)
  })

  test('what is stated of its leak is stated of it', async () => {
    for (const [step, stage] of [['review', 'replaced'], ['rescan', 'replaced']] as const) {
      const { id, version } = await leakOf(leakId)
      await stateStep(await at(hours(5)), ana, { id, version }, { step, note: 'The trail since 1 November.', abused: false })
      expect((await stands())[0]).toBe(stage)
    }
    const { version } = await leakOf(leakId)
    await stateStep(await at(hours(5)), ana, { id: leakId, version }, { step: 'rescan', note: null, abused: false })
  }) // prettier-ignore

  test('is past deletion with two complete syncs, and closed with its leak once all is done', async () => {
    const { 'leaked key': _, ...others } = everyKey
    await sync(others, hours(6), '2026-11-23T11:30:00Z')
    expect((await stands()).slice(0, 2)).toEqual(['replaced', 'security'])
    await sync(others, hours(7), '2026-11-23T11:30:00Z')
    expect((await stands()).slice(0, 2)).toEqual(['reviewed', 'security'])
    const { version } = await leakOf(leakId)
    await stateStep(await at(hours(8)), ana, { id: leakId, version }, { step: 'rescan', note: 'TruffleHog over everything: clean.', abused: false }) // prettier-ignore
    expect((await stands()).slice(0, 2)).toEqual(['verified', 'nobody'])
    expect((await leakOf(leakId)).closed).toMatchObject({ because: 'finished' })
    expect((await planOf()).closedAt).toEqual(new Date(hours(8)))
  })

  test('opens again with its leak where it works again, due by the hour', async () => {
    await sync(everyKey, hours(9), '2026-11-23T11:30:00Z')
    expect(await stands()).toEqual(['draft', 'security', due(10)])
    const { reopenedAt } = await planOf()
    expect(reopenedAt).toEqual(new Date(hours(9)))
    expect((await leakOf(leakId)).state).toBe('live')
  })
})

describe('another way for it', () => {
  test('a plan that was on its usual way is due by the hour once it is that of a leak', async () => {
    const other = await open('other key', hours(10))
    const { version, dueAt } = await planOf(other)
    expect(dueAt > new Date(hours(24))).toBe(true)
    const id = await recordLeakByHand(await at(hours(11)), ana, { ...found, token: 'other key' })
    await actOnPlan(await at(hours(11)), ana, { id: other, version, act: { do: 'choose-recipe', recipe: 'leak.aws.access-key' } })
    expect(await stands(other)).toEqual(['draft', 'security', due(12)])
    // Put away as not ours, it is a leak of nothing: the plan shows none, and nothing of it is left to state.
    const leak = await leakOf(id)
    await dismissLeak(await at(hours(11)), ana, { id, version: leak.version }, 'An example of the documentation.')
    expect((await planOf(other)).leaks).toEqual([])
    expect((await listExposures(db, all, readExposureSearch({ show: 'not-ours' }))).rows.map((one) => one.id)).toEqual([id])
  })
})

describe('a leak that is cut off too late', () => {
  const late = hours(20 * 24 + 9)
  let missed = ''
  const line = async () =>
    (await listPlans(db, all, readPlanSearch({ show: 'slipped' }), new Date(late))).rows.find(({ id }) => id === missed)

  test('keeps the date that it missed, though its plan is due by the next step', async () => {
    await recordLeakByHand(await at(hours(20 * 24)), ana, { ...found, foundAt: new Date(hours(20 * 24)), token: 'new key' })
    missed = await open('new key', hours(20 * 24))
    expect(await stands(missed)).toEqual(['draft', 'security', due(20 * 24 + 1)])
    await sync({ ...everyKey, 'new key': 'disabled' }, late)
    expect(await stands(missed)).toEqual(['contained', 'owner', due(20 * 24 + 9 + 72)])
    expect(await line()).toMatchObject({ missedDueAt: new Date(due(20 * 24 + 1)), metAt: new Date(late) })
    const slipped = await slippedPlans(db, all, null, new Date(late), 10)
    expect(slipped.find(({ id }) => id === missed)).toMatchObject({ missedDueAt: new Date(due(20 * 24 + 1)), metAt: new Date(late) })
    expect(slipped.length).toBe((await countPlans(db, all, new Date(late))).slipped)
  })

  test('was committed to for the day that it missed, in the figure and in the list behind it', async () => {
    const day = late.slice(0, 10)
    expect((await retirementDays(db, all, null)).find((each) => each.day === day)).toEqual({ day, committed: 1, proved: 0 })
    const by = async (to: string) =>
      (await listRetirements(db, all, readRetirementSearch({ by: to }))).rows.filter(({ planId: of }) => of === missed)
    expect(await by(day)).toMatchObject([{ name: 'new key', dueAt: new Date(due(20 * 24 + 1)) }])
    expect(await by('2026-12-12')).toEqual([])
  })

  test('one that was cut off in time missed nothing', async () => {
    const { rows } = await listPlans(db, all, readPlanSearch({ show: 'all' }), new Date(late))
    expect(rows.filter(({ missedDueAt }) => missedDueAt !== null).map(({ id }) => id)).toEqual([missed])
  })
})
