import { describe, expect, test } from 'vitest'
import { digestDay, isQuiet } from './quiet.ts'

const berlin = (from: string, to: string) => ({ timeZone: 'Europe/Berlin', quiet: { from, to } })
const utc = (from: string, to: string) => ({ timeZone: 'UTC', quiet: { from, to } })

describe('quiet hours', () => {
  test.each([
    ['none are set', '2026-12-01T03:00:00Z', { timeZone: 'UTC', quiet: null }, false],
    ['the minute before', '2026-12-01T19:59:59Z', utc('20:00', '07:00'), false],
    ['the first minute', '2026-12-01T20:00:00Z', utc('20:00', '07:00'), true],
    ['past midnight', '2026-12-02T00:00:00Z', utc('20:00', '07:00'), true],
    ['the last minute', '2026-12-02T06:59:59Z', utc('20:00', '07:00'), true],
    ['the end itself', '2026-12-02T07:00:00Z', utc('20:00', '07:00'), false],
    ['within a day, before', '2026-12-01T11:59:00Z', utc('12:00', '13:00'), false],
    ['within a day, inside', '2026-12-01T12:30:00Z', utc('12:00', '13:00'), true],
    ['within a day, the end', '2026-12-01T13:00:00Z', utc('12:00', '13:00'), false],
    ['another place’s evening in winter', '2026-12-01T19:00:00Z', berlin('20:00', '07:00'), true],
    ['and its minute before', '2026-12-01T18:59:00Z', berlin('20:00', '07:00'), false],
    ['the same in summer is an hour earlier', '2026-07-01T18:00:00Z', berlin('20:00', '07:00'), true],
    ['and its minute before', '2026-07-01T17:59:00Z', berlin('20:00', '07:00'), false],
    // 29 March 2026, 01:00 UTC: 02:00 becomes 03:00.
    ['the minute before the clocks go forward', '2026-03-29T00:59:00Z', berlin('22:00', '02:30'), true],
    ['an end inside the hour that is left out', '2026-03-29T01:00:00Z', berlin('22:00', '02:30'), false],
    ['a beginning inside the hour that is left out', '2026-03-29T01:00:00Z', berlin('02:30', '06:00'), true],
    // 25 October 2026, 01:00 UTC: 03:00 becomes 02:00.
    ['an hour that comes twice, the first time', '2026-10-25T00:15:00Z', berlin('22:00', '03:00'), true],
    ['an hour that comes twice, the second time', '2026-10-25T01:15:00Z', berlin('22:00', '03:00'), true],
    ['the end after it', '2026-10-25T02:00:00Z', berlin('22:00', '03:00'), false],
  ])('%s', (_, at, hours, expected) => expect(isQuiet(new Date(at), hours)).toBe(expected))
})

describe('the digest', () => {
  test.each([
    ['the minute before its hour', '2026-12-02T06:59:00Z', 'Europe/Berlin', 8, '2026-12-01'],
    ['its hour', '2026-12-02T07:00:00Z', 'Europe/Berlin', 8, '2026-12-02'],
    ['its hour in summer', '2026-07-02T06:00:00Z', 'Europe/Berlin', 8, '2026-07-02'],
    ['where the day is another already', '2026-12-01T20:00:00Z', 'Pacific/Auckland', 8, '2026-12-02'],
    ['at midnight', '2026-12-02T00:00:00Z', 'UTC', 0, '2026-12-02'],
    ['in an hour that the clocks leave out', '2026-03-29T01:00:00Z', 'Europe/Berlin', 2, '2026-03-29'],
    ['on the first day of a year', '2027-01-01T01:00:00Z', 'UTC', 8, '2026-12-31'],
  ])('%s', (_, at, timeZone, digestHour, day) => expect(digestDay(new Date(at), { timeZone, digestHour })).toBe(day))
})
