import { gzipSync } from 'node:zlib'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

const rowsOf = (page: Page) => page.getByRole('table', { name: 'Tokens' }).locator('tbody').getByRole('row')
const filtersOf = (page: Page) => page.getByRole('search', { name: 'Tokens' })
const matching = (page: Page) => page.getByRole('status').filter({ hasText: /match/ })
const applied = (page: Page) => page.getByRole('list', { name: 'Filters in use' })
const modified = (page: Page) => page.getByText('Modified', { exact: true })
const names = (page: Page) => rowsOf(page).locator('a[data-token]').allTextContents()

async function matchCount(page: Page): Promise<number> {
  return Number(/([\d,]+) tokens? match/.exec((await matching(page).textContent()) ?? '')?.[1]?.replaceAll(',', ''))
}

/** Opens a facet's menu, ticks values, and closes it by a press elsewhere. */
async function choose(page: Page, facet: string, values: readonly (string | RegExp)[]): Promise<void> {
  const menu = filtersOf(page)
    .locator('details', { has: page.locator('summary', { hasText: facet }) })
    .first()
  await menu.locator('summary').first().click()
  for (const value of values) await menu.getByRole('checkbox', { name: value }).check()
  await page.getByRole('heading', { level: 1 }).click()
}

test.describe('triage', () => {
  test('from the queue to an export', async ({ analyst }) => {
    await analyst.goto('/tokens')
    await expect(analyst.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Live tokens' })).toHaveAttribute(
      'aria-current',
      'page',
    )
    await analyst.getByRole('link', { name: 'Retire first' }).click()
    await expect(analyst).toHaveURL(/view=retire-first/)
    await expect(applied(analyst)).toContainText('Verdict is Revoke now or Standing privilege')
    const before = await matchCount(analyst)

    await test.step('a menu applies as it closes, and a chip says so', async () => {
      await choose(analyst, 'Owner', [/^none /])
      await expect(applied(analyst)).toContainText('Owner is none')
      await expect(rowsOf(analyst).first()).toBeVisible()
      expect(await matchCount(analyst)).toBeLessThan(before)
      for (const owner of await rowsOf(analyst).locator('td:nth-child(6)').allTextContents()) expect(owner).toContain('none')
      await expect(modified(analyst)).toBeVisible()
    })

    await test.step('alike tokens are one line, which opens as the list of them', async () => {
      await analyst.getByRole('combobox', { name: /^Group/ }).selectOption({ label: 'Reason' })
      const groups = analyst.getByRole('table', { name: 'Tokens by reason' })
      const first = groups.locator('tbody').getByRole('row').first()
      const count = Number((await first.getByRole('cell').first().textContent())?.replaceAll(/\D/g, ''))
      const opens = first.getByRole('rowheader').getByRole('link')
      const reason = (await opens.textContent()) ?? ''
      await opens.click()
      await expect(applied(analyst)).toContainText(`Reason is ${reason}`)
      expect(await matchCount(analyst)).toBe(count)
    })

    await test.step('the export holds what the list holds', async () => {
      const count = await matchCount(analyst)
      const link = analyst.getByRole('link', { name: 'Export CSV' })
      const [download] = await Promise.all([analyst.waitForEvent('download'), link.click()])
      expect(download.suggestedFilename()).toMatch(/^standdown-tokens-.*\.csv$/)
      const answer = await analyst.request.get((await link.getAttribute('href')) ?? '')
      const lines = (await answer.text()).split('\r\n').filter((line) => line !== '' && !line.startsWith('#'))
      expect(lines.length - 1).toBe(count)
    })

    await test.step('a filter is taken away by its chip, all of them by one link', async () => {
      await applied(analyst)
        .getByRole('link', { name: /^Reason is/ })
        .click()
      await expect(applied(analyst)).not.toContainText('Reason is')
      await applied(analyst).getByRole('link', { name: 'Clear all' }).click()
      await expect(applied(analyst)).toHaveCount(0)
    })
  })

  test('Escape takes back what was ticked; nothing is asked anew', async ({ analyst }) => {
    await analyst.goto('/tokens')
    const menu = filtersOf(analyst).locator('details', { has: analyst.locator('summary', { hasText: 'Verdict' }) })
    await menu.locator('summary').click()
    await menu.getByRole('checkbox', { name: /^Retired/ }).check()
    await analyst.keyboard.press('Escape')
    await expect(menu.locator('summary')).toBeFocused()
    await menu.locator('summary').click()
    await expect(menu.getByRole('checkbox', { name: /^Retired/ })).not.toBeChecked()
    await expect(menu.locator('label', { hasText: 'Retired' })).toContainText('0')
    await expect(analyst).toHaveURL(/\/tokens$/)
  })

  test('a long facet is searched by typing', async ({ analyst }) => {
    await analyst.goto('/tokens?limit=5')
    const menu = filtersOf(analyst).locator('details', { has: analyst.locator('summary', { hasText: /^Reason/ }) })
    await menu.locator('summary').click()
    await menu.getByRole('searchbox', { name: 'Find in Reason' }).fill('unused')
    await expect(menu.getByRole('checkbox')).toHaveCount(1)
    await menu.getByRole('checkbox', { name: /^Unused over 90 days/ }).check()
    await menu.getByRole('button', { name: 'Apply' }).click()
    await expect(applied(analyst)).toContainText('Reason is Unused over 90 days')

    const more = filtersOf(analyst).locator('details', { has: analyst.locator('summary', { hasText: 'More filters' }) })
    await more.locator('summary').first().click()
    await more.getByText('Among its reasons', { exact: true }).first().click()
    await more.getByRole('checkbox', { name: 'Not sender-constrained' }).check()
    await more.getByRole('button', { name: 'Apply' }).click()
    await expect(applied(analyst)).toContainText('Among its reasons is Not sender-constrained')
  })

  test('nothing matches: the filter that hides most is named and can be dropped', async ({ analyst }) => {
    await analyst.goto('/tokens?verdict=standing-privilege&q=no-such-token-anywhere')
    await expect(analyst.getByText('No tokens match.')).toBeVisible()
    await expect(analyst.getByText(/Without “Name or id contains “no-such-token-anywhere”” there are \d+/)).toBeVisible()
    await analyst.getByRole('link', { name: /^Drop/ }).click()
    await expect(applied(analyst)).toContainText('Verdict is Standing privilege')
    await expect(rowsOf(analyst).first()).toContainText('Standing privilege')
  })
})

test.describe('order and pages', () => {
  test('a heading sorts, and says which way; pressed again it turns round', async ({ analyst }) => {
    await analyst.goto('/tokens?limit=5')
    await expect(analyst.locator('th[aria-sort]')).toHaveCount(1)
    await expect(analyst.getByLabel('Order')).toHaveValue('queue')
    const heading = analyst.getByRole('columnheader', { name: 'Token' })
    await heading.getByRole('link').click()
    await expect(heading).toHaveAttribute('aria-sort', 'ascending')
    await expect(analyst.locator('th[aria-sort]')).toHaveCount(1)
    await expect(analyst.getByLabel('Order')).toHaveValue('name')
    const first = (await names(analyst))[0]
    await heading.getByRole('link').click()
    await expect(heading).toHaveAttribute('aria-sort', 'descending')
    expect((await names(analyst))[0]).not.toBe(first)
    await analyst.getByLabel('Order').selectOption({ label: 'Act by, soonest first' })
    await expect(analyst).toHaveURL(/sort=due/)
  })

  test('pages go on and back over the same rows, and Back returns to where one was', async ({ analyst }) => {
    await analyst.goto('/tokens?sort=name')
    const pages = analyst.getByRole('navigation', { name: 'Pages of tokens' })
    await expect(pages).toContainText('1–50 of')
    const first = await names(analyst)
    await pages.getByRole('link', { name: 'Next' }).click()
    await expect(pages).toContainText('51–100 of')
    const second = await names(analyst)
    expect(second).not.toEqual(first)
    await pages.getByRole('link', { name: 'Next' }).click()
    await expect(pages).toContainText('101–150 of')
    await analyst.goBack()
    await expect(pages).toContainText('51–100 of')
    expect(await names(analyst)).toEqual(second)
    await pages.getByRole('link', { name: 'Previous' }).click()
    await expect(pages).toContainText('1–50 of')
    expect(await names(analyst)).toEqual(first)
  })

  test('at 1440 px every column is whole, two stops a row, and the page does not scroll sideways', async ({ analyst }) => {
    await analyst.setViewportSize({ width: 1440, height: 900 })
    await analyst.goto('/tokens')
    await expect(analyst.getByRole('columnheader')).toHaveCount(12)
    const region = analyst.getByRole('region', { name: 'Tokens' })
    expect(await region.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0)
    expect(await sideways(analyst)).toBe(0)
    const controls = rowsOf(analyst).first().locator('a, button, input, [tabindex]')
    expect(await controls.evaluateAll((all) => all.filter((one) => (one as HTMLElement).tabIndex >= 0).length)).toBe(2)
    await analyst.mouse.wheel(0, 2_000)
    await expect(analyst.getByRole('columnheader', { name: 'Act by' })).toBeInViewport()
  })
})

test('a first visit loads little more script than a bare page does', async ({ analyst }) => {
  const sizes: Promise<number>[] = []
  analyst.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') sizes.push(answer.body().then((body) => gzipSync(body).length))
  })
  await analyst.goto('/tokens', { waitUntil: 'networkidle' })
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  // A page of Next with nothing on it loads 134.7 kB.
  expect(total).toBeLessThanOrEqual(1.25 * 134_700)
})

test.describe('views', () => {
  test('saved, changed, reset, shared and seen by somebody else, then deleted', async ({ analyst, auditor }) => {
    const name = `Orphans ${Date.now().toString(36)}`
    await analyst.goto('/tokens?owner=none&density=compact')
    await expect(modified(analyst)).toBeVisible()
    await columns(analyst, async (menu) => {
      await menu.getByRole('checkbox', { name: 'Seen', exact: true }).uncheck()
      await menu.getByRole('checkbox', { name: 'Age', exact: true }).check()
      await menu.getByRole('button', { name: 'Move Age earlier' }).press('Enter')
      await expect(menu.getByRole('button', { name: 'Move Age earlier' })).toBeFocused()
    })
    await expect(analyst.getByRole('columnheader', { name: 'Seen', exact: true })).toHaveCount(0)
    await expect(analyst.getByRole('columnheader').nth(10)).toHaveText('Age')

    await analyst.getByRole('button', { name: 'Save as…' }).click()
    await analyst.getByLabel('Name', { exact: true }).fill(name)
    await analyst.getByRole('checkbox', { name: /Share with everybody/ }).check()
    await analyst.getByRole('button', { name: 'Save view' }).click()
    await expect(analyst).toHaveURL(/\/tokens\?view=[0-9a-f-]{36}$/)
    const address = analyst.url()
    const tab = analyst.getByRole('navigation', { name: 'Views' }).getByRole('link', { name })
    await expect(tab).toHaveAttribute('aria-current', 'page')
    await expect(modified(analyst)).toHaveCount(0)
    await expect(applied(analyst)).toContainText('Owner is none')
    await expect(analyst.getByRole('columnheader').nth(10)).toHaveText('Age')

    await test.step('an edited view can go back to what was saved', async () => {
      await analyst.getByRole('columnheader', { name: 'Token' }).getByRole('link').click()
      await expect(modified(analyst)).toBeVisible()
      await analyst.getByRole('link', { name: 'Reset' }).click()
      await expect(analyst).toHaveURL(address)
      await expect(modified(analyst)).toHaveCount(0)
    })

    await test.step('or be saved as it is', async () => {
      await analyst.getByRole('columnheader', { name: 'Token' }).getByRole('link').click()
      await expect(modified(analyst)).toBeVisible()
      await analyst.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(analyst).toHaveURL(address)
      await expect(analyst.getByRole('columnheader', { name: 'Token' })).toHaveAttribute('aria-sort', 'ascending')
    })

    await test.step('somebody else sees it, and may not change it', async () => {
      await auditor.goto('/tokens')
      await auditor.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click()
      await expect(auditor).toHaveURL(address)
      await expect(applied(auditor)).toContainText('Owner is none')
      await expect(auditor.getByRole('columnheader').nth(10)).toHaveText('Age')
      await expect(auditor.getByRole('button', { name: /^Change the view/ })).toHaveCount(0)
    })

    await test.step('it is renamed and taken away', async () => {
      await analyst.getByRole('button', { name: /^Change the view/ }).click()
      await analyst.getByLabel('Name', { exact: true }).fill(`${name} now`)
      await analyst.getByRole('button', { name: 'Save changes' }).click()
      await expect(analyst.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: `${name} now` })).toBeVisible()
      await analyst.getByRole('button', { name: /^Change the view/ }).click()
      await analyst.getByText('Delete this view').click()
      await analyst.getByRole('button', { name: /^Delete view/ }).click()
      await expect(analyst).toHaveURL(/\/tokens$/)
      await expect(analyst.getByRole('navigation', { name: 'Views' }).getByRole('link', { name })).toHaveCount(0)
    })
  })
})

test.describe('on a phone', () => {
  for (const width of [390, 320]) {
    test(`${width} px: cards, a sheet of filters, nothing cut`, async ({ analyst }) => {
      await analyst.setViewportSize({ width, height: 800 })
      await analyst.goto('/tokens')
      const card = rowsOf(analyst).first()
      await expect(card).toContainText('Revoke now')
      await expect(card).toContainText('Owner')
      await expect(card.getByRole('checkbox')).toHaveCount(0)
      expect(await sideways(analyst)).toBe(0)
      await analyst.getByRole('button', { name: 'Filters' }).click()
      await filtersOf(analyst).locator('summary', { hasText: 'Verdict' }).click()
      await analyst.getByRole('checkbox', { name: /^Standing privilege/ }).check()
      await analyst.getByRole('button', { name: 'Show tokens' }).click()
      await expect(applied(analyst)).toContainText('Verdict is Standing privilege')
      await expect(analyst.getByRole('button', { name: 'Show tokens' })).toBeHidden()
      await expect(card).toContainText('Standing privilege')
      expect(await sideways(analyst)).toBe(0)
      await analyst.goto('/tokens/issuers')
      expect(await sideways(analyst)).toBe(0)
    })
  }
})

async function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** Opens the chooser of columns, does something in it, and applies. */
async function columns(page: Page, act: (menu: Locator) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'Columns' }).click()
  const menu = page.getByRole('group', { name: 'Columns' })
  await act(menu)
  await menu.getByRole('button', { name: 'Apply' }).click()
  await expect(menu).toBeHidden()
}
