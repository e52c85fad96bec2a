import { openDb } from '../lib/db/db.ts'
import { expect, test } from './fixtures.ts'

/** Something of the estate that these stories may use: asked for until the demo's sources have been read. */
async function fromEstate(query: string): Promise<{ id: string; name: string }> {
  const db = openDb(process.env.E2E_DATABASE_URL ?? '')
  try {
    const ask = async () => (await db.pool.query<{ id: string; name: string }>(query)).rows[0]
    await expect.poll(async () => (await ask()) !== undefined, { timeout: 45_000 }).toBe(true)
    const found = await ask()
    if (!found) throw new Error('The demo company has nothing to tell this story with.')
    return found
  } finally {
    await db.close()
  }
}

test('a rule is previewed with the verdicts it changes, saved, and undone', async ({ analyst }) => {
  test.setTimeout(120_000)
  // The last by name: another story takes the first.
  const token = await fromEstate(
    `select min(id::text) as id, name from token where owner_id is null and state = 'live' and name ~ '^[a-z0-9-]+$' group by name having count(*) = 1 order by name desc limit 1`,
  )
  await analyst.goto('/directory/rules/new')
  await analyst.getByLabel('Name of the rule').fill('A rule to undo')
  await analyst.getByLabel('Position').selectOption('-1')
  await analyst.getByLabel('Name is like').fill(token.name)
  const owner = analyst.getByLabel('Owner', { exact: true })
  await owner.selectOption({ index: 1 })
  await analyst.getByRole('button', { name: 'Preview the rule' }).click()
  const preview = analyst.getByRole('region', { name: 'Preview', exact: true })
  await expect(preview.getByText('It would match 1 token (1 live); 1 changes.')).toBeVisible()
  const line = preview.getByRole('row').filter({ hasText: token.name })
  await expect(line).toContainText('none →')
  // What was looked at is not what stands there now: the preview goes with the first change.
  await analyst.getByLabel('Name is like').fill('no-token-is-called-so')
  await expect(preview).toHaveCount(0)
  await analyst.getByRole('button', { name: 'Preview the rule' }).click()
  await expect(preview.getByText('It would match 0 tokens')).toBeVisible()
  await analyst.getByLabel('Name is like').fill(token.name)
  await analyst.getByRole('button', { name: 'Preview the rule' }).click()
  await analyst.getByRole('button', { name: 'Add the rule' }).click()

  await expect(analyst.getByText('“A rule to undo” was added. One token changed.')).toBeVisible()
  await analyst.getByRole('button', { name: 'What would undoing it change?' }).click()
  await expect(analyst.getByText('Undoing it changes one token.')).toBeVisible()
  const row = analyst.getByRole('row', { name: /A rule to undo/ })
  await expect(row.getByRole('cell').first()).toHaveText('1')
  await analyst.getByRole('button', { name: 'Move A rule to undo down' }).click()
  await expect(analyst.getByText('“A rule to undo” was moved. No token changed.')).toBeVisible()
  await expect(row.getByRole('cell').first()).toHaveText('2')
  await analyst.getByRole('button', { name: 'Switch off A rule to undo' }).click()
  await expect(analyst.getByText('“A rule to undo” was switched off. One token changed.')).toBeVisible()
  await analyst.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(analyst.getByText('“A rule to undo” is as it was before. One token changed.')).toBeVisible()
  await analyst.getByRole('link', { name: 'Remove A rule to undo' }).click()
  await expect(analyst.getByText(/It lets go of 1 live token/)).toBeVisible()
  await analyst.getByRole('button', { name: 'Remove rule A rule to undo' }).click()
  await expect(analyst.getByText('“A rule to undo” was removed. One token changed.')).toBeVisible()
  await expect(row).toHaveCount(0)
  await expect(analyst.getByRole('button', { name: 'Undo', exact: true })).toBeVisible()
})

test('two people edit one owner: the later one sees both values and chooses', async ({ analyst, admin }) => {
  const name = 'Ida Twofold'
  await analyst.goto('/directory/owners/new')
  await analyst.getByLabel('Name', { exact: true }).fill(name)
  await analyst.getByLabel('E-mail').fill('ida.twofold@example.com')
  await analyst.getByRole('button', { name: 'Add the owner' }).click()
  await expect(analyst.getByRole('heading', { name, level: 1 })).toBeVisible()
  await admin.goto(analyst.url().replace(/\?.*/, ''))

  await admin.getByLabel('Name', { exact: true }).fill('Ida Admin')
  await admin.getByLabel('Status').selectOption('departed')
  await admin.getByRole('button', { name: `Save ${name}` }).click()
  await expect(admin.getByText(/^Done: Saved\./)).toBeVisible()

  await analyst.getByLabel('Name', { exact: true }).fill('Ida Analyst')
  await analyst.getByRole('button', { name: `Save ${name}` }).click()
  await expect(analyst.getByText(/ changed the name (\d+ s ago|just now)\./)).toBeVisible()
  await expect(analyst.getByText('nothing is lost')).toBeVisible()
  await expect(analyst.getByLabel(/^Keep .*: Ida Admin$/)).toBeVisible()
  await expect(analyst.getByLabel('Name', { exact: true })).toHaveValue('Ida Analyst')
  await analyst.getByLabel('Use mine: Ida Analyst').check()
  await analyst.getByRole('button', { name: `Save ${name}` }).click()
  await expect(analyst.getByRole('heading', { name: 'Ida Analyst', level: 1 })).toBeVisible()
  // What the other one changed beside it is kept, and said.
  await expect(analyst.getByLabel('Status')).toHaveValue('departed')

  // Two entries that are one owner.
  await analyst.goto('/directory/owners/new')
  await analyst.getByLabel('Name', { exact: true }).fill('Ida Twice')
  await analyst.getByRole('button', { name: 'Add the owner' }).click()
  await expect(analyst.getByRole('heading', { name: 'Ida Twice', level: 1 })).toBeVisible()
  const twice = analyst.url().replace(/\?.*/, '')
  await analyst.goto('/directory?q=ida.twofold')
  await analyst.getByRole('table').getByRole('link', { name: 'Ida Analyst' }).click()
  await analyst.getByRole('button', { name: 'Merge Ida Analyst into another owner…' }).click()
  const question = analyst.getByRole('dialog', { name: 'Merge Ida Analyst into another owner' })
  await expect(question.getByText('This cannot be undone.')).toBeVisible()
  await question.getByLabel('Is the same as').selectOption(twice.split('/').at(-1) ?? '')
  await question.getByLabel('Type “Ida Analyst” to confirm').fill('Ida')
  await question.getByRole('button', { name: 'Merge Ida Analyst into the other' }).click()
  await expect(question.getByRole('alert')).toContainText('The name does not match, so nothing was merged.')
  await question.getByLabel('Type “Ida Analyst” to confirm').fill('Ida Analyst')
  await question.getByRole('button', { name: 'Merge Ida Analyst into the other' }).click()
  await expect(analyst.getByText('Merged. 0 tokens changed hands.')).toBeVisible()
  await expect(analyst.getByRole('heading', { name: 'Ida Twice', level: 1 })).toBeVisible()
})

test('suggested owners are accepted many at once, and a refused one does not come back', async ({ analyst }) => {
  test.setTimeout(120_000)
  const { name } = await fromEstate(
    `select g.token_id as id, t.name from owner_suggestion g join token t on t.id = g.token_id where evidence = 'manager' limit 1`,
  )
  expect(name).not.toBe('')
  await analyst.goto('/directory/suggestions?show=manager')
  const ticks = analyst.getByRole('table', { name: 'Suggested owners' }).getByRole('checkbox')
  const before = await ticks.count()
  expect(before).toBeGreaterThan(2)
  await analyst.getByRole('button', { name: 'Accept ticked' }).click()
  await expect(analyst.getByText('No suggestion is chosen. Tick those that you mean.')).toBeVisible()
  await ticks.nth(0).check()
  await ticks.nth(1).check()
  await expect(analyst.getByText('2 ticked')).toBeVisible()
  await analyst.getByRole('button', { name: 'Accept ticked' }).click()
  await expect(analyst.getByText('2 tokens have their owner.')).toBeVisible()
  await expect(ticks).toHaveCount(before - 2)
  const refused = (await ticks.first().getAttribute('aria-label')) ?? ''
  await ticks.first().check()
  await analyst.getByRole('button', { name: 'Refuse ticked' }).click()
  await expect(analyst.getByText('Refused for one token: not suggested again.')).toBeVisible()
  await analyst.reload()
  await expect(analyst.getByRole('checkbox', { name: refused, exact: true })).toHaveCount(0)
})

test('a CSV of owners with a mistake, then right', async ({ analyst, auditor }) => {
  const header = 'key,kind,name,email,team\n'
  const file = (text: string) => ({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(header + text) })
  await analyst.goto('/directory/import?rows=owners')
  await analyst.getByLabel('File').setInputFiles(file('csv-team,team,Csv Team,,\ncsv-one,robot,Csv One,one.csv@example.com,csv-team\n'))
  await analyst.getByRole('button', { name: 'Try it: nothing is saved' }).click()
  await expect(analyst.getByText('2 rows were read, nothing was saved.')).toBeVisible()
  await expect(analyst.getByText('line 3, column kind')).toBeVisible()

  await analyst.getByLabel('File').setInputFiles(file('csv-team,team,Csv Team,,\ncsv-one,person,Csv One,one.csv@example.com,csv-teem\n'))
  await analyst.getByRole('button', { name: 'Try it: nothing is saved' }).click()
  await expect(analyst.getByText('2 owners read: 2 would be added, 0 would be changed, 0 as they are.')).toBeVisible()
  await expect(analyst.getByText('team: nobody has the key “csv-teem”')).toBeVisible()
  await auditor.goto('/directory?q=Csv')
  await expect(auditor.getByText('Nothing in owners matches “Csv”.')).toBeVisible()

  await analyst.getByLabel('File').setInputFiles(file('csv-team,team,Csv Team,,\ncsv-one,person,Csv One,one.csv@example.com,csv-team\n'))
  await analyst.getByRole('button', { name: 'Try it: nothing is saved' }).click()
  await analyst.getByRole('button', { name: 'Import 2 owners' }).click()
  await expect(analyst.getByText('2 owners read: 2 added, 0 changed, 0 as they are.')).toBeVisible()
  await auditor.goto('/directory?q=Csv')
  await expect(auditor.getByRole('row', { name: /Csv One/ })).toContainText('Csv Team')
  // Who may only read is offered nothing to change, and a form sent all the same is refused.
  await expect(auditor.getByRole('link', { name: 'Import a CSV' })).toHaveCount(0)
  expect((await auditor.goto('/directory/import'))?.status()).toBe(404)
})
