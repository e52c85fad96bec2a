import type { Locator, Page } from '@playwright/test'
import { expect, people, test } from './fixtures.ts'

/** Presses Tab until something has the focus; at every stop the focus is on the screen and nothing lies over it. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed += 1) {
    await page.keyboard.press('Tab')
    const hidden = await page.evaluate(() => {
      const at = document.activeElement
      if (!at || at === document.body) return null
      const box = at.getBoundingClientRect()
      // What is for screen readers alone until it has the focus, and controls drawn by their label, have no size of their own.
      if (box.width < 2 || box.height < 2) return null
      const over = document.elementFromPoint(box.left + Math.min(box.width, 40) / 2, box.top + box.height / 2)
      return over && (at.contains(over) || over.contains(at)) ? null : `${at.tagName} ${at.textContent?.trim().slice(0, 40)}`
    })
    expect(hidden, 'what has the focus is covered or off the screen').toBeNull()
    if (await goal.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error('Eighty presses of Tab did not get there.')
}

test('from the sign-in to an export by the keyboard alone', async ({ stranger: page }) => {
  test.setTimeout(120_000)
  const { email, password } = people.analyst
  await page.goto('/tokens')
  await expect(page).toHaveURL(/sign-in/)
  await tabTo(page, page.getByLabel('E-mail'))
  await page.keyboard.type(email)
  await tabTo(page, page.getByLabel('Password', { exact: true }))
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Tokens', level: 1 })).toBeVisible()

  const verdict = page.getByRole('search', { name: 'Tokens' }).locator('summary', { hasText: 'Verdict' })
  await tabTo(page, verdict)
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('checkbox', { name: /^Revoke now/ }))
  await page.keyboard.press('Space')
  await tabTo(
    page,
    page
      .locator('details', { has: page.locator('summary', { hasText: 'Verdict' }) })
      .first()
      .getByRole('button', { name: 'Apply' }),
  )
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/verdict=revoke-now/)
  await expect(page.getByRole('list', { name: 'Filters in use' })).toContainText('Revoke now')

  const download = page.waitForEvent('download')
  await tabTo(page, page.getByRole('link', { name: 'Export CSV' }))
  await page.keyboard.press('Enter')
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)

  // And on into the first row, its drawer, and back to where one was.
  await page.keyboard.press('j')
  const row = page.locator('[data-key-open]').first()
  await expect(row).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/token=/)
  // What is pressed before the drawer is there is meant for nothing.
  await expect(page.locator('a[data-close]')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/token=/)
  await expect(row).toBeFocused()
})
