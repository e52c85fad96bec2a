import { test as base, expect, type BrowserContext, type Page } from '@playwright/test'
import type { Role } from '../lib/model/viewer.ts'
import { people, sessionFile, type Person } from './people.ts'

type Fixtures = Record<Role, Page> & {
  /** A page of a browser in which nobody is signed in. */
  stranger: Page
  /** Opens another signed-in browser of a role: two people at once. */
  signedIn(role: Role): Promise<Page>
  /** What browsers reported against a page's policy: a story with any has failed, unless it `mayBreakPolicy`. */
  reports: string[]
  mayBreakPolicy: boolean
}

/** Writes down what browsers say of a policy that was broken; they say it in the console. */
function listen(context: BrowserContext, reports: string[]): void {
  context.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) reports.push(`${message.page()?.url() ?? ''}: ${message.text().slice(0, 300)}`)
  })
}

/** `test` with a page a role: `test('…', async ({ analyst }) => …)`. Pages share an account and nothing else. */
export const test = base.extend<Fixtures>({
  mayBreakPolicy: [false, { option: true }],
  reports: [
    async ({ mayBreakPolicy }, provide) => {
      const reports: string[] = []
      await provide(reports)
      if (!mayBreakPolicy) expect(reports, 'A page broke its own policy').toEqual([])
    },
    { auto: true },
  ],
  signedIn: async ({ browser, reports }, provide) => {
    const contexts: { close(): Promise<void> }[] = []
    await provide(async (role) => {
      const context = await browser.newContext({ storageState: sessionFile(role) })
      contexts.push(context)
      listen(context, reports)
      return context.newPage()
    })
    for (const context of contexts) await context.close()
  },
  stranger: async ({ page, reports }, provide) => {
    listen(page.context(), reports)
    await provide(page)
  },
  admin: async ({ signedIn }, provide) => provide(await signedIn('admin')),
  analyst: async ({ signedIn }, provide) => provide(await signedIn('analyst')),
  owner: async ({ signedIn }, provide) => provide(await signedIn('owner')),
  auditor: async ({ signedIn }, provide) => provide(await signedIn('auditor')),
})

/** Signs somebody in by the form, from a page where nobody is. Ends when a page of the product is there. */
export async function signIn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/\/sign-in/)
}

export { expect, people, type Page }
