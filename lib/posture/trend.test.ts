import { expect, test } from 'vitest'
import { trendOf, withToday } from './trend.ts'

const day = (date: string, standing: number, models = ['nps-1.0.0']) => ({ day: date, standing, hours: standing * 24, lacking: 0, models })
const line = (days: Parameters<typeof trendOf>[0]) => trendOf(days).points.map(({ day: date, standing }) => [date, standing])

test.each([
  ['nothing counted yet', [], [], []],
  ['one day', [day('2026-11-01', 5)], [['2026-11-01', 5]], []],
  ['day after day', [day('2026-11-01', 5), day('2026-11-02', 4)], [['2026-11-01', 5], ['2026-11-02', 4]], []],
  ['a day that nobody counted is a gap, not a value', [day('2026-11-01', 5), day('2026-11-04', 4)], [['2026-11-01', 5], ['2026-11-02', null], ['2026-11-04', 4]], []],
  ['other rules break the line', [day('2026-11-01', 5), day('2026-11-02', 9, ['nps-1.1.0'])], [['2026-11-01', 5], ['2026-11-02', null], ['2026-11-02', 9]], ['2026-11-02']],
  ['a day without any is no change of rules', [day('2026-11-01', 5), day('2026-11-02', 0, [])], [['2026-11-01', 5], ['2026-11-02', 0]], []],
] as const)('%s', (_, days, points, changes) => {
  expect(line(days)).toEqual(points)
  expect(trendOf(days).ruleChanges).toEqual(changes)
}) // prettier-ignore

const [before, today] = [day('2026-11-01', 5), day('2026-11-02', 4)]
test.each([
  ['no day was counted', [], 9, false, []],
  ['today was counted and has changed since', [before, today], 9, false, [before, { ...today, standing: 9 }]],
  ['not everything is in view now', [before, today], 9, true, [before, { ...today, standing: 9, lacking: 1 }]],
  ['what stands now is not known', [before, today], null, true, [before, today]],
  ['today was not counted yet', [before], 9, false, [before]],
] as const)('with today: %s', (_, days, standing, atLeast, is) => expect(withToday(days, standing, '2026-11-02', atLeast)).toEqual(is))
