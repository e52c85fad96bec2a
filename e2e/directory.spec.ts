import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { cast } from './cast.ts'
import { askDatabase, oneRow } from './database.ts'
import { expect, test } from './fixtures.ts'

const analyst = { name: 'Mira Castellano', email: 'mira.castellano@example.com', password: 'amber sparrow walks 63' }
const holder = { name: 'Jonas Petrov', email: 'jonas.petrov@example.com', password: 'silver canyon waits 29' }

test('an administrator makes accounts, an analyst gives tokens an owner by a rule, and the owner sees theirs alone', async ({
  admin,
  another,
}) => {
  test.setTimeout(180_000)
  const token = cast().changed.byRule
  const owner = await newOwner({ ...holder, name: 'Jonas Petrov of Freight' })
  const foreign = await oneRow<{ id: string }>(
    'token of somebody else',
    'select id from token where owner_id is distinct from $1 and id <> $2 order by id limit 1',
    [owner.id, token.id],
  )

  const desk = await invited(admin, await another(), { ...analyst, role: 'analyst' })
  const seat = await invited(admin, await another(), { ...holder, role: 'owner', is: owner.id })
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
  await expect(preview.getByText('It would match 1 token (1 live); 1 changes.')).toBeVisible()
  await desk.getByRole('button', { name: 'Add the rule' }).click()
  await expect(desk.getByText('“The one of the story” was added. One token changed.')).toBeVisible()
  await expect(desk.getByRole('row', { name: /The one of the story/ })).toContainText(`name is ${token.name}`)
  await desk.goto(`/tokens/${token.id}`)
  await expect(desk.getByRole('row', { name: /^Owner/ })).toContainText(`${owner.name}a rule of the directory`)

  await seat.goto('/tokens')
  await expect(seat.getByRole('heading', { name: 'My tokens' })).toBeVisible()
  await expect(seat.getByRole('status').filter({ hasText: /match/ })).toContainText('1 token matches')
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

test('a rule is previewed with the verdicts it changes, saved, and undone', async ({ analyst }) => {
  test.setTimeout(120_000)
  const token = cast().changed.byUndoneRule
  await analyst.goto('/directory/rules/new')
  await analyst.getByLabel('Name of the rule').fill('A rule to undo')
  await analyst.getByLabel('Position').selectOption('-1')
  await analyst.getByLabel('Name is like').fill(token.name)
  const owner = analyst.getByLabel('Owner', { exact: true })
  await owner.selectOption({ index: 1 })
  await analyst.getByRole('button', { name: 'Preview the rule' }).click()
  const preview = analyst.getByRole('region', { name: 'Preview', exact: true })
  await expect(preview.getByText('It would match 1 token (1 live); 1 changes.')).toBeVisible()
  const line = preview.getByRole('row').filter({ hasText: token.name })
  await expect(line).toContainText('none →')
  // What was looked at is not what stands there now: the preview goes with the first change.
  await analyst.getByLabel('Name is like').fill('no-token-is-called-so')
  await expect(preview).toHaveCount(0)
  await analyst.getByRole('button', { name: 'Preview the rule' }).click()
  await expect(preview.getByText('It would match 0 tokens')).toBeVisible()
  await analyst.getByLabel('Name is like').fill(token.name)
  await analyst.getByRole('button', { name: 'Preview the rule' }).click()
  await analyst.getByRole('button', { name: 'Add the rule' }).click()

  await expect(analyst.getByText('“A rule to undo” was added. One token changed.')).toBeVisible()
  await analyst.getByRole('button', { name: 'What would undoing it change?' }).click()
  await expect(analyst.getByText('Undoing it changes one token.')).toBeVisible()
  const row = analyst.getByRole('row', { name: /A rule to undo/ })
  await expect(row.getByRole('cell').first()).toHaveText('1')
  await analyst.getByRole('button', { name: 'Move A rule to undo down' }).click()
  await expect(analyst.getByText('“A rule to undo” was moved. No token changed.')).toBeVisible()
  await expect(row.getByRole('cell').first()).toHaveText('2')
  await analyst.getByRole('button', { name: 'Switch off A rule to undo' }).click()
  await expect(analyst.getByText('“A rule to undo” was switched off. One token changed.')).toBeVisible()
  await analyst.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(analyst.getByText('“A rule to undo” is as it was before. One token changed.')).toBeVisible()
  await analyst.getByRole('link', { name: 'Remove A rule to undo' }).click()
  await expect(analyst.getByText(/It lets go of 1 live token/)).toBeVisible()
  await analyst.getByRole('button', { name: 'Remove rule A rule to undo' }).click()
  await expect(analyst.getByText('“A rule to undo” was removed. One token changed.')).toBeVisible()
  await expect(row).toHaveCount(0)
  await expect(analyst.getByRole('button', { name: 'Undo', exact: true })).toBeVisible()
})

/** Invites somebody, who chooses a password in a browser of their own. */
async function invited(
  admin: Page,
  page: Page,
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
  await page.goto(link.trim())
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect(page.getByText('A password has at least 12 characters.').first()).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /okens|My tasks|Posture/ })).toBeVisible()
  return page
}

/** Somebody whom no other story knows, so that their tokens can be counted. */
async function newOwner({ name, email }: { name: string; email: string }): Promise<{ id: string; name: string }> {
  const id = randomUUID()
  await askDatabase(`insert into owner (id, kind, name, email, status) values ($1, 'person', $2, $3, 'active')`, [id, name, email])
  return { id, name }
}
