import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test'
import type { Role } from '../lib/model/viewer.ts'
import { patient } from './patient-page.ts'
import { people, sessionFile, type Person } from './people.ts'

type Fixtures = Record<Role, Page> & {
  /** A page of a browser in which nobody is signed in. */
  stranger: Page
  /** Opens another signed-in browser of a role: two people at once. */
  signedIn(role: Role): Promise<Page>
  /** Opens another browser, in which nobody is signed in unless the options say so. */
  another(options?: BrowserContextOptions): Promise<Page>
  /** Opens a page for somebody who only looks: their browser is kept, and is the next one's who looks as the same. */
  looking(who: Role | 'stranger'): Promise<Page>
  /** What browsers reported against a page's policy: a story with any has failed, unless it `mayBreakPolicy`. */
  reports: string[]
  mayBreakPolicy: boolean
}
type OfWorker = { kept(who: Role | 'stranger'): Promise<BrowserContext> }

/** Writes down what browsers say of a policy that was broken; they say it in the console. */
function listen(to: BrowserContext | Page, reports: string[]): void {
  to.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) reports.push(`${message.page()?.url() ?? ''}: ${message.text().slice(0, 300)}`)
  })
}

/** `test` with a page a role: `test('…', async ({ analyst }) => …)`. Pages share an account and nothing else. */
export const test = base.extend<Fixtures, OfWorker>({
  mayBreakPolicy: [false, { option: true }],
  reports: [
    async ({ mayBreakPolicy }, provide) => {
      const reports: string[] = []
      await provide(reports)
      if (!mayBreakPolicy) expect(reports, 'A page broke its own policy').toEqual([])
    },
    { auto: true },
  ],
  another: async ({ browser, reports }, provide) => {
    const contexts: BrowserContext[] = []
    await provide(async (options) => {
      const context = await browser.newContext(options)
      contexts.push(context)
      listen(context, reports)
      return patient(await context.newPage())
    })
    for (const context of contexts) await context.close()
  },
  signedIn: async ({ another }, provide) => provide((role) => another({ storageState: sessionFile(role) })),
  kept: [
    async ({ browser }, provide) => {
      const contexts = new Map<string, Promise<BrowserContext>>()
      await provide((who) => {
        const context = contexts.get(who) ?? browser.newContext(who === 'stranger' ? {} : { storageState: sessionFile(who) })
        contexts.set(who, context)
        return context
      })
      for (const context of contexts.values()) await (await context).close()
    },
    { scope: 'worker' },
  ],
  looking: async ({ kept, reports }, provide) => {
    const pages: Page[] = []
    await provide(async (who) => {
      const page = patient(await (await kept(who)).newPage())
      pages.push(page)
      listen(page, reports)
      return page
    })
    for (const page of pages) await page.close()
  },
  stranger: async ({ another }, provide) => provide(await another()),
  admin: async ({ signedIn }, provide) => provide(await signedIn('admin')),
  analyst: async ({ signedIn }, provide) => provide(await signedIn('analyst')),
  owner: async ({ signedIn }, provide) => provide(await signedIn('owner')),
  auditor: async ({ signedIn }, provide) => provide(await signedIn('auditor')),
})

/**
 * Signs somebody in by the form, from a page where nobody is. Ends when a page of the product is there: a light one, unless `to` says
 * another or, where it is empty, the product chooses.
 */
export async function signIn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>, to = '/help'): Promise<void> {
  await page.goto(`/sign-in?${new URLSearchParams({ to })}`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/\/sign-in/)
}

export { expect, people, type Page }
