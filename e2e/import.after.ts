import { askDatabase } from './database.ts'
import { expect, test } from './fixtures.ts'
import { chooseFile, foreignSecret } from './foreign-files.ts'

/** Comes when the demo is gone: a file of our own, with a mistake and then without. */
const header = 'external_id,kind,name,issued_at,expires_at,scope'
const rows = [
  'crm-1,vendor.refresh-token,crm full access,2026-01-05,never,6:4',
  'crm-2,vendor.api-key,crm reports,2026-06-01,2027-06-01,2:1',
]
const fileOf = (lines: readonly string[]) => ({
  name: 'crm tokens.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`${[header, ...lines].join('\n')}\n`),
})

async function tokens(): Promise<number> {
  const [found] = await askDatabase<{ n: number }>(
    `select count(*)::int as n from token t join source s on s.id = t.source_id where t.state = 'live' and s.removed_at is null`,
  )
  return found?.n ?? 0
}

test('import a file with a wrong date, then the mended one, and find its tokens', async ({ admin }) => {
  const before = await tokens()
  await admin.goto('/sources/import')
  await admin
    .getByLabel('File', { exact: true })
    .setInputFiles(fileOf([rows[0] ?? '', (rows[1] ?? '').replace('2027-06-01', '32/13/2027')]))
  await expect(admin.getByLabel('Name', { exact: true })).toHaveValue('crm tokens.csv')
  await expect(admin.getByLabel('Format', { exact: true })).toHaveValue('csv')
  await admin.getByRole('button', { name: 'Import file' }).click()
  const alert = admin.getByRole('alert').filter({ hasText: 'nothing was saved' })
  await expect(alert).toContainText('line 3, column expires_at: “32/13/2027” is not a date. Use 2026-12-31')
  expect(await tokens()).toBe(before)

  await admin.getByLabel('File', { exact: true }).setInputFiles(fileOf(rows))
  await admin.getByRole('button', { name: 'Import file' }).click()
  const done = admin.getByRole('status').filter({ hasText: 'all of them right' })
  await expect(done).toContainText('2 rows read')
  await expect(done).toContainText('Tokens: 2 new.')
  expect(await tokens()).toBe(before + 2)
  await done.getByRole('link', { name: 'Show its tokens' }).click()
  await expect(admin.getByRole('table').getByText('crm full access')).toBeVisible()
  await expect(admin.getByRole('status').filter({ hasText: 'match' })).toContainText('2 tokens match')
})

test('import a file of another tool by the map that is suggested, without its secrets', async ({ admin }) => {
  const before = await tokens()
  await admin.goto('/sources/import')
  await chooseFile(admin, 'some')
  await expect(admin.getByText('Not yet: nothing says its kind.')).toBeVisible()
  await admin.getByLabel('For every row: kind').fill('flags.api-token')
  await admin.getByRole('button', { name: 'Import file' }).click()
  await expect(admin.getByRole('status').filter({ hasText: 'all of them right' })).toContainText('Tokens: 2 new.')
  expect(await tokens()).toBe(before + 2)
  const [kept] = await askDatabase<{ id: string; all: string }>(
    `select t.external_id as id, row_to_json(t)::text || (select row_to_json(s)::text from source s where s.id = t.source_id) as all
     from token t where t.kind = 'flags.api-token' and t.name = 'storefront'`,
  )
  expect(kept?.id).toMatch(/^hmac:/)
  expect(kept?.all).not.toContain(foreignSecret.slice(6, 40))
})

test('a file larger than what a proxy holds is read to its last line', async ({ admin }) => {
  test.slow()
  const before = await tokens()
  const name = 'n'.repeat(1_000)
  const lines = Array.from({ length: 14_000 }, (_, i) => `big-${i},vault.token,${name},2026-01-05,never,1:1`)
  const data = Buffer.from(`${[header, ...lines, 'last,vault.token,x,soon,never,1:1'].join('\n')}\n`)
  expect(data.length).toBeGreaterThan(12 * 2 ** 20)
  const answer = await admin.request.post('/api/v1/imports?name=large&format=csv', {
    data,
    headers: { origin: process.env.E2E_URL ?? '', 'content-type': 'application/octet-stream' },
    timeout: 120_000,
  })
  expect(answer.status()).toBe(200)
  const run = (await answer.json()) as { state: string; problem: string }
  expect(run.state).toBe('failed')
  expect(run.problem).toContain('line 14002, column issued_at')
  expect(await tokens()).toBe(before)
})
