import { randomUUID } from 'node:crypto'
import type { Browser, Page } from '@playwright/test'
import { fill } from '../bench/ground/filled-database.ts'
import type { Product } from '../bin/product.ts'
import { openDb, type Db } from '../lib/db/db.ts'
import { Gap } from '../lib/model/sighting.ts'
import { emptyInstallation } from './installation.ts'
import { expect, people, test } from './fixtures.ts'
import { lookOver } from './look-over.ts'
import { fillMessages } from './filled-messages.ts'
import { patient } from './patient-page.ts'

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

/** Looks an address over. `sees`: what must be there to be looked at. */
async function lookAt(name: string, path: string, sees: () => Promise<void> = async () => undefined): Promise<void> {
  const show = async () => {
    await page.goto(path)
    await sees()
  }
  await lookOver(page, name, show)
}

async function anotherPage(browser: Browser, state?: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>): Promise<Page> {
  return patient(await (await browser.newContext({ baseURL: product.url, storageState: state })).newPage())
}

test('the welcome, before anybody can sign in', async () => {
  await lookAt('welcome', '/welcome')
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
    ['messages-no-server', '/settings/messages'],
  ] as const)
    test(name, () => lookAt(name, path))
})

test.describe('messages that do not all get through', () => {
  test.beforeAll(() => fillMessages(db))
  test.afterAll(() => db.pool.query('delete from message').then(() => db.pool.query('delete from channel')))

  test('messages-failing', () =>
    lookAt('messages-failing', '/settings/messages', () => expect(page.getByText('Messages do not get through.')).toBeVisible()))

  test('messages-switch-on', () =>
    lookAt('messages-switch-on', '/settings/messages', async () => {
      await page.getByRole('button', { name: 'Switch on: Signed webhook' }).click()
      await expect(page.getByRole('dialog', { name: 'Switch on: Signed webhook?' })).toBeVisible()
    }))

  test('messages-log', () =>
    lookAt('messages-log', '/settings/messages/log', () =>
      expect(page.getByRole('table', { name: 'Messages' }).getByRole('row')).toHaveCount(8),
    ))
})

test('a list that is longer than a hundred thousand', async () => {
  // The pictures want a true hundred thousand; the check of the page does not need to wait for them.
  test.setTimeout(300_000)
  const pictures = process.env.E2E_PICTURES !== undefined
  await fill(db, pictures ? 120_000 : 2_000)
  await lookAt('tokens-huge', pictures ? '/tokens' : '/tokens?limit=4', async () => {
    const pages = page.getByRole('navigation', { name: 'Pages of tokens' })
    await expect(pages).toContainText(pictures ? /of at least 1\d\d,\d{3}/ : /of at least 1,\d{3}/)
    await expect(page.getByRole('heading', { name: 'First steps' })).toBeVisible()
  })
})

test.describe('when what is read is not whole', () => {
  const gap = Gap.parse({
    object: 'GitHub fine-grained tokens',
    call: 'GET /orgs/acme/personal-access-tokens',
    why: 'not-permitted',
    says: 'GitHub answered 403 for personal access tokens: an unknown number of them is missing.',
  } satisfies Gap)

  test.beforeAll(async () => {
    // By name the failed one and the partial one come last, and they are to stand first.
    const { rows } = await db.pool.query<{ id: string }>('select id from source order by name desc')
    for (const [index, { id }] of rows.entries()) {
      const state = ['partial', 'failed'][index] ?? 'complete'
      await db.pool.query(
        `insert into run (id, source_id, epoch, state, phase, started_at, progress_at, finished_at, staged, merged, counts, gaps, covered, problem, requested_by)
         values ($1, $2, 1, $3, 'done', now(), now(), now(), 10, 10,
           '{"seen": 10, "new": 0, "changed": 0, "gone": 0, "returned": 0, "issuers": 0}', $4, '{}', $5, 'system:schedule')`,
        [
          randomUUID(),
          id,
          state,
          JSON.stringify(state === 'partial' ? [gap] : []),
          state === 'failed' ? 'The credential is not accepted any more: replace it.' : null,
        ],
      )
      await db.pool.query(
        `update source set last_run_id = (select id from run where source_id = $1), next_due_at = now() + interval '1 hour',
           last_complete_at = now() - case when $2 = 'complete' then interval '0' else interval '90 minutes' end where id = $1`,
        [id, state],
      )
    }
  })

  test('the list says which source is not whole', () =>
    lookAt('tokens-partial', process.env.E2E_PICTURES ? '/tokens' : '/tokens?limit=4', async () => {
      await expect(page.getByText('Not everything is in view, so counts say “at least”.')).toBeVisible()
      await expect(page.getByRole('listitem').filter({ hasText: 'source 6: GitHub fine-grained tokens could not be read' })).toBeVisible()
      await expect(page.getByRole('listitem').filter({ hasText: /source 5: the sync .*failed/ })).toBeVisible()
      await expect(page.getByRole('status').filter({ hasText: 'match' })).toContainText(/at least [\d,]+ tokens match/)
    }))

  test('the sources, failing first', () =>
    lookAt('sources-failing', '/sources', async () => {
      const rows = page.getByRole('table', { name: 'Sources' }).locator('tbody').getByRole('row')
      await expect(rows).toHaveCount(7)
      await expect(rows.nth(0)).toContainText('source 5')
      await expect(rows.nth(0)).toContainText('Failed')
      await expect(rows.nth(1)).toContainText('source 6')
      await expect(rows.nth(1)).toContainText('Partial')
      await expect(rows.nth(1)).toContainText(gap.object)
      await expect(rows.nth(2)).toContainText('source 0')
    }))

  test('a source says what is missing of it, and why', async () => {
    await page.getByRole('link', { name: 'source 6' }).click()
    await expect(page.getByRole('table', { name: 'Coverage' }).getByText(gap.says).filter({ visible: true })).toBeVisible()
    await lookAt('source-partial', new URL(page.url()).pathname)
  })
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
    await expect(page.getByText(/ changed the name (\d+ s ago|just now)\./)).toBeVisible()
    await expect(page.getByLabel(`Use mine: Owner ${round} of mine`)).toBeVisible()
  })
  await other.context().close()
})

test('while a page is on its way', async () => {
  const show = async () => {
    await page.goto('/tokens')
    await page.route(/[?&]sort=name/, () => new Promise(() => undefined))
    await page.getByRole('columnheader', { name: 'Token' }).getByRole('link').click()
    await expect(page.locator('[aria-busy=true]').first()).toBeVisible()
  }
  await lookOver(page, 'loading', show, [1440])
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('a file that is refused', async () => {
  const text = 'external_id,kind,name,issued_at,expires_at,scope\ncrm-1,vendor.api-key,crm reports,2026-06-01,32/13/2027,2:1\n'
  const file = { name: 'crm tokens.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
  await lookAt('import-refused', '/sources/import', async () => {
    await page.getByLabel('File', { exact: true }).setInputFiles(file)
    await page.getByRole('button', { name: 'Import file' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'nothing was saved' })).toContainText('line 2, column expires_at')
  })
})

test('when something breaks', async () => {
  await db.pool.query('alter table rule rename to rule_away')
  try {
    await lookAt('error', '/directory/rules', async () => {
      await expect(page.getByRole('heading', { level: 1, name: 'This page could not be made' })).toBeVisible()
      await expect(page.getByRole('alert').filter({ hasText: 'The server failed while it made this page.' })).toBeVisible()
      await expect(page).toHaveTitle(/^Error:/)
    })
  } finally {
    await db.pool.query('alter table rule_away rename to rule')
  }
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Directory' })).toBeVisible()
})
