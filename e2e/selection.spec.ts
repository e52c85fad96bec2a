import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { cast, type Assignable } from './cast.ts'
import { askDatabase } from './database.ts'
import { expect, test } from './fixtures.ts'

type Token = { id: string; name: string; owner: string | null }

const tokensOf = (workload: string) =>
  askDatabase<Token>(`select id, name, owner_id::text as owner from token where workload_id = $1 and state = 'live' order by id`, [
    workload,
  ])

const bar = (page: Page) => page.getByRole('group', { name: 'What to do with the selected tokens' })

async function choose(page: Page, label: 'Owner', value: Assignable) {
  const field = page.getByRole('dialog').getByLabel(label)
  // A menu where the directory is small, a name to type where it is not.
  if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value.id)
  else await field.fill(value.id && (value.email ?? value.name))
}

test('a page, then all that match, get an owner by a typed number, and give it back', async ({ analyst: page }) => {
  test.setTimeout(120_000)
  const { id: workload, to: owner } = cast().changed.together
  const before = await tokensOf(workload)
  const list = `/tokens?workload=${workload}&limit=5`
  await page.goto(list)

  await page.getByRole('checkbox', { name: 'Select the page' }).check()
  await expect(page.getByText('5 selected', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Next' }).click()
  await expect(page.getByText(/^6–10 of/)).toBeVisible()
  // The next page has boxes of its own, and the five are still selected.
  await expect(page.getByRole('checkbox', { name: 'Select the page' })).not.toBeChecked()
  await page.locator('[data-select]').first().check()
  await expect(page.getByText('6 selected', { exact: true })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('checkbox', { name: 'Select the page' })).toBeChecked()

  await page.getByRole('button', { name: `Select all ${before.length} that match` }).click()
  await expect(page.getByText(`All ${before.length} selected`, { exact: true })).toBeVisible()
  await bar(page).getByRole('button', { name: 'Assign owner' }).click()
  await choose(page, 'Owner', owner)
  await page.getByRole('button', { name: 'Show what it changes' }).click()
  await expect(page.getByText(`${before.length} tokens get owner ${owner.name}.`)).toBeVisible()
  // Nothing is done by looking, nor without the number.
  expect(await tokensOf(workload)).toEqual(before)
  await page.getByRole('button', { name: `Assign owner to ${before.length} tokens` }).click()
  await expect(page.getByText(`Type ${before.length} to confirm.`).first()).toBeVisible()
  await page.getByLabel(`Type ${before.length} to confirm`).fill(String(before.length))
  await page.getByRole('button', { name: `Assign owner to ${before.length} tokens` }).click()
  await expect(page.getByRole('status').filter({ hasText: `${before.length} tokens have owner ${owner.name}.` })).toBeVisible()
  expect((await tokensOf(workload)).map((token) => token.owner)).toEqual(before.map(() => owner.id))

  // Taken back, rules and hints decide as they did.
  await page.goto(list)
  await page.getByRole('checkbox', { name: 'Select the page' }).check()
  await page.getByRole('button', { name: `Select all ${before.length} that match` }).click()
  await bar(page).getByRole('button', { name: 'Assign owner' }).click()
  await choose(page, 'Owner', { id: '', email: null, name: '' })
  await page.getByRole('button', { name: 'Show what it changes' }).click()
  await page.getByLabel(`Type ${before.length} to confirm`).fill(String(before.length))
  await page.getByRole('button', { name: `Take the owner of ${before.length} tokens back` }).click()
  await expect(page.getByRole('status').filter({ hasText: `Taken back for ${before.length} tokens.` })).toBeVisible()
  expect(await tokensOf(workload)).toEqual(before)

  // Another filter is another list: nothing of it is selected.
  await page.getByRole('checkbox', { name: 'Select the page' }).check()
  await expect(bar(page)).toBeVisible()
  await page.goto('/tokens?limit=5')
  await expect(page.getByRole('checkbox', { name: 'Select the page' })).not.toBeChecked()
  await expect(bar(page)).toHaveCount(0)
})

test('two thousand that are named one by one are looked at', async ({ analyst: page }) => {
  await page.goto('/tokens?limit=5')
  await page.getByRole('checkbox', { name: 'Select the page' }).check()
  await expect(page.getByText('5 selected', { exact: true })).toBeVisible()
  // Ids of tokens that are not there any more take as much room in the form as any other.
  const gone = Array.from({ length: 1_995 }, () => randomUUID())
  await page.evaluate((ids) => {
    const kept = JSON.parse(sessionStorage.getItem('selection') ?? '{}') as { ids: string[] }
    sessionStorage.setItem('selection', JSON.stringify({ ...kept, ids: [...kept.ids, ...ids] }))
  }, gone)
  await page.reload()
  await expect(page.getByText('2,000 selected', { exact: true })).toBeVisible()
  await bar(page).getByRole('button', { name: 'Assign owner' }).click()
  await choose(page, 'Owner', { id: '', email: null, name: '' })
  await page.getByRole('button', { name: 'Show what it changes' }).click()
  await expect(page.getByText('What people stated of the owner of 5 tokens is taken back')).toBeVisible()
})

test('a fact is corrected, stands on the token’s page with its author, and is taken back', async ({ analyst: page }) => {
  test.setTimeout(90_000)
  const token = cast().changed.fact
  await page.goto(`/tokens?id=${token.id}`)
  await page.getByRole('checkbox', { name: `Select ${token.name}`, exact: true }).check()
  await bar(page).getByRole('button', { name: 'Correct a fact…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Fact', { exact: true }).selectOption('storage')
  await dialog.getByLabel('Value').selectOption('vault')
  await dialog.getByRole('button', { name: 'Show what it changes' }).click()
  // What was typed is still there when something is missing.
  await expect(dialog.getByText('Say how you know it.').first()).toBeVisible()
  await dialog.getByLabel('How do you know?').fill('The story looked into the vault.')
  await dialog.getByRole('button', { name: 'Show what it changes' }).click()
  await expect(dialog.getByText('“Kept in: a vault” is stated of 1 token')).toBeVisible()
  await dialog.getByRole('button', { name: 'State it of 1 token' }).click()
  await page.getByRole('link', { name: 'Show it' }).click()
  await expect(page.getByRole('heading', { level: 1, name: token.name })).toBeVisible()
  await expect(page.getByRole('row', { name: /^Kept in/ })).toContainText('a vault')
  await page.getByText('A fact that its provider does not report').click()
  const statement = page.getByRole('listitem').filter({ hasText: 'The story looked into the vault.' }).first()
  await expect(statement).toContainText(/stated by .+ on .+, review/)
  await expect(statement).toContainText('It counts.')
  await statement.getByRole('button', { name: /^Take back/ }).click()
  await expect(statement).toContainText('Replaced or taken back by')
  await expect(page.getByRole('row', { name: /^Kept in/ })).not.toContainText('a vault')
})

test('two people at one owner: the later one sees the other’s before it is replaced', async ({ analyst, admin }) => {
  test.setTimeout(90_000)
  const { theirs, mine, ...token } = cast().changed.contested
  const state = async (page: Page, owner: Assignable) => {
    const form = page.getByRole('form', { name: 'State the owner' })
    const field = form.getByLabel('Owner')
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(owner.id)
    else await field.fill(owner.id && (owner.email ?? owner.name))
    await form.getByRole('button', { name: /^State the owner/ }).click()
    return form
  }
  for (const page of [analyst, admin]) {
    await page.goto(`/tokens/${token.id}`)
    await page.getByText('Who owns it', { exact: true }).click()
  }
  await expect((await state(admin, theirs)).getByText('Saved.')).toBeVisible()
  const form = await state(analyst, mine)
  await expect(form.getByText(/changed this .+ ago, after you loaded the page\./)).toBeVisible()
  await expect(form.getByRole('listitem')).toContainText(`→ ${theirs.name}`)
  const ownerNow = async () => (await askDatabase<Token>('select owner_id::text as owner from token where id = $1', [token.id]))[0]?.owner
  expect(await ownerNow()).toBe(theirs.id)
  await form.getByRole('button', { name: 'State the owner all the same' }).click()
  await expect(form.getByText('Saved.')).toBeVisible()
  expect(await ownerNow()).toBe(mine.id)
  await state(analyst, { id: '', email: null, name: '' })
  await expect.poll(ownerNow).toBe(token.owner)
})
