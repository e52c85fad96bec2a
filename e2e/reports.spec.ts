import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { reports } from '../lib/model/report.ts'
import { expect, test } from './fixtures.ts'

test.describe.configure({ timeout: 180_000 })

test('the auditor sees what tokens make of a framework, and each number opens the list that it counts', async ({ auditor: page }) => {
  await page.goto('/reports')
  await page.getByRole('region', { name: 'Frameworks' }).getByRole('link', { name: 'OWASP NHI Top 10 2025' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('OWASP NHI Top 10 2025')
  const row = page.getByRole('row').filter({ hasText: 'NHI7:2025' })
  await expect(row).toContainText('article: NHI-03')
  const link = row.getByRole('cell', { name: /\d/ }).getByRole('link').last()
  const count = (await link.innerText()).trim()
  await link.click()
  await expect(page).toHaveURL(/requirement=owasp-nhi-2025%2FNHI7%3A2025&outcome=/)
  await expect(page.getByText(`NHI7:2025 of OWASP NHI Top 10 2025`).first()).toBeVisible()
  await expect(
    page
      .getByText(`${count} token${count === '1' ? ' matches' : 's match'}`)
      .filter({ visible: true })
      .first(),
  ).toBeVisible()
})

test('the auditor takes each report away; it is whole, and known again by its checksum', async ({ auditor: page }) => {
  const hashes: string[] = []
  for (const { id, lines } of reports) {
    await page.goto(`/reports/take?report=${id}`)
    await expect(page.getByRole('heading', { name: 'Population' })).toBeVisible()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Download/ }).click()])
    expect(download.suggestedFilename().replace(/\d{4}-\d\d-\d\d/, 'DAY')).toBe(`standdown-${id}-DAY.${lines ? 'jsonl' : 'csv'}`)
    const bytes = await readFile(await download.path())
    if (lines) for (const line of bytes.toString('utf8').trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ class_uid: 2008 })
    else expect((parse(bytes) as string[][]).length).toBeGreaterThan(0)
    hashes.push(createHash('sha256').update(bytes).digest('hex'))
  }
  const taken = page.getByRole('region', { name: 'Files that were taken' })
  // The end of the last one is on record a moment after its last byte.
  await expect(async () => {
    await page.goto('/reports?taken=all')
    for (const hash of hashes) await expect(taken.getByText(hash).first()).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 30_000 })
  await taken.getByRole('link', { name: 'Access reviews' }).first().click()
  await expect(page.getByText(hashes.at(-1) ?? 'none')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Sources of this report' })).toBeVisible()
})

test('the auditor draws a sample again by its seed, and takes a file of evidence', async ({ auditor: page }) => {
  await page.goto('/reports/sample')
  // A seed that nobody chose is another each time, and stands in the address.
  await expect(page).toHaveURL(/seed=[0-9a-f]{8}&size=25$/)
  await page.goto('/reports/sample?size=5&seed=2026-q4')
  const names = () => page.getByRole('region', { name: 'Tokens of the sample' }).getByRole('row').allInnerTexts()
  const first = await names()
  expect(first).toHaveLength(6)
  await page.reload()
  expect(await names()).toEqual(first)
  const [sample] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the sample' }).click()])
  expect(parse(await readFile(await sample.path())) as string[][]).toHaveLength(6)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('link', { name: /^Download evidence of/ })
      .first()
      .click(),
  ])
  const { evidence } = JSON.parse(await readFile(await download.path(), 'utf8')) as { evidence: { token: { id: string } } }
  expect(download.suggestedFilename()).toBe(`standdown-evidence-${evidence.token.id}.json`)
})

test('on paper a report says first what it speaks of, in light colours, and leaves out what can only be pressed', async ({
  auditor: page,
}) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.setViewportSize({ width: 1032, height: 720 })
  await page.goto('/reports/owasp-nhi-2025')
  await expect(page.getByText(/^Standdown · printed by /)).toBeVisible()
  const [population, table] = [page.getByRole('heading', { name: 'Population' }), page.getByRole('region', { name: /^Requirements of/ })]
  expect((await population.boundingBox())!.y).toBeLessThan((await table.boundingBox())!.y)
  // The table is no wider than the paper.
  expect(await table.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
  for (const pressed of ['Download summary', 'Look at the rows']) await expect(page.getByRole('link', { name: pressed })).toBeHidden()
  await expect(page.getByRole('navigation').first()).toBeHidden()
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)')
})

test('what the list exports is on record among the files that were taken', async ({ auditor: page }) => {
  const answer = await page.request.get('/api/v1/tokens.csv?verdict=revoke-now')
  const sha256 = createHash('sha256')
    .update(await answer.body())
    .digest('hex')
  await expect(async () => {
    await page.goto(`/reports/taken/${answer.headers()['x-standdown-file']}`)
    await expect(page.getByText(sha256)).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 30_000 })
  await expect(page.getByText('verdict=revoke-now')).toBeVisible()
  await page.goto('/reports/take?report=acknowledgements&verdict=revoke-now&verdict=acceptable')
  await expect(page.getByText('Narrowed as well by verdict=revoke-now verdict=acceptable')).toBeVisible()
})

test('a day before the first sync is refused, on the page and as a file', async ({ auditor: page }) => {
  await page.goto('/reports/take?report=inventory&as-of=2020-01-01')
  await expect(page.getByText('2020-01-01 is before the first sync: the first day that can be asked is')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Download CSV' })).toHaveCount(0)
  expect((await page.request.get('/api/v1/reports/inventory?as-of=2020-01-01')).status()).toBe(400)
})

test('an owner finds no reports', async ({ owner: page }) => {
  const answer = await page.goto('/reports')
  expect(answer?.status()).toBe(404)
})
