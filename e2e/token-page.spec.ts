import type { Page } from '@playwright/test'
import { cast } from './cast.ts'
import { expect, test } from './fixtures.ts'

const drawer = (page: Page) => page.getByRole('complementary').filter({ has: page.locator('#drawer-title') })
const rowLinks = (page: Page) => page.getByRole('table', { name: 'Tokens' }).locator('a[data-token]')

/** The shares on the page add up to the risk that its last row states. */
async function addsUp(page: Page): Promise<void> {
  const points = await page.getByRole('table', { name: 'What makes the risk' }).locator('tbody tr td:nth-child(2)').allTextContents()
  const tenths = points.map((text) => Math.round(Number(text) * 10))
  const total = tenths.pop()
  expect(tenths.length).toBeGreaterThan(1)
  expect(tenths.reduce((sum, each) => sum + each, 0)).toBe(total)
}

test.describe('the drawer beside the list', () => {
  test('opens on a row, walks by keys, closes by Esc with the focus back on the row', async ({ analyst }) => {
    await analyst.setViewportSize({ width: 1440, height: 900 })
    await analyst.goto('/tokens?limit=5')
    const first = rowLinks(analyst).first()
    const names = await rowLinks(analyst).allTextContents()
    await first.click()
    await expect(analyst).toHaveURL(/[?&]token=/)
    const heading = drawer(analyst).getByRole('heading', { level: 2 })
    await expect(heading).toHaveText(names[0] ?? '')
    for (const part of ['Why', 'Next step', 'What would change it', 'Used by'])
      await expect(drawer(analyst).getByRole('heading', { name: part })).toBeVisible()
    await expect(drawer(analyst)).toBeFocused()
    await expect(first).toBeVisible()

    await analyst.keyboard.press(']')
    await expect(heading).toHaveText(names[1] ?? '')
    await analyst.keyboard.press('[')
    await expect(heading).toHaveText(names[0] ?? '')
    await analyst.keyboard.press('Escape')
    await expect(drawer(analyst)).toHaveCount(0)
    await expect(first).toBeFocused()
    await expect(analyst).not.toHaveURL(/token=/)
  })

  test('Back closes it, however many were walked through; the list’s filter stays', async ({ analyst }) => {
    await analyst.setViewportSize({ width: 1440, height: 900 })
    await analyst.goto('/tokens?verdict=standing-privilege&limit=5')
    await rowLinks(analyst).nth(1).click()
    const heading = drawer(analyst).getByRole('heading', { level: 2 })
    await expect(drawer(analyst).getByRole('heading', { name: 'Why' })).toBeVisible()
    const before = await heading.textContent()
    await drawer(analyst)
      .getByRole('link', { name: /^Next token/ })
      .click()
    await expect(heading).not.toHaveText(before ?? '')
    await analyst.goBack()
    await expect(drawer(analyst)).toHaveCount(0)
    await expect(analyst).toHaveURL(/\/tokens\?verdict=standing-privilege&limit=5$/)
  })

  test('on a phone the row leads to the page itself', async ({ analyst }) => {
    await analyst.setViewportSize({ width: 390, height: 800 })
    await analyst.goto('/tokens?limit=5')
    await rowLinks(analyst).first().click()
    await expect(analyst).toHaveURL(/\/tokens\/[0-9a-f-]{36}/)
    await expect(analyst.getByRole('heading', { name: 'Facts' })).toBeVisible()
  })

  test('a token that is not there says so, beside a list that stays', async ({ owner }) => {
    const { id: standing } = cast().standing
    await owner.setViewportSize({ width: 1440, height: 900 })
    for (const id of [standing, '018f0000-0000-7000-8000-000000000000', 'none']) {
      await owner.goto(`/tokens?token=${id}&limit=5`)
      await expect(drawer(owner).getByText('There is no such token, or it is not one of yours.')).toBeVisible()
    }
  })
})

test.describe('a token’s page', () => {
  test('says why, adds up, and is named for the token', async ({ analyst }) => {
    const { id: standing } = cast().standing
    await analyst.goto(`/tokens/${standing}`)
    const name = await analyst.getByRole('heading', { level: 1 }).textContent()
    await expect(analyst).toHaveTitle(`${name} · Tokens · Standdown`)
    await expect(analyst.getByText('Standing privilege.')).toBeVisible()
    await expect(analyst.getByText(/enough to use it\. .*Retire it by/)).toBeVisible()
    await expect(analyst.locator('#why').getByRole('listitem').first()).toContainText('decides')
    await addsUp(analyst)
    const facts = analyst.getByRole('table', { name: 'Facts and where each came from' })
    await expect(facts.getByRole('row', { name: /^Issued/ })).toContainText(/iam:/)
    await facts.getByRole('link', { name: 'Correct… Expires' }).click()
    await expect(analyst).toHaveURL(/correct=expires/)
    await expect(analyst.getByRole('form', { name: 'Correct a fact' }).getByLabel('Fact')).toHaveValue('expires')
  })

  test('previous and next stay in the list it was opened from', async ({ analyst }) => {
    await analyst.goto('/tokens?verdict=standing-privilege&sort=name&limit=5')
    const hrefs = await rowLinks(analyst).evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
    await analyst.goto(hrefs[1] ?? '')
    const first = analyst.getByRole('heading', { level: 1 })
    const name = await first.textContent()
    await analyst.getByRole('link', { name: 'Next token' }).click()
    await expect.poll(() => new URL(analyst.url()).pathname).toBe(hrefs[2]?.split('?')[0])
    await analyst.getByRole('link', { name: 'Previous token' }).click()
    await expect(first).toHaveText(name ?? '')
    await analyst
      .getByRole('navigation', { name: 'In the list' })
      .getByRole('link', { name: /^Tokens/ })
      .click()
    await expect(analyst).toHaveURL(/\/tokens\?verdict=standing-privilege&sort=name&limit=5$/)
  })

  test('a forged list leads nowhere else', async ({ analyst }) => {
    const { id: standing } = cast().standing
    for (const forged of ['https://evil.example/', '//evil.example', 'sort=__proto__', 'view=../../sources', '%00'.repeat(50)]) {
      await analyst.goto(`/tokens/${standing}?in=${encodeURIComponent(forged)}`)
      const links = await analyst.getByRole('navigation', { name: 'In the list' }).getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? '')) // prettier-ignore
      expect(links.length).toBeGreaterThan(0)
      for (const href of links) expect(href).toMatch(/^\/tokens(\/[0-9a-f-]{36})?(\?|$)/)
    }
  })

  test('what if: tried without saving, kept in the address, and taken back', async ({ auditor }) => {
    const { id: standing } = cast().standing
    await auditor.goto(`/tokens/${standing}`)
    await auditor.getByText('What if…').click()
    const panel = auditor.getByRole('form', { name: 'What if' })
    await panel.getByLabel('Lifetime').selectOption('1h')
    await panel.getByLabel('Binding').selectOption('pop-app')
    await panel.getByRole('button', { name: 'Score it so' }).click()
    await expect(auditor).toHaveURL(/if-life=1h/)
    await expect(panel.getByRole('status')).toContainText(/Acceptable/)
    await expect(panel.getByLabel('Lifetime')).toHaveValue('1h')
    await expect(auditor.getByText('Standing privilege.')).toBeVisible()
    await panel.getByRole('link', { name: 'Reset' }).click()
    await expect(auditor).not.toHaveURL(/if-life/)
  })

  test('the timeline is filtered by kind', async ({ analyst }) => {
    const { id: eventful } = cast().eventful
    await analyst.goto(`/tokens/${eventful}`)
    const kinds = analyst.getByRole('navigation', { name: 'Kinds of event' })
    const events = analyst.locator('#timeline ol > li')
    const all = await events.count()
    await kinds.getByRole('link', { name: /^State/ }).click()
    await expect(analyst).toHaveURL(/events=state/)
    await expect(events.last()).toContainText('First seen')
    expect(await events.count()).toBeLessThan(all)
    await kinds.getByRole('link', { name: /^All/ }).click()
    await expect(events).toHaveCount(all)
  })

  test('leaves as JSON', async ({ analyst }) => {
    await analyst.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const { id: standing } = cast().standing
    await analyst.goto(`/tokens/${standing}#raw`)
    await analyst.getByText('The last sighting, what is known beside it').click()
    await analyst.getByRole('button', { name: /^Copy JSON/ }).click()
    await expect(analyst.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible()
    const copied = JSON.parse(await analyst.evaluate(() => navigator.clipboard.readText())) as { id: string; score: { verdict: string } }
    expect(copied).toMatchObject({ id: standing, score: { verdict: 'standing-privilege' } })
  })

  test('a disabled token is retired but never shown as gone', async ({ auditor }) => {
    const { id: retired } = cast().retired
    await auditor.goto(`/tokens/${retired}`)
    await expect(auditor.getByText('Disabled, reversible: it exists and can be switched back on.')).toBeVisible()
    await expect(auditor.getByRole('heading', { name: 'Proof of its end' })).toBeVisible()
    await expect(auditor.getByRole('link', { name: 'See proof' })).toBeVisible()
    await expect(auditor.getByRole('link', { name: /^Correct…/ })).toHaveCount(0)
  })

  test('another’s token is the page that is not there', async ({ owner }) => {
    const { id: standing } = cast().standing
    const answers = []
    for (const id of [standing, '018f0000-0000-7000-8000-000000000000', 'none']) {
      answers.push((await owner.goto(`/tokens/${id}`))?.status())
      await expect(owner.getByRole('heading', { level: 1 })).toBeVisible()
    }
    expect(answers).toEqual([404, 404, 404])
  })
})
