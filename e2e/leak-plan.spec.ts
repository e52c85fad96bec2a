import { lookAtPlans } from '../lib/flows/look-at-plans.ts'
import { cast } from './cast.ts'
import { askDatabase, oneRow } from './database.ts'
import { expect, test, type Page } from './fixtures.ts'
import { inWorld } from './in-world.ts'
import { lookOver } from './look-over.ts'

test.describe.configure({ mode: 'serial' })

type Chosen = { id: string; name: string; display_id: string; owner: string; source: string }

/** A token of a file, whose source can only be read, with an owner and a name of its own that no other story is about. */
function aToken(): Promise<Chosen> {
  const theirs = [...JSON.stringify(cast()).matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)].map(([id]) => id)
  return oneRow<Chosen>(
    'token of a file with an owner',
    `select t.id, t.name, t.display_id, o.name as owner, s.name as source from token t join source s on s.id = t.source_id join owner o on o.id = t.owner_id
     where s.kind = 'file' and s.removed_at is null and t.state = 'live' and t.exposure = 'none' and o.status <> 'departed' and t.id::text <> all($1)
       and not exists (select from plan_token k where k.token_id = t.id) and not exists (select from token n where n.name ilike '%' || t.name || '%' and n.id <> t.id)
     order by t.queue_key, t.id limit 1`,
    [theirs],
  )
}

/** Its provider shows it otherwise, as a sync would have written it, and its plan is looked at. */
async function shows(state: 'disabled'): Promise<void> {
  await askDatabase(`update token set state = $2, observed = observed || jsonb_build_object('lifecycle', $2::text) where id = $1`, [
    token.id,
    state,
  ])
  const { E2E_DATA: data = '', E2E_DATABASE_URL: databaseUrl = '' } = process.env
  await inWorld({ data, databaseUrl }, 'estate', (world) => lookAtPlans(world))
}

const step = (page: Page, name: string) => page.getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ hasText: name }).first()
const wide = (page: Page) => page.setViewportSize({ width: 1440, height: 900 })

let token: Chosen
let leak = ''
let plan = ''

test('a leak is recorded of a token that is chosen among those that are called so', async ({ analyst }) => {
  test.slow()
  token = await aToken()
  await lookOver(analyst, 'leak-record', async () => {
    await analyst.goto('/exposures/new')
    await analyst.getByRole('combobox', { name: 'The token' }).fill(token.name.slice(0, -1))
    await expect(analyst.getByRole('option').filter({ hasText: token.display_id }).first()).toBeVisible()
  })
  await wide(analyst)
  await analyst.getByRole('option').filter({ hasText: token.display_id }).first().click()
  await expect(analyst.getByRole('combobox', { name: 'The token' })).toHaveValue(token.name)
  await analyst.getByLabel('Found in').fill('A public gist of a former contractor')
  await analyst.getByRole('button', { name: 'Record the leak' }).click()
  await expect(analyst.getByRole('heading', { name: `Leak of ${token.name}` })).toBeVisible()
  leak = new URL(analyst.url()).pathname
  // Where its source may not act there is no way from here, and what is to be done there stands in its place.
  await expect(analyst.getByRole('link', { name: 'Contain…' })).toHaveCount(0)
  await expect(analyst.getByText(`${token.source} is only read here: change it at the provider, by hand.`)).toBeVisible()
  await expect(analyst.getByText('By hand:')).toBeVisible()
  await expect(analyst.getByText(/^yes: (?:an imported file|the file imported on .*) lists it as live/)).toBeVisible()
  await expect(analyst.getByText('not told: messages are off').first()).toBeVisible()
  await lookOver(analyst, 'leak-open', async () => {
    await analyst.goto(leak)
    await expect(analyst.getByText('By hand:')).toBeVisible()
  })
})

test('a token is named by the address of its page, and what means none is refused', async ({ analyst }) => {
  await analyst.goto('/exposures/new')
  await analyst.getByLabel('Found in').fill('A chat')
  const field = analyst.getByRole('combobox', { name: 'The token' })
  await field.fill('nothing is called this')
  await analyst.getByRole('button', { name: 'Record the leak' }).click()
  await expect(analyst.getByText(/No token is called so, has that id, or ends so\./).first()).toBeVisible()
  await field.fill(new URL(`/tokens/${token.id}`, analyst.url()).href)
  await expect(analyst.getByRole('option').filter({ hasText: token.name })).toBeVisible()
})

test('its plan begins with cutting it off, by security and now', async ({ analyst }) => {
  test.slow()
  await wide(analyst)
  await analyst.goto(leak)
  await analyst.getByRole('link', { name: 'Open a plan for it' }).click()
  await analyst.getByRole('button', { name: 'Open the plan' }).click()
  await expect(analyst.getByRole('heading', { name: token.name, level: 1 })).toBeVisible()
  plan = new URL(analyst.url()).pathname
  await expect(analyst.getByText(`Cut it off now, without waiting for ${token.owner}.`, { exact: false })).toBeVisible()
  await expect(analyst.getByText('minutes to cut it off, some days for the rest')).toBeVisible()
  await expect(step(analyst, 'Cut off')).toHaveAttribute('aria-current', 'step')
  const steps = analyst.getByRole('list', { name: 'Steps' })
  await expect(steps.getByRole('listitem').filter({ hasText: /^(Opened|Cut off|Replaced|Deleted|Logs read|Searched for copies|Verified absent)/ })).toHaveCount(7)
  await expect(steps.getByText('Quiet')).toHaveCount(0)
  await expect(analyst.getByRole('link', { name: /^(Propose another date|Set the date|I have switched it)$/ })).toHaveCount(0)
  await lookOver(analyst, 'leak-plan', async () => {
    await analyst.goto(plan)
    await expect(step(analyst, 'Cut off')).toBeVisible()
  })
  await lookOver(analyst, 'leak-task', async () => {
    await analyst.goto(plan.replace('/plans/', '/tasks/'))
    await expect(step(analyst, 'Cut off')).toBeVisible()
  })
  await wide(analyst)
  await analyst.goto(`/plans?waiting=security&q=${encodeURIComponent(token.name)}`)
  await expect(analyst.getByRole('row').filter({ hasText: token.name })).toContainText('to cut it off')
}) // prettier-ignore

test('what its provider shows and what is stated of the leak close the steps of both', async ({ analyst }) => {
  test.slow()
  await shows('disabled')
  await analyst.goto(plan)
  await expect(analyst.getByText(`Cut off. Waiting for ${token.owner} to replace it`, { exact: false })).toBeVisible()
  await expect(step(analyst, 'Cut off')).toContainText('Proved')
  await step(analyst, 'Replaced').getByRole('link', { name: 'Its leak' }).click()
  await expect(analyst).toHaveURL(leak)
  await analyst.getByRole('button', { name: 'Say that it is replaced…' }).click()
  const question = analyst.getByRole('dialog', { name: 'Say that it is replaced?' })
  await question.getByLabel('What took its place, and what shows it').fill('The role of the job, in use since noon.')
  await question.getByRole('button', { name: 'Say that it is replaced' }).click()
  await expect(analyst.getByText('The role of the job, in use since noon.')).toBeVisible()
  await analyst.goto(plan)
  await expect(step(analyst, 'Replaced')).toContainText('Stated')
  await expect(step(analyst, 'Replaced')).toContainText('The role of the job, in use since noon.')
  await expect(step(analyst, 'Deleted')).toHaveAttribute('aria-current', 'step')
  await lookOver(analyst, 'leak-plan-replaced', async () => {
    await analyst.goto(plan)
    await expect(step(analyst, 'Deleted')).toBeVisible()
  })
})

test('the list of leaks fits a desk', async ({ analyst }) => {
  await lookOver(analyst, 'leak-list', async () => {
    await analyst.goto('/exposures')
    await expect(analyst.getByRole('heading', { name: 'Exposures', level: 1 })).toBeVisible()
  })
  await wide(analyst)
  const region = analyst.getByRole('region', { name: /^Exposures/ })
  expect(await region.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
  await lookOver(analyst, 'leak-import', () => analyst.goto('/exposures/import').then(() => undefined))
})
