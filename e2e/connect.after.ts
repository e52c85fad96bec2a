import type { Page } from '@playwright/test'
import { startEstate, type Estate } from '../lib/estate/estate.ts'
import { expect, signIn, people, test } from './fixtures.ts'

/** Comes last, as it takes the demo away: an own AWS account, played by a second made-up company at another address. */
test.describe.configure({ mode: 'serial' })

let estate: Estate
test.beforeAll(async () => {
  estate = await startEstate({ tokens: 60, seed: 11 })
})
test.afterAll(() => estate.close())

async function removeDemo(page: Page): Promise<void> {
  await page.goto('/demo')
  await page.getByRole('button', { name: 'Remove the demo data…' }).click()
  const question = page.getByRole('dialog', { name: 'Remove the demo data?' })
  await question.getByLabel('Type “demo” to confirm').fill('yes')
  await question.getByRole('button', { name: 'Remove the demo data' }).click()
  await expect(question.getByRole('alert')).toContainText('The word does not match, so nothing was removed.')
  await question.getByLabel('Type “demo” to confirm').fill('demo')
  await question.getByRole('button', { name: 'Remove the demo data' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing is connected yet' })).toBeVisible()
  await expect(page.getByText('a made-up company, clock')).toHaveCount(0)
}

test('remove the demo, find the three ways to begin, and look around it once more', async ({ admin, stranger, analyst }) => {
  test.slow()
  await admin.goto('/sources/new/aws')
  await expect(admin.getByText('The demo data is still here.')).toBeVisible()
  await removeDemo(admin)
  for (const name of ['Connect a source', 'Import a CSV']) await expect(admin.getByRole('link', { name })).toBeVisible()
  await analyst.goto('/')
  await expect(analyst).toHaveURL(/\/tokens$/)

  // Whoever signs in is led here at once, by one redirect and not two.
  await signIn(stranger, people.admin, '')
  await expect(stranger.getByRole('heading', { name: 'Nothing is connected yet' })).toBeVisible()

  await admin.getByRole('button', { name: 'Look around the demo' }).click()
  await expect(admin.getByText('The made-up company is starting.')).toBeVisible()
  await expect(admin.getByRole('heading', { level: 1, name: 'Posture' })).toBeVisible({ timeout: 60_000 })
  await expect(admin.getByText('a made-up company, clock')).toBeVisible()
  // Its sources are just being read: their syncs are ended, and all of it goes.
  await removeDemo(admin)
})

test('connect an account with a wrong credential, then with a missing permission, and save with the gaps', async ({ admin }) => {
  test.slow()
  estate.control.fault({ name: 'forbidden', on: 'iam:ListServiceSpecificCredentials' })
  await admin.goto('/')
  await admin.getByRole('link', { name: 'Connect a source' }).click()
  await admin.getByRole('link', { name: /^Connect AWS/ }).click()
  await admin.getByRole('link', { name: 'Choose: An access key that reads' }).click()
  await admin.getByLabel('Name', { exact: true }).fill('Our account')
  await admin.getByLabel('Account', { exact: true }).fill(estate.account)
  await admin.getByText('Addresses, where they are not').click()
  await admin.getByLabel(/^IAM address/).fill(estate.awsUrl)
  await admin.getByRole('button', { name: 'Continue to the test' }).click()

  await admin.getByLabel(/^Access key ID/).fill(estate.awsCredential.accessKeyId)
  await admin.getByLabel(/^Secret access key/).fill('not-the-secret-of-this-key')
  await admin.getByRole('button', { name: 'Test connection' }).click()
  await expect(admin.getByRole('alert').filter({ hasText: /AWS/ })).toBeVisible()
  await expect(admin.getByText('not-the-secret-of-this-key')).toHaveCount(0)
  await expect(admin.getByRole('button', { name: /^Save/ })).toHaveCount(0)

  // What was typed is still there: only the secret is put right.
  await expect(admin.getByLabel(/^Access key ID/)).toHaveValue(estate.awsCredential.accessKeyId)
  await admin.getByLabel(/^Secret access key/).fill(estate.awsCredential.secretAccessKey)
  await admin.getByRole('button', { name: 'Test connection' }).click()
  const missing = admin.getByRole('row').filter({ hasText: 'iam:ListServiceSpecificCredentials' })
  await expect(missing).toContainText('missing')
  await expect(missing).toContainText('Without it: Bedrock API keys')

  // A permission that goes while the page is open is seen before anything is kept.
  const save = admin.getByRole('button', { name: /^Save source with \d+ gaps?$/ })
  const gaps = Number(/\d+/.exec(await save.innerText())?.[0])
  estate.control.fault({ name: 'forbidden', on: 'iam:ListOpenIDConnectProviders' })
  await save.click()
  await expect(admin.getByRole('button', { name: `Save source with ${gaps + 1} gaps` })).toBeVisible()
  await admin.getByRole('button', { name: `Save source with ${gaps + 1} gaps` }).click()
  await expect(admin).toHaveURL(/\/start$/)
})

test('the first sync goes on while its page is left; coverage and the list name what is not permitted', async ({ admin }) => {
  test.slow()
  // Longer than the page waits between two looks at a source that is not being read.
  estate.control.fault({ name: 'throttled', on: 'iam:ListAccessKeys', value: '8', times: 1 })
  await admin.goto('/sources')
  await admin.getByRole('link', { name: 'Everything. Start its first sync' }).click()
  await expect(admin.getByText('is known after the first sync')).toBeVisible()
  await admin.getByLabel('Sync', { exact: true }).selectOption({ label: 'every 6 hours' })
  await admin.getByRole('button', { name: 'Start the first sync' }).click()
  await expect(admin.getByText('Running')).toBeVisible({ timeout: 20_000 })
  const start = admin.url()

  await admin.goto('/sources')
  const row = admin.getByRole('row').filter({ has: admin.getByRole('link', { name: 'Our account' }) })
  await expect(row).toContainText(/Running|Partial/)
  await admin.goto(start)
  // The page stays as it is until it is asked for what the sync brought; it may have ended before the page was opened.
  const [over, show] = [admin.getByText('Its first sync is over.'), admin.getByRole('button', { name: 'Show what it brought' })]
  await expect(over.or(show)).toBeVisible({ timeout: 60_000 })
  if (await show.isVisible()) await show.click()
  await expect(over).toBeVisible()
  await expect(admin.getByText('Partial', { exact: true })).toBeVisible()
  await expect(admin.getByText(/Rules assign an owner to [\d,]+ of at least [\d,]+ tokens/)).toBeVisible()

  await admin.goto('/sources')
  await expect(row).toContainText('Partial')
  await expect(row).toContainText('AWS service-specific credentials')
  await expect(row).toContainText(/at least [1-9]/)
  await expect(row).toContainText('every 6 h')
  await admin.goto('/coverage')
  const matrix = admin.getByRole('table', { name: /^Coverage of AWS/ })
  for (const object of ['AWS service-specific credentials', 'AWS OIDC providers'])
    await expect(matrix.getByRole('row').filter({ hasText: object })).toContainText('not permitted')
  await expect(matrix.getByRole('link', { name: /^How to fix: AWS OIDC providers/ })).toHaveAttribute('href', /#not-seen$/)
  await admin.goto('/tokens')
  await expect(admin.getByRole('heading', { name: 'First steps' })).toBeVisible()
  await admin.getByRole('button', { name: 'Put these steps away' }).click()
  await expect(admin.getByRole('heading', { name: 'First steps' })).toHaveCount(0)
})

test('with the permissions granted the next sync is complete; another schedule, another name, and one of two who change it at once', async ({
  admin,
  signedIn,
}) => {
  test.slow()
  estate.control.clearFaults()
  await admin.goto('/sources')
  await admin.getByRole('link', { name: 'Our account' }).click()
  await admin.getByRole('button', { name: 'Sync now' }).click()
  const newest = admin.locator('section').filter({ has: admin.getByRole('heading', { name: 'Newest sync' }) })
  await expect(newest.getByText('Complete', { exact: true })).toBeVisible({ timeout: 60_000 })
  await newest.getByRole('button', { name: 'Show what it brought' }).click()
  await expect(newest.getByRole('button', { name: 'Show what it brought' })).toHaveCount(0)

  const other = await signedIn('admin')
  await other.goto(admin.url())
  for (const page of [admin, other]) await page.getByText('Change name, schedule and settings…').click()
  await admin.getByLabel('Name', { exact: true }).fill('Our main account')
  await admin.getByLabel('Sync', { exact: true }).selectOption({ label: 'every day' })
  await admin.getByRole('button', { name: 'Save settings' }).click()
  await expect(admin.getByRole('heading', { level: 1, name: 'Our main account' })).toBeVisible()
  await expect(admin.getByText(/every 24 h, next in/)).toBeVisible()
  await other.getByLabel('Sync', { exact: true }).selectOption({ label: 'every hour' })
  await other.getByRole('button', { name: 'Save settings' }).click()
  await expect(other.getByRole('alert').filter({ hasText: `${people.admin.name} changed this source` })).toContainText(
    'Is “every 24 h” now; you asked for “every 1 h”.',
  )
})

test('removing says what stays and what ends, and takes the name typed', async ({ admin }) => {
  await admin.goto('/sources')
  await admin.getByRole('link', { name: 'Our main account' }).click()
  await admin.getByText('Remove this source…').click()
  await expect(admin.getByText(/[1-9]\d* tokens stay/)).toBeVisible()
  await expect(admin.getByText('no longer watched', { exact: true })).toBeVisible()
  await admin.getByLabel(/^Type/).fill('Another name')
  await admin.getByRole('button', { name: 'Remove Our main account' }).click()
  await expect(admin.getByText('The name does not match, so nothing was removed.')).toBeVisible()
  await admin.getByLabel(/^Type/).fill('Our main account')
  await admin.getByRole('button', { name: 'Remove Our main account' }).click()
  await expect(admin).toHaveURL(/\/sources$/)
  await expect(admin.getByText('No source is connected yet.')).toBeVisible()
  await admin.goto('/')
  await expect(admin.getByRole('button', { name: 'Look around the demo' })).toBeDisabled()
})
