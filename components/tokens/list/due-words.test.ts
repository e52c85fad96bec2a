import { describe, expect, test } from 'vitest'
import { dueDay, dueIn } from './due-words.ts'

const now = new Date('2026-11-30T12:00:00Z')
const day = 86_400_000

describe('act by', () => {
  test.each([
    ['2026-12-14T00:00:00Z', '14 Dec'],
    ['2026-01-02T23:59:00Z', '2 Jan'],
    ['2027-01-02T00:00:00Z', '2 Jan 2027'],
    ['2025-12-31T23:59:59Z', '31 Dec 2025'],
  ])('%s reads %s', (at, words) => expect(dueDay(new Date(at), now)).toBe(words))

  test.each([
    [3 * day, 'in 3 d'],
    [day, 'in 24 h'],
    [1_800_000, 'in 30 min'],
    [0, 'in 0 s'],
    [-2 * day, 'overdue 2 d'],
    [-3_600_000, 'overdue 1 h'],
    [-400 * day, 'overdue 400 d'],
  ])('%d ms from now reads %s', (ms, words) => expect(dueIn(new Date(now.getTime() + ms), now)).toBe(words))
})
