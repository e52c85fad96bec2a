import { expect, test } from 'vitest'
import { isLow, lowMark } from './disk-watch.ts'

const MB = 1024 * 1024
const GB = 1024 * MB

test.each([
  ['a tmpfs', 200 * MB, 64 * MB],
  ['a small volume: five in a hundred', 4 * GB, 0.05 * 4 * GB],
  ['a usual disk', 250 * GB, 512 * MB],
  ['a large disk', 8_000 * GB, 512 * MB],
])('the mark of %s', (_what, total, mark) => {
  expect(lowMark(total)).toBeCloseTo(mark, 0)
})

test.each([
  ['just above the mark', 513 * MB, false, false],
  ['just below the mark', 511 * MB, false, true],
  ['above the mark again, but not by a quarter', 600 * MB, true, true],
  ['a quarter above the mark', 641 * MB, true, false],
])('%s', (_what, free, wasLow, low) => {
  expect(isLow({ free, total: 250 * GB }, wasLow)).toBe(low)
})
