import { expect, test } from 'vitest'
import { inUtc } from './in-utc.ts'

test.each([
  ['2026-11-24T09:00:00+00:00', '2026-11-24T09:00:00.000Z'],
  ['2026-11-24T10:30:00.25+01:30', '2026-11-24T09:00:00.250Z'],
  ['2026-11-24T09:00:00.000Z', '2026-11-24T09:00:00.000Z'],
  ['at 2026-11-24T09:00:00+00:00', 'at 2026-11-24T09:00:00+00:00'],
])('%s: %s', (given, told) => expect(inUtc({ a: [{ at: given }], n: 1, none: null })).toEqual({ a: [{ at: told }], n: 1, none: null }))

test('what somebody else said stays as they said it', () => {
  expect(inUtc({ said: { at: '2026-11-24T09:00:00+00:00' } }, new Set(['said']))).toEqual({ said: { at: '2026-11-24T09:00:00+00:00' } })
})
