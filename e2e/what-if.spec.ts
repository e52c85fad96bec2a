import { expect, test } from './fixtures.ts'

const number = (text: string | null) => Number((/[\d,]+/.exec(text ?? '')?.[0] ?? 'NaN').replaceAll(',', ''))

test('a change of the whole fleet is looked at before anybody makes it, and nothing is saved', async ({ auditor }) => {
  await auditor.goto('/reports/what-if')
  await auditor.getByRole('link', { name: 'Nothing lives longer than 24 hours' }).click()
  await expect(auditor).toHaveTitle(/^Nothing lives longer than 24 hours · What if/)
  await expect(auditor.getByText(/standing privileges would be/)).toBeVisible()

  const row = auditor.getByRole('table', { name: /now and then/ }).getByRole('row', { name: /^Standing privileges/ })
  const [now, then] = [number(await row.getByRole('cell').nth(1).textContent()), number(await row.getByRole('cell').nth(2).textContent())]
  expect(then).toBeLessThan(now)
  const moved = auditor.getByRole('table', { name: 'Tokens that move' })
  const first = await moved.getByRole('row').nth(1).getByRole('link').first().textContent()
  await auditor.getByRole('link', { name: 'Next' }).click()
  await expect(auditor.getByText(/^51–100 of/)).toBeVisible()
  expect(await moved.getByRole('row').nth(1).getByRole('link').first().textContent()).not.toBe(first)
  await auditor.getByRole('link', { name: 'First page' }).click()

  await row.getByRole('link').click()
  await expect(auditor.getByText(`${now.toLocaleString('en-GB')} tokens match`, { exact: true })).toBeVisible()
  expect((await auditor.goto('/reports/what-if?change=better'))?.status()).toBe(404)
})

test('an AI agent that nobody answers for is the first in the list, and each number of AI RMF opens the agents it counts', async ({
  analyst,
}) => {
  await analyst.goto('/reports/agents')
  const agents = analyst.getByRole('table', { name: 'AI agents', exact: true })
  const agent = agents.getByRole('row', { name: /support agent/i })
  await expect(agent).toContainText('autonomous')
  await expect(agent).toContainText('nobody')
  await expect(agent).toContainText('never')

  const all = await agents.getByRole('row').count()
  const rmf = analyst.getByRole('table', { name: /NIST AI RMF/ })
  const against = rmf.getByRole('row', { name: /^MANAGE 2\.4/ }).getByRole('link', { name: /speaks against/ })
  const count = number(await against.textContent())
  await against.click()
  await expect(analyst.getByRole('status').filter({ hasText: 'MANAGE 2.4' })).toContainText(String(count))
  expect(await agents.getByRole('row').count()).toBe(count + 1)
  await analyst.getByRole('link', { name: 'Show all agents' }).click()
  await expect(agents.getByRole('row')).toHaveCount(all)
})
