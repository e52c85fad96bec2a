import { expect, test } from './fixtures.ts'
import { sessionFile } from './people.ts'

/** What one may do while the demo is here: look at everything, go through the steps up to the last, and save nothing. */

test('every source stands with its state, what is missing and the tokens it leads to', async ({ analyst }) => {
  await analyst.goto('/sources')
  const row = analyst.getByRole('row').filter({ has: analyst.getByRole('link', { name: /^AWS / }) })
  await expect(row).toContainText('Complete')
  const tokens = row.getByRole('cell').nth(5).getByRole('link')
  const count = (await tokens.innerText()).replace(/\D/g, '')
  await tokens.click()
  await expect(analyst).toHaveURL(/source=/)
  await expect(analyst.getByRole('status').filter({ hasText: /tokens? match/ })).toContainText(count)
})

test('coverage says the same in the same words on its page and on the source’s, and its numbers add up', async ({ analyst }) => {
  await analyst.goto('/coverage')
  // What each kind was verified against is said without anything being opened.
  const marks = analyst
    .getByRole('main')
    .getByText(/^(?:Verified on a real server|Verified (?:in part )?against the official description|Shape only)\.$/)
  for (const mark of await marks.all()) await expect(mark).toBeVisible()
  expect(await marks.count()).toBe(20)
  await analyst.getByRole('navigation', { name: 'Kinds of source' }).getByRole('link', { name: 'AWS account (IAM)' }).click()
  await expect(analyst).toHaveURL(/open=aws#aws$/)
  const matrix = analyst.getByRole('table', { name: /^Coverage of AWS/ })
  await expect(matrix).toContainText('not offered by the provider')
  await expect(matrix).toContainText('not yet built')
  const told = async (object: string) => {
    const row = matrix.getByRole('row').filter({ has: analyst.getByRole('rowheader', { name: object, exact: true }) })
    return (await row.getByRole('cell').first().innerText()).trim()
  }
  const [keys, roles, providers] = [await told('AWS access keys'), await told('AWS roles'), await told('AWS OIDC providers')]
  await matrix.getByRole('link', { name: /^AWS / }).click()
  const own = analyst.getByRole('table', { name: 'Coverage', exact: true })
  for (const words of [keys, roles, providers]) await expect(own).toContainText(words)
  const first = (words: string) => Number(/seen ([\d,]+)/.exec(words)?.[1]?.replaceAll(',', ''))
  await expect(analyst.getByRole('link', { name: `${first(roles) + first(providers)} issuers` })).toBeVisible()
})

test('the steps of connecting: what stores no secret first, texts to copy filled in, errors at their fields, Back keeps what was typed', async ({
  admin,
}) => {
  await admin.goto('/sources/new?q=fax')
  await expect(admin.getByText('No connector reads “fax” yet.')).toBeVisible()
  await admin.getByLabel('Search kinds').fill('root access')
  await admin.getByRole('main').getByRole('button', { name: 'Search' }).click()
  await expect(admin.getByRole('main').getByRole('heading', { level: 3 })).toHaveText(['AWS account (IAM)'])
  await admin.getByRole('link', { name: /^Connect AWS/ }).click()

  const ways = admin
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: admin.getByRole('heading', { level: 2 }) })
  await expect(ways.first()).toContainText('No stored secret')
  await expect(ways.last()).toContainText('Standing privilege of our own')
  await admin.getByRole('link', { name: 'Choose: A role that this machine may assume' }).click()

  await admin.getByLabel('Account', { exact: true }).fill('123')
  await admin.getByRole('button', { name: 'Continue to the test' }).click()
  await expect(admin).toHaveURL(/checked=yes/)
  await expect(admin.getByText('A source needs a name.').first()).toBeVisible()
  await expect(admin.getByText('Cannot be used: the 12 digits of the account.').first()).toBeVisible()
  await admin.getByLabel('Name', { exact: true }).fill('Other account')
  await admin.getByLabel('Account', { exact: true }).fill('123456789012')
  await admin.getByLabel('Role to read as').fill('arn:aws:iam::123456789012:role/standdown-reader')
  await admin.getByLabel(/^Who starts from this machine/).fill('arn:aws:iam::210987654321:role/standdown')
  await admin.getByRole('button', { name: 'Fill in the texts to copy' }).click()
  const external = await admin.getByLabel(/^External ID/).inputValue()
  expect(external).toMatch(/^standdown-[0-9a-f]{24}$/)
  const trust = admin.getByLabel('The trust policy of the role', { exact: true })
  await expect(trust).toContainText('arn:aws:iam::210987654321:role/standdown')
  await expect(trust).toContainText(external)

  await admin.getByRole('button', { name: 'Continue to the test' }).click()
  await expect(admin.getByRole('region', { name: 'What is tested' }).or(admin.getByLabel('What is tested'))).toContainText(external)
  await expect(admin.getByLabel(/secret/i)).toHaveCount(0)
  await admin.goBack()
  await expect(admin.getByLabel('Account', { exact: true })).toHaveValue('123456789012')
})

test('GitHub’s ways own up to being standing credentials of our own', async ({ admin }) => {
  await admin.goto('/sources/new/github')
  await expect(admin.getByText('Every way into this provider needs a stored key.')).toBeVisible()
  await expect(admin.getByText('No stored secret')).toHaveCount(0)
})

test('without scripts the steps lead to the test, and its answer is shown', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: sessionFile('admin') })
  const page = await context.newPage()
  await page.goto('/sources/new')
  await page.getByRole('link', { name: /^Connect GitHub/ }).click()
  await page.getByRole('link', { name: 'Choose: An organisation owner’s token' }).click()
  await page.getByLabel('Name', { exact: true }).fill('No scripts')
  await page.getByLabel('Organisation').fill('acme')
  await page.getByText('Addresses, where they are not').click()
  await page.getByLabel(/^REST address/).fill('http://127.0.0.1:9/nobody')
  await page.getByRole('button', { name: 'Continue to the test' }).click()
  await page.getByLabel(/^Token/).fill('not-a-token')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '127.0.0.1:9' })).toBeVisible()
  await expect(page.getByText('not-a-token')).toHaveCount(0)
  await context.close()
})

test('a stored credential is tested again, a row a permission; whoever may not edit sees no such button', async ({ admin, analyst }) => {
  await admin.goto('/sources')
  await admin.getByRole('link', { name: /^GitHub / }).click()
  await admin.getByRole('button', { name: 'Test permissions' }).click()
  await expect(admin.getByRole('table', { name: 'Permissions' }).getByText('granted').first()).toBeVisible()
  await analyst.goto(new URL(admin.url()).pathname)
  await expect(analyst.getByRole('heading', { name: 'Coverage' })).toBeVisible()
  await expect(analyst.getByRole('button', { name: 'Test permissions' })).toHaveCount(0)
  await expect(analyst.getByText('Remove this source…')).toHaveCount(0)
})

test('on a phone a source is a card with every fact of its row', async ({ admin }) => {
  await admin.setViewportSize({ width: 390, height: 844 })
  await admin.goto('/sources')
  const card = admin.getByRole('row').filter({ has: admin.getByRole('link', { name: /^AWS / }) })
  await expect(card).toContainText('Complete')
  await expect(card.getByRole('cell').last()).toBeInViewport({ ratio: 0.1 })
  expect(await admin.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
