import { oneRow } from './database.ts'
import { expect, test, type Page } from './fixtures.ts'

/** By when to act on a token, as it is kept. */
async function dueAt(id: string): Promise<number> {
  return (await oneRow<{ due: Date }>('token', `select due_at as due from token where id = $1`, [id])).due.getTime()
}

async function take(page: Page, why: string): Promise<void> {
  // Another story may open plans between the look and the taking: it is told what it would do by now, and taken then.
  await expect(async () => {
    await page.getByLabel('Why', { exact: true }).fill(why)
    await page.getByRole('button', { name: 'Take this policy' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'holds. Every due date is counted by it.' })).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 30_000 })
}

test('an administrator sees what other due dates would do, takes them, and takes the ones before again', async ({
  admin,
  analyst,
  auditor,
}) => {
  const { id } = await oneRow<{ id: string }>(
    'standing token of high impact with its own date',
    `select id from token where reason = 'STANDING_HIGH' and carried_due_at is null and due_at = verdict_since + interval '720 hours' order by id limit 1`,
    [],
  )
  const before = await dueAt(id)
  const number = (await oneRow<{ n: number }>('policies', 'select coalesce(max(number), 0)::int as n from policy', [])).n

  await test.step('what cannot be taken is said at its field', async () => {
    await admin.goto('/settings/policy')
    await admin.getByRole('link', { name: 'Change the policy' }).click()
    await admin.getByLabel('Standing, high impact, in days').fill('120')
    await admin.getByRole('button', { name: 'Show what it would do' }).click()
    await expect(admin.getByRole('form', { name: 'Values of the policy' }).getByRole('alert')).toContainText(
      'Standing, high impact: Not longer than “Standing, medium impact”, which is 90 days.',
    )
    await expect(admin.getByLabel('Standing, high impact, in days')).toHaveValue('120')
    await expect(admin.getByRole('button', { name: 'Take this policy' })).toHaveCount(0)
  })

  await test.step('it is shown what it would do, and nothing is done by looking', async () => {
    await admin.getByLabel('Standing, high impact, in days').fill('14')
    await admin.getByRole('button', { name: 'Show what it would do' }).click()
    const row = admin.getByRole('row', { name: /^Standing, high impact/ })
    await expect(row).toContainText('30 days → 14 days')
    await expect(admin.getByText(/tokens? gets? an earlier date\./)).toBeVisible()
    expect(await dueAt(id)).toBe(before)
  })

  await test.step('taken, the token is due sooner, and says so', async () => {
    await take(admin, 'The board wants it within two weeks')
    expect(await dueAt(id)).toBe(before - 16 * 86_400_000)
    await analyst.goto(`/tokens/${id}`)
    await expect(analyst.locator(`time[datetime="${new Date(before - 16 * 86_400_000).toISOString()}"]`).first()).toBeVisible()
  })

  await test.step('an auditor reads who took it and why, and changes nothing', async () => {
    await auditor.goto('/settings/policy')
    const version = auditor.getByRole('row').filter({ hasText: `Policy ${number + 1}` })
    await expect(version).toContainText('Standing, high impact: 30 days → 14 days')
    await expect(version).toContainText('The board wants it within two weeks')
    await expect(auditor.getByRole('table', { name: 'What belongs to the model' })).toContainText('binding 45 · life 35 · age 20')
    await expect(auditor.getByRole('link', { name: 'Change the policy' })).toHaveCount(0)
    await auditor.goto('/audit')
    await expect(auditor.getByRole('cell', { name: 'changed the policy' }).first()).toBeVisible()
  })

  await test.step('undone, the date is what it was', async () => {
    await admin.goto('/settings/policy')
    const earlier = number === 0 ? 'Take what was delivered again' : `Take policy ${number} again`
    await admin.getByRole('link', { name: earlier }).click()
    await expect(admin.getByText(/tokens? gets? a later date\./)).toBeVisible()
    await take(admin, 'Two weeks were too short')
    expect(await dueAt(id)).toBe(before)
  })
})
