import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** Everything that the page's own policy refused, as the browser reports it. */
function refusals(page: Page): string[] {
  const seen: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') seen.push(message.text())
  })
  page.on('pageerror', (error) => seen.push(String(error)))
  return seen
}

test.describe('the inventory', () => {
  test('filter, read why, and come back to the same list', async ({ analyst }) => {
    const refused = refusals(analyst)
    await analyst.goto('/tokens')
    await expect(analyst.getByRole('heading', { name: 'Tokens', level: 1 })).toBeVisible()
    await expect(analyst.getByText('Demo data')).toBeVisible()

    await analyst.getByRole('search').locator('summary', { hasText: 'Verdict' }).click()
    await analyst.getByRole('checkbox', { name: /^Revoke now/ }).check()
    await analyst.getByRole('group', { name: 'Verdict' }).locator('..').getByRole('button', { name: 'Apply' }).click()
    await expect(analyst).toHaveURL(/verdict=revoke-now/)
    await expect(analyst.getByRole('list', { name: 'Filters in use' })).toContainText('Verdict is Revoke now')
    const rows = analyst
      .getByRole('table', { name: 'Tokens' })
      .getByRole('row')
      .filter({ hasNot: analyst.getByRole('columnheader') })
    await expect(rows.first()).toContainText('Revoke now')
    const shown = await rows.count()
    await expect(rows.filter({ hasText: 'Revoke now' })).toHaveCount(shown)
    await expect(analyst.getByRole('status').filter({ hasText: /match/ })).toBeVisible()

    await rows.first().getByRole('link').click()
    await expect(analyst.getByRole('heading', { name: 'Why' })).toBeVisible()
    await analyst.getByRole('link', { name: 'Open the full page' }).click()
    await expect(analyst).toHaveURL(/\/tokens\/[0-9a-f-]{36}/)
    await expect(analyst.getByRole('heading', { name: 'What would change it' })).toBeVisible()

    await analyst.goBack()
    await expect(analyst).toHaveURL(/verdict=revoke-now/)
    await expect(rows).toHaveCount(shown)
    await analyst.getByRole('link', { name: /Verdict is Revoke now/ }).click()
    await expect(analyst).not.toHaveURL(/verdict/)
    expect(refused).toEqual([])
  })

  test('search finds by name, and says when nothing matches', async ({ analyst }) => {
    await analyst.goto('/tokens')
    await analyst.getByRole('searchbox', { name: 'Search tokens' }).fill('root access')
    await analyst.getByRole('search', { name: 'Tokens' }).getByRole('button', { name: 'Search' }).click()
    await expect(analyst).toHaveURL(/q=root\+access/)
    await expect(analyst.getByRole('link', { name: 'root access key 1' })).toBeVisible()
    await analyst.goto('/tokens?q=no-such-token-anywhere')
    await expect(analyst.getByText('No tokens match.')).toBeVisible()
  })

  test('an address that cannot be answered says what and where; the interface says it too', async ({ analyst }) => {
    await analyst.goto('/tokens?sort=__proto__&verdict=fine&after=forged')
    const alert = analyst.getByRole('alert').filter({ hasText: 'cannot answer' })
    for (const part of ['sort', '__proto__', 'verdict', 'fine', 'start again from its first page']) await expect(alert).toContainText(part)
    await expect(analyst).toHaveTitle(/^Error:/)
    for (const path of ['/api/v1/tokens', '/api/v1/tokens.csv']) {
      const answer = await analyst.request.get(`${path}?q=${'x'.repeat(10_240)}`)
      expect(answer.status()).toBe(400)
      expect(await answer.text()).toContain('a search takes at most 200')
    }
  })

  test('the filtered list leaves as CSV', async ({ auditor }) => {
    await auditor.goto('/tokens?verdict=revoke-now')
    const [download] = await Promise.all([auditor.waitForEvent('download'), auditor.getByRole('link', { name: 'Export CSV' }).click()])
    expect(download.suggestedFilename()).toMatch(/^standdown-tokens-\d{4}-\d\d-\d\d-verdict-revoke-now\.csv$/)
    const answer = await auditor.request.get('/api/v1/tokens.csv?verdict=revoke-now')
    expect(answer.headers()['content-type']).toContain('text/csv')
    const lines = (await answer.text()).split('\r\n')
    expect(lines[0]).toMatch(/^external_id,kind,name,/)
    const rows = lines.slice(1, -1)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter((line) => !line.includes('revoke-now'))).toEqual([])
  })

  test('works before any script has run', async ({ browser, analyst }) => {
    const context = await browser.newContext({ storageState: await analyst.context().storageState(), javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto('/tokens')
    await page.getByRole('searchbox', { name: 'Search tokens' }).fill('root access')
    await page.getByRole('search', { name: 'Tokens' }).getByRole('button', { name: 'Search' }).click()
    await expect(page).toHaveURL(/q=root\+access/)
    await page.getByRole('link', { name: 'root access key 1' }).click()
    await expect(page.getByRole('heading', { name: 'Why' })).toBeVisible()
    await context.close()
  })
})
