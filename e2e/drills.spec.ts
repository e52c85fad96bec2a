import { askDatabase, oneRow } from './database.ts'
import { expect, test } from './fixtures.ts'

test('a drill is recorded where it was held, and counts from then on', async ({ analyst: page }) => {
  // One without tokens: what a drill changes about their scores is no part of this story.
  const source = await oneRow<{ id: string; name: string }>(
    'source without tokens',
    'select id, name from source s where removed_at is null and not exists (select from token t where t.source_id = s.id) order by name limit 1',
  )
  try {
    await page.goto(`/sources/${source.id}`)
    await page.getByText('Record a control or a drill…').click()
    const form = page.getByRole('form', { name: 'Record a control on this source' })
    await expect(form.getByLabel('Minutes it took')).toBeHidden()
    await form.getByLabel('Control').selectOption('revocation')
    await form.getByLabel('Evidence', { exact: true }).fill('DRILL-7: revoked a canary key')
    await form.getByRole('button', { name: 'Record the control' }).click()
    await expect(form.getByText('Say how many minutes the drill took', { exact: false }).first()).toBeVisible()
    await expect(form.getByLabel('Control')).toHaveValue('revocation')
    await expect(form.getByLabel('Evidence', { exact: true })).toHaveValue('DRILL-7: revoked a canary key')
    await form.getByLabel('Minutes it took').fill('95')
    await form.getByRole('button', { name: 'Record the control' }).click()
    await expect(form.getByText('Recorded.', { exact: false })).toBeVisible()

    await page.goto('/plans/time-to-revoke')
    const last = page.getByRole('region', { name: 'The last drill of each source' }).getByRole('row').filter({ hasText: source.name })
    await expect(last).toContainText('1 h 35 min')
    await expect(last).toContainText('counts for 90 more days')
    await expect(page.getByRole('region', { name: 'Drills', exact: true })).toContainText('DRILL-7: revoked a canary key')
    await expect(page.getByRole('region', { name: 'How long drills took' })).toContainText('1 h 35 min')
  } finally {
    await askDatabase('delete from control where source_id = $1', [source.id])
  }
})
