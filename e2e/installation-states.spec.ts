import type { Browser, Page } from '@playwright/test'
import { fill } from '../bench/ground/filled-database.ts'
import type { Product } from '../bin/product.ts'
import { openDb, type Db } from '../lib/db/db.ts'
import { emptyInstallation } from './installation.ts'
import { expect, people, test } from './fixtures.ts'
import { lookOver } from './look-over.ts'

/** What a person meets before there is data, when it is not whole, when there is very much of it, and when something breaks. */
test.describe.configure({ mode: 'serial' })

let product: Product
let db: Db
let page: Page

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  product = await emptyInstallation()
  db = openDb(product.databaseUrl)
  page = await anotherPage(browser)
})
test.afterAll(async () => {
  await db.close()
  await product.stop()
})

const at = (path: string) => async () => {
  await page.goto(path)
}

async function anotherPage(browser: Browser, state?: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>): Promise<Page> {
  return (await browser.newContext({ baseURL: product.url, storageState: state })).newPage()
}

test('the welcome, before anybody can sign in', async () => {
  await lookOver(page, 'welcome', at('/welcome'))
  await page.getByLabel('One-time code').fill(product.welcomeCode ?? '')
  await page.getByLabel('Your name').fill(people.admin.name)
  await page.getByLabel('E-mail').fill(people.admin.email)
  await page.getByLabel('Password', { exact: true }).fill(people.admin.password)
  await page.getByRole('button', { name: 'Make the administrator' }).click()
  await expect(page).not.toHaveURL(/\/welcome/)
})

test.describe('before there is data', () => {
  for (const [name, path] of [
    ['first-run', '/'],
    ['tokens-empty', '/tokens'],
    ['sources-empty', '/sources'],
    ['coverage-empty', '/coverage'],
    ['owners-empty', '/directory'],
    ['workloads-empty', '/directory/workloads'],
    ['rules-empty', '/directory/rules'],
    ['suggestions-empty', '/directory/suggestions'],
    ['gaps-empty', '/directory/gaps'],
    ['issuers-empty', '/tokens/issuers'],
  ] as const)
    test(name, () => lookOver(page, name, at(path)))
})

test('a list that is longer than a hundred thousand', async () => {
  // The pictures want a true hundred thousand; the check of the page does not need to wait for them.
  test.setTimeout(300_000)
  await fill(db, process.env.E2E_PICTURES ? 120_000 : 2_000)
  await lookOver(page, 'tokens-huge', at('/tokens'))
})

test.describe('when what is read is not whole', () => {
  test.beforeAll(async () => {
    const now = new Date()
    const { rows } = await db.pool.query<{ id: string }>(`select id from source order by name limit 3`)
    for (const [index, { id }] of rows.entries()) {
      const state = ['partial', 'failed', 'complete'][index]
      const gaps =
        state === 'partial'
          ? [
              {
                object: 'github.pat.fine-grained',
                reason: 'forbidden',
                says: 'GitHub answered 403 for personal access tokens: 0 of an unknown number shown.',
              },
            ]
          : []
      await db.pool.query(
        `with run as (insert into run (id, source_id, epoch, state, phase, started_at, progress_at, finished_at, staged, merged, counts, gaps, covered, problem, requested_by)
           values (gen_random_uuid(), $1, 1, $2, 'done', $3, $3, $3, 10, 10, '{}', $4, '{}', $5, 'system:schedule') returning id)
         update source set last_run_id = run.id, last_complete_at = $3::timestamptz - interval '3 days', next_due_at = $3::timestamptz + interval '1 hour' from run where source.id = $1`,
        [id, state, now, JSON.stringify(gaps), state === 'failed' ? 'The credential is not accepted any more: replace it.' : null],
      )
    }
  })
  test('the list says which source is not whole', () => lookOver(page, 'tokens-partial', at('/tokens')))
  test('the sources, failing first', () => lookOver(page, 'sources-failing', at('/sources')))
})

test('two people change one owner', async ({ browser }) => {
  const { rows } = await db.pool.query<{ id: string }>(`select id from owner where kind = 'person' order by name limit 1`)
  const path = `/directory/owners/${rows[0]?.id}`
  const other = await anotherPage(browser, await page.context().storageState())
  let round = 0
  await lookOver(page, 'conflict', async () => {
    round += 1
    await page.goto(path)
    await other.goto(path)
    await other.getByLabel('Name', { exact: true }).fill(`Owner ${round} of theirs`)
    await other.getByRole('button', { name: /^Save/ }).click()
    await expect(
      other
        .getByRole('status')
        .filter({ hasText: /[Ss]aved/ })
        .first(),
    ).toBeVisible()
    await page.getByLabel('Name', { exact: true }).fill(`Owner ${round} of mine`)
    await page.getByRole('button', { name: /^Save/ }).click()
    await expect(page.getByText(/changed/).first()).toBeVisible()
  })
  await other.context().close()
})

test('while a page is on its way', async () => {
  await lookOver(page, 'loading', async () => {
    await page.goto('/tokens')
    await page.route(/[?&]sort=name/, () => new Promise(() => undefined))
    await page.getByRole('link', { name: /^Token/ }).first().click()
    await expect(page.locator('[aria-busy=true]').first()).toBeVisible()
  }, [1440])
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}) // prettier-ignore

test('when something breaks', async () => {
  await db.pool.query('alter table rule rename to rule_away')
  try {
    await lookOver(page, 'error', at('/directory/rules'))
  } finally {
    await db.pool.query('alter table rule_away rename to rule')
  }
})
