import { expect, test } from 'vitest'
import { failingFirst, standingOf } from './source-standing.ts'

const now = new Date('2026-11-24T12:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const source = (name: string, state: 'failed' | 'partial' | 'running' | 'complete' | null, hours: number | null, everyMinutes: number | null = 60) => ({
  name,
  everyMinutes,
  lastCompleteAt: hours === null ? null : ago(hours),
  run: state && { state },
}) // prettier-ignore

test.each([
  ['fresh', source('a', 'complete', 1), 'complete'],
  ['twice its schedule ago', source('a', 'complete', 2), 'complete'],
  ['longer than that', source('a', 'complete', 2.1), 'stale'],
  ['partial for days', source('a', 'partial', 72), 'stale'],
  ['read when asked alone, long ago', source('a', 'complete', 900, null), 'complete'],
  ['failed and old', source('a', 'failed', 72), 'failed'],
  ['being read', source('a', 'running', 72), 'running'],
  ['never', source('a', null, null), 'never'],
] as const)('a source %s', (_, one, standing) => expect(standingOf(one, now)).toBe(standing))

test('what fails stands first', () => {
  const sources = [
    source('whole', 'complete', 0),
    source('new', null, null),
    source('part', 'partial', 0),
    source('old', 'complete', 9),
    source('broken', 'failed', 0),
  ]
  expect(failingFirst(sources, now).map(({ name }) => name)).toEqual(['broken', 'old', 'part', 'new', 'whole'])
})
