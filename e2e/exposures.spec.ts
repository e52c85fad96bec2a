import { cast } from './cast.ts'
import { askDatabase, oneRow } from './database.ts'
import { expect, test } from './fixtures.ts'
import { lookOver } from './look-over.ts'

test.describe.configure({ mode: 'serial' })

type Chosen = { id: string; name: string; key: string }

/** A live access key with an owner that no other story is about. */
function aKey(): Promise<Chosen> {
  const theirs = [...JSON.stringify(cast()).matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)].map(([id]) => id)
  return oneRow<Chosen>(
    'access key with an owner',
    `select t.id, t.name, t.external_id as key from token t where t.kind = 'aws.access-key' and t.state = 'live' and t.exposure = 'none' and t.owner_id is not null
       and t.id::text <> all($1) and not exists (select from provider_act a where a.token_id = t.id) and not exists (select from token n where n.name = t.name and n.id <> t.id)
     order by t.queue_key, t.id offset 5 limit 1`,
    [theirs],
  )
}

/** What TruffleHog writes of two finds: one of ours, whose secret stands beside its id, and one that is nobody's. */
function reportOf(key: string, random: string): string {
  const where = { SourceMetadata: { Data: { Git: { repository: 'https://github.com/fernhollow/ledger', file: 'deploy/prod.env', line: 12, commit: '0a1b2c3d4e5f60718293', timestamp: '2026-11-01 08:00:00 +0000' } } } }
  const finds = [
    { ...where, DetectorName: 'AWS', Verified: true, Raw: key, RawV2: `${key}:${random}`, Redacted: '' },
    { ...where, DetectorName: 'Github', Verified: false, Raw: `ghp_${random}`, RawV2: '', Redacted: '' },
    { level: 'info-0', msg: 'finished scanning' },
  ]
  return finds.map((find) => JSON.stringify(find)).join('\n')
} // prettier-ignore

let key: Chosen
const random = `e2e${'x7Kq'.repeat(9)}`

test('an analyst uploads a report: first what would match, then its token is to be revoked', async ({ analyst, auditor }) => {
  test.slow()
  key = await aKey()
  await analyst.goto('/exposures')
  await expect(analyst.getByRole('heading', { name: 'Exposures', level: 1 })).toBeVisible()
  await analyst.getByRole('link', { name: 'Upload a report' }).click()
  const report = { name: 'trufflehog.json', mimeType: 'application/json', buffer: Buffer.from(reportOf(key.key, random)) }
  await lookOver(analyst, 'exposure-dry-run', async () => {
    await analyst.goto('/exposures/import')
    await analyst.getByLabel('Report', { exact: true }).setInputFiles(report)
    await analyst.getByRole('button', { name: 'Look what would match' }).click()
    await expect(analyst.getByRole('status').filter({ hasText: 'TruffleHog: 2 finds of 2 secrets. Nothing is recorded yet.' })).toBeVisible()
  })
  await expect(analyst.getByText('1 secret would match a token for certain.')).toBeVisible()
  await expect(analyst.getByRole('list', { name: 'What each secret matches' }).getByRole('listitem').filter({ hasText: 'for certain' })).toContainText(key.name)
  expect(await askDatabase(`select from exposure where reference = $1`, [key.key])).toHaveLength(0)
  await analyst.setViewportSize({ width: 1440, height: 900 })
  await analyst.getByRole('button', { name: 'Record these 2 leaks' }).click()
  await expect(analyst.getByText('All are recorded.')).toBeVisible()
  await analyst.getByRole('link', { name: 'Show the exposures' }).click()
  await expect(analyst.getByRole('link', { name: key.name, exact: true })).toBeVisible()
  await expect(analyst.getByRole('link', { name: /leaked tokens? still works?|leaks of \d+ tokens? that still works?/ })).toBeVisible()
  const [token] = await askDatabase<{ verdict: string; reason: string }>('select verdict, reason from token where id = $1', [key.id])
  expect(token).toEqual({ verdict: 'revoke-now', reason: 'LEAK_ACTIVE' })

  await lookOver(analyst, 'exposures', async () => {
    await analyst.goto('/exposures')
    await expect(analyst.getByRole('heading', { name: 'Exposures', level: 1 })).toBeVisible()
  })
  await auditor.goto('/exposures')
  await expect(auditor.getByRole('link', { name: 'Upload a report' })).toHaveCount(0)
  await auditor.getByRole('link', { name: key.name, exact: true }).click()
  await expect(auditor.getByText('Match: certain, by the provider’s id.')).toBeVisible()
  await expect(auditor.getByRole('button', { name: /Say that/ })).toHaveCount(0)
}) // prettier-ignore

test('its steps are stated with what shows them, and its clock runs until the provider shows it off', async ({ analyst }) => {
  test.slow()
  await analyst.goto('/exposures')
  await analyst.getByRole('link', { name: key.name, exact: true }).click()
  await expect(analyst.getByText(/Still works, as its provider shows it\./)).toBeVisible()
  await analyst.getByRole('button', { name: 'Say that the logs are read…' }).click()
  const question = analyst.getByRole('dialog', { name: 'Say that the logs are read?' })
  await question.getByLabel('Which logs, from when to when, and what they show').fill('CloudTrail since 1 November: its own job alone.')
  await question.getByRole('button', { name: 'Say that the logs are read' }).click()
  await expect(analyst.getByText('CloudTrail since 1 November: its own job alone.')).toBeVisible()
  await expect(analyst.getByText(/Still works, as its provider shows it\./)).toBeVisible()
  await lookOver(analyst, 'exposure', async () => {
    await analyst.reload()
    await expect(analyst.getByText('CloudTrail since 1 November: its own job alone.')).toBeVisible()
  })
  await analyst.setViewportSize({ width: 1440, height: 900 })
  // Another story may have let its source act by now. Until then there is no way that ends nowhere: the command stands there instead.
  const contain = analyst.getByRole('link', { name: 'Contain…' })
  await expect(contain.or(analyst.getByText('Disable it', { exact: true })).first()).toBeVisible()
  if ((await contain.count()) === 0) {
    await expect(analyst.getByText(/may not act: nobody gave it a credential for that\./)).toBeVisible()
    await analyst.getByText('Disable it', { exact: true }).click()
    await expect(analyst.getByText(/^aws iam update-access-key .*--status=Inactive/)).toBeVisible()
  } else {
    await contain.click()
    await expect(analyst.getByRole('heading', { name: 'Disable at the provider' })).toBeVisible()
    await expect(analyst.getByText('leaked', { exact: true }).first()).toBeVisible()
  }
})

test('a leak that matches nothing is put away as not ours, and that is undone', async ({ analyst }) => {
  const { id } = await oneRow<{ id: string }>('the other leak', `select id from exposure where detector = 'TruffleHog Github' order by recorded_at desc limit 1`)
  await analyst.goto(`/exposures/${id}`)
  await analyst.getByRole('combobox', { name: 'Token', exact: true }).fill('nobody is called this')
  await analyst.getByRole('button', { name: 'Match to this token' }).click()
  await expect(analyst.getByText(/No token is called so, has that id, or ends so\./).first()).toBeVisible()
  await analyst.getByRole('button', { name: 'Not ours…' }).click()
  const question = analyst.getByRole('dialog', { name: 'Not ours?' })
  await question.getByLabel('How you know').fill('A test key of the documentation.')
  await question.getByRole('button', { name: 'Put it away as not ours' }).click()
  await expect(analyst.getByText('Put away as not ours.')).toBeVisible()
  await analyst.goto('/exposures?show=not-ours')
  await analyst.getByRole('link', { name: 'No match' }).first().click()
  await analyst.getByRole('button', { name: 'Undo: it may be ours' }).click()
  await expect(analyst.getByText('Nobody has said whose it is, nor whether it works.', { exact: false })).toBeVisible()
}) // prettier-ignore

test('a leak is recorded by hand with the secret itself, which rests nowhere', async ({ analyst }) => {
  await analyst.goto('/exposures/new')
  const field = analyst.getByLabel('The secret itself')
  await expect(field).toHaveAttribute('type', 'password')
  await analyst.getByLabel('Found in').fill('A ticket of support')
  // The same as in the report: it is known again by its hash.
  await field.fill(`ghp_${random}`)
  await analyst.getByRole('button', { name: 'Record the leak' }).click()
  await expect(analyst.getByRole('heading', { name: 'A leak without a match' })).toBeVisible()
  await expect(analyst.getByText('A ticket of support')).toBeVisible()
  expect(await analyst.content()).not.toContain(random)
  const rows = await askDatabase<{ text: string }>('select exposure::text as text from exposure union all select audit::text from audit')
  expect(rows.filter(({ text }) => text.includes(random.slice(0, 16)))).toEqual([])
})
