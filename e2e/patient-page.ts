import type { Page } from '@playwright/test'

/**
 * Makes a page wait, at each address that is opened, until its scripts have taken over what the server drew. A key or a press before
 * that does what it does without scripts, which on a slow machine was another story now and then.
 */
export function patient(page: Page): Page {
  const { goto, reload, goBack } = page
  page.goto = async (...asked) => after(page, goto.apply(page, asked))
  page.reload = async (...asked) => after(page, reload.apply(page, asked))
  page.goBack = async (...asked) => after(page, goBack.apply(page, asked))
  return page
}

async function after<Answer>(page: Page, going: Promise<Answer>): Promise<Answer> {
  const answer = await going
  await page.waitForFunction(isTakenOver, undefined, { polling: 50, timeout: 30_000 })
  return answer
}

/** Runs in the page: every control belongs to React, and its effects, of which one listens to keys, have run. */
function isTakenOver(): boolean | Promise<boolean> {
  // A file that is shown has nobody who would take it over.
  if (!document.querySelector('script[src*="/_next/"]')) return true
  // What a form needs without scripts is hidden in it, and React leaves it alone.
  const controls = [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
  if (!controls.every((one) => Object.keys(one).some((key) => key.startsWith('__reactFiber$')))) return false
  return new Promise((resolve) => requestIdleCallback(() => resolve(true), { timeout: 200 }))
}
