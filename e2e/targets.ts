import type { Page } from '@playwright/test'
import { widerThanScreen } from './look-over.ts'

/** The least that a thumb hits, in CSS pixels. */
const least = 44

/**
 * What of a page a thumb would miss: controls smaller than 44 px, by the box of the label where there is one around it; links that
 * stand in a sentence, times that tell themselves exactly when pressed, and what is on every page, are left out. And by how much the page is wider than its screen.
 */
export async function tooSmall(page: Page, what: string): Promise<string[]> {
  const small = await page.evaluate((px) => {
    const main = document.querySelector('main') ?? document.body
    const inSentence = (element: Element) =>
      element.tagName === 'A' &&
      getComputedStyle(element).display === 'inline' &&
      (element.parentElement?.textContent ?? '').trim() !== (element.textContent ?? '').trim()
    return [...main.querySelectorAll('a[href], button:not([data-exact]), summary, select, textarea, input:not([type=hidden])')].flatMap(
      (element) => {
        if (!element.checkVisibility({ checkVisibilityCSS: true })) return []
        const box = (
          element.matches('input[type=checkbox], input[type=radio]') ? (element.closest('label') ?? element) : element
        ).getBoundingClientRect()
        if (box.width <= 1 || box.height <= 1 || inSentence(element)) return []
        // Half a pixel is the browser's rounding.
        if (box.height >= px - 0.5 && box.width >= Math.min(px, 44) - 0.5) return []
        const name = element.getAttribute('aria-label') ?? (element.textContent || element.getAttribute('name')) ?? ''
        return [`${element.tagName.toLowerCase()} “${name.trim().slice(0, 60)}” is ${Math.round(box.width)} × ${Math.round(box.height)}`]
      },
    )
  }, least)
  return [...new Set(small)].map((one) => `${what}: ${one}`).concat(await widerThanScreen(page, what))
}
