import { expect, test } from 'vitest'
import { isAsSeen } from './change-policy.ts'

const shown = { number: 4, earlier: 2_000, later: 0, overdue: 30, plans: 5 }

test.each([
  ['what was shown', {}, true],
  ['one in a hundred more, as syncs go on', { earlier: 2_020 }, true],
  ['more than that', { earlier: 2_021 }, false],
  ['one more of few', { overdue: 31 }, false],
  ['one where there was none', { later: 1 }, false],
  ['another plan late', { plans: 4 }, false],
  ['another policy by now', { number: 5 }, false],
] as const)('%s', (_, more, same) => {
  const { number, plans, ...sums } = { ...shown, ...more }
  const preview = { number, sums: { ...sums, tokens: 9_000, relieved: 0 }, plans: { open: 40, now: 0, then: plans } }
  expect(isAsSeen(preview, shown)).toBe(same)
})
