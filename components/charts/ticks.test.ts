import { expect, test } from 'vitest'
import { ticksOf } from './ticks.ts'

const many = Array.from({ length: 31 }, (_, day) => `2026-10-${String(day + 1).padStart(2, '0')}`)

test.each<[string, string[], { most: number; width: number }, string[]]>([
  ['none', [], { most: 4, width: 580 }, []],
  ['one day', ['2026-11-27', '2026-11-27'], { most: 4, width: 580 }, ['2026-11-27']],
  ['few days, each under its point', ['2026-11-27', '2026-12-06', '2026-11-29'], { most: 4, width: 580 }, ['2026-11-27', '2026-11-29', '2026-12-06']],
  ['no room for all of them: the newest stay', ['2026-11-27', '2026-11-28', '2026-12-27'], { most: 2, width: 210 }, ['2026-11-28', '2026-12-27']],
  ['many, at even distances', many, { most: 4, width: 580 }, ['2026-10-01', '2026-10-11', '2026-10-21', '2026-10-31']],
])('the days under a chart: %s', (_, days, room, ticks) => expect(ticksOf(days, room)).toEqual(ticks)) // prettier-ignore
