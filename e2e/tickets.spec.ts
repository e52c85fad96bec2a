import { demoDocument } from './demo-credential.ts'
import { cast } from './cast.ts'
import { oneRow } from './database.ts'
import { expect, test, type Page } from './fixtures.ts'

type Tracker = { baseUrl: string; projectKey: string; issueType: string; credential: { email: string; token: string } }
type Issue = { key: string; summary: string; labels: string[]; status: string }

/** What people of the company see in its Jira, and do there. */
async function jira(change?: object): Promise<Issue[]> {
  const door = new URL('/_estate/jira', cast().github.baseUrl)
  const asked = change ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) } : {}
  return (await (await fetch(door, asked)).json()) as Issue[]
}

/** A token that nothing is planned for, and that no other story is about. */
function unplanned(): Promise<{ id: string; name: string }> {
  const { standing, revoke, unknown, eventful, changed } = cast()
  const others = [standing.id, revoke.id, unknown.id, eventful.id, changed.fact.id, changed.contested.id]
  return oneRow(
    'token without a plan',
    `select id, name from token t where state = 'live' and verdict = 'standing-privilege' and owner_id is not null and id <> all($1::uuid[])
       and not exists (select from plan_token m where m.token_id = t.id) and not exists (select from exception_token e where e.token_id = t.id)
     order by queue_key, id limit 1`,
    [others],
  )
}

async function setUp(page: Page, { baseUrl, projectKey, credential }: Tracker): Promise<void> {
  await page.goto('/settings/tickets')
  const form = page.getByRole('form', { name: 'Set Jira up' })
  await form.getByLabel('Address').fill(baseUrl)
  await form.getByLabel('Project').fill(projectKey)
  await form.getByLabel('Type of issue').fill('Change')
  await form.getByLabel('E-mail').fill(credential.email)
  await form.getByLabel('API token').fill(credential.token)
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByRole('status')).toContainText('Saved')
}

test('an administrator sets Jira up, an analyst makes an issue for a plan, and what becomes of it is read back', async ({ admin, analyst, auditor }) => {
  const { tracker } = JSON.parse(await demoDocument()) as { tracker: Tracker }
  await test.step('it is off until a test went through, which says what is wrong', async () => {
    await setUp(admin, tracker)
    await admin.getByRole('button', { name: 'Test it' }).click()
    await expect(admin.getByRole('status').filter({ hasText: 'did not go through' })).toContainText('asks for Risk assessment')
    await expect(admin.getByRole('button', { name: 'Switch on' })).toHaveCount(0)
    await admin.getByLabel('Type of issue').fill(tracker.issueType)
    await admin.getByRole('button', { name: 'Save' }).click()
    await expect(admin.getByText('Not tested as it is.')).toBeVisible()
    await admin.getByRole('button', { name: 'Test it' }).click()
    await expect(admin.getByRole('status').filter({ hasText: 'The test went through' })).toContainText('SEC is “Security work”')
    await admin.getByRole('button', { name: 'Switch on' }).click()
    await expect(admin.getByText(/^On since/)).toBeVisible()
    expect(await admin.content()).not.toContain(tracker.credential.token)
  })

  await test.step('an auditor reads how it is set up, and no secret', async () => {
    await auditor.goto('/settings/tickets')
    await expect(auditor.getByText(tracker.baseUrl)).toBeVisible()
    await expect(auditor.getByRole('form')).toHaveCount(0)
    expect(await auditor.content()).not.toContain(tracker.credential.token)
  })

  const token = await unplanned()
  await analyst.goto(`/plans/new?state=any&id=${token.id}`)
  await analyst.getByRole('button', { name: /^Open/ }).click()
  await expect(analyst).toHaveURL(/\/plans\/[0-9a-f-]{36}/)
  const part = analyst.locator('#issue')
  const before = (await jira()).length

  await test.step('one issue is made, and its status is told', async () => {
    await part.getByRole('button', { name: 'Create an issue' }).click()
    await expect(part.getByText('To Do (not begun), with nobody.')).toBeVisible()
    expect(await jira()).toHaveLength(before + 1)
  })
  const made = (await jira()).at(-1)
  expect(made?.summary).toContain(token.name)
  expect(made?.labels).toContain('standdown')

  await test.step('what somebody does there is read back, and closes nothing here', async () => {
    await jira({ key: made?.key, status: 'Done', assignee: 'Ana Abara' })
    await part.getByRole('button', { name: 'Read it now' }).click()
    await expect(part.getByText('Done (closed), with Ana Abara.')).toBeVisible()
    await expect(part.getByText(`${made?.key} is closed, and the token is not proved gone.`)).toBeVisible()
    await expect(analyst.getByText(/^Called off|^Gone, and proved so/)).toHaveCount(0)
  })

  await test.step('what a token ends with is said on its page', async () => {
    await analyst.goto(`/tokens/${token.id}#ends`)
    const ends = analyst.locator('#ends')
    await ends.getByText('Say what it ends with').click()
    await ends.getByLabel('Ends with', { exact: true }).selectOption('job')
    await ends.getByLabel('Job', { exact: true }).fill(`e2e-${token.id.slice(-6)}`)
    await ends.getByRole('button', { name: 'Save what it ends with' }).click()
    await expect(ends.getByText(`With the job e2e-${token.id.slice(-6)}.`)).toBeVisible()
  })

  await test.step('an issue that is deleted there is told as such, and unlinked', async () => {
    await jira({ key: made?.key, deleted: true })
    await analyst.goBack()
    await part.getByRole('button', { name: 'Read it now' }).click()
    await expect(part.getByText(`${made?.key} is not there any more, or our account may not see it.`)).toBeVisible()
    await part.getByRole('button', { name: 'Unlink' }).click()
    await expect(part.getByText('It has no issue in Jira.')).toBeVisible()
  })
}) // prettier-ignore

test('a job’s end is told by whoever is signed in', async ({ analyst }) => {
  await analyst.goto('/help')
  const told = await analyst.evaluate(async () => {
    const answer = await fetch('/api/v1/job-ends', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ job: 'nothing-ends-with-this' }) })
    return { status: answer.status, body: (await answer.json()) as unknown }
  }) // prettier-ignore
  expect(told).toEqual({ status: 200, body: { job: 'nothing-ends-with-this', tokens: 0 } })
})
