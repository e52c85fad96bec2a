import { expect, test } from 'vitest'
import { mostAttempts, retryAt } from './back-off.ts'

const now = new Date('2026-12-01T09:00:00Z')
const after = (attempts: number, askedMs?: number) => {
  const at = retryAt(attempts, now, askedMs)
  return at === null ? null : (at.getTime() - now.getTime()) / 60_000
}

test.each([
  ['a first failure', 1, undefined, 1],
  ['a second', 2, undefined, 5],
  ['the last one that is tried again', mostAttempts - 1, undefined, 1_440],
  ['the last of all', mostAttempts, undefined, null],
  ['a receiver that asks for more', 1, 10 * 60_000, 10],
  ['a receiver that asks for less', 3, 60_000, 15],
  ['a receiver that asks for a year', 1, 365 * 86_400_000, 1_440],
])('%s', (_, attempts, asked, minutes) => expect(after(attempts, asked)).toBe(minutes))

test('each wait is longer than the one before, and all together end within two days', () => {
  const waits = Array.from({ length: mostAttempts - 1 }, (_, index) => after(index + 1) ?? 0)
  expect(waits).toEqual(waits.toSorted((left, right) => left - right))
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(48 * 60)
})
