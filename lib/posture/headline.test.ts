import { expect, test } from 'vitest'
import type { StandingDay } from '../model/programme.ts'
import { headlineOf, worstCell } from './headline.ts'

const today = '2026-11-27'
const day = (day: string, standing: number, about: Partial<StandingDay> = {}): StandingDay => ({ day, standing, hours: 0, lacking: 0, models: ['nps-1.0.0'], ...about }) // prettier-ignore

test.each<[what: string, days: StandingDay[], moved: string | null]>([
  ['no day was counted', [], null],
  ['today alone', [day(today, 12)], null],
  ['yesterday', [day('2026-11-26', 15), day(today, 12)], '3 fewer than yesterday'],
  ['a month', [day('2026-10-20', 30), day('2026-10-28', 10), day('2026-11-20', 20), day(today, 12)], '2 more than 30 days ago'],
  ['a month with a day that nobody counted', [day('2026-10-20', 30), day('2026-11-20', 20), day(today, 12)], '18 fewer than 38 days ago'],
  ['nothing moved', [day('2026-11-17', 12), day(today, 12)], 'as many as 10 days ago'],
  ['a partial day before', [day('2026-11-17', 12, { lacking: 1 }), day(today, 12)], null],
  ['a partial day now', [day('2026-11-17', 12), day(today, 12, { lacking: 1 })], null],
  ['other rules since', [day('2026-11-17', 15, { models: ['nps-0.9.0'] }), day(today, 12)], null],
  ['a day of other rules between', [day('2026-11-17', 15), day('2026-11-20', 9, { models: ['nps-1.1.0'] }), day(today, 12)], null],
  ['a day with nothing standing is no other rule', [day('2026-11-17', 0, { models: [] }), day(today, 12)], '12 more than 10 days ago'],
])('%s', (_, days, moved) => expect(headlineOf({ standing: 12, days, today, atLeast: false }).moved).toBe(moved))

test('while something is not in view, today’s count is compared with none', () => {
  const days = [day('2026-11-17', 15), day(today, 12)]
  expect(headlineOf({ standing: 12, days, today, atLeast: true }).moved).toBeNull()
})

test('the cell that holds most risk, and its share', () => {
  expect(worstCell([])).toBeNull()
  expect(worstCell([{ life: '1h', level: 1, tokens: 9, risk: 0 }])).toBeNull()
  const heavy = { life: 'never', level: 6, tokens: 2, risk: 150 } as const
  expect(worstCell([{ life: '24h', level: 3, tokens: 9, risk: 50 }, heavy])).toEqual({ cell: heavy, share: 75 })
})
