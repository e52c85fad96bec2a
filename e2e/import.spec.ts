import { readFileSync } from 'node:fs'
import { expect, test } from './fixtures.ts'
import { chooseFile, foreignSecret } from './foreign-files.ts'
import { sessionFile } from './people.ts'
import { ask } from './raw-request.ts'

const csv = 'external_id,kind\nx,vault.token\n'
const url = process.env.E2E_URL ?? ''

test('while the demo is here nothing is imported beside it, and the page leads to its end', async ({ admin }) => {
  await admin.goto('/sources/import')
  await expect(admin.getByText('The demo data is still here.')).toBeVisible()
  await expect(admin.getByRole('button', { name: 'Import file' })).toBeDisabled()
  await expect(admin.getByRole('link', { name: 'Remove the demo…' })).toHaveAttribute('href', '/demo')
  const answer = await admin.request.post('/api/v1/imports?name=x&format=csv', { data: csv, headers: { origin: url } })
  expect([answer.status(), answer.headers()['content-type']]).toEqual([409, 'application/problem+json'])
  expect(await answer.text()).toContain('Remove the demo first')
})

test('only who may edit sources imports', async ({ analyst, stranger }) => {
  expect((await analyst.goto('/sources/import'))?.status()).toBe(404)
  const post = { data: csv, headers: { origin: url } }
  expect((await analyst.request.post('/api/v1/imports?name=x&format=csv', post)).status()).toBe(403)
  expect((await stranger.request.post('/api/v1/imports?name=x&format=csv', post)).status()).toBe(401)
})

test('a file of another tool: a map is suggested, tried, mended, and taken down', async ({ admin }) => {
  await admin.goto('/sources/import')
  await chooseFile(admin, 'some')
  const columns = admin.getByRole('table', { name: 'Columns of the file' })
  await expect(admin.getByText('Suggested, by their names: 6 of 7 columns are read.')).toBeVisible()
  await expect(columns.getByLabel('Token is read as')).toHaveValue('#fingerprint')
  await expect(columns.getByLabel('Token is read as').locator('option')).toHaveText(['not read', 'the id, by its fingerprint'])
  await expect(columns.getByLabel('Created is read as')).toHaveValue('issued_at')
  await expect(admin.locator('body')).not.toContainText('CNRY')

  // What is refused is told with its row; and mended.
  await admin.getByLabel('For every row: kind').fill('flags.api-token')
  await columns.getByLabel('Colour is read as').selectOption('lifecycle')
  await admin.getByRole('button', { name: 'Try it: nothing is saved' }).click()
  await expect(admin.getByText('line 2, column lifecycle: is not one of: active, disabled, expired, revoked')).toBeVisible()
  await columns.getByLabel('Colour is read as').selectOption('tags.colour')
  await columns.getByLabel('Role: viewer counts as').selectOption('read:service')
  await admin.getByRole('button', { name: 'Try it: nothing is saved' }).click()
  const first = admin.getByRole('table', { name: 'The first rows as they would be kept' })
  await expect(
    first.getByRole('row', { name: /storefront.*…ee22.*2026-01-05.*Read data · a whole service.*ana@example.com/ }),
  ).toBeVisible()
  await expect(admin.locator('body')).not.toContainText('CNRY')

  const [download] = await Promise.all([admin.waitForEvent('download'), admin.getByRole('button', { name: 'Download the map' }).click()])
  expect(download.suggestedFilename()).toBe('flags.map.json')
  const map = JSON.parse(readFileSync(await download.path(), 'utf8')) as object
  expect(map).toMatchObject({
    secretId: 'Token',
    constants: { kind: 'flags.api-token' },
    words: { scope: { viewer: 'read:service', '*': '' } },
  })
  expect(JSON.stringify(map)).not.toContain(foreignSecret.slice(-8))
})

test.describe('what is refused before a byte is read', () => {
  let cookie = ''
  test.beforeAll(() => {
    const { cookies } = JSON.parse(readFileSync(sessionFile('admin'), 'utf8')) as { cookies: { name: string; value: string }[] }
    cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  })
  const path = '/api/v1/imports?name=x&format=csv'

  test('a page of another site', async () => {
    for (const origin of ['https://elsewhere.example', 'null'])
      expect((await ask(url, { path, method: 'POST', headers: { cookie, origin, 'content-length': '0' } })).status).toBe(403)
    expect((await ask(url, { path, method: 'POST', headers: { cookie, 'content-length': '0' } })).status).toBe(403)
  })

  test('a file of 2 GB', async () => {
    const headers = { cookie, origin: url, 'content-length': String(2 * 2 ** 30) }
    const answer = await ask(url, { path, method: 'POST', headers })
    expect(answer.status).toBe(400)
    expect(answer.body).toContain('This file has 2.0 GB; at most 1.0 GB is read at once.')
  })
})
