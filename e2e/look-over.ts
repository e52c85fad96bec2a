import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { isPictured } from './pictures.ts'

/** Where pictures go when somebody asked for them; the checks run either way. */
const folder = process.env.E2E_PICTURES

const widths = [1440, 390] as const
const schemes = ['light', 'dark'] as const

/**
 * Looks a state over: no rule of WCAG 2.2 AA broken, no page wider than its screen. The rules are asked once, of a desk in the light or of
 * a phone in the dark, half of the states each, and the width at both; where pictures are made everything is, at both and in both themes.
 * `show` brings the page into the state: once, as the layout alone knows the width, and for pictures at each width, so that each begins
 * at its top.
 * @param only the widths at which the state exists
 */
export async function lookOver(page: Page, name: string, show: () => Promise<void>, only: readonly number[] = widths): Promise<void> {
  const found: string[] = []
  const there = widths.filter((each) => only.includes(each))
  const turn = there[name.length % there.length]
  let shown = false
  for (const width of there) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
    const looks = folder ? schemes : [width === 390 ? ('dark' as const) : ('light' as const)]
    await page.emulateMedia({ colorScheme: looks[0] ?? 'light', reducedMotion: 'reduce' })
    if (!shown || folder) await show()
    shown = true
    if (!folder && width !== turn) found.push(...(await widerThanScreen(page, `${width} px`)))
    else
      for (const [place, colorScheme] of looks.entries()) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        if (folder && isPictured(name, width, colorScheme)) await keep(page, `${name}-${width}-${colorScheme}`)
        found.push(...(await faults(page, `${width} px, ${colorScheme}`, place > 0 ? 'colours' : 'everything')))
      }
  }
  expect(found).toEqual([])
}

const axeSource = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
)

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What is wrong with the page as it stands, each with where. A theme changes colours alone: one that follows another look at the same
 * page is asked for those.
 */
export async function faults(page: Page, what: string, rules: 'everything' | 'colours' = 'everything'): Promise<string[]> {
  // Half a megabyte of script: a page gets it once, where the builder would give it twice at every look.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  const axe = new AxeBuilder({ page, axeSource: 'void 0' })
    // No page of ours has frames, for which alone axe would open a page of its own at every look.
    .setLegacyMode()
    // Style sheets are not fetched again for the one rule that reads them: none of ours asks which way a screen is held.
    .options({ resultTypes: ['violations'], preload: false })
  const { violations } = await (rules === 'colours' ? axe.withRules(['color-contrast']) : axe.withTags(tags)).analyze()
  return [
    ...violations.map(
      ({ id, nodes }) =>
        `${what}: ${id} at ${nodes
          .slice(0, 3)
          .map(({ target }) => target.join(' '))
          .join(' | ')}`,
    ),
    ...(await widerThanScreen(page, what)),
  ]
}

/** Says by how much a page would have to be scrolled sideways, if at all, and what sticks out furthest. */
export async function widerThanScreen(page: Page, what: string): Promise<string[]> {
  const { wider, furthest } = await page.evaluate(() => {
    const wider = document.documentElement.scrollWidth - window.innerWidth
    const right = (box: Element) => box.getBoundingClientRect().right
    const out = wider > 0 ? [...document.querySelectorAll('main *')].filter((box) => right(box) >= window.innerWidth + wider - 1) : []
    return { wider, furthest: out.at(-1)?.outerHTML.slice(0, 200) ?? '' }
  })
  return wider > 0 ? [`${what}: ${wider} px wider than the screen: ${furthest}`] : []
}

/** A palette of 256 colours draws a flat interface as well as millions would, in a third of the bytes. */
async function keep(page: Page, name: string): Promise<void> {
  mkdirSync(folder ?? '', { recursive: true })
  const { default: sharp } = await import('sharp')
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  writeFileSync(
    path.join(folder ?? '', `${name}.png`),
    await sharp(picture).png({ palette: true, compressionLevel: 9, effort: 7 }).toBuffer(),
  )
}
