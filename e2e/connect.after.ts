import { startEstate, type Estate } from '../lib/estate/estate.ts'
import { expect, test } from './fixtures.ts'

/** Comes last, as it takes the demo away: an own AWS account, played by a second made-up company at another address. */
let estate: Estate
test.beforeAll(async () => {
  estate = await startEstate({ tokens: 60, seed: 11 })
})
test.afterAll(() => estate.close())

test('remove the demo, connect an account with a wrong and then a right credential, watch it sync', async ({ admin }) => {
  test.slow()
  await admin.goto('/sources/new/aws')
  await expect(admin.getByText('The demo data is still here.')).toBeVisible()
  await expect(admin.getByRole('button', { name: 'Save and sync' })).toBeDisabled()
  await admin.getByRole('link', { name: 'Remove the demo…' }).click()
  await admin.getByRole('button', { name: 'Remove the demo data' }).click()
  await expect(admin).toHaveURL(/\/sources\/new$/)
  await expect(admin.getByText('a made-up company')).toHaveCount(0)

  await admin.getByRole('link', { name: /^Connect AWS/ }).click()
  await admin.getByLabel('Name', { exact: true }).fill('Our account')
  await admin.getByLabel('Account', { exact: true }).fill(estate.account)
  await admin.getByLabel(/^IAM address/).fill(estate.awsUrl)
  await admin.getByLabel(/^Access key ID/).fill(estate.awsCredential.accessKeyId)
  await admin.getByLabel(/^Secret access key/).fill('not-the-secret-of-this-key')
  await admin.getByRole('button', { name: 'Test connection' }).click()
  await expect(admin.getByRole('alert').filter({ hasText: /AWS/ })).toBeVisible()
  await expect(admin.getByText('not-the-secret-of-this-key')).toHaveCount(0)

  // What was typed is still there: only the secret is put right.
  await expect(admin.getByLabel('Account', { exact: true })).toHaveValue(estate.account)
  await admin.getByLabel(/^Secret access key/).fill(estate.awsCredential.secretAccessKey)
  await admin.getByRole('button', { name: 'Test connection' }).click()
  const permissions = admin.getByRole('table', { name: 'Permissions' })
  await expect(permissions).toBeVisible()
  await expect(permissions.getByText('granted').first()).toBeVisible()

  await admin.getByRole('button', { name: /^Save/ }).click()
  await expect(admin.getByRole('heading', { name: 'Our account' })).toBeVisible()
  const newest = admin.locator('section').filter({ has: admin.getByRole('heading', { name: 'Newest sync' }) })
  await expect(newest.getByText(/^(?:Complete|Partial)$/)).toBeVisible({ timeout: 60_000 })
  await expect(admin.getByRole('table', { name: 'Run history' })).toContainText('new')
  await admin
    .getByRole('link', { name: /tokens?$/ })
    .first()
    .click()
  await expect(admin.getByRole('status').filter({ hasText: 'match' })).toContainText(/[1-9]\d* tokens match/)

  await admin.goto('/sources')
  await admin.getByRole('link', { name: 'Our account' }).click()
  await admin.getByText('Remove this source…').click()
  await admin.getByLabel(/^Type/).fill('Another name')
  await admin.getByRole('button', { name: 'Remove Our account' }).click()
  await expect(admin.getByText('The name does not match, so nothing was removed.')).toBeVisible()
  await admin.getByLabel(/^Type/).fill('Our account')
  await admin.getByRole('button', { name: 'Remove Our account' }).click()
  await expect(admin).toHaveURL(/\/sources$/)
  await expect(admin.getByText('No source is connected yet.')).toBeVisible()
})
