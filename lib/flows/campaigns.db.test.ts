import { createHash, randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { disownedReviews } from '../db/disowned-reviews.ts'
import { listCampaigns, listProgress, readCampaign, teamProgress } from '../db/list-campaigns.ts'
import { listCampaignRows, listReviewRows } from '../db/review-rows.ts'
import { countAnswerable, countReviews, listReviews, readReviewTask } from '../db/review-tasks.ts'
import { readItems } from '../db/outbox.ts'
import { settleSlice } from '../db/settle-campaigns.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { transaction } from '../db/transaction.ts'
import { unguardedCell } from '../model/csv-cell.ts'
import type { CampaignTerms, ReviewAct } from '../model/campaign-terms.ts'
import type { ReviewTask } from '../model/campaign.ts'
import { readTokenSearch, type RawQuery } from '../model/token-search.ts'
import type { Viewer } from '../model/viewer.ts'
import { answerReview } from './answer-review.ts'
import {
  campaignBefore,
  closeCampaign,
  endSeries,
  moveCampaignDate,
  openDueCampaigns,
  settleCampaigns,
  startCampaign,
} from './campaigns.ts'
import { exportCampaign } from './export-campaign.ts'
import { queueMessages } from './fill-outbox.ts'
import { importFile } from './import-file.ts'
import { actNow } from './testing/act-now.ts'
import { worldOver } from './testing/world.ts'
import type { World } from './world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const world = await at('2026-11-23T09:00:00Z')
const all = { all: true } as const
const sec: Viewer = { id: randomUUID(), sessionId: 's', name: 'Sec', email: 's@acme.example', role: 'analyst', scope: all, selfIds: [] }
const auditor: Viewer = { ...sec, id: randomUUID(), name: 'Aud', role: 'auditor' }
let bo: Viewer
let cy: Viewer
let di: string
const tokens: Record<string, string> = {}

async function bring(name: string, rows: string, csv: string, when = world) {
  async function* input() {
    yield Buffer.from(csv)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  expect((await importFile(when, { kind: 'user', id: sec.id, name: sec.name }, { name, settings, input: input() })).problem).toBeNull()
}

const header = 'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner'
const owned = [['bo-1', 'bo'], ['bo-2', 'bo'], ['bo-3', 'bo'], ['bo-4', 'bo'], ['cy-1', 'cy'], ['di-1', 'di'], ['pay-1', 'Payments'], ['nobody-1', '']] as const // prettier-ignore
const row = (name: string, owner: string) =>
  `${name},vault.token,${name},2026-01-01,never,2026-11-20,bearer,6:4,${owner.length === 2 ? `${owner}@acme.example` : owner}`
const inventory = (less: readonly string[] = []) =>
  [header, ...owned.filter(([name]) => !less.includes(name)).map(([name, owner]) => row(name, owner))].join('\n')

beforeAll(async () => {
  await bring('people', 'owners', 'key,kind,name,email,team,status\npay,team,Payments,,,\nbo,person,Bo,bo@acme.example,pay,\ncy,person,Cy,cy@acme.example,,\ndi,person,Di,di@acme.example,,departed\n') // prettier-ignore
  await bring('tokens', 'tokens', inventory())
  for (const { id, name } of await db.prisma.token.findMany()) tokens[name] = id
  const person = async (name: string): Promise<Viewer> => {
    const { id, teamId } = await db.prisma.owner.findFirstOrThrow({ where: { name } })
    const selfIds = [id, ...(teamId ? [teamId] : [])]
    return { ...sec, id: randomUUID(), name, role: 'owner', scope: { all: false, ownerIds: selfIds }, selfIds }
  }
  bo = await person('Bo')
  cy = await person('Cy')
  di = (await db.prisma.owner.findFirstOrThrow({ where: { name: 'Di' } })).id
  const team = bo.selfIds[1] ?? ''
  await actNow(world, sec, [id('pay-1')], { do: 'owner', ownerId: team })
})

const id = (name: string) => tokens[name] ?? ''
const named = (ids: readonly string[]) => ids.map((one) => Object.keys(tokens).find((name) => tokens[name] === one) ?? one).toSorted()
const terms: CampaignTerms = { name: 'Q4 2026', dueAt: new Date('2026-12-14T00:00:00Z'), quarterly: false, carries: false }

async function start(query: RawQuery = {}, change: Partial<CampaignTerms> = {}, previousId: string | null = null, when: World = world): Promise<string> {
  const ground = { search: readTokenSearch(query), previousId }
  const started = await startCampaign(when, sec, { ground, terms: { ...terms, ...change } }, await campaignBefore(when, ground))
  if (!started.done) throw new Error('It was not what was shown.')
  return started.id
} // prettier-ignore

async function taskOf(campaignId: string, ownerId: string | null): Promise<ReviewTask> {
  const { id: taskId } = await db.prisma.campaignTask.findFirstOrThrow({ where: { campaignId, ownerId } })
  const task = await readReviewTask(db, all, taskId)
  if (!task) throw new Error('There is no such task.')
  return task
}
const me = ({ selfIds }: Viewer) => selfIds[0] ?? ''
const counts = async (campaignId: string, ownerId: string | null) => {
  const { tokens: n, open, kept, narrowed, retired, disowned, gone } = await taskOf(campaignId, ownerId)
  return [n, open, kept, narrowed, retired, disowned, gone]
}
const answer = (viewer: Viewer, task: { id: string }, names: readonly string[] | 'open', act: ReviewAct, when = world) =>
  answerReview(when, viewer, { taskId: task.id, tokens: names === 'open' ? names : names.map(id), act })
const keep = { answer: 'keep', says: 'It signs the releases.' } as const

describe('starting', () => {
  test('is over what the filter finds, one task an owner; what nobody here owns is one of nobody', async () => {
    const ground = { search: readTokenSearch({}), previousId: null }
    expect(await campaignBefore(world, ground)).toEqual({ tokens: 8, owners: 3, unclaimed: 2, notLive: 0 })
    const campaign = await start()
    expect(await counts(campaign, me(bo))).toEqual([4, 4, 0, 0, 0, 0, 0])
    expect(await counts(campaign, bo.selfIds[1] ?? '')).toEqual([1, 1, 0, 0, 0, 0, 0])
    expect(await counts(campaign, null)).toEqual([2, 2, 0, 0, 0, 0, 0])
    expect(await db.prisma.campaignTask.count({ where: { campaignId: campaign, ownerId: di } })).toBe(0)
    expect(await readCampaign(db, all, campaign)).toMatchObject({ tokens: 8, open: 8, owners: 3, waiting: 3, unclaimed: 2, closedAt: null, followedBy: null })
    expect((await db.prisma.audit.findFirstOrThrow({ where: { act: 'campaign.started', target: `campaign:${campaign}` } })).after).toMatchObject({ tokens: 8 })
  }) // prettier-ignore

  test('fixes the set: a token that matches later is not in it', async () => {
    const campaign = await start({ q: 'bo-1' })
    await db.pool.query(`update token set name = 'bo-10' where id = $1`, [id('bo-2')])
    expect((await readCampaign(db, all, campaign))?.tokens).toBe(1)
    await db.pool.query(`update token set name = 'bo-2' where id = $1`, [id('bo-2')])
  })

  test.each([
    ['a date that is past', { dueAt: new Date('2026-11-22T00:00:00Z') }, 'bad-input'],
    ['a date more than a quarter ahead', { dueAt: new Date('2027-03-01T00:00:00Z') }, 'bad-input'],
  ] as const)('refuses %s', async (_, change, code) => expect(start({}, change)).rejects.toMatchObject({ code }))

  test('refuses a filter that finds nothing alive, and other numbers than were shown', async () => {
    await expect(start({ q: 'nothing-is-called-this' })).rejects.toMatchObject({ code: 'conflict' })
    const asked = { ground: { search: readTokenSearch({}), previousId: null }, terms }
    expect(await startCampaign(world, sec, asked, { tokens: 7, owners: 3 })).toMatchObject({ done: false, now: { tokens: 8 } })
  })
})

describe('answering', () => {
  test('keeps what was said, by whom, when and at what verdict; again until it closes', async () => {
    const campaign = await start()
    const task = await taskOf(campaign, me(bo))
    expect(await answer(bo, task, ['bo-1'], keep)).toEqual({ answered: 1, left: 0, remaining: 0, plans: [] })
    expect(await answer(bo, task, ['bo-2', 'bo-3'], { answer: 'narrow', says: 'Write access' })).toMatchObject({ answered: 2 })
    expect(await counts(campaign, me(bo))).toEqual([4, 1, 1, 2, 0, 0, 0])
    const later = await at('2026-11-24T09:00:00Z')
    await answer(bo, task, ['bo-1'], { answer: 'narrow', says: 'All but reading' }, later)
    expect(await counts(campaign, me(bo))).toEqual([4, 1, 0, 3, 0, 0, 0])
    const row = await db.prisma.campaignToken.findFirstOrThrow({ where: { campaignId: campaign, tokenId: id('bo-1') } })
    expect(row).toMatchObject({ outcome: 'narrow', answer: 'narrow', says: 'All but reading', answeredBy: 'Bo', answeredAt: later.now, onBehalf: false })
    expect(row.answeredVerdict).toBe(row.verdict)
    const entries = await db.prisma.audit.findMany({ where: { act: 'review.answered', target: `campaign:${campaign}` }, orderBy: { seq: 'asc' } })
    expect(entries.map(({ actor, after }) => [actor, (after as { answer: string }).answer])).toEqual([['Bo', 'keep'], ['Bo', 'narrow'], ['Bo', 'narrow']]) // prettier-ignore
    await closeCampaign(world, sec, { id: campaign, version: 1 })
    await expect(answer(bo, task, ['bo-1'], keep)).rejects.toMatchObject({ code: 'conflict' })
    await expect(closeCampaign(world, sec, { id: campaign, version: 2 })).rejects.toMatchObject({ code: 'conflict' })
  }) // prettier-ignore

  test('retire opens a plan, and joins the one that there is', async () => {
    const campaign = await start()
    const task = await taskOf(campaign, me(bo))
    const first = await answer(bo, task, ['bo-1'], { answer: 'retire', says: '' })
    expect(first.plans).toHaveLength(1)
    const plan = await db.prisma.plan.findUniqueOrThrow({ where: { id: first.plans[0] ?? '' } })
    expect(plan).toMatchObject({ ownerId: me(bo), openedBy: 'Bo', stage: 'draft' })
    const second = await answer(sec, task, ['bo-1', 'bo-2'], { answer: 'retire', says: 'Unused' })
    expect([second.answered, second.plans.length]).toEqual([2, 1])
    const rows = await db.prisma.campaignToken.findMany({ where: { campaignId: campaign, outcome: 'retire' } })
    expect(Object.fromEntries(rows.map(({ tokenId, planId }) => [named([tokenId])[0], planId]))).toEqual({ 'bo-1': first.plans[0], 'bo-2': second.plans[0] })
    await db.prisma.plan.deleteMany({})
  }) // prettier-ignore

  test('not mine says who said so and whose it may be; given to somebody else, it is asked of them', async () => {
    const campaign = await start()
    const task = await taskOf(campaign, me(bo))
    await answer(bo, task, ['bo-4'], { answer: 'not-mine', says: 'Cy, I think' })
    expect(await settleCampaigns(world)).toBe(0)
    expect((await listCampaignRows(db, all, { campaignId: campaign, outcome: 'not-mine', from: null })).rows).toMatchObject([{ name: 'bo-4', disownedBy: 'Bo', disownedSays: 'Cy, I think', ownerName: 'Bo' }])
    expect(await disownedReviews(db, all)).toContainEqual({ id: campaign, name: 'Q4 2026', tokens: 1 })
    expect(await disownedReviews(db, bo.scope)).toEqual([])
    await answer(bo, task, ['bo-3'], keep)
    await actNow(world, sec, [id('bo-3'), id('bo-4')], { do: 'owner', ownerId: me(cy) })
    // It is not theirs to answer for any more, and what they did answer stays.
    await expect(answer(bo, task, ['bo-4'], keep)).rejects.toMatchObject({ code: 'conflict' })
    expect(await settleCampaigns(world)).toBeGreaterThan(0)
    expect(await settleCampaigns(world)).toBe(0)
    expect(await counts(campaign, me(bo))).toEqual([3, 2, 1, 0, 0, 0, 0])
    expect(await counts(campaign, me(cy))).toEqual([2, 2, 0, 0, 0, 0, 0])
    const theirs = await listReviewRows(db, cy.scope, { taskId: (await taskOf(campaign, me(cy))).id, outcome: null, from: null })
    expect(theirs.rows).toMatchObject([{ name: 'cy-1' }, { name: 'bo-4', outcome: 'open', answer: null, disownedBy: 'Bo', disownedSays: 'Cy, I think' }])
    await actNow(world, sec, [id('bo-3'), id('bo-4')], { do: 'owner', ownerId: null })
  }) // prettier-ignore

  test.each([
    ['its owner', () => bo, 'in'],
    ['security, in their name', () => sec, 'in'],
    ['another owner', () => cy, 'not-found'],
    ['an auditor', () => auditor, 'forbidden'],
  ] as const)('may be done by %s: %s', async (who, viewer, is) => {
    const campaign = await start({ q: 'bo-' })
    const task = await taskOf(campaign, me(bo))
    const answered = answer(viewer(), task, ['bo-1'], keep)
    if (is !== 'in') return expect(answered).rejects.toMatchObject({ code: is })
    await answered
    expect(await db.prisma.campaignToken.findFirstOrThrow({ where: { campaignId: campaign, tokenId: id('bo-1') } })).toMatchObject({ onBehalf: who !== 'its owner', answeredBy: viewer().name }) // prettier-ignore
  })

  test('all that are open at once, and never another’s token or one that is not asked for', async () => {
    const campaign = await start({ q: 'bo-' })
    const task = await taskOf(campaign, me(bo))
    await expect(answer(bo, task, ['cy-1'], keep)).rejects.toMatchObject({ code: 'conflict' })
    expect(await answer(bo, task, ['bo-1', 'cy-1'], { answer: 'narrow', says: 'x' })).toMatchObject({ answered: 1, left: 1 })
    expect(await answer(bo, task, 'open', keep)).toMatchObject({ answered: 3, left: 0 })
    expect(await counts(campaign, me(bo))).toEqual([4, 0, 3, 1, 0, 0, 0])
    await expect(answer(bo, { id: randomUUID() }, 'open', keep)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('all that are open are answered in slices; what there was no time for is said, and answered by the same call again', async () => {
    const campaign = await start({ q: 'bo-' })
    const task = await taskOf(campaign, me(bo))
    const slices = (slice: number, times: number) => {
      let left = times
      return answerReview(world, bo, { taskId: task.id, tokens: 'open', act: { answer: 'retire', says: '' } }, { slice, hasTime: () => --left > 0 })
    }
    // One that is gone is open until somebody has looked, and nobody can answer for it.
    await db.pool.query(`update token set state = 'gone' where id = $1`, [id('bo-4')])
    expect(await countAnswerable(db, bo.scope, task.id)).toBe(3)
    expect(await slices(1, 1)).toMatchObject({ answered: 1, left: 1, remaining: 2 })
    expect(await countAnswerable(db, all, task.id)).toBe(2)
    expect(await countAnswerable(db, cy.scope, task.id)).toBe(0)
    expect(await slices(1, 2)).toMatchObject({ answered: 2, left: 1, remaining: 0 })
    await db.pool.query(`update token set state = 'live' where id = $1`, [id('bo-4')])
    expect(await slices(1, 9)).toMatchObject({ answered: 1, left: 0, remaining: 0 })
    expect(await counts(campaign, me(bo))).toEqual([4, 0, 0, 0, 4, 0, 0])
    expect(await db.prisma.audit.count({ where: { act: 'review.answered', target: `campaign:${campaign}` } })).toBe(4)
    await db.prisma.plan.deleteMany({})
  }) // prettier-ignore

  test('a review that closes between two slices keeps the first, and says what remains', async () => {
    const campaign = await start({ q: 'bo-' })
    const task = await taskOf(campaign, me(bo))
    await db.pool.query(`create function close_it() returns trigger language plpgsql as $$ begin update campaign set closed_at = now() where id = new.campaign_id; return null; end $$`) // prettier-ignore
    await db.pool.query(`create trigger close_it after update on campaign_token for each row when (new.campaign_id = '${campaign}') execute function close_it()`)
    try {
      expect(await answerReview(world, bo, { taskId: task.id, tokens: 'open', act: keep }, { slice: 2, hasTime: () => true })).toMatchObject({ answered: 2, remaining: 2 })
    } finally {
      await db.pool.query('drop function close_it cascade')
    }
    expect(await counts(campaign, me(bo))).toEqual([4, 2, 2, 0, 0, 0, 0])
  }) // prettier-ignore
})

describe('what is gone meanwhile', () => {
  test('counts as gone and never as reviewed, and as before when it comes back', async () => {
    const campaign = await start({ q: 'bo-' })
    const task = await taskOf(campaign, me(bo))
    await answer(bo, task, ['bo-1'], keep)
    await bring('tokens', 'tokens', inventory(['bo-1', 'bo-2']), await at('2026-11-25T09:00:00Z'))
    // Even before anybody has looked: what is not there cannot be answered for.
    expect(await answer(bo, task, ['bo-2', 'bo-3'], keep)).toMatchObject({ answered: 1, left: 1 })
    await settleCampaigns(world)
    expect(await counts(campaign, me(bo))).toEqual([4, 1, 1, 0, 0, 0, 2])
    await bring('tokens', 'tokens', inventory(), await at('2026-11-26T09:00:00Z'))
    await settleCampaigns(world)
    expect(await counts(campaign, me(bo))).toEqual([4, 2, 2, 0, 0, 0, 0])
  })

  test('is settled by whoever closes the review, and by the schedule where nobody did', async () => {
    const campaign = await start({ q: 'bo-' })
    const settledBy = async () => {
      const entries = await db.prisma.audit.findMany({ where: { act: 'campaign.settled', target: `campaign:${campaign}` }, orderBy: { seq: 'asc' } })
      return entries.map(({ actor }) => actor)
    }
    await bring('tokens', 'tokens', inventory(['bo-1']), await at('2026-11-26T10:00:00Z'))
    await settleCampaigns(world)
    expect(await settledBy()).toEqual(['Schedule of reviews'])
    await bring('tokens', 'tokens', inventory(), await at('2026-11-26T11:00:00Z'))
    await closeCampaign(world, sec, { id: campaign, version: 1 })
    expect(await settledBy()).toEqual(['Schedule of reviews', sec.name])
  }) // prettier-ignore
})

test('teams are paged like owners: none of many is cut', async () => {
  const campaign = await start({ q: 'bo-' })
  await db.pool.query(`with made as (insert into owner (id, kind, name) select gen_random_uuid(), 'team', 'Team ' || n from generate_series(1, 230) n returning id)
    insert into campaign_task (id, campaign_id, owner_id, tokens, open) select gen_random_uuid(), $1, id, 3, 1 + abs(hashtext(id::text)) % 3 from made`, [campaign]) // prettier-ignore
  const seen: (string | null)[] = []
  let page = await teamProgress(db, all, campaign, null)
  for (;;) {
    seen.push(...page.rows.map(({ name }) => name))
    if (!page.next) break
    const next = await teamProgress(db, all, campaign, page.next)
    expect((await teamProgress(db, all, campaign, next.previous)).rows).toEqual(page.rows)
    page = next
  }
  expect(seen.filter((name) => name?.startsWith('Team '))).toHaveLength(230)
  expect([new Set(seen).size, seen.length]).toEqual([231, 231])
  await db.pool.query('delete from campaign_task where campaign_id = $1', [campaign])
  await db.pool.query(`delete from owner where name like 'Team %'`)
})

describe('settling in slices', () => {
  /** A campaign's tokens after their places, of whom they are asked, and the counts that its tasks keep against those of its tokens. */
  const stands = async (campaign: string) => {
    const { rows } = await db.pool.query<{ said: string }>(
      `select concat_ws(' ', o.name, t.name, r.outcome, r.place) as said from campaign_token r join campaign_task k on k.id = r.task_id join token t on t.id = r.token_id
         left join owner o on o.id = k.owner_id where r.campaign_id = $1 order by t.name`,
      [campaign],
    )
    const { rows: wrong } = await db.pool.query(
      `select k.id from campaign_task k left join campaign_token r on r.task_id = k.id where k.campaign_id = $1 group by k.id
       having (k.tokens, k.open, k.kept, k.disowned, k.gone) is distinct from (count(r.token_id), count(*) filter (where r.outcome = 'open'),
         count(*) filter (where r.outcome = 'keep'), count(*) filter (where r.outcome = 'not-mine'), count(*) filter (where r.outcome = 'gone'))`,
      [campaign],
    )
    return { said: rows.map(({ said }) => said), wrong: wrong.length }
  }
  const settle = async (campaign: string, limit: number) => {
    const sum = { gone: 0, back: 0, moved: 0 }
    for (let after: string | null = null; ;) {
      const { next, ...did } = await transaction(db.pool, (client) => settleSlice(client, campaign, after, world.now, limit))
      for (const name of ['gone', 'back', 'moved'] as const) sum[name] += did[name]
      if (next === null) return sum
      after = next
    }
  }

  test.each([1, 2, 3, 100])('by %i at a time comes to the same, and its counts are those of its tokens', async (limit) => {
    const campaign = await start({ q: '-' })
    const task = await taskOf(campaign, me(bo))
    await answer(bo, task, ['bo-1'], keep)
    await answer(bo, task, ['bo-2'], { answer: 'not-mine', says: '' })
    await db.pool.query(`update token set owner_id = $1 where name in ('bo-1', 'bo-2', 'bo-3')`, [me(cy)])
    await db.pool.query(`update token set state = 'gone' where name in ('bo-1', 'bo-4')`)
    expect(await settle(campaign, limit)).toEqual({ gone: 2, back: 0, moved: 2 })
    const { said, wrong } = await stands(campaign)
    expect([said.slice(0, 4).map((one) => one.replace(/ \d+$/, '')), wrong]).toEqual([['Bo bo-1 gone', 'Cy bo-2 open', 'Cy bo-3 open', 'Bo bo-4 gone'], 0])
    expect(new Set(said.filter((one) => one.startsWith('Cy')).map((one) => one.split(' ').at(-1))).size).toBe(3)
    await db.pool.query(`update token set state = 'live', owner_id = $1 where name like 'bo-%'`, [me(bo)])
    expect(await settle(campaign, limit)).toEqual({ gone: 0, back: 2, moved: 2 })
    expect(await stands(campaign)).toMatchObject({ wrong: 0 })
    expect(await counts(campaign, me(bo))).toEqual([4, 3, 1, 0, 0, 0, 0])
    expect(await settle(campaign, limit)).toEqual({ gone: 0, back: 0, moved: 0 })
  }) // prettier-ignore
})

describe('what one may see', () => {
  test('an owner their tasks, by the query and by the policy; nothing of a campaign as a whole', async () => {
    const campaign = await start()
    const [mine, theirs] = [await taskOf(campaign, me(bo)), await taskOf(campaign, me(cy))]
    expect(await readReviewTask(db, bo.scope, mine.id)).toMatchObject({ ownerName: 'Bo', campaign: 'Q4 2026' })
    for (const other of [theirs.id, (await taskOf(campaign, null)).id, randomUUID(), 'x']) expect(await readReviewTask(db, bo.scope, other)).toBeNull()
    expect((await listReviewRows(db, bo.scope, { taskId: theirs.id, outcome: null, from: null })).rows).toEqual([])
    expect((await listReviewRows(db, bo.scope, { taskId: mine.id, outcome: null, from: null })).rows).toHaveLength(4)
    expect([await readCampaign(db, bo.scope, campaign), (await teamProgress(db, bo.scope, campaign, null)).rows]).toEqual([null, []])
    expect((await listCampaigns(db, bo.scope, null)).rows).toEqual([])
    expect((await listCampaignRows(db, bo.scope, { campaignId: campaign, outcome: null, from: null })).rows).toEqual([])
    const client = await db.pool.connect()
    try {
      await client.query(`begin; set local role standdown_owner_reads; set local app.owner_ids = '${bo.selfIds.join(',')}'`)
      const seen = await client.query<{ n: number }>('select count(*)::int as n from campaign_token where campaign_id = $1', [campaign])
      const tasks = await client.query<{ n: number }>('select count(*)::int as n from campaign_task where campaign_id = $1', [campaign])
      expect([seen.rows[0]?.n, tasks.rows[0]?.n]).toEqual([5, 2])
      await expect(client.query('select started_by from campaign')).rejects.toThrow('permission denied')
    } finally {
      await client.query('rollback')
      client.release()
    }
  }) // prettier-ignore

  test('tasks stand on the tabs of their owner and of their team, and are done when nothing is open', async () => {
    await db.prisma.campaign.deleteMany({})
    const campaign = await start()
    const tabs = async () => [(await listReviews(db, bo, 'to-do', world.now)).length, (await listReviews(db, bo, 'team', world.now)).length, (await listReviews(db, bo, 'done', world.now)).length] // prettier-ignore
    expect(await tabs()).toEqual([1, 1, 0])
    expect(await countReviews(db, bo, world.now)).toEqual({ 'to-do': 1, waiting: 0, late: 0, team: 1, done: 0, pressing: 0 })
    expect((await countReviews(db, bo, new Date('2026-12-10T00:00:00Z'))).pressing).toBe(1)
    await answer(bo, await taskOf(campaign, me(bo)), 'open', keep)
    expect(await tabs()).toEqual([0, 1, 1])
    await closeCampaign(world, sec, { id: campaign, version: 1 })
    expect(await tabs()).toEqual([0, 0, 2])
  })

  test('pages of every list meet at their edges', async () => {
    const campaign = await start()
    await db.pool.query(
      `insert into campaign_task (id, campaign_id, tokens, open) select gen_random_uuid(), $1, 3, n % 5 from generate_series(1, 120) n`,
      [campaign],
    )
    const seen: string[] = []
    let page = await listProgress(db, all, campaign, null)
    seen.push(...page.rows.map((one) => one.id))
    while (page.next) {
      const next = await listProgress(db, all, campaign, page.next)
      expect((await listProgress(db, all, campaign, next.previous)).rows).toEqual(page.rows)
      page = next
      seen.push(...page.rows.map((one) => one.id))
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(124)
  })
})

describe('moving its date', () => {
  const to = (day: string) => new Date(`${day}T23:59:59Z`)

  test('later or earlier, with the reason on record; the next of a series gives as long as this one was started with', async () => {
    await db.prisma.campaign.deleteMany({})
    const campaign = await start({ q: 'bo-' }, { quarterly: true })
    await moveCampaignDate(world, sec, { id: campaign, version: 1 }, { dueAt: to('2027-01-15'), says: 'Holidays' })
    await moveCampaignDate(world, sec, { id: campaign, version: 2 }, { dueAt: to('2026-12-01'), says: 'The audit is earlier' })
    expect(await readCampaign(db, all, campaign)).toMatchObject({ dueAt: to('2026-12-01'), firstDueAt: terms.dueAt, movedBy: 'Sec', movedSays: 'The audit is earlier', version: 3 })
    const moves = await db.prisma.audit.findMany({ where: { act: 'campaign.moved', target: `campaign:${campaign}` }, orderBy: { seq: 'asc' } })
    expect(moves.map(({ before, after }) => [before, after])).toEqual([
      [{ dueAt: '2026-12-14T00:00:00.000Z' }, { dueAt: '2027-01-15T23:59:59.000Z', says: 'Holidays' }],
      [{ dueAt: '2027-01-15T23:59:59.000Z' }, { dueAt: '2026-12-01T23:59:59.000Z', says: 'The audit is earlier' }],
    ])
    await openDueCampaigns(await at('2027-02-23T09:00:00Z'))
    const next = await readCampaign(db, all, (await readCampaign(db, all, campaign))?.followedBy ?? '')
    expect([next?.dueAt.toISOString().slice(0, 10), next?.firstDueAt]).toEqual(['2027-03-16', null])
  }) // prettier-ignore

  test.each([
    ['to a day that is past', '2026-11-22', {}, 1, 'bad-input'],
    ['by more than a quarter from now', '2027-03-01', {}, 1, 'bad-input'],
    ['past the day on which the next one closes it', '2027-02-23', { quarterly: true }, 1, 'bad-input'],
    ['by whoever looked at another version', '2026-12-20', {}, 7, 'conflict'],
  ] as const)('is refused %s', async (_, day, change, version, code) => {
    const id = await start({ q: 'bo-' }, change)
    await expect(moveCampaignDate(world, sec, { id, version }, { dueAt: to(day), says: 'x' })).rejects.toMatchObject({ code })
    expect(await readCampaign(db, all, id)).toMatchObject({ dueAt: terms.dueAt, firstDueAt: null, version: 1 })
  })

  test('of a closed one is refused', async () => {
    const id = await start({ q: 'bo-' })
    await closeCampaign(world, sec, { id, version: 1 })
    await expect(moveCampaignDate(world, sec, { id, version: 2 }, { dueAt: to('2026-12-20'), says: 'x' })).rejects.toMatchObject({ code: 'conflict' }) // prettier-ignore
  })
})

describe('a series', () => {
  test('opens the next by itself over the same filter, closes the one before, and asks again for what was unanswered', async () => {
    await db.prisma.campaign.deleteMany({})
    const first = await start({ q: 'bo-' }, { quarterly: true, carries: true })
    await answer(bo, await taskOf(first, me(bo)), ['bo-1'], keep)
    expect(await openDueCampaigns(await at('2027-02-23T08:59:00Z'))).toBe(0)
    await db.pool.query(`update token set name = 'other' where id = $1`, [id('bo-2')])
    const later = await at('2027-02-23T09:00:00Z')
    expect(await openDueCampaigns(later)).toBe(1)
    expect(await openDueCampaigns(later)).toBe(0)
    const before = await readCampaign(db, all, first)
    const next = await readCampaign(db, all, before?.followedBy ?? '')
    expect(before).toMatchObject({ open: 3, kept: 1, nextAt: null, closedBy: 'Schedule of reviews' })
    expect(next).toMatchObject({ name: 'Q1 2027', tokens: 4, open: 4, previousId: first, query: 'q=bo-', carries: true, nextAt: new Date('2027-05-23T09:00:00Z') })
    expect(next?.dueAt.toISOString().slice(0, 10)).toBe('2027-03-16')
    const carried = await db.prisma.campaignToken.findMany({ where: { campaignId: next?.id ?? '', carried: true } })
    expect(named(carried.map(({ tokenId }) => tokenId))).toEqual(['bo-2', 'bo-3', 'bo-4'])
    await db.pool.query(`update token set name = 'bo-2' where id = $1`, [id('bo-2')])
    await endSeries(later, sec, { id: next?.id ?? '', version: 1 })
    expect(await openDueCampaigns(await at('2027-06-23T09:00:00Z'))).toBe(0)
  }) // prettier-ignore

  test('that finds nothing opens nothing and waits for the next quarter; one that cannot be read keeps no other waiting', async () => {
    await db.prisma.campaign.deleteMany({})
    const [empty, broken, fine] = [await start({ q: 'bo-' }, { quarterly: true }), await start({}, { quarterly: true }), await start({ q: 'cy-' }, { quarterly: true })]
    await db.pool.query(`update campaign set query = 'q=nothing-is-called-this' where id = $1`, [empty])
    await db.pool.query(`update campaign set query = 'colour=red' where id = $1`, [broken])
    expect(await openDueCampaigns(await at('2027-03-01T09:00:00Z'))).toBe(1)
    expect(await readCampaign(db, all, empty)).toMatchObject({ followedBy: null, nextAt: new Date('2027-05-23T09:00:00Z') })
    expect(await readCampaign(db, all, broken)).toMatchObject({ followedBy: null, closedAt: null })
    expect((await readCampaign(db, all, fine))?.followedBy).not.toBeNull()
  }) // prettier-ignore

  test('by hand: what was unanswered is taken up once, and after the close', async () => {
    await db.prisma.campaign.deleteMany({})
    const first = await start({ q: 'bo-' })
    await answer(bo, await taskOf(first, me(bo)), ['bo-1'], keep)
    await expect(start({ q: 'cy-' }, {}, first)).rejects.toMatchObject({ code: 'conflict' })
    await closeCampaign(world, sec, { id: first, version: 1 })
    const next = await start({ q: 'cy-' }, {}, first)
    expect(named((await listCampaignRows(db, all, { campaignId: next, outcome: null, from: null })).rows.map(({ tokenId }) => tokenId))).toEqual(['bo-2', 'bo-3', 'bo-4', 'cy-1'])
    await expect(start({ q: 'cy-' }, {}, first)).rejects.toMatchObject({ code: 'conflict' })
    await expect(start({ q: 'cy-' }, {}, randomUUID())).rejects.toMatchObject({ code: 'not-found' })
  }) // prettier-ignore
})

test('the file has a row a token with its answer, by whom, when and the verdict at the time; no cell is a formula', async () => {
  await db.prisma.campaign.deleteMany({})
  const campaign = await start({ q: 'bo-' }, { name: '=Q4' })
  const task = await taskOf(campaign, me(bo))
  await answer(sec, task, ['bo-1'], { answer: 'keep', says: '=1+1\n@now' })
  await answer(bo, task, ['bo-2'], { answer: 'not-mine', says: 'Cy' })
  await closeCampaign(world, sec, { id: campaign, version: 1 })
  const { csv, recorded } = await exportCampaign(world, auditor, campaign)
  const file = await text(csv)
  await recorded
  expect(file.split('\r\n')[0]).toMatch(/^campaign,campaign_state,token_id,/)
  const rows = parse(file, { columns: true }) as Record<string, string>[]
  const of = (name: string) => rows.find((one) => one.name === name)
  expect(rows).toHaveLength(4)
  expect(of('bo-1')).toMatchObject({ campaign: "'=Q4", owner: 'Bo', team: 'Payments', outcome: 'keep', says: "'=1+1\n'@now", answered_by: 'Sec', answered_at: '2026-11-23T09:00:00.000Z', in_owners_name: 'yes' })
  expect(of('bo-1')?.verdict_at_answer).toBe((await db.prisma.token.findUniqueOrThrow({ where: { id: id('bo-1') } })).verdict)
  expect(of('bo-2')).toMatchObject({ outcome: 'not-mine', not_mine_by: 'Bo', not_mine_says: 'Cy', in_owners_name: 'no' })
  expect(of('bo-3')).toMatchObject({ outcome: 'unanswered', answer: '', answered_by: '', in_owners_name: '' })
  const acts = await db.prisma.audit.findMany({ where: { target: `campaign:${campaign}`, actor: 'Aud' }, orderBy: { seq: 'asc' } })
  expect(acts.map(({ act }) => act)).toEqual(['campaign.exported', 'campaign.export-ended'])
  expect(acts[1]?.after).toMatchObject({ rows: 4, complete: true, sha256: createHash('sha256').update(file).digest('hex') })
  const cut = await exportCampaign(world, auditor, campaign)
  await new Promise((resolve) => cut.csv.once('readable', resolve))
  cut.csv.destroy()
  await cut.recorded
  const last = await db.prisma.audit.findFirstOrThrow({ where: { target: `campaign:${campaign}`, actor: 'Aud' }, orderBy: { seq: 'desc' } })
  expect([last.act, (last.after as { complete: boolean }).complete]).toEqual(['campaign.export-ended', false])
  expect(last.after).not.toHaveProperty('sha256')
  await expect(exportCampaign(world, bo, campaign)).rejects.toMatchObject({ code: 'not-found' })
}) // prettier-ignore

test('every text of the file is guarded, keeps its quotes and line breaks, and each instant is UTC', async () => {
  await db.prisma.campaign.deleteMany({})
  const hostile = ['=cmd|x', '+1', '-1', '@SUM(A1)', '\t=1', '\uFF1D1', 'a;=1', 'two\r\nlines "quoted", and more']
  const campaign = await start({ q: 'bo-1' })
  const task = await taskOf(campaign, me(bo))
  const before = await db.prisma.owner.findUniqueOrThrow({ where: { id: me(bo) } })
  try {
    for (const words of hostile) {
      await db.prisma.owner.update({ where: { id: me(bo) }, data: { name: words, email: words } })
      await db.pool.query('update token set display_id = $2 where id = $1', [id('bo-1'), words])
      await answer({ ...bo, name: words }, task, ['bo-1'], { answer: 'not-mine', says: words })
      const { csv, recorded } = await exportCampaign(world, auditor, campaign)
      const file = await text(csv)
      await recorded
      const [row = {}] = parse(file, { columns: true }) as Record<string, string>[]
      const said = ['display_id', 'owner', 'owner_email', 'says', 'answered_by', 'not_mine_by', 'not_mine_says'].map((name) => row[name] ?? '')
      expect(said.map(unguardedCell)).toEqual(Array<string>(7).fill(words))
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/(?:^|[\n\r\t;,])[=+@\-\uFF1D]/)
      for (const name of ['answered_at', 'not_mine_at']) expect(row[name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(file.endsWith('\r\n')).toBe(true)
    }
  } finally {
    await db.prisma.owner.update({ where: { id: me(bo) }, data: { name: before.name, email: before.email } })
  }
}) // prettier-ignore

test('owners are told once as it begins and once before its date; where nothing is open any more, nothing is left to say', async () => {
  await db.prisma.campaign.deleteMany({})
  await db.pool.query(`insert into channel (kind, address, on_since, changed_at) values ('email', 's@acme.example', now(), now())`)
  const campaign = await start({ q: '-1' })
  const fill = async (when: World) => {
    for (const _ of [1, 2]) await queueMessages(when, new Date())
    const rows = await db.prisma.message.findMany({ where: { kind: { startsWith: 'review' } }, include: { items: true }, orderBy: { id: 'asc' } })
    const said = await Promise.all(rows.map(async ({ id: of, kind, recipient }) => `${kind} ${recipient} ${(await readItems(db.pool, of, 9)).total}`))
    return said.toSorted()
  }
  // A team without an address is its people: Bo hears of theirs and of the team's in one message.
  expect(await fill(world)).toEqual(['review-asked bo@acme.example 2', 'review-asked cy@acme.example 1'])
  await answer(cy, await taskOf(campaign, me(cy)), 'open', keep)
  expect(await fill(await at('2026-12-08T09:00:00Z'))).toEqual(['review-asked bo@acme.example 2', 'review-asked cy@acme.example 0', 'review-due bo@acme.example 2'])
  await closeCampaign(world, sec, { id: campaign, version: 1 })
  expect(await fill(world)).toEqual(['review-asked bo@acme.example 0', 'review-asked cy@acme.example 0', 'review-due bo@acme.example 0'])
}) // prettier-ignore

test('what waits to be told of a review has the date that it was moved to, and its owners are reminded before that one', async () => {
  await db.prisma.campaign.deleteMany({})
  await db.prisma.message.deleteMany({})
  const campaign = await start({ q: 'cy-' })
  const fill = async (when: World) => {
    await queueMessages(when, new Date())
    const rows = await db.prisma.message.findMany({ where: { kind: { startsWith: 'review' } }, orderBy: { id: 'asc' } })
    const said = await Promise.all(rows.map(async ({ id: of, kind }) => (await readItems(db.pool, of, 9)).items.map(({ facts }) => `${kind} ${(facts as { dueAt: string }).dueAt}`)))
    return said.flat()
  }
  const week = await at('2026-12-08T09:00:00Z')
  expect(await fill(week)).toEqual(['review-asked 2026-12-14T00:00:00.000Z', 'review-due 2026-12-14T00:00:00.000Z'])
  await moveCampaignDate(week, sec, { id: campaign, version: 1 }, { dueAt: new Date('2027-01-10T23:59:59Z'), says: 'Holidays' })
  expect(await fill(week)).toEqual(['review-asked 2027-01-10T23:59:59.000Z'])
  expect(await fill(await at('2027-01-05T09:00:00Z'))).toEqual(['review-asked 2027-01-10T23:59:59.000Z', 'review-due 2027-01-10T23:59:59.000Z'])
}) // prettier-ignore
