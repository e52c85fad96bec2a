import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { readPlan } from '../db/read-plan.ts'
import { takenWithHash } from '../db/taken.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { AppError } from '../model/app-error.ts'
import type { NewException } from '../model/exception-request.ts'
import type { PlanAct } from '../model/plan-act.ts'
import { LifeBand } from '../model/facts.ts'
import { frameworks } from '../model/frameworks/all.ts'
import { plainReports, readReport, reports } from '../model/report.ts'
import { outcomes } from '../model/requirement.ts'
import { narrowings, readTokenSearch, type Narrowing } from '../model/token-search.ts'
import type { Viewer } from '../model/viewer.ts'
import { controlsRequired } from '../retirement/exceptions.ts'
import { actOnPlan } from './act-on-plan.ts'
import { answerReview } from './answer-review.ts'
import { askReport } from './ask-report.ts'
import { campaignBefore, closeCampaign, moveCampaignDate, startCampaign } from './campaigns.ts'
import { decideOnException, requestException, withdrawException } from './exceptions.ts'
import { importFile } from './import-file.ts'
import { openPlans, previewPlans } from './open-plans.ts'
import { takeReport } from './take-report.ts'
import { actNow } from './testing/act-now.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const all = { all: true } as const
const sec: Viewer = { id: randomUUID(), sessionId: 's', name: 'Sec', email: 's@acme.example', role: 'analyst', scope: all, selfIds: [] }
const eva: Viewer = { ...sec, id: randomUUID(), name: 'Eva' }
const today = '2026-11-20T09:00:00Z'
let [bo, cy] = [sec, sec]
let [plan, exception] = ['', '']
const tokens: Record<string, string> = {}
const id = (name: string) => tokens[name] ?? ''
/** What keeps all of a day: a file of it is the same whenever it is taken. */
const ofThe5th = ['inventory', 'owasp-nhi-2025', 'owasp-nhi-2025-summary', 'plans', 'acknowledgements', 'exceptions', 'time-to-revoke']
const framework = 'owasp-nhi-2025'
const earlier = new Map<string, string>()
const on = (day: string, hour = '09') => `2026-11-${day}T${hour}:00:00Z`

async function bring(when: string, name: string, rows: string, lines: readonly string[]) {
  async function* input() {
    yield Buffer.from(lines.join('\n'))
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  expect(
    (await importFile(await at(when), { kind: 'user', id: sec.id, name: 'Sec' }, { name, settings, input: input() })).problem,
  ).toBeNull()
}

/** A whole look at the source: those named are there, as they are said to be. */
const look = (when: string, seen: Readonly<Record<string, string>>) =>
  bring(when, 'tokens', 'tokens', [
    'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner,lifecycle',
    ...Object.entries(seen).map(([name, is]) => `${name},vault.token,${name},2026-01-01,never,2026-10-31,bearer,6:4,${name.slice(0, 2)}@acme.example,${is}`),
  ]) // prettier-ignore

async function act(when: string, viewer: Viewer, asked: PlanAct) {
  const { version } = await db.prisma.plan.findUniqueOrThrow({ where: { id: plan } })
  await actOnPlan(await at(when), viewer, { id: plan, version, act: asked })
}

async function person(name: string): Promise<Viewer> {
  const { id: self } = await db.prisma.owner.findFirstOrThrow({ where: { name } })
  return { ...sec, id: randomUUID(), name, role: 'owner', scope: { all: false, ownerIds: [self] }, selfIds: [self] }
}

async function review(act: 'start' | 'answer' | 'move' | 'close', when: string, more: { answer?: 'keep' | 'narrow'; dueAt?: string } = {}) {
  const world = await at(when)
  if (act === 'start') {
    const ground = { search: readTokenSearch({}), previousId: null }
    const terms = { name: 'Q4', dueAt: new Date('2026-12-01T00:00:00Z'), quarterly: false, carries: false }
    return void (await startCampaign(world, sec, { ground, terms }, await campaignBefore(world, ground)))
  }
  const { id: campaign, version } = await db.prisma.campaign.findFirstOrThrow({})
  if (act === 'close') return closeCampaign(world, sec, { id: campaign, version })
  if (act === 'move')
    return moveCampaignDate(world, sec, { id: campaign, version }, { dueAt: new Date(more.dueAt ?? ''), says: 'holidays' })
  const task = await db.prisma.campaignTask.findFirstOrThrow({ where: { ownerId: bo.selfIds[0] ?? null } })
  await answerReview(world, bo, { taskId: task.id, tokens: [id('bo-2')], act: { answer: more.answer ?? 'keep', says: `said on ${when}` } })
}

beforeAll(async () => {
  await bring(on('02', '08'), 'people', 'owners', ['key,kind,name,email', 'bo,person,Bo,bo@acme.example', 'cy,person,Cy,cy@acme.example'])
  const everything = { 'bo-1': 'active', 'bo-2': 'active', 'cy-1': 'active', 'cy-2': 'active' }
  await look(on('02'), everything)
  for (const { id: token, name } of await db.prisma.token.findMany()) tokens[name] = token
  ;[bo, cy] = [await person('Bo'), await person('Cy')]

  const asked = { chosen: { by: 'ids', ids: [id('bo-1')] } as const, recipe: null, dueAt: null }
  const opened = await openPlans(await at(on('03')), sec, asked, await previewPlans(await at(on('03')), sec, asked))
  plan = opened.done ? (opened.ids[0] ?? '') : ''
  const controls = controlsRequired.ordinary.map((type) => ({
    type,
    evidence: `seen: ${type}`,
    evidencedAt: new Date('2026-11-01T00:00:00Z'),
  }))
  const request: NewException = { kind: 'ordinary', tokenIds: [id('cy-1')], reason: 'The vendor has no other way yet.', need: 'Invoices.', endsAt: new Date('2026-12-20T00:00:00Z'), retirementAt: new Date('2027-01-20T00:00:00Z'), controls, renewalOf: null } // prettier-ignore
  exception = (await requestException(await at(on('03')), sec, request)).id
  await review('start', on('03'))
  await actNow(await at(on('04')), sec, [id('cy-2')], { do: 'exposure', leak: { state: 'confirmed', foundIn: 'a repository', foundAt: new Date(on('04', '00')), stillValid: 'yes' } }) // prettier-ignore

  await act(on('05'), bo, { do: 'acknowledge' })
  const decide = { id: exception, approve: true, note: 'until the release', endsAt: new Date('2026-12-10T00:00:00Z') }
  await decideOnException(await at(on('05')), eva, { ...decide, version: 1 })
  await review('answer', on('05'), { answer: 'keep' })
  for (const report of ofThe5th) earlier.set(report, await fileOn(report, '05', on('06', '01')))
  await look(on('06'), { ...everything, 'cy-2': 'disabled' })
  await act(on('07'), bo, { do: 'propose-date', date: new Date('2026-11-15T00:00:00Z'), reason: '' })
  await review('answer', on('07'), { answer: 'narrow' })
  await review('move', on('07'), { dueAt: '2026-12-08T00:00:00Z' })
  const { version } = await db.prisma.exception.findUniqueOrThrow({ where: { id: exception } })
  await withdrawException(await at(on('08')), sec, { id: exception, version })
  // It is gone, gone again, and back; its plan is given to somebody else then.
  const { 'bo-1': _, ...others } = everything
  await look(on('09'), { ...others, 'cy-2': 'disabled' })
  await look(on('10'), { ...others, 'cy-2': 'disabled' })
  await review('close', on('11'))
  await look(on('12'), everything)
  await act(on('13'), sec, { do: 'assign', ownerId: cy.selfIds[0] ?? '' })
})

test.each([
  ['2026-11-01', '2026-11-01 is before the first sync: the first day that can be asked is 2026-11-02'],
  ['2026-11-02', null],
])('whether %s can be asked, where the first import was on the 2nd', async (day, says) => {
  const asked = askReport(await at(today), 'inventory', { 'as-of': day }).then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.issues : error),
  )
  expect(await asked).toEqual(says && [{ where: 'as-of', what: says }])
})

async function fileOn(report: string, day: string, when: string): Promise<string> {
  const world = await at(when)
  const asked = readReport(report, { 'as-of': `2026-11-${day}`, state: 'any' }, world.now)
  return (await buffer((await takeReport(world, { actor: { kind: 'user', id: sec.id, name: 'Sec' }, scope: all }, asked)).file)).toString('utf8')
} // prettier-ignore

async function rowsOn(report: string, day: string | null, more: Record<string, string> = {}): Promise<Record<string, string>[]> {
  const world = await at(today)
  const query = { ...(day && { 'as-of': `2026-11-${day}` }), ...more }
  const { file, recorded } = await takeReport(world, { actor: { kind: 'user', id: sec.id, name: 'Sec' }, scope: all }, readReport(report, query, world.now))
  const rows = parse(await buffer(file), { columns: true }) as Record<string, string>[]
  expect(await recorded).not.toBeNull()
  return rows
} // prettier-ignore

describe('a plan, on each of its days', () => {
  const opened = '2026-11-03T09:00:00.000Z'
  const acknowledged = '2026-11-05T09:00:00.000Z'
  test.each([
    ['03', { stage: 'draft', proved: 'none', acknowledged_at: '', closed_at: '', plan_owner: 'Bo', waiting_on: 'unknown', state: 'live' }],
    ['05', { stage: 'acknowledged', proved: 'none', acknowledged_at: acknowledged, acknowledged_by: 'Bo', closed_at: '' }],
    ['07', { stage: 'acknowledged', due_at: '2026-11-15T00:00:00.000Z' }],
    ['09', { stage: 'deleted', proved: 'deleted', off_at: '', verified_at: '', waiting_on: 'next-sync', state: 'gone' }],
    ['10', { stage: 'verified', proved: 'verified', off_at: '2026-11-10T09:00:00.000Z', verified_at: '2026-11-10T09:00:00.000Z', closed_at: '2026-11-10T09:00:00.000Z', waiting_on: 'nobody', acknowledged_at: acknowledged, plan_owner: 'Bo' }],
    ['12', { stage: 'acknowledged', proved: 'none', off_at: '', verified_at: '', closed_at: '', plan_owner: 'Bo', state: 'live' }],
    ['13', { stage: 'draft', acknowledged_at: '', acknowledged_by: '', plan_owner: 'Cy' }],
  ])('the %s of November', async (day, says) => {
    const rows = await rowsOn('plans', day, { state: 'any', id: id('bo-1') })
    expect(rows).toMatchObject([{ plan_id: plan, opened_at: opened, name: 'bo-1', verdict_when_opened: 'standing-privilege', ...says }])
  }) // prettier-ignore

  test('before its date was moved it has the one that policy gave, and before it was opened there is none', async () => {
    const { policyDueAt } = await db.prisma.plan.findUniqueOrThrow({ where: { id: plan } })
    expect(await rowsOn('plans', '05', { id: id('bo-1') })).toMatchObject([
      { due_at: policyDueAt.toISOString(), policy_due_at: policyDueAt.toISOString() },
    ])
    for (const day of ['01', '02']) expect(await rowsOn('plans', day, { state: 'any', id: id('bo-1') })).toEqual([])
  })

  test('as of the last day that is over it is as it is now, but for what is not kept', async () => {
    const [[now], [last]] = [await rowsOn('plans', null, { id: id('bo-1') }), await rowsOn('plans', '19', { id: id('bo-1') })]
    expect({ ...last, waiting_on: now?.waiting_on }).toEqual(now)
    expect((await readPlan(db, all, plan))?.stage).toBe(last?.stage)
  })

  test('what was not kept is unknown, and not what it is today', async () => {
    const { rows: events } = await db.pool.query<{ id: string; detail: object }>(`select id, detail from plan_event where kind in ('proved', 'receded', 'assigned')`)
    await db.pool.query(`update plan_event set detail = detail - 'from' where kind in ('proved', 'receded', 'assigned')`)
    expect(await rowsOn('plans', '09', { state: 'any', id: id('bo-1') })).toMatchObject([{ stage: 'unknown', proved: 'unknown', off_at: 'unknown', verified_at: 'unknown', closed_at: 'unknown', plan_owner: 'unknown' }])
    expect(await rowsOn('time-to-revoke', '09', { state: 'any', id: id('bo-1') })).toMatchObject([{ running: 'unknown', off_at: 'unknown', seconds: 'unknown' }])
    for (const { id: event, detail } of events) await db.pool.query('update plan_event set detail = $2 where id = $1', [event, JSON.stringify(detail)])
  }) // prettier-ignore
})

test.each([
  ['03', { acknowledged: 'no', acknowledged_at: '', hours_until_acknowledged: '', owner: 'Bo', team: 'unknown', tokens: '1' }],
  ['05', { acknowledged: 'yes', acknowledged_at: '2026-11-05T09:00:00.000Z', acknowledged_by: 'Bo', hours_until_acknowledged: '48.0' }],
  ['13', { acknowledged: 'no', owner: 'Cy', hours_until_acknowledged: '' }],
])('an acknowledgement on the %s of November', async (day, says) => {
  expect(await rowsOn('acknowledgements', day, { state: 'any', id: id('bo-1') })).toMatchObject([says])
})

test.each([
  ['03', { exception_state: 'requested', decided_at: '', decided_by: '', ends_at: '2026-12-20T00:00:00.000Z', ended_at: '' }],
  ['05', { exception_state: 'approved', decided_by: 'Eva', ends_at: '2026-12-10T00:00:00.000Z', ended_at: '', ended_because: '' }],
  ['07', { exception_state: 'approved', ended_at: '' }],
  ['08', { exception_state: 'ended', decided_by: 'Eva', ended_at: '2026-11-08T09:00:00.000Z', ended_because: 'withdrawn' }],
])('an exception that was withdrawn later, on the %s of November', async (day, says) => {
  expect(await rowsOn('exceptions', day)).toMatchObject([{ exception_id: exception, name: 'cy-1', ...says }])
})

test.each([
  ['03', 'bo-2', { outcome: 'open', answer: '', review_closed_at: '', review_due_at: 'unknown' }],
  // It was answered, and again later: nobody keeps what was said first.
  ['06', 'bo-2', { outcome: 'unknown', answer: 'unknown', answered_at: 'unknown', answered_by: 'unknown', says: 'unknown', in_owners_name: 'unknown' }],
  ['07', 'bo-2', { outcome: 'narrow', answer: 'narrow', answered_at: '2026-11-07T09:00:00.000Z', answered_by: 'Bo', in_owners_name: 'no' }],
  ['09', 'bo-1', { outcome: 'gone', answer: '' }],
  ['10', 'cy-1', { outcome: 'open' }],
  ['11', 'cy-1', { outcome: 'unanswered', review_closed_at: '2026-11-11T09:00:00.000Z', review_due_at: '2026-12-08T00:00:00.000Z' }],
] as const)('a review on the %s of November: %s', async (day, name, says) => {
  expect(await rowsOn('access-reviews', day, { state: 'any', id: id(name) })).toMatchObject([says])
}) // prettier-ignore

describe('time to revoke', () => {
  const untilMidnight = (day: string, began: string) =>
    String(Math.round((Date.parse(`2026-11-${day}T23:59:59.999Z`) - Date.parse(began)) / 1_000))
  test.each([
    ['03', { running: 'yes', off_at: '', seconds: untilMidnight('03', on('03')) }],
    ['10', { running: 'no', off_at: '2026-11-10T09:00:00.000Z', seconds: String(7 * 86_400) }],
    ['12', { running: 'yes', off_at: '', seconds: untilMidnight('12', on('03')) }],
  ])('of a plan, on the %s of November', async (day, says) => {
    expect(await rowsOn('time-to-revoke', day, { state: 'any', id: id('bo-1') })).toMatchObject([
      { clock: 'retire', plan_id: plan, ...says },
    ])
  })
  test.each([
    ['05', { running: 'yes', off_at: '' }],
    ['06', { running: 'no', off_at: '2026-11-06T09:00:00.000Z', seconds: String(2 * 86_400 + 9 * 3_600) }],
    ['11', { running: 'no', off_at: '2026-11-06T09:00:00.000Z' }],
    ['12', { running: 'yes', off_at: '' }],
  ])('of a leak, on the %s of November', async (day, says) => {
    const leaks = (await rowsOn('time-to-revoke', day, { state: 'any', id: id('cy-2') })).filter(({ clock }) => clock === 'leak')
    expect(leaks).toMatchObject([says])
  })
  test('of a leak that was not known yet has no clock', async () => {
    expect(await rowsOn('time-to-revoke', '03', { state: 'any', id: id('cy-2') })).toEqual([])
  })
})

describe.each(['plans', 'acknowledgements', 'exceptions', 'access-reviews', 'time-to-revoke'])('%s', (report) => {
  test('have no row as of a day before anything', async () => expect(await rowsOn(report, '01', { state: 'any' })).toEqual([]))

  test.each(['2026-11-20', '2026-11-21', '2027-01-01'])('cannot be asked for as of %s, which is not over', (day) => {
    const refused = (() => {
      try {
        return readReport(report, { 'as-of': day }, new Date(today))
      } catch (error) {
        return error
      }
    })()
    expect(refused).toMatchObject({ code: 'bad-input', issues: [{ where: 'as-of', what: `${day} is not over yet (UTC); leave it out for the present` }] })
  }) // prettier-ignore
})

test('the token’s own columns are those of the day, and its open plan in the inventory too', async () => {
  const plans = async (day: string) => (await rowsOn('inventory', day, { state: 'any', id: id('bo-1') })).map(({ plan_id, status, state }) => [plan_id, status, state]) // prettier-ignore
  expect(await plans('02')).toEqual([['', 'open', 'live']])
  expect(await plans('03')).toEqual([[plan, 'planned: draft', 'live']])
  expect(await plans('10')).toEqual([['', 'nothing to do', 'gone']])
  expect(await plans('12')).toEqual([[plan, 'planned: acknowledged', 'live']])
  expect(
    await rowsOn('owasp-nhi-2025', '05', { id: id('bo-1'), requirement: 'owasp-nhi-2025/NHI7:2025', outcome: 'fails' }),
  ).toContainEqual(expect.objectContaining({ requirement: 'NHI7:2025', plan_id: plan, status: 'planned: acknowledged', act_by: 'unknown' }))
})

test.each(ofThe5th)('a file of a day is the same taken the next day and after its plan, its leak and its exception moved on: %s', async (report) => {
  expect(earlier.get(report)).toContain('\n')
  expect(await fileOn(report, '05', today)).toBe(earlier.get(report))
}) // prettier-ignore

test('what was off before its clock began took no time', async () => {
  const where = { planId_tokenId: { planId: plan, tokenId: id('bo-1') } }
  const { addedAt, offAt } = await db.prisma.planToken.findUniqueOrThrow({ where })
  await db.prisma.planToken.update({ where, data: { offAt: new Date(addedAt.getTime() - 86_400_000) } })
  const rows = await rowsOn('time-to-revoke', null, { state: 'any', id: id('bo-1') })
  await db.prisma.planToken.update({ where, data: { offAt } })
  expect(rows).toMatchObject([{ running: 'no', seconds: '' }])
})

describe('as of a day, each thing that can narrow a list', () => {
  const values: Record<Narrowing, () => string> = {
    verdict: () => 'revoke-now', reason: () => 'LEAK_ACTIVE', because: () => 'NOT_SENDER_CONSTRAINED', state: () => 'live', provider: () => 'vault', kind: () => 'vault.token', binding: () => 'bearer',
    owner: () => 'none', workload: () => 'none', source: () => plan, exposure: () => 'none', agent: () => 'none', sensitivity: () => '4', level: () => '6',
    lifetime: () => 'never', life: () => 'unbounded', 'third-party': () => 'no', improvable: () => 'yes', q: () => 'bo', idle: () => '90', due: () => 'overdue',
    since: () => '2026-11-01T00:00:00Z', returned: () => 'ever', widened: () => '2026-11-01T00:00:00Z', gone: () => '2026-11-01T00:00:00Z', team: () => bo.selfIds[0] ?? '',
    plan: () => 'open', id: () => id('bo-1'), requirement: () => 'owasp-nhi-2025/NHI7:2025',
  } // prettier-ignore
  // One framework for all: theirs are one select, told apart by an id.
  const others = frameworks.filter(({ id: one }) => one !== framework).map(({ id: one }) => one)
  const oneOfAKind = reports
    .filter(({ id: one, past, lines }) => past && !lines && !others.some((other) => one.startsWith(other)))
    .map(({ id: one }) => one)
  const refused = ['idle', 'due', 'returned', 'lifetime', 'life', 'improvable', 'plan', 'team']
  test.each(narrowings)('%s is answered or refused by its name', async (name) => {
    const query = {
      [name]: name === 'life' ? (LifeBand.options[0] ?? '') : values[name](),
      ...(name === 'requirement' && { outcome: 'fails' }),
    }
    for (const report of oneOfAKind)
      if (refused.includes(name))
        await expect(rowsOn(report, '12', query)).rejects.toMatchObject({ code: 'bad-input', issues: [{ where: name }] })
      else expect(await rowsOn(report, '12', query)).toEqual(expect.any(Array))
  })
})

test('the statement that goes with a file says what of that day is not kept', async () => {
  const world = await at(today)
  const asked = readReport('acknowledgements', { 'as-of': '2026-11-05' }, world.now)
  const { file, recorded } = await takeReport(world, { actor: { kind: 'user', id: sec.id, name: 'Sec' }, scope: all }, asked)
  await buffer(file)
  const [taken] = await takenWithHash(db, (await recorded) ?? '')
  expect(taken?.population.unkept).toContain('teams')
})

describe('a filter of the list', () => {
  const sources = async () => (await db.prisma.source.findFirstOrThrow({ where: { name: 'tokens' } })).id
  const narrowings: readonly (readonly [string, () => Record<string, string> | Promise<Record<string, string>>, readonly string[]])[] = [
    ['provider', () => ({ provider: 'vault' }), ['bo-1', 'bo-2', 'cy-1', 'cy-2']],
    ['another provider', () => ({ provider: 'aws' }), []],
    ['owner', () => ({ owner: bo.selfIds[0] ?? '' }), ['bo-2']],
    ['an owner as well', () => ({ owner: cy.selfIds[0] ?? '' }), ['bo-1', 'cy-1', 'cy-2']],
    ['verdict', () => ({ verdict: 'revoke-now' }), ['cy-2']],
    ['reason', () => ({ reason: 'LEAK_ACTIVE' }), ['cy-2']],
    ['a reason among others that decides', () => ({ because: 'LEAK_ACTIVE' }), ['cy-2']],
    ['a reason that does not', () => ({ because: 'OVERPRIVILEGED' }), ['bo-1', 'bo-2', 'cy-1', 'cy-2']],
    ['exposure', () => ({ exposure: 'none' }), ['bo-1', 'bo-2', 'cy-1']],
    ['state', () => ({ state: 'disabled' }), []],
    ['text', () => ({ q: 'BO-1' }), ['bo-1']],
    ['source', async () => ({ source: await sources() }), ['bo-1', 'bo-2', 'cy-1', 'cy-2']],
    ['level', () => ({ level: '6' }), ['bo-1', 'bo-2', 'cy-1', 'cy-2']],
    ['sensitivity', () => ({ sensitivity: '4' }), []],
    ['a requirement', () => ({ requirement: 'owasp-nhi-2025/NHI2:2025', outcome: 'fails' }), ['cy-2']],
    ['several at once', () => ({ provider: 'vault', verdict: 'standing-privilege', owner: cy.selfIds[0] ?? '' }), ['bo-1', 'cy-1']],
  ]
  const withRows = [framework, ...plainReports.filter((report) => !('lines' in report)).map(({ id: report }) => report)]

  const kept = new Map<string, Promise<Record<string, string>[]>>()
  const everyRow = (report: string, day: string | null) => {
    const rows = kept.get(`${report} ${day}`) ?? rowsOn(report, day, { state: 'any' })
    kept.set(`${report} ${day}`, rows)
    return rows
  }

  test.each(narrowings)('%s: is honoured by every report, of today and of the last day', async (_, query, names) => {
    const more = { state: 'any', ...(await query()) }
    const ofPlan = new Map(
      (await db.prisma.planToken.findMany({ include: { token: true } })).map(({ planId, token }) => [planId, token.name]),
    )
    for (const report of withRows)
      for (const day of report === 'exposures' ? [null] : [null, '19']) {
        const every = await everyRow(report, day)
        const rows = await rowsOn(report, day, more)
        // A row of an acknowledgement is a plan.
        const nameOf = (row: Record<string, string>) => row.name ?? ofPlan.get(row.plan_id ?? '') ?? ''
        expect(rows, `${report} ${day}`).toEqual(every.filter((row) => names.includes(nameOf(row))))
        expect(every.length, report).toBeGreaterThan(0)
      }
    for (const day of [null, '19'])
      for (const line of await rowsOn(`${framework}-summary`, day, more))
        if (line.tested !== 'no') {
          const counted = outcomes.map((outcome) => line[outcome === 'fails' ? 'fails_or_speaks_against' : outcome.replaceAll('-', '_')])
          expect(counted.reduce((sum, n) => sum + Number(n), 0)).toBe(names.length)
        }
  })

  test('is honoured by the lines for a SIEM', async () => {
    const world = await at(today)
    for (const asOf of [{}, { 'as-of': '2026-11-19' }]) {
      const asked = readReport('ocsf-findings', { state: 'any', verdict: 'revoke-now', ...asOf }, world.now)
      const { file } = await takeReport(world, { actor: { kind: 'user', id: sec.id, name: 'Sec' }, scope: all }, asked)
      const lines = (await buffer(file)).toString('utf8').trim().split('\n')
      expect(lines.map((line) => (JSON.parse(line) as { user: { name: string } }).user.name)).toEqual(['cy-2'])
    }
  })
})
