import { Webhook } from 'standardwebhooks'
import { startMailReceiver, type Arrived } from '../lib/server/testing/mail-receiver.ts'
import { cast } from './cast.ts'
import { askDatabase, oneRow } from './database.ts'
import { expect, people, signIn, test, type Page } from './fixtures.ts'
import { startWebhookReceiver } from './webhook-receiver.ts'

/** Messages from the first test to the last retry, with a real mail server and a real receiver. */
test.describe.configure({ mode: 'serial' })

type Owner = { id: string; name: string; email: string; tokens: readonly string[] }

const site = process.env.E2E_URL ?? ''
const password = 'amber ladders whistle 27'
const plans: string[] = []
let mail: Awaited<ReturnType<typeof startMailReceiver>>
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>
let early: Owner
let owner: Owner
let signing = ''

test.beforeAll(async () => {
  mail = await startMailReceiver(Number(process.env.E2E_MAIL_PORT))
  receiver = await startWebhookReceiver()
  owner = await withoutAccount([])
  early = await withoutAccount([owner.id])
})
test.afterAll(async () => {
  await askDatabase('delete from message')
  await askDatabase('delete from channel')
  await askDatabase(`delete from setting where name like 'message-%'`)
  await askDatabase('delete from plan where id = any($1::uuid[])', [plans])
  await mail.stop()
  await receiver.stop()
})

/** Somebody of the directory who cannot sign in yet, with two tokens that nobody plans for and no other story changes. */
function withoutAccount(others: readonly string[]): Promise<Owner> {
  const { changed } = cast()
  return oneRow<Owner>(
    'person without an account who owns two tokens that are standing privileges',
    `select o.id, o.name, o.email, (array_agg(t.id order by t.id))[1:2] as tokens from owner o join token t on t.owner_id = o.id
     where o.kind = 'person' and o.status = 'active' and o.email is not null and o.id <> all($1::uuid[])
       and not exists (select from "user" u where u.owner_id = o.id or u.email = o.email)
       and t.state = 'live' and t.verdict in ('standing-privilege', 'revoke-now') and t.id <> all($2::uuid[]) and t.workload_id is distinct from $3
       and not exists (select from plan_token m where m.token_id = t.id and m.open) and not exists (select from exception_token e where e.token_id = t.id)
     group by o.id having count(*) >= 2 order by o.id limit 1`,
    [
      [cast().owner.id, changed.together.to.id, changed.contested.theirs.id, changed.contested.mine.id, ...others],
      [changed.byRule.id, changed.byUndoneRule.id, changed.fact.id, changed.contested.id],
      changed.together.id,
    ],
  )
}

/** Opens a plan for one token, as an analyst does; its owner is the token's. */
async function openPlan(analyst: Page, token: string | undefined): Promise<string> {
  await analyst.goto(`/plans/new?state=any&id=${token}`)
  await analyst.getByRole('button', { name: 'Open the plan' }).click()
  await expect(analyst).toHaveURL(/\/plans\/[0-9a-f-]{36}\?did=opened/)
  const id = new URL(analyst.url()).pathname.split('/').at(-1) ?? ''
  plans.push(id)
  return id
}

/** The letters to somebody that speak of a task; the one address in each that leads to it. */
const lettersTo = ({ email }: Owner, plan: string) => mail.letters.filter(({ to, words }) => to.includes(email) && words.includes(plan))
const linkIn = (letter: Arrived | undefined) => /^Open the task: (\S+)$/m.exec(letter?.words ?? '')?.[1] ?? ''

/** Confirms the first sending with the numbers that it asks about; where they have changed meanwhile, with the new ones. */
async function confirmSending(admin: Page, name: string): Promise<string> {
  const dialog = admin.getByRole('dialog')
  let asked = ''
  await expect(async () => {
    if (!(await dialog.isVisible())) await admin.getByRole('button', { name: `Switch on: ${name}` }).click({ timeout: 3_000 })
    asked = await dialog.getByRole('heading').innerText()
    await dialog.getByRole('button', { name: /witch on$/ }).click({ timeout: 3_000 })
    await expect(admin.getByRole('form', { name: `Switch off: ${name}` })).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 20_000 })
  return asked
}

async function sendTest(admin: Page, name: string): Promise<void> {
  await admin.getByRole('form', { name: `Test: ${name}` }).getByRole('button', { name: /^Send a test/ }).click() // prettier-ignore
}

test('nobody is told anything until a test arrived and an administrator said yes to so many people and messages', async ({
  admin,
  analyst,
}) => {
  const plan = await openPlan(analyst, early.tokens[0])
  await admin.goto('/settings/messages')
  await expect(admin.getByText('Messages are off.')).toBeVisible()
  const hours = admin.getByRole('form', { name: 'Hours of messages' })
  await hours.getByLabel('Quiet from').fill('')
  await hours.getByLabel('Quiet until').fill('')
  await hours.getByRole('button', { name: 'Save the hours' }).click()
  await expect(hours.getByRole('status')).toContainText('Saved.')

  await admin.getByLabel('Sender’s address').fill('standdown@example.com')
  await admin.getByRole('button', { name: 'Save the sender' }).click()
  await expect(admin.getByText('Saved. Send a test before it is switched on.')).toBeVisible()
  await expect(admin.getByRole('button', { name: /^Switch on/ })).toHaveCount(0)
  await mail.stop()
  await sendTest(admin, 'E-mail')
  await expect(admin.getByRole('alert').filter({ hasText: 'The test did not go through.' })).toBeVisible()
  await expect(admin.getByRole('button', { name: /^Switch on/ })).toHaveCount(0)
  await mail.start()
  await sendTest(admin, 'E-mail')
  await expect(admin.getByText(`A test was handed over for ${people.admin.email}.`)).toBeVisible()
  expect(mail.letters.map(({ to, subject }) => ({ to, subject }))).toEqual([{ to: [people.admin.email], subject: 'A test from Standdown' }])

  const [, messages = '', persons = ''] = /^Send ([\d,]+) messages? to ([\d,]+) (?:person|people)\?$/.exec(await confirmSending(admin, 'E-mail')) ?? [] // prettier-ignore
  expect(messages).not.toBe('')
  const sent = () => mail.letters.slice(1)
  // Other stories have left messages of their own: each of them goes too.
  const notSent = () => askDatabase(`select kind, recipient, state, error from message where state <> 'sent' and kind <> 'test'`)
  await expect.poll(notSent).toEqual([])
  expect(sent()).toHaveLength(Number(messages.replaceAll(',', '')))
  expect(new Set(sent().flatMap(({ to }) => to)).size).toBe(Number(persons.replaceAll(',', '')))
  expect(lettersTo(early, plan)).toHaveLength(1)
})

test('a signed webhook shows its secret once, and is switched on the same way', async ({ admin }) => {
  await admin.goto('/settings/messages')
  await admin.getByLabel('Address of the receiver').fill(`${receiver.origin}/standdown`)
  await admin.getByRole('form', { name: 'Set up: Signed webhook' }).getByRole('button', { name: 'Save the address' }).click()
  await expect(admin.locator('#signing-secret')).toHaveText(/^whsec_/)
  signing = await admin.locator('#signing-secret').innerText()
  await sendTest(admin, 'Signed webhook')
  await expect(admin.getByText(`A test was handed over for ${receiver.origin}.`)).toBeVisible()
  await confirmSending(admin, 'Signed webhook')
  await admin.reload()
  await expect(admin.getByRole('form', { name: 'Switch off: Signed webhook' })).toBeVisible()
  await expect(admin.locator('body')).not.toContainText(signing)
})

test('an owner without an account is led by the mail through the invitation to the task; scanners change nothing', async ({
  analyst,
  another,
  request,
}) => {
  const plan = await openPlan(analyst, owner.tokens[0])
  await expect.poll(() => lettersTo(owner, plan).length).toBe(1)
  const [letter] = lettersTo(owner, plan)
  expect(letter?.subject).toMatch(/^Yours to retire by /)
  const link = linkIn(letter)
  expect(link.replace(/[0-9a-f]{40}/, 'CODE')).toBe(`${site}/invitation/CODE?to=%2Ftasks%2F${plan}`)

  const event = () => receiver.hooks.find(({ body }) => body.includes(plan) && body.includes('plan.assigned'))
  await expect.poll(event).toBeDefined()
  const { body, headers } = event() ?? { body: '', headers: {} }
  expect(new Webhook(signing).verify(body, headers as Record<string, string>)).toMatchObject({
    type: 'plan.assigned',
    data: { planId: plan, url: `${site}/plans/${plan}` },
  })
  expect(() => new Webhook(signing).verify(`${body} `, headers as Record<string, string>)).toThrow()

  const before = await touched(plan)
  for (const address of [link, `${site}/tasks/${plan}`, `${site}/tasks/${plan}?act=acknowledge`]) {
    expect((await request.get(address)).status()).toBe(200)
    expect((await request.head(address)).status()).toBe(200)
  }
  expect(await touched(plan)).toEqual(before)

  const page = await another()
  await page.goto(link)
  await expect(page.getByRole('heading', { name: `Choose a password, ${owner.name}` })).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect(page).toHaveURL(`${site}/tasks/${plan}`)
  await expect(page.getByRole('button', { name: 'Acknowledge' })).toBeVisible()
  expect((await touched(plan)).acknowledged).toBe(false)
  await page.goto(link)
  await expect(page).toHaveURL(`${site}/tasks/${plan}`)
  await page.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(page.getByText('Acknowledged. The next step is below.')).toBeVisible()

  const elsewhere = await another()
  await elsewhere.goto(link)
  await expect(elsewhere.getByRole('heading', { name: 'This link does not work.' })).toBeVisible()
  await elsewhere.getByRole('link', { name: 'Sign in' }).click()
  await signInHere(elsewhere)
  await expect(elsewhere).toHaveURL(`${site}/tasks/${plan}`)
})

test('behind a mail server that is down a message waits, says so, and arrives once when it is back', async ({
  admin,
  analyst,
  another,
}) => {
  await mail.stop()
  const plan = await openPlan(analyst, owner.tokens[1])
  const row = admin.getByRole('row').filter({ hasText: owner.email }).first()
  await admin.goto('/settings/messages/log?show=waiting')
  await expect(async () => {
    await admin.reload()
    await expect(row).toContainText(/is tried again from .* UTC/, { timeout: 500 })
  }).toPass({ timeout: 15_000 })
  await expect(row).toContainText(`The mail server 127.0.0.1:${process.env.E2E_MAIL_PORT}`)
  await admin.goto('/settings/messages')
  await expect(admin.getByText('Messages do not get through.')).toBeVisible()
  const settings = admin.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Settings/ })
  await expect(settings).toHaveAccessibleName('Settings 1 channel of messages fails')
  await expect(admin.getByRole('link', { name: /^\d+ waiting$/ })).toHaveAttribute('href', '/settings/messages/log?show=waiting')

  await mail.start()
  await sendTest(admin, 'E-mail')
  await expect(admin.getByText(`A test was handed over for ${people.admin.email}.`)).toBeVisible()
  await expect(settings).toHaveAccessibleName('Settings')
  await expect.poll(() => lettersTo(owner, plan).length).toBe(1)
  await admin.goto('/settings/messages/log')
  await expect(async () => {
    await admin.reload()
    await expect(row.getByRole('cell', { name: 'sent', exact: true })).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
  await expect(row.getByRole('link')).toHaveAttribute('href', `/plans/${plan}`)
  await expect(row.getByRole('cell').last()).toHaveText('2')
  expect(lettersTo(owner, plan)).toHaveLength(1)

  const page = await another()
  const link = linkIn(lettersTo(owner, plan)[0])
  expect(link).toBe(`${site}/tasks/${plan}`)
  await page.goto(link)
  await expect(page).toHaveURL(/\/sign-in\?to=/)
  await signInHere(page)
  await expect(page).toHaveURL(`${site}/tasks/${plan}`)
})

test('an administrator changes what a message says, is told what cannot be used, and has it as it is shipped again', async ({ admin }) => {
  await admin.goto('/settings/messages/templates')
  await admin.getByRole('link', { name: 'Change what “Late” says' }).click()
  const preview = admin.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('8 days late: Move deploy-bot to a GitHub App')
  const text = admin.getByLabel('Text', { exact: true })
  await text.fill('{what} is late.\nAsk {nobody}.')
  await expect(preview).toContainText('“Move deploy-bot to a GitHub App” (2 tokens) is late.')
  await admin.getByRole('button', { name: 'Save what it says' }).click()
  await expect(admin.getByRole('alert').filter({ hasText: 'Line 2' })).toContainText('Line 2 has {nobody}, which stands for nothing here.')
  await expect(text).toHaveValue('{what} is late.\nAsk {nobody}.')
  await text.fill('{what} is late.\nAsk <b>{owner}</b>.')
  await admin.getByRole('button', { name: 'Save what it says' }).click()
  await expect(admin.getByRole('alert').filter({ hasText: '<b>' })).toContainText('Line 2 has <b>: messages are plain text')
  await text.fill('{what} is late.\nAsk {owner}.')
  await admin.getByRole('button', { name: 'Save what it says' }).click()
  await expect(admin.getByText('Saved. It counts for what is sent from now on.')).toBeVisible()
  await admin.reload()
  await expect(text).toHaveValue('{what} is late.\nAsk {owner}.')
  await expect(preview).toContainText('Ask Ana Ruiz.')
  await admin.getByRole('button', { name: 'Use the shipped text' }).click()
  await expect(admin.getByText('It says what it is shipped with again.')).toBeVisible()
  await expect(text).toHaveValue(/^\{what\} was due on \{due\}/)
  await admin.goto('/settings/messages/templates/nothing')
  await expect(admin.getByRole('heading', { level: 1 })).not.toContainText('says')
})

test('after the sign-in nobody is led away from here', async ({ another }) => {
  for (const to of ['https://elsewhere.example/', '//elsewhere.example/', '/\\elsewhere.example']) {
    const page = await another()
    await signIn(page, { email: owner.email, password }, to)
    await expect(page).toHaveURL(`${site}/tasks`)
  }
})

async function signInHere(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Everything that opening a link could have changed. */
function touched(plan: string) {
  return oneRow<{ acknowledged: boolean }>(
    'plan',
    `select p.acknowledged_at is not null as acknowledged, p.version, (select count(*) from plan_event e where e.plan_id = p.id) as events, u.password_hash is not null as entered,
       (select hash from invitation i where i.user_id = u.id) as invitation, (select count(*) from session s where s.user_id = u.id) as sessions
     from plan p join "user" u on u.owner_id = p.owner_id where p.id = $1`,
    [plan],
  )
}
