import { randomUUID } from 'node:crypto'
import { openDb, type Db } from '../lib/db/db.ts'
import { askDatabase, oneRow } from './database.ts'
import { expect, test, type Page } from './fixtures.ts'
import { lookOver } from './look-over.ts'
import { tooSmall } from './targets.ts'
import { cookieFor } from './visitors.ts'

/** Somebody who answers for tokens from a phone: their account, two keys that no plan has, and reviews of every length. */
let db: Db
let cookie: string
let owner: { id: string; name: string }
let keys: readonly string[]
const userId = randomUUID()
const reviews = { huge: randomUUID(), over: randomUUID(), empty: randomUUID() }
const tasks = { huge: randomUUID(), over: randomUUID(), empty: randomUUID() }

test.beforeAll(async () => {
  db = openDb(process.env.E2E_DATABASE_URL ?? '')
  owner = await oneRow(
    'person with two live tokens that no plan has',
    `select o.id, o.name from owner o join token t on t.owner_id = o.id and t.state = 'live' and t.verdict in ('revoke-now', 'standing-privilege') where o.kind = 'person' and o.status = 'active'
       and not exists (select from plan_token m join token p on p.id = m.token_id where p.owner_id = o.id and m.open)
     group by o.id having count(*) >= 2 order by count(*) desc, o.id desc limit 1`,
  )
  keys = (
    await askDatabase<{ id: string }>(`select id from token where owner_id = $1 and state = 'live' order by queue_key desc, id limit 2`, [
      owner.id,
    ])
  ).map(({ id }) => id)
  await db.prisma.user.create({
    data: { id: userId, email: `thumbs.${userId}@example.com`, name: owner.name, role: 'owner', ownerId: owner.id, createdAt: new Date() },
  })
  cookie = (await cookieFor(db, userId)).cookie
  await insertReview('huge', 1_000, null)
  await insertReview('over', 40, new Date())
  await insertReview('empty', 0, null)
})

test.afterAll(async () => {
  await db.pool.query('delete from plan where id in (select plan_id from plan_token where token_id = any($1::uuid[]))', [keys])
  await db.pool.query('delete from campaign where id = any($1::uuid[])', [Object.values(reviews)])
  await db.prisma.user.delete({ where: { id: userId } })
  await db.close()
})

/** A review of as many of the company's tokens as are asked for, theirs first, with some answers. */
async function insertReview(name: keyof typeof reviews, count: number, closedAt: Date | null): Promise<void> {
  await db.pool.query(
    `insert into campaign (id, name, query, started_at, started_by, due_at, closed_at, closed_by)
     values ($1, $2, '', now() - interval '40 days', 'An Analyst', now() + interval '9 days', $3, case when $3::timestamptz is null then null else 'An Analyst' end)`,
    [reviews[name], `The ${name} review of every long-lived-deployment-credential-of-the-company Q4 2026`, closedAt],
  )
  await db.pool.query('insert into campaign_task (id, campaign_id, owner_id) values ($1, $2, $3)', [tasks[name], reviews[name], owner.id])
  await db.pool.query(
    `insert into campaign_token (campaign_id, token_id, task_id, place, verdict, risk, outcome, answer, says, answered_at, answered_by)
     select $1, id, $2, n, verdict, risk, case when n % 3 = 0 then 'keep' else 'open' end, case when n % 3 = 0 then 'keep' end,
       case when n % 3 = 0 then 'It signs the releases.' end, case when n % 3 = 0 then now() end, case when n % 3 = 0 then $3 end
     from (select t.*, row_number() over (order by (owner_id = $4) desc nulls last, id) as n from token t limit $5) t`,
    [reviews[name], tasks[name], owner.name, owner.id, count],
  )
  await db.pool.query(
    `update campaign_task k set tokens = n.tokens, open = n.open, kept = n.kept from (select count(*) as tokens, count(*) filter (where outcome = 'open') as open,
       count(*) filter (where outcome = 'keep') as kept from campaign_token where task_id = $1) n where k.id = $1`,
    [tasks[name]],
  )
}

const phoneOf = async (another: (options: object) => Promise<Page>) => {
  const phone = await another({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const [name = '', value = ''] = cookie.split('=')
  await phone.context().addCookies([{ name, value, url: process.env.E2E_URL ?? '' }])
  return phone
}

test('every task of an owner can be done with a thumb', async ({ analyst, another }) => {
  test.setTimeout(400_000)
  for (const id of keys) {
    await analyst.goto(`/plans/new?state=any&id=${id}`)
    await analyst.getByRole('button', { name: 'Open the plan' }).click()
    await expect(analyst.getByText('The plan is open.', { exact: false })).toBeVisible()
  }
  const task = new URL(analyst.url()).pathname.replace('/plans/', '/tasks/')
  const phone = await phoneOf(another)
  const found: string[] = []
  const look = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await phone.emulateMedia({ colorScheme })
      await phone.screenshot({ path: `test-results/thumbs/${name}-${colorScheme}.png`, fullPage: true })
    }
    found.push(...(await tooSmall(phone, name)))
  }
  await phone.goto('/tasks')
  await look('tasks')
  for (const tab of ['waiting', 'late', 'team', 'done']) {
    await phone.goto(`/tasks?tab=${tab}`)
    await look(`tasks-${tab}`)
  }
  await phone.goto(task)
  await look('task')
  for (const act of ['propose-date', 'offer', 'disown']) {
    await phone.goto(`${task}?act=${act}`)
    await look(`task-${act}`)
  }
  await phone.goto(task)
  await phone.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(phone.getByRole('button', { name: /check now/i })).toBeVisible()
  await look('task-acknowledged')
  await phone.getByRole('button', { name: /check now/i }).click()
  await phone.waitForLoadState('networkidle')
  await look('task-checked')
  await phone.getByRole('link', { name: 'Ask for an exception' }).click()
  await expect(phone.getByRole('heading', { level: 1 })).toBeVisible()
  await look('task-exception')
  await phone.goto('/tasks')
  await look('tasks-next-step')
  expect(found).toEqual([])
})

test('reviews of every length fit a phone and a desk', async ({ analyst, another }) => {
  test.setTimeout(400_000)
  const found: string[] = []
  const phone = await phoneOf(another)
  const both = async (page: Page, name: string, address: string) => {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
      await page.goto(address)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: `test-results/thumbs/${name}-${width}-${colorScheme}.png`, fullPage: true })
      }
      if (width === 390) found.push(...(await tooSmall(page, name)))
    }
  }
  const desk = await another({ storageState: await analyst.context().storageState(), hasTouch: true })
  await both(desk, 'campaigns', '/campaigns')
  for (const name of ['huge', 'over', 'empty'] as const) {
    await both(desk, `campaign-${name}`, `/campaigns/${reviews[name]}`)
    await both(desk, `campaign-${name}-teams`, `/campaigns/${reviews[name]}?by=team`)
    await both(desk, `campaign-${name}-tokens`, `/campaigns/${reviews[name]}?by=token`)
    await both(desk, `review-${name}`, `/tasks/review/${tasks[name]}`)
  }
  await desk.goto(`/campaigns/${reviews.huge}`)
  await desk.getByRole('button', { name: 'Change its date' }).click()
  await desk.screenshot({ path: 'test-results/thumbs/campaign-move.png' })
  found.push(...(await tooSmall(desk, 'campaign-move')))
  await desk.getByLabel('Due').fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10))
  await desk.getByLabel('Why').fill('The holidays come first')
  await desk.getByRole('button', { name: 'Move it' }).click()
  await expect(desk.getByText('Its date is another now.', { exact: false })).toBeVisible()
  await expect(desk.getByText('“The holidays come first”', { exact: false })).toBeVisible()
  await phone.goto(`/tasks/review/${tasks.huge}`)
  await phone.locator('summary').filter({ hasText: /answer/i }).first().click() // prettier-ignore
  await phone.getByRole('radio', { name: /^Keep/ }).first().check()
  await phone.screenshot({ path: 'test-results/thumbs/review-answering.png', fullPage: true })
  found.push(...(await tooSmall(phone, 'review-answering')))
  expect(found).toEqual([])
})

test('a review fits both widths by the rules of the other pages', async ({ looking }) => {
  const page = await looking('analyst')
  await lookOver(page, 'review-over', async () => void (await page.goto(`/tasks/review/${tasks.over}`)))
})
