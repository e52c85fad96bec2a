import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { forgetTries } from './database.ts'
import { expect, signIn, test } from './fixtures.ts'

const password = 'walnut bridges hum 63'

/** Invites somebody new and follows their link in a browser of their own, which ends signed in. */
async function joined(admin: Page, page: Page, role: string): Promise<{ page: Page; email: string; name: string }> {
  const mark = randomUUID().slice(0, 8)
  const name = `Joiner ${mark}`
  const email = `joiner-${mark}@example.com`
  await admin.goto('/settings/people/new')
  await admin.getByLabel('Name', { exact: true }).fill(name)
  await admin.getByLabel('E-mail').fill(email)
  await admin.getByLabel('Role').selectOption(role)
  await admin.getByRole('button', { name: 'Invite the person' }).click()
  const link = admin
    .getByRole('status')
    .filter({ hasText: 'Hand this link' })
    .getByText(/\/invitation\//)
  await expect(link).toBeVisible()
  await page.goto((await link.innerText()).trim())
  await expect(page.getByRole('heading', { name: `Choose a password, ${name}` })).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /okens|Posture/ })).toBeVisible()
  return { page, email, name }
}

test('an invited person chooses their password; the link works once', async ({ admin, another }) => {
  const { name } = await joined(admin, await another(), 'analyst')
  const used = await admin.getByRole('status').getByText(/\/invitation\//).innerText() // prettier-ignore
  const other = await another()
  await forgetTries()
  await other.goto(used.trim())
  await expect(other.getByRole('heading', { name: 'This link does not work.' })).toBeVisible()
  await admin.goto('/settings/people')
  await expect(admin.getByRole('row').filter({ hasText: name })).toContainText('active')
})

test('an auditor’s account has to end', async ({ admin }) => {
  await admin.goto('/settings/people/new')
  await admin.getByLabel('Name', { exact: true }).fill('Endless')
  await admin.getByLabel('E-mail').fill(`endless-${randomUUID().slice(0, 8)}@example.com`)
  await admin.getByLabel('Role').selectOption('auditor')
  await admin.getByRole('button', { name: 'Invite the person' }).click()
  await expect(admin.getByText('An auditor’s account ends: give it a last day.').first()).toBeVisible()
  await expect(admin.getByLabel('Name', { exact: true })).toHaveValue('Endless')
})

test('no role is chosen beforehand, and an owner who would see nothing is not invited without a word', async ({ admin }) => {
  await admin.goto('/settings/people/new')
  await expect(admin.getByLabel('Role')).toHaveValue('')
  await admin.getByLabel('Name', { exact: true }).fill('Nobody')
  await admin.getByLabel('E-mail').fill(`nobody-${randomUUID().slice(0, 8)}@example.com`)
  await admin.getByLabel('Role').selectOption('owner')
  await expect(admin.getByText('An owner who is nobody in the directory sees no token and gets no task.').first()).toBeVisible()
  await admin.getByRole('button', { name: 'Invite the person' }).click()
  await expect(admin.getByRole('form', { name: 'New person' }).getByRole('alert')).toContainText('This owner would see nothing.')
  await admin.getByLabel('Invite them all the same').check()
  await admin.getByRole('button', { name: 'Invite the person' }).click()
  await expect(admin.getByRole('status').filter({ hasText: 'Hand this link' })).toBeVisible()
})

test('a second factor is added by scanning, asked for at the sign-in, and a recovery code stands in for it', async ({ admin, another }) => {
  const { page, email } = await joined(admin, await another(), 'analyst')
  await page.goto('/account')
  const add = page.getByRole('form', { name: 'Add a second factor' })
  await add.getByLabel('Your password').fill('not my password')
  await add.getByRole('button', { name: 'Add an authenticator app' }).click()
  await expect(add.getByRole('alert')).toContainText('This is not your password.')
  await add.getByLabel('Your password').fill(password)
  await add.getByRole('button', { name: 'Add an authenticator app' }).click()
  await expect(page.getByRole('img', { name: 'Picture for the authenticator app' })).toBeVisible()
  const secret = (await page.getByRole('form', { name: 'Confirm the second factor' }).locator('code').innerText()).replaceAll(' ', '')
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 })
  await page.getByLabel('Code that the app shows').fill('000000')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await expect(page.getByText('This is not the code that the app shows now.').first()).toBeVisible()
  await page.getByLabel('Code that the app shows').fill(totp.generate())
  await page.getByRole('button', { name: 'Turn it on' }).click()
  const codes = page.getByRole('status').filter({ hasText: 'recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(8)
  const recovery = await codes.first().innerText()

  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByLabel('Code', { exact: true })).toBeFocused()
  await page.getByLabel('Code', { exact: true }).fill(recovery)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
  await page.goto('/account')
  await expect(page.getByText('7 recovery codes are left.')).toBeVisible()
})

test('one’s own sessions are listed, and ending one signs that browser out', async ({ admin, another }) => {
  const { page, email } = await joined(admin, await another(), 'analyst')
  const elsewhere = await another()
  await signIn(elsewhere, { email, password })
  await page.goto('/account')
  const sessions = page.getByRole('table', { name: 'Open sessions' }).getByRole('row')
  await expect(sessions).toHaveCount(3)
  await page.getByRole('button', { name: 'End session' }).click()
  await expect(sessions).toHaveCount(2)
  await elsewhere.goto('/tokens')
  await expect(elsewhere).toHaveURL(/sign-in/)
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible()
})

test('the audit says who did it, can be narrowed, checked and taken away', async ({ admin, auditor, another }) => {
  const { name } = await joined(admin, await another(), 'analyst')
  await auditor.goto('/audit')
  await auditor.getByLabel('Did').selectOption({ label: 'invited a person' })
  await auditor.getByRole('button', { name: 'Filter' }).click()
  await expect(auditor).toHaveURL(/act=user\.invite/)
  const row = auditor.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('invited a person')
  await expect(row).toContainText('analyst')
  await row.getByRole('link', { name: 'every entry about it' }).click()
  await expect(auditor.getByRole('row').filter({ hasText: 'signed in' })).toHaveCount(1)
  await auditor.getByRole('button', { name: 'Verify now' }).click()
  await expect(auditor.getByText(/Chain intact to entry/)).toBeVisible()
  const [download] = await Promise.all([auditor.waitForEvent('download'), auditor.getByRole('link', { name: 'Export CSV' }).click()])
  expect(download.suggestedFilename()).toMatch(/^standdown-audit-/)
})

test('an auditor reads who may sign in and how this is set up, and changes nothing', async ({ admin, auditor, another }) => {
  const { name, email } = await joined(admin, await another(), 'analyst')
  await auditor.goto('/settings')
  await expect(auditor.getByText(/Stored credentials are sealed with/)).toBeVisible()
  await expect(auditor.getByText('keys rotate')).toHaveCount(0)
  await auditor.getByRole('link', { name: 'People and roles' }).click()
  await auditor.getByRole('searchbox', { name: 'Search people' }).fill(email)
  await auditor.getByRole('searchbox', { name: 'Search people' }).press('Enter')
  await expect(auditor.getByRole('row').filter({ hasText: name })).toContainText('Analyst')
  await expect(auditor).toHaveTitle(`People and roles · “${email}” · Settings · Standdown`)
  for (const act of [/^Edit /, 'Invite a person']) await expect(auditor.getByRole('link', { name: act })).toHaveCount(0)
  expect((await auditor.goto('/settings/people/new'))?.status()).toBe(404)
})
