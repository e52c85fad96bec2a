import { cast } from './cast.ts'
import { askDatabase, oneRow } from './database.ts'
import { demoDocument } from './demo-credential.ts'
import { expect, test, type Page } from './fixtures.ts'
import { lookOver } from './look-over.ts'

test.describe.configure({ mode: 'serial' })

type Chosen = { id: string; name: string; display_id: string }

/** Live access keys that no other story is about, the least pressing first. */
async function keys(count: number): Promise<Chosen[]> {
  const theirs = [...JSON.stringify(cast()).matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)].map(([id]) => id)
  const found = await askDatabase<Chosen>(
    `select t.id, t.name, t.display_id from token t where t.kind = 'aws.access-key' and t.state = 'live' and t.exposure = 'none' and t.id::text <> all($1)
       and not exists (select from provider_act a where a.token_id = t.id) order by t.queue_key, t.id limit $2`,
    [theirs, count],
  )
  expect(found).toHaveLength(count)
  return found
}

/** Nothing moves by itself: the page is asked again until it says so. */
async function untilSaid(page: Page, says: RegExp): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('main').getByText(says).first()).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 45_000 })
}

test('a source is let act by a credential of its own, and not by the one that reads', async ({ admin, auditor }) => {
  test.slow()
  const { aws } = cast()
  const demo = JSON.parse(await demoDocument()) as {
    sources: { kind: string; credential: Record<string, string>; action: Record<string, string> }[]
  }
  const source = demo.sources.find(({ kind }) => kind === 'aws')
  await auditor.goto(`/sources/${aws.id}`)
  await expect(auditor.getByText('No, it only reads.')).toBeVisible()
  await expect(auditor.getByText('Let it act…')).toHaveCount(0)

  await admin.goto(`/sources/${aws.id}`)
  await admin.getByText('Let it act…').click()
  const form = admin.getByRole('form', { name: 'Let it act' })
  const fill = async (credential: Record<string, string> | undefined) => {
    await form.getByLabel(/^Access key ID/).fill(credential?.accessKeyId ?? '')
    await form.getByLabel(/^Secret access key/).fill(credential?.secretAccessKey ?? '')
    await form
      .getByRole('button', { name: 'Test connection' })
      .or(form.getByRole('button', { name: 'Test again' }))
      .click()
  }
  await fill(source?.credential)
  await expect(form.getByRole('alert')).toContainText('This is the access key that reads')
  await fill(source?.action)
  await expect(form.getByText('It answers, and all 5 permissions that were tried are there.')).toBeVisible()
  await form.getByRole('button', { name: 'Let it act' }).click()
  await expect(admin.getByText('It may act from now on.')).toBeVisible()
  await expect(admin.getByText(/^Yes, since /)).toBeVisible()
  await admin.goto('/sources')
  await expect(admin.getByRole('row').filter({ hasText: aws.name }).getByRole('cell').last()).toHaveText('on')
})

test('two tokens are asked for by one, approved by another, and seen to be disabled', async ({ analyst, admin }) => {
  test.slow()
  const chosen = await keys(2)
  const names = chosen.map(({ name }) => name)
  await lookOver(analyst, 'acts-new', async () => {
    await analyst.goto(`/acts/new?${new URLSearchParams(chosen.map(({ id }) => ['token', id]))}`)
    await expect(analyst.getByRole('heading', { name: 'Disable at the provider' })).toBeVisible()
  })
  const ask = analyst.getByRole('form', { name: 'Disable 2 tokens' })
  await expect(analyst.getByText('More than one token takes a second person.')).toBeVisible()
  await ask.getByLabel('Why').fill('Nobody uses them any more.')
  await ask.getByLabel('Type to confirm').fill('3')
  await ask.getByRole('button', { name: 'Ask to disable 2 tokens' }).click()
  await expect(ask.getByRole('alert')).toContainText('Type 2.')
  await ask.getByLabel('Type to confirm').fill('2')
  await ask.getByRole('button', { name: 'Ask to disable 2 tokens' }).click()
  await expect(analyst.getByText('Asked. What came of it is read back from the provider.')).toBeVisible()
  await expect(analyst.getByText('You asked for this, so someone else must decide.')).toBeVisible()
  await expect(analyst.getByRole('button', { name: /^Approve/ })).toHaveCount(0)
  const act = new URL(analyst.url()).pathname

  await lookOver(admin, 'acts-waiting', async () => {
    await admin.goto('/acts')
    await expect(admin.getByText('Nobody uses them any more.').first()).toBeAttached()
  })
  await admin.setViewportSize({ width: 1440, height: 900 })
  await admin.getByRole('link', { name: `Disable ${names.toSorted().join(' and ')}` }).click()
  // Whoever is the second sees what whoever asked saw, as it is now.
  const dryRun = admin.getByRole('table', { name: 'What would happen to each token' })
  for (const { display_id } of chosen) await expect(dryRun).toContainText(`Disabling ${display_id} at`)
  await lookOver(admin, 'act-waiting', async () => {
    await admin.goto(act)
    await expect(dryRun).toBeVisible()
  })
  await admin.setViewportSize({ width: 1440, height: 900 })
  await admin.getByRole('button', { name: 'Approve: disable 2 tokens' }).click()
  await expect(admin.getByText('Approved. It is sent as soon as a worker is free.')).toBeVisible()
  await untilSaid(admin, /All 2 are done, and were seen so at the provider\./)
  await lookOver(admin, 'act-seen', async () => {
    await admin.goto(act)
    await expect(admin.getByText('Done, and seen so').first()).toBeVisible()
  })
  // What a sync saw is what the inventory goes by.
  await expect(async () => {
    expect((await askDatabase<{ state: string }>(`select state from token where id = any($1::uuid[])`, [chosen.map(({ id }) => id)])).map(({ state }) => state)).toEqual(['disabled', 'disabled'])
  }).toPass({ timeout: 45_000 })
}) // prettier-ignore

test('a leaked one is disabled by one person, reviewed by another, and the disable is undone by two', async ({
  analyst,
  admin,
  auditor,
}) => {
  test.slow()
  const [key] = await keys(1)
  if (!key) throw new Error('There is no key.')
  await askDatabase(
    `with leaked as (update token set exposure = 'confirmed' where id = $1 returning id)
     insert into exposure (id, token_id, state, found_in, found_at, still_valid, matched_by, stated_by)
     select gen_random_uuid(), id, 'confirmed', 'a public repository', now() - interval '1 hour', 'yes', 'id', 'the stories' from leaked`,
    [key.id],
  )
  await lookOver(analyst, 'token-provider', async () => {
    await analyst.goto(`/tokens/${key.id}#provider`)
    await expect(analyst.getByRole('heading', { name: 'Act at the provider' })).toBeVisible()
  })
  await analyst.setViewportSize({ width: 1440, height: 900 })
  await expect(analyst.getByRole('button', { name: `Delete ${key.display_id}` })).toBeDisabled()
  await analyst.getByRole('button', { name: `Disable ${key.display_id}…` }).click()
  const question = analyst.getByRole('dialog', { name: `Disable ${key.display_id}?` })
  await question.getByLabel('Why').fill('Found in a repository.')
  await question.getByRole('button', { name: `Disable ${key.display_id}` }).click()
  await expect(analyst).toHaveURL(/\/acts\//)
  await untilSaid(analyst, /It is done, and was seen so at the provider\./)
  await expect(analyst.getByText('This was your act, so someone else must look at it.')).toBeVisible()
  const act = new URL(analyst.url()).pathname

  await admin.goto('/acts?tab=review')
  await admin.getByRole('link', { name: `Disable ${key.name}` }).click()
  await admin.getByRole('button', { name: 'Confirm the review' }).click()
  await expect(admin.getByRole('status').filter({ hasText: 'Reviewed.' })).toBeVisible()
  await expect(admin.getByText(/Reviewed by Ada Moreno/)).toBeVisible()

  await auditor.goto(act)
  await expect(auditor.getByText(/Reviewed by Ada Moreno/)).toBeVisible()
  await expect(auditor.getByRole('link', { name: /^Undo/ })).toHaveCount(0)
  await analyst.goto(act)
  await analyst.getByRole('link', { name: `Undo: enable ${key.display_id}` }).click()
  await expect(analyst.getByText('To let a leaked token live again takes a second person.')).toBeVisible()
  await analyst.getByLabel('Why').fill('It was another one.')
  await analyst.getByRole('button', { name: `Ask to enable ${key.display_id}` }).click()
  await expect(analyst.getByText('It waits for a second person.')).toBeVisible()
  await analyst.getByRole('button', { name: 'Withdraw it…' }).click()
  await analyst.getByRole('dialog').getByRole('button', { name: 'Withdraw it' }).click()
  await expect(analyst.getByText('It was withdrawn.')).toBeVisible()

  // Had it been sent and failed, it would go on as it was asked: by two, with what comes of it said.
  const enable = new URL(analyst.url()).pathname
  await askDatabase(
    `update provider_act set state = 'failed', answer = 'rejected', before = 'disabled', after = 'disabled', attempts = 1, called_at = now(), outcome_at = now() where request_id = $1`,
    [enable.split('/').at(-1)],
  )
  await lookOver(analyst, 'act-go-on', async () => {
    await analyst.goto(enable)
    await analyst.getByRole('button', { name: `Look again and go on: ${key.display_id}…` }).click()
    await expect(analyst.getByRole('dialog', { name: `Go on: enable ${key.display_id}?` })).toBeVisible()
  })
  const goOn = analyst.getByRole('dialog')
  await expect(goOn).toContainText('lets it work again at once')
  await expect(goOn).toContainText('To let a leaked token live again takes a second person.')
  await goOn.getByRole('button', { name: `Ask to go on: ${key.display_id}` }).click()
  await expect(analyst.getByText('Asked. It goes on when somebody else agrees.')).toBeVisible()
  await expect(analyst.getByRole('button', { name: /^Approve/ })).toHaveCount(0)
})

test('what acts is taken away again', async ({ admin }) => {
  const { aws } = cast()
  await lookOver(admin, 'source-may-act', async () => {
    await admin.goto(`/sources/${aws.id}#may-act`)
    await admin.getByText('Replace the credential that acts…').click()
  })
  await admin.getByRole('button', { name: 'Take the credential away…' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Take it away' }).click()
  await expect(admin.getByText('No, it only reads.')).toBeVisible()
  await oneRow('audit entry of it', `select 1 from audit where act = 'source.acting-removed' and target = $1`, [`source:${aws.id}`])
})
