import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RetirementDay } from '../model/programme.ts'
import { addDays, atIntervals, behind, burnDown, keptDates } from './burn-down.ts'

const today = '2026-11-27'
const day = (offset: number, committed: number, proved: number): RetirementDay => ({ day: addDays(today, offset), committed, proved })

describe('committed and proved', () => {
  test.each([
    ['nothing was ever planned', [], 0],
    ['what is due later is not behind', [day(3, 5, 0)], 0],
    ['what is due today is not behind yet', [day(0, 5, 0)], 0],
    ['what was due yesterday is', [day(-1, 5, 0)], 5],
    ['as far as it is not proved', [day(-10, 5, 0), day(-2, 0, 3)], 2],
    ['proved late is no longer behind', [day(-10, 5, 0), day(0, 0, 5)], 0],
    ['proved before it was due makes up for nothing below zero', [day(-5, 1, 4), day(9, 3, 0)], 0],
  ] as const)('%s', (_, days, says) => expect(behind(burnDown(days, today), today)).toBe(says))

  test('the lines stand where they moved, and nobody knows what will be proved', () => {
    expect(burnDown([day(-2, 2, 1), day(4, 3, 0)], today)).toEqual([
      { day: addDays(today, -2), committed: 2, proved: 1 },
      { day: today, committed: 2, proved: 1 },
      { day: addDays(today, 4), committed: 5, proved: null },
    ])
  })

  const someDays = fc
    .uniqueArray(fc.record({ offset: fc.integer({ min: -400, max: 400 }), committed: fc.nat(50), proved: fc.nat(50) }), { selector: ({ offset }) => offset, minLength: 1, maxLength: 60 })
    .map((all) => all.map(({ offset, committed, proved }) => day(offset, committed, offset <= 0 ? proved : 0))) // prettier-ignore

  test('both only ever grow, nothing is lost on the way, and a table ends where the lines do', () => {
    fc.assert(
      fc.property(someDays, fc.integer({ min: 4, max: 30 }), (days, rows) => {
        const points = burnDown(days, today)
        const table = atIntervals(points, today, rows)
        for (const lines of [points, table])
          for (const [index, point] of lines.entries()) expect(point.committed).toBeGreaterThanOrEqual(lines[index - 1]?.committed ?? 0)
        expect(points.at(-1)?.committed).toBe(days.reduce((sum, { committed }) => sum + committed, 0))
        expect(table.at(-1)).toEqual(points.at(-1))
        expect(table.length).toBeLessThanOrEqual(rows + 2)
        expect(table.find((row) => row.day === today)?.proved).toBe(points.find((point) => point.day === today)?.proved)
      }),
    )
  })
})

describe('what stands if dates are kept', () => {
  const drop = (offset: number, standing: number) => ({ day: addDays(today, offset), standing, hours: standing * 10 })

  test('what is overdue should be gone already', () => {
    expect(keptDates({ standing: 10, hours: 100 }, [drop(-9, 1), drop(-1, 2), drop(5, 4)], today)).toEqual([
      { day: today, standing: 7, hours: 70 },
      { day: addDays(today, 5), standing: 3, hours: 30 },
    ])
  })

  test('without plans it stays as it is, and it never falls below nothing', () => {
    expect(keptDates({ standing: 3, hours: 9 }, [], today)).toEqual([{ day: today, standing: 3, hours: 9 }])
    expect(keptDates({ standing: 3, hours: 9 }, [drop(2, 5)], today).at(-1)).toEqual({ day: addDays(today, 2), standing: 0, hours: 0 })
  })
})
