import sharp from 'sharp'
import { cast, type Cast } from './cast.ts'
import { expect, test, type Page } from './fixtures.ts'
import { widerThanScreen } from './look-over.ts'

// Each walks through many pages in one browser; together they are what axe does not look for.
test.describe.configure({ mode: 'parallel', timeout: 120_000 })

/** The pages of the console that a person works in, and the forms. */
const pages = ({ standing, aws, owner, workload, rule, auditor, exception, review, act }: Cast): readonly string[] => [
  '/tokens?limit=8',
  '/tokens?group=reason',
  '/tokens/issuers',
  `/tokens/${standing.id}`,
  '/sources',
  `/sources/${aws.id}`,
  `/sources/${aws.id}/start`,
  '/sources/new',
  '/sources/new/aws',
  '/sources/new/aws/assume-role',
  '/sources/import',
  '/coverage',
  '/directory',
  `/directory/owners/${owner.id}`,
  '/directory/owners/new',
  '/directory/workloads',
  `/directory/workloads/${workload.id}`,
  '/directory/workloads/new',
  '/directory/rules',
  `/directory/rules/${rule.id}`,
  '/directory/rules/new',
  '/directory/suggestions',
  '/directory/gaps',
  '/directory/import',
  '/tasks',
  `/tasks/review/${review.task}`,
  '/plans',
  '/plans/progress',
  '/plans/retirements',
  '/plans/time-to-revoke',
  `/plans/new?state=any&id=${standing.id}`,
  '/campaigns',
  `/campaigns/${review.id}`,
  '/campaigns/new?view=unused',
  '/exceptions',
  `/exceptions/${exception.id}`,
  `/exceptions/new?token=${standing.id}`,
  '/acts',
  `/acts/${act.id}`,
  `/acts/new?token=${standing.id}`,
  '/reports',
  '/reports/owasp-nhi-2025',
  '/reports/take',
  '/reports/sample',
  '/audit',
  '/settings',
  '/settings/people',
  `/settings/people?edit=${auditor.id}`,
  '/settings/people/new',
  '/settings/messages',
  '/settings/messages/log',
  '/settings/messages/templates',
  '/settings/tickets',
  '/account',
  '/help',
  '/demo',
  '/no/such/page',
]

test('every page is called page · what it is about · Standdown, no two alike', async ({ looking }) => {
  const page = await looking('admin')
  const titles = new Map<string, string>()
  const wrong: string[] = []
  for (const address of pages(cast())) {
    const html = await (await page.request.get(address)).text()
    // Marks have titles as well; the page's own ends with the product.
    const title = /<title>([^<]*Standdown)<\/title>/.exec(html)?.[1] ?? 'without a title'
    if (!/^\S[^·]*( · [^·]*\S)* · Standdown$/.test(title)) wrong.push(`${address}: ${title}`)
    const path = address.split('?')[0] ?? ''
    if (titles.has(title) && titles.get(title) !== path) wrong.push(`${address} is called as ${titles.get(title)} is: ${title}`)
    titles.set(title, path)
  }
  expect(wrong).toEqual([])
  await page.goto('/tokens?sort=upwards')
  await expect(page).toHaveTitle(/^Error: Tokens · Standdown$/)
})

/** Half of the pages a test, so that two browsers walk at once. */
for (const half of [0, 1]) {
  test(`at 320 px only named regions scroll sideways, and more room between letters cuts nothing off: half ${half + 1}`, async ({
    looking,
  }) => {
    const page = await looking('admin')
    const wrong: string[] = []
    for (const address of pages(cast()).filter((_, index) => index % 2 === half)) {
      await page.setViewportSize({ width: 320, height: 640 })
      await page.goto(address)
      wrong.push(...(await widerThanScreen(page, `${address} at 320 px`)))
      wrong.push(...(await page.evaluate(sidewaysWithoutName)).map((what) => `${address} at 320 px: ${what}`))
      // A phone of 390 px has the layout of 320 px with more room.
      for (const width of [320, 1440]) {
        await page.setViewportSize({ width, height: 800 })
        const before = await page.evaluate(cutOff)
        await page.evaluate(spaceOut)
        const after = await page.evaluate(cutOff)
        const spaced = `${address} at ${width} px with more room`
        wrong.push(...after.filter((one) => !before.includes(one)).map((what) => `${spaced}: cut off is ${what}`))
        wrong.push(...(await widerThanScreen(page, spaced)))
        await page.evaluate(() => void (document.adoptedStyleSheets = []))
      }
    }
    expect(wrong).toEqual([])
  })
}

/**
 * What scrolls sideways and could not be scrolled by the keyboard, or would not be told what it is. A bar of links is scrolled by
 * going along them. Runs in the page.
 */
function sidewaysWithoutName(): string[] {
  return [...document.querySelectorAll('body *')]
    .filter((box) => box.scrollWidth > box.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(box).overflowX))
    .filter((box) => !box.matches('input, textarea') && !box.closest('nav[aria-label]'))
    .filter((box) => {
      const names = box.getAttribute('aria-label') ?? box.getAttribute('aria-labelledby')
      return !names || !box.getAttribute('role') || (box as HTMLElement).tabIndex < 0
    })
    .map((box) => `scrolls sideways without a name, a role or the focus: ${box.outerHTML.slice(0, 160)}`)
}

/** WCAG 2.2, 1.4.12. A sheet that script makes is not against the policy of the page. */
function spaceOut(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
  )
  document.adoptedStyleSheets = [sheet]
}

/** Words that are larger than the box that cuts them off, and that no title tells in full. Runs in the page. */
function cutOff(): string[] {
  const hides = /hidden|clip/
  return [...document.querySelectorAll('body *')]
    .filter((box) => {
      const wide = box.scrollWidth > box.clientWidth + 1
      const high = box.scrollHeight > box.clientHeight + 1
      if (!(wide || high) || box.clientWidth < 2 || box.clientHeight < 2) return false
      const { overflowX, overflowY } = getComputedStyle(box)
      return (wide && hides.test(overflowX)) || (high && hides.test(overflowY))
    })
    .filter((box) => box.textContent?.trim() && !box.closest('[title]') && !box.querySelector('[title]'))
    .map((box) => `${box.tagName.toLowerCase()}.${box.className} “${box.textContent?.trim().slice(0, 60)}”`)
}

test('where colours are the system’s own, marks can be seen and so can the focus', async ({ looking }) => {
  const page = await looking('analyst')
  const wrong: string[] = []
  for (const forcedColors of ['none', 'active'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ forcedColors, colorScheme, reducedMotion: 'reduce' })
      const drawn = `${colorScheme}, forced colours ${forcedColors}`
      await page.goto('/help')
      for (const [name, picture] of await verdictGlyphs(page)) {
        const { channels } = await sharp(picture).stats()
        if (Math.max(...channels.slice(0, 3).map(({ stdev }) => stdev)) < 30) wrong.push(`${drawn}: the mark of ${name} cannot be seen`)
      }
      for (const address of ['/tokens?limit=8', '/directory/rules/new']) {
        await page.goto(address)
        // Whoever came by a key is shown where they are.
        await page.keyboard.press('Tab')
        wrong.push(...(await page.evaluate(withoutRing)).map((what) => `${address}, ${drawn}: ${what}`))
      }
    }
  }
  expect(wrong).toEqual([])
  // And whoever took the ring away would be seen.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('* { outline: none !important }')
    document.adoptedStyleSheets = [sheet]
  })
  expect((await page.evaluate(withoutRing)).length).toBeGreaterThan(20)
})

/** Gives each control the focus in turn, and names those that do not show it by a ring of 2 px. Runs in the page. */
function withoutRing(): string[] {
  const controls = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  return controls
    .filter((control) => control.getClientRects().length > 0 && !control.matches('[type=hidden], [disabled]'))
    .filter((control) => {
      control.focus({ preventScroll: true })
      if (document.activeElement !== control) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(control)
      return outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2
    })
    .map((control) => `the focus does not show on ${control.outerHTML.slice(0, 160)}`)
}

test('without colours each verdict has its word and a mark that is no other’s', async ({ looking }) => {
  const page = await looking('analyst')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.goto('/help')
    const glyphs = await verdictGlyphs(page)
    const grey = await Promise.all(glyphs.map(async ([name, picture]) => [name, await silhouette(picture)] as const))
    for (const [index, [name, one]] of grey.entries()) {
      for (const [otherName, other] of grey.slice(index + 1)) {
        const unlike = one.filter((ink, at) => ink !== other[at]).length / one.length
        expect(unlike, `${name} and ${otherName}, ${colorScheme}`).toBeGreaterThan(0.08)
      }
    }
  }
})

const verdicts = ['Revoke now', 'Standing privilege', 'Acceptable with controls', 'Acceptable', 'Retired']

/** The mark of each verdict as it is drawn beside its word. */
async function verdictGlyphs(page: Page): Promise<[name: string, picture: Buffer][]> {
  const list = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Verdicts' }) })
  return Promise.all(
    verdicts.map(async (name): Promise<[string, Buffer]> => {
      const glyph = list.getByText(name, { exact: true }).first().locator('svg')
      return [name, await glyph.screenshot({ animations: 'disabled', timeout: 10_000 })]
    }),
  )
}

/** Which points of a picture are ink, when nothing is left of its colours. */
async function silhouette(picture: Buffer): Promise<boolean[]> {
  const points = await sharp(picture).resize(16, 16, { fit: 'fill' }).greyscale().normalise().raw().toBuffer()
  const ground = points[0] ?? 0
  return [...points].map((point) => Math.abs(point - ground) > 100)
}
