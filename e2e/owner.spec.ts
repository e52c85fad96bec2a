import { randomUUID } from 'node:crypto'
import { openDb, type Db } from '../lib/db/db.ts'
import { cast } from './cast.ts'
import { askDatabase, oneRow } from './database.ts'
import { expect, test, type Page } from './fixtures.ts'
import { cookieFor } from './visitors.ts'

/** Somebody of the demo's directory who has tokens, with an account and a browser; and a token of somebody else. */
let db: Db
let cookie: string
let own: readonly string[]
let foreign: { id: string; name: string; display: string }
const userId = randomUUID()

test.beforeAll(async () => {
  db = openDb(process.env.E2E_DATABASE_URL ?? '')
  const { id: ownerId } = cast().owner
  await db.prisma.user.create({
    data: { id: userId, email: `owner.${userId}@example.com`, name: 'Owner of some', role: 'owner', ownerId, createdAt: new Date() },
  })
  const mine = `owner_id = $1 or owner_id = (select team_id from owner where id = $1)`
  own = (await askDatabase<{ id: string }>(`select id from token where state = 'live' and (${mine})`, [ownerId])).map(({ id }) => id)
  // A name that nobody else's token has: finding it would be finding theirs.
  foreign = await oneRow(
    'token of somebody else with a name of its own',
    `select id, name, display_id as display from token t where state = 'live' and not coalesce(${mine}, false)
       and not exists (select from token o where (${mine.replaceAll('owner_id =', 'o.owner_id =')}) and (o.name ilike '%' || t.name || '%')) order by queue_key desc, id limit 1`,
    [ownerId],
  )
  cookie = (await cookieFor(db, userId)).cookie
})

test.afterAll(async () => {
  await db.prisma.user.delete({ where: { id: userId } })
  await db.close()
})

async function letIn(page: Page): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  await page.context().addCookies([{ name, value, url: process.env.E2E_URL ?? '' }])
}

test('an owner’s list, its count and its facets are of their own tokens', async ({ stranger: page }) => {
  await letIn(page)
  await page.goto('/tokens')
  await expect(page.getByRole('heading', { name: 'My tokens', level: 1 })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /match/ })).toContainText(`${own.length} tokens match`)
  const shown = await page.locator('a[data-token]').evaluateAll((links) => links.map((link) => link.getAttribute('data-token')))
  expect(shown.length).toBeGreaterThan(0)
  expect(shown.every((id) => own.includes(id ?? ''))).toBe(true)
  for (const hidden of ['Sources', 'Directory', 'Settings', 'Audit']) await expect(page.getByRole('link', { name: hidden })).toHaveCount(0)
})

test('another’s token is not found by search, by the palette, by its address, as JSON or in a file', async ({ stranger: page }) => {
  await letIn(page)
  await page.goto(`/tokens?q=${encodeURIComponent(foreign.name)}`)
  await expect(page.getByText('No tokens match', { exact: false }).first()).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').getByRole('combobox').fill(foreign.name)
  await expect(page.getByRole('dialog')).toContainText(/[Nn]othing/)
  await expect(page.getByRole('option').filter({ hasText: foreign.display })).toHaveCount(0)

  const missing = '018f0000-0000-7000-8000-000000000000'
  const [theirs, none] = [await page.goto(`/tokens/${foreign.id}`), await page.goto(`/tokens/${missing}`)]
  expect([theirs?.status(), none?.status()]).toEqual([404, 404])
  await page.goto(`/tokens?token=${foreign.id}`)
  await expect(page.getByText(foreign.name)).toHaveCount(0)

  const json = (await (await page.request.get('/api/v1/tokens?limit=200&state=any')).json()) as { tokens: { id: string }[] }
  expect(json.tokens.length).toBeGreaterThanOrEqual(own.length)
  expect(json.tokens.some(({ id }) => id === foreign.id)).toBe(false)
  const csv = await (await page.request.get('/api/v1/tokens.csv?state=any')).text()
  expect(csv.split('\r\n').length).toBeGreaterThan(own.length)
  expect(csv).not.toContain(foreign.display)
  for (const path of [
    `/api/v1/tokens?id=${foreign.id}`,
    `/api/v1/find?q=${encodeURIComponent(foreign.name)}`,
    `/api/v1/tokens?q=${encodeURIComponent(foreign.name)}`,
  ]) {
    expect(await (await page.request.get(path)).text()).not.toContain(foreign.id)
  }
})

test('an owner without tokens is told so', async ({ owner }) => {
  await owner.goto('/tokens')
  await expect(owner.getByText('No token is assigned to you.')).toBeVisible()
})
