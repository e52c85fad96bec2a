import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actOnPlan } from '../flows/act-on-plan.ts'
import { checkPlan } from '../flows/check-plan.ts'
import { importFile } from '../flows/import-file.ts'
import { openPlans, previewPlans } from '../flows/open-plans.ts'
import { worldOver } from '../flows/testing/world.ts'
import { planShows, readPlanSearch, taskTabs, writePlanSearch, type PlanDetail } from '../model/plan-search.ts'
import type { Scope, Viewer } from '../model/viewer.ts'
import { openDb, type Db } from './db.ts'
import { countTasks, listPlans, listTasks } from './list-plans.ts'
import { countOwnTokens } from './own-tokens.ts'
import { ownerRole } from './owner-reads.ts'
import { countLatePlans, countPlans } from './plan-counts.ts'
import { findPlanOwners, ownerMeant } from './plan-owners.ts'
import { readPlan } from './read-plan.ts'
import { recipeGround } from './recipe-ground.ts'
import { isSecondLockOn } from './scoped.ts'
import { sourcePlace } from './source-place.ts'
import { findSuccessor, successorChoices } from './successor-choices.ts'
import { teamMates } from './team-mates.ts'
import { freshDatabase } from './testing/database.ts'
import { planOfToken } from './token-plan.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const world = await at('2026-11-23T09:00:00Z')
const later = await at('2027-11-23T09:00:00Z')
const all = { all: true } as const
const sec: Viewer = { id: randomUUID(), sessionId: 's', name: 'Sec', email: 's@acme.example', role: 'analyst', scope: all, selfIds: [] }
let bo: Viewer
let cy: Viewer
let team: string
const tokens: Record<string, string> = {}
const plans: Record<string, PlanDetail> = {}

async function bring(name: string, rows: string, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  expect((await importFile(world, { kind: 'user', id: sec.id, name: sec.name }, { name, settings, input: input() })).problem).toBeNull()
}

beforeAll(async () => {
  await bring('people', 'owners', 'key,kind,name,email,team,status\npay,team,Payments,,,\nbo,person,Bo,bo@acme.example,pay,\ncy,person,Cy,cy@acme.example,,\n')
  const row = (name: string, owner: string) => `${name},vault.token,${name},2026-01-01,never,2026-11-20,bearer,6:4,${owner}`
  const names = [['bo-1', 'bo@acme.example'], ['bo-2', 'bo@acme.example'], ['cy-1', 'cy@acme.example'], ['nobody-1', '']] as const
  await bring('tokens', 'tokens', ['external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner', ...names.map(([name, owner]) => row(name, owner))].join('\n'))
  for (const { id, name } of await db.prisma.token.findMany()) tokens[name] = id
  const person = async (name: string): Promise<Viewer> => {
    const { id, teamId } = await db.prisma.owner.findFirstOrThrow({ where: { name } })
    const selfIds = [id, ...(teamId ? [teamId] : [])]
    return { ...sec, id: randomUUID(), name, role: 'owner', scope: { all: false, ownerIds: selfIds }, selfIds }
  }
  bo = await person('Bo')
  cy = await person('Cy')
  team = bo.selfIds[1] ?? ''
  for (const name of ['bo-1', 'cy-1', 'nobody-1']) {
    const asked = { chosen: { by: 'ids', ids: [tokens[name] ?? ''] } as const, recipe: null, dueAt: null }
    const opened = await openPlans(world, sec, asked, await previewPlans(world, sec, asked))
    const plan = opened.done ? await readPlan(db, all, opened.ids[0] ?? '') : null
    if (!plan) throw new Error('No plan was opened.')
    plans[name] = plan
  }
  const { id: sourceId } = await db.prisma.source.findFirstOrThrow({ where: { name: 'tokens' } })
  await db.pool.query(
    `insert into issuer (id, source_id, external_id, provider, kind, name, mints, minted_binding, trusts, observed, fingerprint, verdict, risk, reasons, model, first_seen_at, changed_at)
     values ($1, $2, 'role', 'vault', 'vault.role', 'billing-role', 'vault.token', 'bearer', '{}', '{}', 'f', 'acceptable', 1, '{}', 'm', now(), now())`,
    [randomUUID(), sourceId],
  )
}) // prettier-ignore

const plan = (name: string) => plans[name] as PlanDetail

describe('tasks', () => {
  test.each(taskTabs)('%s says the number that it lists, before and after their dates', async (tab) => {
    for (const now of [world.now, later.now]) expect((await countTasks(db, bo, now))[tab]).toBe((await listTasks(db, bo, tab, now)).length)
  })

  test('one is overdue once its date is past, and is to do all the while', async () => {
    const titles = async (tab: 'late' | 'to-do', now: Date) => (await listTasks(db, bo, tab, now)).map(({ title }) => title)
    expect(await titles('late', world.now)).toEqual([])
    expect(await titles('late', later.now)).toEqual([plan('bo-1').title])
    expect(await titles('to-do', later.now)).toEqual([plan('bo-1').title])
  })
})

describe('counts of the programme', () => {
  test.each(planShows)('%s says the number that its list has', async (show) => {
    for (const now of [world.now, later.now]) {
      const counts = await countPlans(db, all, now)
      expect(counts[show]).toBe((await listPlans(db, all, { ...readPlanSearch({ show }), show }, now)).total)
    }
  })

  test('late ones, whom they wait for, and an owner’s own', async () => {
    const counts = await countPlans(db, all, later.now)
    expect(counts).toMatchObject({ all: 3, late: 3, unclaimed: 1, verified: 0, cancelled: 0 })
    expect(counts.lateBy?.plans).toBe(1)
    expect(counts.owners.map(({ name }) => name)).toEqual(['Bo', 'Cy'])
    expect(await countLatePlans(db, all, later.now)).toBe(3)
    expect(await countPlans(db, bo.scope, later.now)).toMatchObject({ all: 1, unclaimed: 0, lateBy: { id: team, name: 'Payments', plans: 1 } })
    expect(await countLatePlans(db, { all: false, ownerIds: [] }, later.now)).toBe(0)
  }) // prettier-ignore

  test('more owners than a menu holds are counted, and the one that is asked for has a name', async () => {
    await db.pool.query(`with made as (insert into owner (id, kind, name) select gen_random_uuid(), 'person', 'Crowd ' || n from generate_series(100, 329) n returning id)
      insert into plan (id, title, recipe, owner_id, stage, waiting_on, opened_at, opened_by, policy_due_at, due_at, looked_at)
      select gen_random_uuid(), 'Crowd', 'generic.rotate', id, 'draft', 'owner', now(), 'x', now(), now(), now() from made`) // prettier-ignore
    try {
      const counts = await countPlans(db, all, world.now)
      expect([counts.owners.length, counts.allOwners]).toEqual([200, 232])
      const last = await db.prisma.owner.findFirstOrThrow({ where: { name: 'Crowd 329' } })
      expect((await countPlans(db, all, world.now, last.id)).owners.at(-1)).toEqual({ id: last.id, name: 'Crowd 329' })
      // Whom a typed name means: the one that is called so, the only one, nobody, or somebody of several.
      const typed = async (text: string) => {
        const named = await findPlanOwners(db, all, text)
        return [named.length, ownerMeant(named, text)?.name ?? null]
      }
      expect(await typed('crowd 329')).toEqual([1, 'Crowd 329'])
      expect(await typed('wd 32')).toEqual([10, null])
      expect(await typed('Crowd')).toEqual([20, null])
      expect(await typed('cy')).toEqual([1, 'Cy'])
      expect(await typed('Nobody such')).toEqual([0, null])
      expect(await typed('')).toEqual([0, null])
      expect(await findPlanOwners(db, bo.scope, 'Crowd 329')).toEqual([])
      expect((await listPlans(db, all, readPlanSearch({ owner: 'Nobody such' }), world.now)).total).toBe(0)
      expect(String(writePlanSearch(readPlanSearch({ owner: 'Nobody such' })))).toBe('owner=Nobody+such')
      // A name is not told to those whom it is nothing to.
      expect((await countPlans(db, bo.scope, world.now, last.id)).owners.map(({ name }) => name)).toEqual(['Bo'])
    } finally {
      await db.pool.query(`delete from plan where title = 'Crowd'`)
      await db.pool.query(`delete from owner where name like 'Crowd %'`)
    }
  })

  test('a team’s plans are its members’ as well', async () => {
    const { rows } = await listPlans(db, all, readPlanSearch({ owner: team }), world.now)
    expect(rows.map(({ id }) => id)).toEqual([plan('bo-1').id])
  })
})

test('the plan of a token, for those who may see it', async () => {
  expect(await planOfToken(db, all, tokens['bo-1'] ?? '')).toMatchObject({ id: plan('bo-1').id, stage: 'draft' })
  expect(await planOfToken(db, bo.scope, tokens['bo-1'] ?? '')).toMatchObject({ id: plan('bo-1').id })
  expect(await planOfToken(db, cy.scope, tokens['bo-1'] ?? '')).toBeNull()
  expect(await planOfToken(db, all, tokens['bo-2'] ?? '')).toBeNull()
})

describe('what can take a token’s place', () => {
  test('live tokens of one’s own, and what mints in the same source; never the plan’s own', async () => {
    const names = async (viewer: Viewer) => (await successorChoices(db, viewer.scope, plan('bo-1'), {})).map(({ name }) => name).sort()
    expect(await names(bo)).toEqual(['billing-role', 'bo-2'])
    expect(await names(sec)).toEqual(['billing-role', 'bo-2', 'cy-1', 'nobody-1'])
    expect((await successorChoices(db, bo.scope, plan('bo-1'), { text: 'ROLE' })).map(({ kind, says }) => [kind, says])).toEqual([
      ['issuer', 'vault.role, mints vault.token'],
    ])
    expect(await successorChoices(db, bo.scope, plan('bo-1'), { text: '%' })).toEqual([])
  })

  test('named by its id or its whole name; somebody else’s is not there', async () => {
    const find = (said: string) => findSuccessor(db, bo.scope, plan('bo-1'), said)
    expect(await find('BO-2')).toEqual({ tokenId: tokens['bo-2'] })
    expect(await find(`token:${tokens['bo-2']}`)).toEqual({ tokenId: tokens['bo-2'] })
    expect(await find('billing-role')).toHaveProperty('issuerId')
    for (const said of ['bo', 'cy-1', `token:${tokens['cy-1']}`, `issuer:${tokens['bo-2']}`, `token:${tokens['bo-1']}`, 'a\0b', ''])
      await expect(find(said), said).rejects.toMatchObject({ code: 'bad-input', issues: [{ where: 'successor' }] })
  })
})

describe('what snippets are filled in with', () => {
  test('rights and workload of a token that the viewer sees', async () => {
    expect(await recipeGround(db, bo.scope, tokens['bo-1'] ?? '')).toMatchObject({ workload: null })
    expect(await recipeGround(db, cy.scope, tokens['bo-1'] ?? '')).toBeNull()
  })

  test('of a source’s settings only what names the place', async () => {
    const { id } = await db.prisma.source.findFirstOrThrow({ where: { name: 'tokens' } })
    await db.prisma.source.update({ where: { id }, data: { settings: { account: '123456789012', roleArn: 'arn:aws:iam::1:role/x', baseUrl: 'https://inside.example', org: 7 } } })
    expect(await sourcePlace(db, id)).toEqual({ account: '123456789012' })
  }) // prettier-ignore
})

test('those around somebody: their team and its members', async () => {
  expect((await teamMates(db, bo)).map(({ name }) => name)).toEqual(['Payments'])
  expect(await teamMates(db, sec)).toEqual([])
})

test('one’s own live tokens', async () => {
  expect([await countOwnTokens(db, bo), await countOwnTokens(db, cy), await countOwnTokens(db, sec)]).toEqual([2, 1, 0])
})

describe('check now', () => {
  test('files are read when they are imported', async () => {
    await expect(checkPlan(world, bo, plan('bo-1').id)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('another’s plan is not there', async () => {
    await expect(checkPlan(world, cy, plan('bo-1').id)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('names the sources to read, and is noted in the plan’s history and the audit', async () => {
    const { id } = await db.prisma.source.update({ where: { name: 'tokens' }, data: { kind: 'aws' } })
    expect(await checkPlan(world, bo, plan('bo-1').id)).toEqual([id])
    const now = await readPlan(db, bo.scope, plan('bo-1').id)
    expect(now?.events[0]).toMatchObject({ kind: 'checked', by: 'Bo', detail: { sources: ['tokens'] } })
    expect(now?.version).toBe(plan('bo-1').version)
    expect(await db.prisma.audit.count({ where: { act: 'plan.checked', target: `plan:${plan('bo-1').id}` } })).toBe(1)
  })
})

test('whoever is offered a plan reads it without tokens that are not theirs', async () => {
  const { id, version } = plan('bo-1')
  await actOnPlan(world, bo, { id, version, act: { do: 'offer', ownerId: cy.selfIds[0] ?? '', note: '' } })
  const seen = await readPlan(db, cy.scope, id)
  expect([seen?.tokens, seen?.members, seen?.title, seen?.worstVerdict]).toEqual([1, [], 'bo-1', plan('bo-1').worstVerdict])
  expect(seen?.worstVerdict).not.toBe('retired')
})

test('what proved each step since it came back is read whole, however many events came after', async () => {
  const { id } = plan('cy-1')
  const say = (kind: string, at: string, of: object, times = 1) =>
    db.pool.query(
      `insert into plan_event (id, plan_id, at, kind, detail) select gen_random_uuid(), $1, $3::timestamptz + n * interval '1 second', $2, $4 from generate_series(1, $5) n`,
      [id, kind, at, JSON.stringify(of), times],
    )
  await db.pool.query(`update plan set reopened_at = '2026-11-24T00:00:00Z' where id = $1`, [id])
  await say('proved', '2026-11-23T12:00:00Z', { proof: 'deleted', says: 'was gone' })
  await say('offered', '2026-11-24T10:00:00Z', { to: 'Di' })
  await say('checked', '2026-11-24T11:00:00Z', { sources: [] })
  await say('proved', '2026-11-24T12:00:00Z', { proof: 'replaced', says: 'was used' }, 4)
  await say('proved', '2026-11-25T12:00:00Z', { proof: 'cut-over', says: 'was not used' }, 320)
  const found = await readPlan(db, all, id)
  expect(found?.proved.map(({ proof, count, newest }) => [proof, count, newest.length, newest[0]?.at.toISOString()])).toEqual([
    ['cut-over', 320, 3, '2026-11-25T12:05:20.000Z'],
    ['replaced', 4, 3, '2026-11-24T12:00:04.000Z'],
  ])
  expect([found?.events.length, found?.offerSaid, found?.checkedAt?.toISOString()]).toEqual([300, 'Di', '2026-11-24T11:00:01.000Z'])
})

describe('of a plan that holds another’s token, its owner', () => {
  let open: Db
  beforeAll(async () => {
    await db.pool.query(
      `insert into plan_token (plan_id, token_id, open, added_at, verdict, risk, base) select $1, id, false, now(), 'critical', 77, 70 from token where id = $2`,
      [plan('bo-1').id, tokens['cy-1']],
    )
    // A pool of its own: one that has taken the role once takes it as there.
    await db.pool.query(`revoke select on token from ${ownerRole}`)
    open = openDb(db.url, { name: 'without the second lock' })
    expect(await isSecondLockOn(open.pool)).toBe(false)
  })
  afterAll(async () => {
    await open.close()
    await db.pool.query(`grant select on token to ${ownerRole}`)
    await db.pool.query('delete from plan_token where plan_id = $1 and token_id = $2', [plan('bo-1').id, tokens['cy-1']])
  })

  test('reads their own tokens alone, without the second lock too', async () => {
    const seen = await readPlan(open, bo.scope, plan('bo-1').id)
    expect([seen?.tokens, seen?.members.map(({ name }) => name)]).toEqual([2, ['bo-1']])
    expect((await readPlan(open, all, plan('bo-1').id))?.members).toHaveLength(2)
  })

  test('finds none by the name of what is not theirs', async () => {
    const found = async (text: string) => (await listPlans(open, bo.scope, readPlanSearch({ q: text, show: 'all' }), world.now)).total
    expect([await found('bo-1'), await found('cy-1')]).toEqual([1, 0])
  })

  test('reads of what they do not see the risk that it had when the plan was opened', async () => {
    const left = async (scope: Scope) => (await readPlan(open, scope, plan('bo-1').id))?.riskLeft ?? 0
    const own = (await db.prisma.token.findUniqueOrThrow({ where: { id: tokens['bo-1'] ?? '' } })).risk
    expect(await left(bo.scope)).toBe(own + 77)
    await db.pool.query('update plan_token set verified_at = now() where plan_id = $1 and token_id = $2', [plan('bo-1').id, tokens['cy-1']])
    expect(await left(bo.scope)).toBe(own)
  })
})
