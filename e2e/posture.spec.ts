import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** Every link of the page that counts something: its number, and the list that it opens. */
async function figures(page: Page): Promise<{ count: number; href: string; says: string }[]> {
  const links = await page.locator('main a[href*="/tokens?"], main a[href*="/plans"], main a[href*="/exceptions?"]').evaluateAll((found) =>
    found.map((link) => ({
      href: link.getAttribute('href') ?? '',
      says: (link.getAttribute('aria-label') ?? (link as HTMLElement).innerText).replace(/\s+/g, ' '),
    })),
  )
  return links.flatMap(({ href, says }) => {
    // "Sources of 3 h" names no count: a figure stands at the head of its link, or alone at its end.
    const told = /^(?:at least )?([\d,]+)\b/.exec(says) ?? /(?:^|\s)([\d,]+)(?: · [^·]*| .*)?$/.exec(says)
    return told && /\d/.test(told[1] ?? '') ? [{ href, says, count: Number((told[1] ?? '').replaceAll(',', '')) }] : []
  })
}

test('every number of the posture opens the list that it counts', async ({ analyst }) => {
  test.slow()
  await analyst.goto('/?charts=1')
  const all = await figures(analyst)
  expect(all.length).toBeGreaterThan(40)
  const wrong: string[] = []
  for (const [href, { count, says }] of new Map(all.map((one) => [one.href, one]))) {
    const list = await (await analyst.request.get(href)).text()
    // A list says its own count: of tokens in its status, of the others by what stands over them.
    const shown = Number((/([\d,]+) tokens? match/.exec(list)?.[1] ?? 'NaN').replaceAll(',', ''))
    if (href.startsWith('/tokens?') && shown !== count) wrong.push(`“${says}” opens ${shown} at ${href}`)
  }
  expect(wrong).toEqual([])
})
