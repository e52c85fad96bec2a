import type { Page } from '@playwright/test'
import { openDb } from '../lib/db/db.ts'
import { expect, test } from './fixtures.ts'
import { cookieFor } from './visitors.ts'

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search everything' })
const opened = async (page: Page, path = '/help') => {
  await page.goto(path)
  await page.waitForLoadState('networkidle')
}

test.describe('the search over everything', () => {
  test('finds a token by the keyboard alone, opens it, and gives the focus back when it is left', async ({ analyst }) => {
    await opened(analyst)
    await analyst.keyboard.press('Control+k')
    const field = palette(analyst).getByRole('combobox')
    await expect(field).toBeFocused()
    await expect(palette(analyst).getByRole('option')).toHaveText([
      /Tokens/,
      /My tasks/,
      /Programme/,
      /Exceptions/,
      /Audit/,
      /Sources/,
      /Directory/,
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
    await opened(analyst)
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
    await opened(owner)
    await owner.keyboard.press('Control+k')
    await expect(palette(owner).getByRole('option')).toHaveText([/My tokens/, /My tasks/, /My plans/, /Exceptions/, /Your account/, /Help/])
  })
})

test.describe('keys', () => {
  test('go to pages, to the search and along the rows, and do nothing while one types', async ({ analyst }) => {
    await opened(analyst)
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
  })

  test('are listed by ?, and the single ones can be turned off and stay off', async ({ analyst }) => {
    await opened(analyst)
    await analyst.keyboard.press('?')
    const dialog = analyst.getByRole('dialog', { name: 'Keys' })
    const box = dialog.getByRole('checkbox', { name: /Single keys do something/ })
    await expect(box).toBeFocused()
    await analyst.keyboard.press('Space')
    await expect(box).not.toBeChecked()
    await analyst.keyboard.press('Escape')
    await opened(analyst)
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
    await opened(auditor)
    await auditor.keyboard.press('Tab')
    await expect(auditor.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
    await auditor.keyboard.press('Enter')
    await expect(auditor.getByRole('main')).toBeFocused()
  })

  test('remembers the theme', async ({ auditor }) => {
    await opened(auditor)
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
    await opened(auditor, '/tokens')
    expect(await width()).toBe(56)
    await expect(nav.getByRole('link', { name: 'Sources' })).toBeVisible()
    await opened(auditor)
    expect(await width()).toBe(216)
    await nav.getByRole('button', { name: 'Narrow navigation' }).click()
    expect(await width()).toBe(56)
    await auditor.reload()
    expect(await width()).toBe(56)
    await nav.getByRole('button', { name: 'Widen navigation' }).click()
    await opened(auditor, '/tokens')
    expect(await width()).toBe(216)
  })

  test('has its menu by the keyboard: arrows move, Escape closes and gives the focus back', async ({ auditor }) => {
    await opened(auditor)
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

  test('on a phone is a bar at the foot, and no page scrolls sideways at 320 px', async ({ analyst }) => {
    await analyst.setViewportSize({ width: 390, height: 844 })
    await opened(analyst)
    const bar = analyst.getByRole('navigation', { name: 'Main' })
    await expect(bar.getByRole('link')).toHaveText(['My tasks', 'Tokens', 'Programme'])
    await bar.getByText('More').click()
    await bar.getByRole('link', { name: 'Audit' }).click()
    await expect(analyst).toHaveURL(/\/audit$/)
    await expect(bar.getByRole('link', { name: 'Audit' })).toBeHidden()

    await analyst.setViewportSize({ width: 320, height: 640 })
    const wide: string[] = []
    for (const path of [
      '/tokens',
      '/tokens/issuers',
      '/tasks',
      '/plans',
      '/plans/new',
      '/exceptions',
      '/exceptions/new',
      '/sources',
      '/coverage',
      '/directory',
      '/directory/workloads',
      '/audit',
      '/account',
      '/help',
    ]) {
      await analyst.goto(path)
      const { scrollWidth } = await analyst.evaluate(() => ({ scrollWidth: document.documentElement.scrollWidth }))
      if (scrollWidth > 320) wide.push(`${path}: ${scrollWidth}`)
    }
    expect(wide).toEqual([])
  })

  test('an owner’s phone has only what they have', async ({ owner }) => {
    await owner.setViewportSize({ width: 390, height: 844 })
    await opened(owner)
    await expect(owner.getByRole('navigation', { name: 'Main' }).getByRole('link')).toHaveText(['My tasks', 'My tokens'])
  })
})

test('the end of a session is said two minutes ahead, can be put off, and is said when it came', async ({ stranger }) => {
  const db = openDb(process.env.E2E_DATABASE_URL ?? '')
  const id = crypto.randomUUID()
  try {
    await db.prisma.user.create({ data: { id, email: `idle.${id}@example.com`, name: 'Idle', role: 'auditor', createdAt: new Date() } })
    const { cookie, hash } = await cookieFor(db, id)
    const [name = '', value = ''] = cookie.split('=')
    await stranger.context().addCookies([{ name, value, url: process.env.E2E_URL ?? '' }])
    const idle = (minutes: number) =>
      db.prisma.session.update({
        where: { hash },
        data: { startedAt: new Date(Date.now() - 60 * 60_000), seenAt: new Date(Date.now() - minutes * 60_000) },
      })

    await stranger.clock.install()
    await opened(stranger)
    await idle(28.5)
    await stranger.clock.runFor('28:30')
    const warning = stranger.getByRole('dialog', { name: /You will be signed out in/ })
    await expect(warning.getByRole('button', { name: 'Stay signed in' })).toBeFocused()
    await stranger.keyboard.press('Enter')
    await expect(warning).toBeHidden()
    expect(Date.now() - ((await db.prisma.session.findUnique({ where: { hash } }))?.seenAt.getTime() ?? 0)).toBeLessThan(60_000)

    await idle(31)
    await stranger.clock.runFor('28:30')
    await expect(stranger.getByRole('dialog', { name: 'You are signed out' })).toBeVisible()
  } finally {
    await db.prisma.user.deleteMany({ where: { id } })
    await db.close()
  }
})
