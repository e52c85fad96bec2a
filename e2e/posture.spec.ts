import type { Page } from '@playwright/test'
import { askDatabase } from './database.ts'
import { expect, test } from './fixtures.ts'

type Figure = { count: number; href: string; says: string }

/** Every link of the page that counts something: its number, and the list that it opens. */
async function figures(page: Page): Promise<Figure[]> {
  const links = await page.locator('main a[href*="/tokens?"], main a[href*="/plans"], main a[href*="/exceptions?"]').evaluateAll((found) =>
    found.map((link) => ({
      href: link.getAttribute('href') ?? '',
      says: (link.getAttribute('aria-label') ?? (link as HTMLElement).innerText).replace(/\s+/g, ' '),
    })),
  )
  return links.flatMap(({ href, says }) => {
    // "Sources of 3 h" names no count: a figure stands at the head of its link, or alone at its end.
    const told = /^(?:at least )?([\d,]+)\b/i.exec(says) ?? /(?:^|\s)([\d,]+)(?: · [^·]*| .*)?$/.exec(says)
    return told && /\d/.test(told[1] ?? '') ? [{ href, says, count: Number((told[1] ?? '').replaceAll(',', '')) }] : []
  })
}

/** Figures whose lists are not as long as they say. A list says its own count in its status. */
async function unlike(page: Page, told: readonly Figure[]): Promise<(Figure & { opens: number })[]> {
  const wrong: (Figure & { opens: number })[] = []
  for (const one of new Map(told.map((figure) => [figure.href, figure])).values()) {
    if (!one.href.startsWith('/tokens?')) continue
    // Few rows: the count is of all of them. A view has its own.
    const address = one.href.includes('view=') ? one.href : `${one.href}&limit=5`
    const list = await (await page.request.get(address)).text()
    const opens = Number((/([\d,]+) tokens? match/.exec(list)?.[1] ?? 'NaN').replaceAll(',', ''))
    if (opens !== one.count) wrong.push({ ...one, opens })
  }
  return wrong
}

test('what names somebody who left is a number of its own, and opens their list', async ({ analyst }) => {
  await analyst.goto('/')
  const link = analyst.getByRole('link', { name: /names? somebody who left$/ })
  const count = (await link.innerText()).split(' ')[0] ?? 'none'
  await link.click()
  await expect(analyst).toHaveURL(/directory\/gaps#left$/)
  await expect(analyst.getByText(`still have ${count} live tokens`)).toBeVisible()
})

test('what leaked, works and matches no token is a number of its own, and opens those leaks', async ({ analyst }) => {
  await analyst.goto('/')
  const link = analyst.getByRole('link', { name: /match(?:es)? no token$/ })
  const count = (await link.innerText()).split(' ')[0] ?? 'none'
  await link.click()
  await expect(analyst.getByText(`${count} more work, and nobody knows whose they are`)).toBeVisible()
  await expect(analyst.getByRole('table').getByRole('row')).toHaveCount(Number(count) + 1)
})

test('every number of the posture opens the list that it counts', async ({ analyst }) => {
  test.slow()
  await analyst.goto('/?charts=1')
  const all = await figures(analyst)
  expect(all.length).toBeGreaterThan(40)
  let wrong = await unlike(analyst, all)
  // Other stories open and close plans meanwhile: what does not agree is read again, the page and its lists close together.
  for (let again = 0; again < 3 && wrong.length > 0; again += 1) {
    await analyst.goto('/?charts=1')
    const links = new Set(wrong.map(({ href }) => href))
    wrong = await unlike(
      analyst,
      (await figures(analyst)).filter(({ href }) => links.has(href)),
    )
  }
  expect(wrong).toEqual([])
})

/** A story of the company: the token that it is of, and the numbers of the first page whose lists hold it, by what these are narrowed by. */
const stories: readonly (readonly [story: string, token: string, told: readonly string[]])[] = [
  ['an administrator’s key of 700 days, used daily', 'svc-legacy-admin', ['verdict=standing-privilege', 'life=never&level=6']],
  ['one key of two teams', 'shared-reporting', ['verdict=standing-privilege', 'life=never&level=5']],
  ['a key that is rotated', 'ci-deploy', ['verdict=standing-privilege', 'binding=keyed-asym']],
  ['made for a migration and never used', 'migration-2023', ['verdict=revoke-now', 'life=never&level=6']],
  ['a model’s key of Bedrock', 'support-agent-model', ['verdict=revoke-now', 'provider=aws', 'agent=supervised&agent=autonomous']],
  ['a key that goes and comes back', 'invoice-mailer', ['verdict=standing-privilege', 'provider=aws']],
  ['two keys of an unfinished rotation', 'billing-export', ['verdict=standing-privilege', 'provider=aws']],
  ['its owner left', 'nightly-inventory-report', ['verdict=standing-privilege', 'life=never&level=5']],
  ['a robot’s token', 'release-bot', ['verdict=standing-privilege', 'life=not-reported&level=4']],
  ['a classic token that administers', 'org cleanup script', ['verdict=standing-privilege', 'life=never&level=6']],
  ['a vendor’s refresh token', 'Conveyor chat connector', ['verdict=standing-privilege', 'life=never&level=6']],
  [
    'an autonomous agent’s key',
    'support-agent tools',
    ['verdict=standing-privilege', 'provider=openai', 'agent=supervised&agent=autonomous'],
  ],
  ['leaked, and works', 'release-announcer', ['exposure=suspected&exposure=confirmed&exposure=abuse&sort=due', 'verdict=revoke-now']],
  [
    'a person’s token of GitHub, leaked and valid',
    'shelf-labels-laptop',
    ['exposure=suspected&exposure=confirmed&exposure=abuse&sort=due', 'verdict=revoke-now'],
  ],
  ['one key in three environments', 'customs-desk-token', ['verdict=standing-privilege']],
  ['bound by DPoP', 'checkout to parcel API', ['verdict=acceptable', 'binding=pop-app']],
  ['a workload’s own identity', 'ledger workload identity', ['verdict=acceptable', 'binding=pop-mtls']],
  ['a short-lived token by OIDC', 'docs-site publisher', ['verdict=acceptable', 'binding=bearer']],
  ['break glass', 'break-glass (sealed)', ['provider=okta', 'binding=bearer']],
  ['its vendor’s contract ended', 'Palletwise planning feed', ['verdict=revoke-now']],
  ['bound by a client certificate', 'customs gateway', ['binding=pop-mtls']],
]

test('every story of the company is told by numbers of the first page', async ({ analyst }) => {
  test.slow()
  await analyst.goto('/?charts=1')
  const lists = new Set((await figures(analyst)).map(({ href }) => href))
  // Another story moves the company's clock meanwhile, and what lives an hour is over then.
  const live = await askDatabase<{ name: string }>(`select name from unnest($1::text[]) n(name) where exists (select from token t where t.state = 'live' and t.name like n.name || '%')`, [stories.map(([, token]) => token)])
  const told = stories.filter(([, token]) => live.some(({ name }) => name === token))
  expect(told.length).toBeGreaterThanOrEqual(14)
  const missing: string[] = []
  for (const [story, token, numbers] of told)
    for (const one of numbers) {
      const list = await (await analyst.request.get(`/tokens?${one}&${new URLSearchParams({ q: token })}`)).text()
      if (!lists.has(`/tokens?${one}`)) missing.push(`${story}: no number opens ${one}`)
      if (!/\b[1-9][\d,]* tokens? match/.test(list)) missing.push(`${story}: ${token} is not in the list of ${one}`)
    }
  expect(missing).toEqual([])
  // An agent stands with the person who answers for it, or without one.
  await analyst.getByRole('link', { name: 'AI agents' }).click()
  await expect(analyst.getByText('support-agent', { exact: false }).first()).toBeVisible()
}) // prettier-ignore
