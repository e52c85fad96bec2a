import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search everything' })

test.describe('the search over everything', () => {
  test('finds a token by the keyboard alone, opens it, and gives the focus back when it is left', async ({ analyst }) => {
    await analyst.goto('/help')
    await analyst.keyboard.press('Control+k')
    const field = palette(analyst).getByRole('combobox')
    await expect(field).toBeFocused()
    await expect(palette(analyst).getByRole('option')).toHaveText([
      /Posture/,
      /Tokens/,
      /Exposures/,
      /My tasks/,
      /Programme/,
      /Exceptions/,
      /Acts/,
      /Reports/,
      /Audit/,
      /Sources/,
      /Directory/,
      /Settings/,
      /Your account/,
      /Help/,
    ])
    await analyst.keyboard.press('Escape')
    await expect(palette(analyst)).toBeHidden()

    const search = analyst.getByRole('button', { name: 'Search' })
    await search.focus()
    await analyst.keyboard.press('Enter')
    await field.fill('release')
    const tokens = palette(analyst).getByRole('group', { name: 'Tokens' }).getByRole('option')
    await expect(tokens.first()).toHaveAttribute('aria-selected', 'true')
    expect(await palette(analyst).getByRole('option').count()).toBeLessThanOrEqual(8)
    await analyst.keyboard.press('Escape')
    await expect(search).toBeFocused()

    await analyst.keyboard.press('Control+k')
    await field.fill('release')
    await expect(tokens.first()).toBeVisible()
    await analyst.keyboard.press('ArrowDown')
    await analyst.keyboard.press('ArrowUp')
    await analyst.keyboard.press('Enter')
    await expect(analyst).toHaveURL(/\/tokens\/[0-9a-f-]{36}/)
  })

  test('says when nothing matches, when it fails, and still leads to the pages', async ({ analyst }) => {
    await analyst.goto('/help')
    await analyst.keyboard.press('Control+k')
    const field = palette(analyst).getByRole('combobox')
    await field.fill('zzqq nothing is called this')
    await expect(palette(analyst).getByRole('status')).toHaveText(/Nothing that you may see matches/)
    await analyst.route('**/api/v1/find?**', (route) => route.abort())
    await field.fill('sources')
    await expect(palette(analyst).getByRole('status')).toHaveText(/could not be reached/)
    await analyst.keyboard.press('Enter')
    await expect(analyst).toHaveURL(/\/sources$/)
  })

  test('offers an owner their own pages only', async ({ owner }) => {
    await owner.goto('/help')
    await owner.keyboard.press('Control+k')
    await expect(palette(owner).getByRole('option')).toHaveText([
      /My tokens/,
      /My exposures/,
      /My tasks/,
      /My plans/,
      /Exceptions/,
      /Acts/,
      /Your account/,
      /Help/,
    ])
  })
})

test.describe('keys', () => {
  test('go to pages, to the search and along the rows, and do nothing while one types', async ({ analyst }) => {
    const ahead: string[] = []
    analyst.on('request', (request) => {
      if (request.headers()['next-router-prefetch']) ahead.push(request.url())
    })
    await analyst.goto('/help')
    await analyst.keyboard.press('g')
    await analyst.keyboard.press('s')
    await expect(analyst).toHaveURL(/\/sources$/)
    await analyst.keyboard.press('g')
    await analyst.keyboard.press('t')
    await expect(analyst).toHaveURL(/\/tokens$/)
    await expect(analyst.getByRole('heading', { level: 1, name: 'Tokens' })).toBeVisible()
    const rows = analyst.locator('[data-key-row]:visible')
    await analyst.keyboard.press('j')
    await expect(rows.nth(0).locator('[data-key-open]')).toBeFocused()
    await analyst.keyboard.press('j')
    await expect(rows.nth(1).locator('[data-key-open]')).toBeFocused()
    await analyst.keyboard.press('x')
    await expect(rows.nth(1).locator('[data-key-select]')).toBeChecked()
    await analyst.keyboard.press('k')
    await expect(rows.nth(0).locator('[data-key-open]')).toBeFocused()
    await analyst.keyboard.press('/')
    const search = analyst.locator('[data-key-search]')
    await expect(search).toBeFocused()
    await analyst.keyboard.type('gs?')
    await expect(search).toHaveValue('gs?')
    await expect(analyst).toHaveURL(/\/tokens$/)
    // Of all the links of three pages none was asked for ahead.
    expect(ahead).toEqual([])
  })

  test('are listed by ?, and the single ones can be turned off and stay off', async ({ analyst }) => {
    await analyst.goto('/help')
    await analyst.keyboard.press('?')
    const dialog = analyst.getByRole('dialog', { name: 'Keys' })
    const box = dialog.getByRole('checkbox', { name: /Single keys do something/ })
    await expect(box).toBeFocused()
    await analyst.keyboard.press('Space')
    await expect(box).not.toBeChecked()
    await analyst.keyboard.press('Escape')
    await analyst.goto('/help')
    await analyst.keyboard.press('?')
    await analyst.keyboard.press('g')
    await analyst.keyboard.press('s')
    // Were they on, one of these would be there before the palette, which is no single key.
    await analyst.keyboard.press('Control+k')
    await expect(palette(analyst)).toBeVisible()
    await expect(dialog).toBeHidden()
    await expect(analyst).toHaveURL(/\/help$/)
    await analyst.keyboard.press('Escape')

    await analyst.getByRole('button', { name: 'Turn single keys on or off' }).click()
    await box.check()
    await analyst.keyboard.press('Escape')
    await analyst.keyboard.press('?')
    await expect(dialog).toBeVisible()
  })
})

test.describe('the frame', () => {
  test('is skipped by the first link', async ({ auditor }) => {
    await auditor.goto('/help')
    await auditor.keyboard.press('Tab')
    await expect(auditor.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
    await auditor.keyboard.press('Enter')
    await expect(auditor.getByRole('main')).toBeFocused()
  })

  test('remembers the theme', async ({ auditor }) => {
    await auditor.goto('/help')
    await auditor.getByRole('button', { name: 'Theme: as the system. Change to light' }).click()
    await auditor.getByRole('button', { name: 'Theme: light. Change to dark' }).click()
    await expect(auditor.locator('html')).toHaveAttribute('data-theme', 'dark')
    await auditor.reload()
    await expect(auditor.locator('html')).toHaveAttribute('data-theme', 'dark')
    await auditor.getByRole('button', { name: /^Theme: dark/ }).click()
    await expect(auditor.locator('html')).not.toHaveAttribute('data-theme')
  })

  test('narrows its column beside the tokens by itself, and everywhere when it is told, and remembers that', async ({ auditor }) => {
    const nav = auditor.getByRole('navigation', { name: 'Main' })
    const width = async () => (await nav.boundingBox())?.width
    await auditor.setViewportSize({ width: 1280, height: 800 })
    await auditor.goto('/tokens')
    expect(await width()).toBe(56)
    await expect(nav.getByRole('link', { name: 'Sources' })).toBeVisible()
    await auditor.goto('/help')
    expect(await width()).toBe(216)
    await nav.getByRole('button', { name: 'Narrow navigation' }).click()
    expect(await width()).toBe(56)
    await auditor.reload()
    expect(await width()).toBe(56)
    await nav.getByRole('button', { name: 'Widen navigation' }).click()
    await auditor.goto('/tokens')
    expect(await width()).toBe(216)
  })

  test('has its menu by the keyboard: arrows move, Escape closes and gives the focus back', async ({ auditor }) => {
    await auditor.goto('/help')
    const menu = auditor.getByRole('banner').locator('summary')
    await menu.focus()
    await auditor.keyboard.press('ArrowDown')
    await expect(auditor.getByRole('banner').getByRole('link', { name: 'Your account' })).toBeFocused()
    await auditor.keyboard.press('ArrowUp')
    await expect(auditor.getByRole('button', { name: 'Sign out' })).toBeFocused()
    await auditor.keyboard.press('Escape')
    await expect(menu).toBeFocused()
    await expect(auditor.getByRole('button', { name: 'Sign out' })).toBeHidden()
  })

  test('on a phone is a bar at the foot', async ({ analyst }) => {
    await analyst.setViewportSize({ width: 390, height: 844 })
    await analyst.goto('/help')
    const bar = analyst.getByRole('navigation', { name: 'Main' })
    await expect(bar.getByRole('link')).toHaveText(['Posture', 'Tokens', /^Exposures/])
    await bar.getByText('More').click()
    await bar.getByRole('link', { name: 'Audit' }).click()
    await expect(analyst).toHaveURL(/\/audit$/)
    await expect(bar.getByRole('link', { name: 'Audit' })).toBeHidden()
  })

  test('an owner’s phone has only what they have', async ({ owner }) => {
    await owner.setViewportSize({ width: 390, height: 844 })
    await owner.goto('/help')
    await expect(owner.getByRole('navigation', { name: 'Main' }).getByRole('link')).toHaveText(['My tasks', 'My tokens'])
  })
})
