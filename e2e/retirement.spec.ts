import type { Browser, Page } from '@playwright/test'
import { advanceDemoBy } from '../bin/advance-demo.ts'
import { runningEstate } from '../bin/running-estate.ts'
import { openDb, type Db } from '../lib/db/db.ts'
import { makeUser } from '../lib/flows/make-user.ts'
import path from 'node:path'
import { factored, people, type Person } from './people.ts'
import { expect, signIn, test } from './fixtures.ts'
import { inWorld } from './in-world.ts'
import { demoInstallation, type Installation } from './installation.ts'
import { lookOver } from './look-over.ts'
import { patient } from './patient-page.ts'

/** From a verdict to verified absence: people say what they mean to do, and only what the company's providers show closes a step. */
test.describe.configure({ mode: 'serial' })

type Key = { id: string; name: string; owner: string }
type Cast = { old: Key; successor: Key; mailer: Key }

const actor = { kind: 'system', name: 'e2e' } as const
const day = 86_400_000

let product: Installation
let db: Db
let keys: Cast
let noor: Page
let vera: Page
let phone: Page

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  product = await demoInstallation(60)
  db = openDb(product.databaseUrl)
  await expect.poll(unread, { timeout: 120_000 }).toEqual([])
  keys = await chooseKeys()
  await inWorld(product, 'system', async (world) => {
    await makeUser(world, actor, people.admin)
    await makeUser(world, actor, people.analyst)
    await makeUser(world, actor, { ...factored })
    await makeUser(world, actor, { ...people.owner, ownerId: keys.old.owner })
  })
  noor = await signedIn(browser, people.analyst, { width: 1440, height: 900 })
  vera = await signedIn(browser, factored, { width: 1440, height: 900 })
  phone = await signedIn(browser, people.owner, { width: 390, height: 844 })
})
test.afterAll(async () => {
  await db.close()
  await product.stop()
})

async function ask<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await db.pool.query(sql, values)).rows as Row[]
}

const unread = () =>
  ask(`select name from source s where not exists (select from run r where r.source_id = s.id and r.finished_at is not null)`)

async function chooseKeys(): Promise<Cast> {
  const named = (name: string) =>
    ask<Key>(`select id, name, owner_id as owner from token where name = $1 and kind = 'aws.access-key' order by issued_at`, [name])
  const [old, successor] = await named('billing-export')
  const [mailer] = await named('invoice-mailer')
  if (!old?.owner || !successor || !mailer)
    throw new Error('The billing export has two keys and an owner, and invoices are mailed with another.')
  return { old, successor, mailer }
}

async function signedIn(
  browser: Browser,
  person: Pick<Person, 'email' | 'password'>,
  viewport: { width: number; height: number },
): Promise<Page> {
  const page = patient(await (await browser.newContext({ baseURL: product.url, viewport })).newPage())
  await signIn(page, person)
  return page
}

/** The company's clock goes on, and what is due by then has been read. */
async function pass(days: number): Promise<void> {
  const estate = await runningEstate(path.join(product.data, 'estate'))
  const now = await inWorld(product, 'estate', (world) => advanceDemoBy(world, actor, estate?.url ?? '', days * day))
  const read = () =>
    ask(`select s.kind from source s where kind in ('aws', 'github') and not exists
      (select from run r where r.source_id = s.id and r.started_at >= $1 and r.state = 'complete')`, [now]) // prettier-ignore
  await expect.poll(read, { timeout: 60_000 }).toEqual([])
}

/** What a page says once it has been loaded again: it does not change under whoever reads it. */
async function sees(page: Page, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
}

/** What a step says once its page has been loaded again: a plan is looked at right after the sync that shows something. */
async function proves(page: Page, stage: string, text: string): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(step(page, stage)).toContainText(text, { timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
}

/** Looks the page over as it is, and leaves the screen as wide as it was. */
async function looked(page: Page, name: string): Promise<void> {
  const was = page.viewportSize()
  await lookOver(page, name, async () => undefined)
  if (was) await page.setViewportSize(was)
}

const step = (page: Page, name: string) => page.getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ hasText: name }).first()

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const dayAhead = (days: number, from: Date) => new Date(from.getTime() + days * day).toISOString().slice(0, 10)
const estateNow = () => inWorld(product, 'estate', ({ now }) => Promise.resolve(now))

/** The plan's page as it was opened for one token. */
async function openPlan(page: Page, { id }: Key): Promise<string> {
  await page.goto(`/tokens/${id}`)
  await page.getByRole('link', { name: 'Open a plan' }).click()
  await button(page, 'Open the plan').click()
  await expect(page.getByText('The plan is open. Its owner finds it among their tasks.')).toBeVisible()
  return new URL(page.url()).pathname
}

let plan = ''
let task = ''
let mailing = ''
let accepted: { exception: string; token: Key } | undefined

test('the analyst opens plans for what a filter finds, and one for a key', async () => {
  await noor.goto('/tokens?verdict=standing-privilege&provider=github')
  await noor.getByRole('checkbox', { name: 'Select the page' }).check()
  await noor.getByRole('link', { name: 'Open plans' }).click()
  // Looking at what it would be opens none.
  await expect(button(noor, /^Open \d+ plans$/)).toBeVisible()
  expect(await ask('select id from plan')).toEqual([])
  const [, count] = /Open (\d+) plans/.exec(await button(noor, /^Open \d+ plans$/).innerText()) ?? []
  await button(noor, /^Open \d+ plans$/).click()
  await expect(noor).toHaveURL(/\/plans\?opened=/)
  expect(await ask('select id from plan')).toHaveLength(Number(count))
  await looked(noor, 'programme-open')
  // A plan for each owner, workload and way, and no token in two.
  expect(await ask('select token_id from plan_token where open group by token_id having count(*) > 1')).toEqual([])

  plan = await openPlan(noor, keys.old)
  task = plan.replace('/plans/', '/tasks/')
  mailing = await openPlan(noor, keys.mailer)
})

test('the plan says that its workload may have an identity already, how sure that is, and leads to a way that uses it', async () => {
  await noor.goto(plan)
  await expect(noor.getByText('This workload may already have an identity.')).toBeVisible()
  await expect(noor.getByText(/Matched by the name billing-export alone, which proves nothing/)).toBeVisible()
  await expect(noor.getByText('spiffe://fernhollow.example/ns/finance/sa/billing-export').first()).toBeVisible()
  await looked(noor, 'plan-identity')
  // Nothing follows of itself: the way is still the one that the plan was opened with.
  expect(await ask('select recipe, successor_name from plan where id = $1', [plan.split('/').at(-1)])).toEqual([{ recipe: 'aws.access-key.to-role', successor_name: null }]) // prettier-ignore
  await noor.getByRole('link', { name: 'Choose a way that uses it' }).click()
  await expect(noor.getByLabel('Way', { exact: true }).getByRole('option').first()).toHaveText(
    'Let the workload assume a role with its SPIFFE identity',
  )
})

test('on a phone, its owner takes it on and says until when', async () => {
  await phone.goto('/tasks')
  const card = phone.getByRole('listitem').filter({ hasText: 'billing-export' }).first()
  // Reading it is not taking it on.
  await phone.goto(task)
  expect(await ask('select acknowledged_at from plan where id = $1', [task.split('/').at(-1)])).toEqual([{ acknowledged_at: null }])
  await phone.goto('/tasks')
  await looked(phone, 'tasks-to-do')
  await card.getByRole('button', { name: /^Acknowledge/ }).click()
  await expect(phone.getByText('Acknowledged. The next step is below.')).toBeVisible()
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  const later = dayAhead(300, await estateNow())
  await phone.getByRole('link', { name: 'Propose another date' }).click()
  await phone.getByLabel('Date', { exact: true }).fill(later)
  await phone.getByRole('textbox', { name: /^Why/ }).fill('The accountants close the year first.')
  await button(phone, 'Propose this date').click()
  await expect(phone.getByText('The date is noted. Past policy it waits for security.')).toBeVisible()

  await noor.goto(plan)
  await expect(noor.getByText('The accountants close the year first.').first()).toBeVisible()
  await looked(noor, 'plan-date-proposed')
  await button(noor, 'Refuse it').click()
  await expect(noor.getByText('Decided.')).toBeVisible()
  await sees(phone, /Acknowledged/)
})

test('an owner says who uses a token, where no provider tells', async () => {
  await phone.goto(`/tokens/${keys.old.id}`)
  await phone.getByText('Say who uses it').click()
  await phone.getByRole('textbox', { name: 'Used by' }).fill('ledger-nightly')
  await phone.getByRole('textbox', { name: 'How do you know?' }).fill('It is in its deployment.')
  await button(phone, 'Save who uses it').click()
  await expect(phone.getByRole('table', { name: 'Who uses it' })).toContainText('ledger-nightly')
})

test('an exception is not approved by whoever asked for it, and is by another', async () => {
  const [token] = await ask<Key>(
    `select id, name, owner_id as owner from token t where verdict = 'standing-privilege' and state = 'live' and kind = 'aws.access-key'
     and owner_id is not null and id <> all ($1) and not exists (select from plan_token p where p.token_id = t.id) order by queue_key desc limit 1`,
    [[keys.old.id, keys.successor.id, keys.mailer.id]],
  )
  if (!token) throw new Error('There is no other standing privilege of AWS.')
  await openPlan(noor, token)
  const now = await estateNow()
  await noor.goto(`/exceptions/new?token=${token.id}`)
  await noor.getByRole('textbox', { name: 'Reason' }).fill('The vendor has no other way yet.')
  await noor.getByRole('textbox', { name: 'Business need' }).fill('Invoices go out by it.')
  for (const control of ['network', 'monitoring', 'revocation']) {
    await noor.locator(`[name="control-${control}"]`).fill('Change 4411 says so')
    await noor.locator(`[name="control-${control}-on"]`).fill(dayAhead(0, now))
  }
  await noor.getByLabel('Ends on').fill(dayAhead(5, now))
  await noor.getByLabel('Retired by').fill(dayAhead(60, now))
  await button(noor, 'Ask for the exception').click()
  await expect(noor.getByText('Asked. Who may decide finds it under Awaiting decision.')).toBeVisible()
  const exception = new URL(noor.url()).pathname
  await expect(button(noor, 'Approve the exception')).toBeDisabled()
  await expect(noor.getByText('You asked for this, so someone else must decide.')).toBeVisible()

  await vera.goto('/exceptions')
  await vera.getByRole('link', { name: token.name }).first().click()
  await expect(vera).toHaveURL(exception)
  await button(vera, 'Approve the exception').click()
  await expect(vera.getByText(/approved it/).first()).toBeVisible()
  // Beside the verdict, which stays.
  await noor.goto(`/tokens/${token.id}`)
  await expect(noor.getByText(/accepted until/i).first()).toBeVisible()
  await expect(noor.getByText(/standing privilege/i).first()).toBeVisible()
  accepted = { exception, token }
})

async function switched(): Promise<void> {
  await button(phone, 'I have switched it').click()
  await expect(phone.getByText('Noted. The next complete sync shows whether the old one is still used.')).toBeVisible()
}

test('each step closes by what syncs see, and none by what is said', async () => {
  test.setTimeout(240_000)
  await phone.goto(`${task}?act=name-successor`)
  const field = phone.getByRole('combobox', { name: 'What takes its place' })
  await field.fill('billing-export')
  await phone
    .getByRole('option', { name: /^billing-export/ })
    .first()
    .click()
  await button(phone, 'Name it').click()
  await expect(phone.getByText('Noted. What its source shows of it counts from now on.')).toBeVisible()

  // The way leads to a role, and this is another key: it is said, and the way that only renews the key is chosen.
  await expect(phone.getByText(/is another standing key/).first()).toBeVisible()
  await looked(phone, 'task-another-key')
  await phone.getByRole('link', { name: 'Choose another way' }).click()
  await phone.getByLabel('Way', { exact: true }).selectOption('aws.access-key.rotate')
  await button(phone, 'Choose this way').click()
  await expect(phone.getByText('Another way is chosen.')).toBeVisible()
  // The history keeps that it did not go on; the step does not say it any more.
  await expect(step(phone, 'Replacement in use')).not.toContainText('another standing key')

  // Said too early: the other key was never used.
  await switched()
  await expect(phone.getByText(/never been used/).first()).toBeVisible()
  await pass(2.5)
  await proves(phone, 'Replacement in use', 'Proved')
  await sees(phone, /Something still uses it/)
  await pass(1)
  await switched()
  await expect(step(phone, 'Cut over')).not.toContainText('Proved')
  await pass(0.5)
  await sees(phone, /Proof needed: no use until/)
  await proves(phone, 'Cut over', 'Proved')
  await looked(phone, 'task-waiting')
  await pass(7)
  await noor.goto(plan)
  await proves(noor, 'Quiet', 'Proved')
  await pass(2)
  await proves(noor, 'Disabled', 'Proved')
  await expect(step(noor, 'Verified absent')).not.toContainText('Proved')
  await pass(2)
  await proves(noor, 'Verified absent', '1 of 2')
  await pass(0.5)
  await proves(noor, 'Verified absent', 'Proved')
  await expect(noor.getByText(/Gone, and proved so/)).toBeVisible()
  await looked(noor, 'plan-verified')
  await phone.goto('/tasks?tab=done')
  await expect(phone.getByText('billing-export').first()).toBeVisible()
})

test('a key that went away and came back has its plan opened again', async () => {
  await noor.goto(mailing)
  await expect(noor.getByText(/It came back on/)).toBeVisible()
  await looked(noor, 'plan-reopened')
  await noor.goto('/plans')
  await expect(noor.getByText('invoice-mailer').first()).toBeVisible()
  expect(await ask(`select kind from plan_event where plan_id = $1 and kind in ('reopened')`, [mailing.split('/').at(-1)])).toHaveLength(1)
})

test('an exception that has ended leaves the token to its plan', async () => {
  if (!accepted) throw new Error('None was approved.')
  await noor.goto(accepted.exception)
  await expect(noor.getByText(/It ended/)).toBeVisible()
  await noor.goto(`/tokens/${accepted.token.id}`)
  await expect(noor.getByText(/accepted until/i)).toHaveCount(0)
})

test('a report of a day that is over by the clock of the company says what was not kept of it', async () => {
  await noor.goto(`/reports/take?report=acknowledgements&as-of=${new Date().toISOString().slice(0, 10)}`)
  await expect(noor.getByText('Not kept of that day:')).toBeVisible()
})
