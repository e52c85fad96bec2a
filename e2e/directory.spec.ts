import type { Browser, Page } from '@playwright/test'
import { openDb } from '../lib/db/db.ts'
import { expect, test } from './fixtures.ts'

const analyst = { name: 'Mira Castellano', email: 'mira.castellano@example.com', password: 'amber sparrow walks 63' }
const holder = { name: 'Jonas Petrov', email: 'jonas.petrov@example.com', password: 'silver canyon waits 29' }

/** One owner with live tokens, another one with some, and a provider's tokens that nobody has, from the estate itself. */
async function cast() {
  const db = openDb(process.env.E2E_DATABASE_URL ?? '')
  try {
    // The demo's sources are read by a worker while the other stories run.
    await expect
      .poll(async () => (await db.pool.query(`select 1 from token where owner_id is null and state = 'live' and name ~ '^[a-z0-9-]+$' limit 1`)).rowCount, {
        timeout: 45_000,
      })
      .toBe(1)
    const { rows: owners } = await db.pool.query<{ id: string; name: string }>(
      `select id, name from owner o where status = 'active' and kind = 'person' and team_id is null
         and (select count(*) from owner n where n.name = o.name) = 1 order by name limit 1`,
    )
    const { rows: teamed } = await db.pool.query<{ id: string; name: string }>(
      `select id, name from owner o where status = 'active' and kind = 'person' and (select count(*) from owner n where n.name = o.name) = 1 order by name limit 1`,
    )
    const owner = owners[0] ?? teamed[0]
    const { rows: tokens } = await db.pool.query<{ id: string; name: string }>(
      `select id, name from token where owner_id is null and state = 'live' and name ~ '^[a-z0-9-]+$' order by name limit 1`,
    )
    const { rows: foreign } = await db.pool.query<{ id: string }>(
      `select t.id from token t join owner o on o.id = t.owner_id where o.id <> $1 and o.id is distinct from (select team_id from owner where id = $1) limit 1`,
      [owner?.id],
    )
    if (!owner || !tokens[0] || !foreign[0]) throw new Error('The demo company has no owner, ownerless token or foreign token to tell this story with.')
    return { owner, token: tokens[0], foreign: foreign[0] }
  } finally {
    await db.close()
  }
} // prettier-ignore

test('an administrator makes accounts, an analyst gives tokens an owner by a rule, and the owner sees theirs alone', async ({
  admin,
  browser,
}) => {
  test.setTimeout(180_000)
  const { owner, token, foreign } = await cast()

  const desk = await invited(admin, browser, { ...analyst, role: 'analyst' })
  const seat = await invited(admin, browser, { ...holder, role: 'owner', is: owner.id })
  await admin.goto('/settings/people')
  await expect(admin.getByRole('row').filter({ hasText: holder.name })).toContainText(owner.name)

  await desk.goto('/directory/rules')
  await desk.getByRole('link', { name: 'Add a rule' }).click()
  await desk.getByLabel('Name of the rule').fill('The one of the story')
  await desk.getByLabel('Position').selectOption('-1')
  await desk.getByLabel('Name is like').fill(token.name)
  await desk.getByLabel('Owner', { exact: true }).selectOption(owner.id)
  await desk.getByRole('button', { name: 'Preview the rule' }).click()
  const preview = desk.getByRole('region', { name: 'Preview', exact: true })
  await expect(preview.getByRole('row').filter({ hasText: token.name }).first()).toContainText(owner.name)
  await expect(preview.getByText(/It would match .*; [1-9][\d,]* changes?\./)).toBeVisible()
  await desk.getByRole('button', { name: 'Add the rule' }).click()
  // The clock may bring further tokens to be scored with it, so that only the preview's own number is exact.
  await expect(desk.getByText(/“The one of the story” was added\. [1-9][\d,]* tokens? changed\./)).toBeVisible()
  await expect(desk.getByRole('row', { name: /The one of the story/ })).toContainText(`name is ${token.name}`)
  await desk.goto(`/tokens/${token.id}`)
  await expect(desk.getByRole('row', { name: /^Owner/ })).toContainText(`${owner.name}assigned by a rule`)

  await seat.goto('/tokens')
  await expect(seat.getByRole('heading', { name: 'My tokens' })).toBeVisible()
  const counted = await liveTokensOf(owner.id)
  await expect(seat.getByRole('status').filter({ hasText: `${counted} ${counted === 1 ? 'token matches' : 'tokens match'}` })).toBeVisible()
  await seat.goto(`/tokens/${token.id}`)
  await expect(seat.getByRole('heading', { name: token.name, level: 1 })).toBeVisible()
  await expect(seat.getByText('State what you know')).toHaveCount(0)
  for (const hidden of [`/tokens/${foreign.id}`, '/directory', '/directory/rules', '/settings/people']) {
    expect((await seat.goto(hidden))?.status(), hidden).toBe(404)
  }

  // A leak that the analyst records makes it revoke-now while they look.
  await desk.getByText('A leak of it').click()
  await desk.getByLabel('Found in').fill('a public gist')
  await desk.getByRole('button', { name: 'Record the leak' }).click()
  await expect(desk.getByText('Saved. The verdict above')).toBeVisible()
  await expect(desk.getByText('Revoke now').first()).toBeVisible()

  // An account that is disabled is out at its next click.
  await admin.getByRole('link', { name: `Edit ${holder.name}` }).click()
  await admin.getByLabel('Status').selectOption('disabled')
  await admin.getByRole('button', { name: `Save ${holder.name}` }).click()
  await expect(admin.getByText('Saved. It counts from their next click.')).toBeVisible()
  await seat.goto('/tokens')
  await expect(seat).toHaveURL(/\/sign-in/)
})

/** Invites somebody, who chooses a password in a browser of their own. */
async function invited(
  admin: Page,
  browser: Browser,
  person: { name: string; email: string; password: string; role: string; is?: string },
): Promise<Page> {
  await admin.goto('/settings/people')
  await admin.getByRole('link', { name: 'Invite a person' }).click()
  await admin.getByLabel('Name', { exact: true }).fill(person.name)
  await admin.getByLabel('E-mail').fill(person.email)
  await admin.getByLabel('Role').selectOption(person.role)
  if (person.is) await admin.getByLabel('Is the owner').selectOption(person.is)
  await admin.getByRole('button', { name: 'Invite the person' }).click()
  const link = await admin
    .getByRole('status')
    .getByText(/\/invitation\//)
    .innerText()
  const page = await (await browser.newContext()).newPage()
  await page.goto(link.trim())
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect(page.getByText('A password has at least 12 characters.').first()).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /okens/ })).toBeVisible()
  return page
}

async function liveTokensOf(owner: string): Promise<number> {
  const db = openDb(process.env.E2E_DATABASE_URL ?? '')
  try {
    const { rows } = await db.pool.query<{ n: number }>(
      `select count(*)::int as n from token where state = 'live' and (owner_id = $1 or owner_id = (select team_id from owner where id = $1))`,
      [owner],
    )
    return rows[0]?.n ?? 0
  } finally {
    await db.close()
  }
}
