import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { openDb, type Db } from '../lib/db/db.ts'
import { askDatabase, oneRow } from './database.ts'
import { expect, test } from './fixtures.ts'
import { cookieFor } from './visitors.ts'

/** A person of the demo's directory with a few tokens that no plan has, and an account. */
let db: Db
let cookie: string
let owner: { id: string; name: string; n: number }
let tokens: readonly string[]
const userId = randomUUID()

test.beforeAll(async () => {
  db = openDb(process.env.E2E_DATABASE_URL ?? '')
  owner = await oneRow(
    'person with three to eight live tokens that no plan has',
    `select o.id, o.name, count(*)::int as n from owner o join token t on t.owner_id = o.id and t.state = 'live' where o.kind = 'person' and o.status = 'active'
       and not exists (select from plan_token m join token p on p.id = m.token_id where p.owner_id = o.id and m.open)
     group by o.id having count(*) between 3 and 8 and count(distinct t.name) = count(*) order by count(*), o.id limit 1`,
  )
  const rows = await askDatabase<{ name: string }>(`select name from token where owner_id = $1 and state = 'live' order by id`, [owner.id])
  tokens = rows.map(({ name }) => name)
  await db.prisma.user.create({
    data: { id: userId, email: `review.${userId}@example.com`, name: owner.name, role: 'owner', ownerId: owner.id, createdAt: new Date() },
  })
  cookie = (await cookieFor(db, userId)).cookie
})

test.afterAll(async () => {
  await db.pool.query('delete from plan where id in (select plan_id from campaign_token where plan_id is not null)')
  await db.pool.query(`delete from campaign where name = 'Keys of one person'`)
  await db.prisma.user.delete({ where: { id: userId } })
  await db.close()
})

test('an analyst starts a review, its owner answers on a phone, and an auditor takes the file', async ({ analyst, auditor, another }) => {
  test.setTimeout(120_000)
  const [kept = '', retired = '', disowned = ''] = tokens

  // Started for a filter of the list; opening the page that would start it starts nothing.
  await analyst.setViewportSize({ width: 1440, height: 900 })
  await analyst.goto(`/tokens?owner=${owner.id}`)
  await analyst.getByRole('columnheader').first().getByRole('checkbox').check()
  await analyst.getByRole('link', { name: 'Start a review' }).click()
  await expect(analyst.getByText(`This asks 1 owner about ${owner.n} tokens.`)).toBeVisible()
  await analyst.getByLabel('Name', { exact: true }).fill('Keys of one person')
  await expect(analyst.getByLabel('Due')).not.toHaveValue('')
  expect(await askDatabase(`select from campaign where name = 'Keys of one person'`)).toEqual([])
  await analyst.screenshot({ path: 'test-results/campaign-new-1440.png', fullPage: true })
  await analyst.getByRole('button', { name: 'Start the review' }).click()
  await expect(analyst.getByText('The review is started.')).toBeVisible()
  const campaign = new URL(analyst.url()).pathname

  const phone = await another({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const [name = '', value = ''] = cookie.split('=')
  await phone.context().addCookies([{ name, value, url: process.env.E2E_URL ?? '' }])
  await phone.goto('/tasks')
  await expect(phone.getByRole('heading', { name: `Review your ${owner.n} tokens` })).toBeVisible()
  await phone.screenshot({ path: 'test-results/tasks-390.png', fullPage: true })
  await phone.getByRole('link', { name: 'Review them: Keys of one person' }).click()
  await expect(phone.getByRole('heading', { level: 1, name: `Review your ${owner.n} tokens` })).toBeVisible()
  const task = new URL(phone.url()).pathname
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  const card = (token: string) =>
    phone.getByRole('listitem').filter({ has: phone.getByRole('heading', { name: token, exact: true, level: 3 }) })
  const answer = async (token: string, word: string, says: { label: string; text: string } | null) => {
    await card(token).locator('summary').click()
    await card(token).getByRole('radio', { name: word }).check()
    if (says) await card(token).getByLabel(says.label).fill(says.text)
    await card(token)
      .getByRole('button', { name: `${word}: ${token}`, exact: true })
      .click()
    await expect(card(token).getByText('1 token answered.', { exact: false })).toBeVisible()
  }
  // Without a reason nothing is kept.
  await card(kept).locator('summary').click()
  await card(kept).getByRole('radio', { name: /^Keep/ }).check()
  await card(kept).getByRole('button', { name: `Keep: ${kept}`, exact: true }).click() // prettier-ignore
  await expect(card(kept).getByText('Say why it is still needed.').first()).toBeVisible()
  await phone.screenshot({ path: 'test-results/review-refused-390.png', fullPage: true })
  await card(kept).getByLabel('Why is it still needed?').fill('It signs the releases.')
  await card(kept).getByRole('button', { name: `Keep: ${kept}`, exact: true }).click() // prettier-ignore
  await expect(card(kept).getByText('“It signs the releases.”')).toBeVisible()
  await answer(retired, 'Retire', null)
  await answer(disowned, 'Not mine', { label: 'Whose may it be?', text: 'The payments team' })
  await phone.screenshot({ path: 'test-results/review-390.png', fullPage: true })

  // Retiring opened a plan, which is a task of theirs.
  await card(retired).getByRole('link', { name: 'Its plan' }).click()
  await expect(phone.getByRole('heading', { level: 1, name: retired })).toBeVisible()
  await expect(phone.getByRole('button', { name: 'Acknowledge' })).toBeVisible()

  await analyst.goto(campaign)
  await expect(analyst.getByText(`3 of ${owner.n} tokens are reviewed.`)).toBeVisible()
  const row = analyst.getByRole('table', { name: 'Progress by owner' }).getByRole('row').filter({ hasText: owner.name })
  await expect(row).toContainText(String(owner.n))
  await analyst.screenshot({ path: 'test-results/campaign-1440.png', fullPage: true })
  await analyst.getByRole('link', { name: 'See who said so', exact: false }).click()
  await expect(analyst.getByRole('table', { name: 'Tokens of the review' })).toContainText('“The payments team”')
  await analyst.screenshot({ path: 'test-results/campaign-tokens-1440.png', fullPage: true })
  // In the owner's name, which is said.
  await analyst.goto(task)
  await expect(analyst.getByText(`You answer in the name of ${owner.name}.`)).toBeVisible()
  await analyst.screenshot({ path: 'test-results/review-1440.png', fullPage: true })

  await auditor.goto(campaign)
  await expect(auditor.getByRole('button', { name: 'Close the review' })).toHaveCount(0)
  const [download] = await Promise.all([auditor.waitForEvent('download'), auditor.getByRole('link', { name: 'Export CSV' }).click()])
  const rows = parse(await readFile(await download.path(), 'utf8'), { columns: true }) as Record<string, string>[]
  expect(rows).toHaveLength(owner.n)
  const of = (token: string) => rows.find((one) => one.name === token)
  expect(of(kept)).toMatchObject({ outcome: 'keep', says: 'It signs the releases.', answered_by: owner.name, in_owners_name: 'no' })
  expect(of(kept)?.verdict_at_answer).not.toBe('')
  expect(of(retired)?.plan_id).toMatch(/^[0-9a-f-]{36}$/)
  expect(of(disowned)).toMatchObject({ outcome: 'not-mine', not_mine_by: owner.name, not_mine_says: 'The payments team' })

  await analyst.goto(campaign)
  await analyst.getByRole('button', { name: 'Close the review' }).click()
  await analyst.getByRole('button', { name: 'Close it now' }).click()
  await expect(analyst.getByText('The review is closed.')).toBeVisible()
  await phone.goto(task)
  await expect(phone.getByText('This review is closed.', { exact: false })).toBeVisible()
  await expect(phone.locator('summary').filter({ hasText: /answer/i })).toHaveCount(0)
  // What others were asked, and the review as a whole, are not an owner's to see.
  expect((await phone.goto(campaign))?.status()).toBe(404)
  expect((await phone.goto('/campaigns'))?.status()).toBe(404)
  await analyst.goto('/campaigns')
  await expect(analyst.getByRole('link', { name: 'Keys of one person' })).toBeVisible()
  await analyst.screenshot({ path: 'test-results/campaigns-1440.png', fullPage: true })
})
