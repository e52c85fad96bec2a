import { expect, test } from 'vitest'
import { askedWaitMs, withAskedWait } from './asked-wait.ts'
import { CallError, statusError } from './call-error.ts'

const now = Date.parse('2026-11-24T00:00:00Z')

test.each([
  ['seconds', { 'retry-after': '7' }, 7_000],
  ['no seconds', { 'retry-after': '0' }, 0],
  ['an hour', { 'retry-after': '3600' }, 3_600_000],
  ['a date', { 'retry-after': 'Tue, 24 Nov 2026 00:00:30 GMT' }, 30_000],
  ['a date gone by', { 'retry-after': 'Mon, 23 Nov 2026 00:00:00 GMT' }, 0],
  ['a date by their clock, not ours', { 'retry-after': 'Wed, 01 Jan 2025 00:00:10 GMT', date: 'Wed, 01 Jan 2025 00:00:00 GMT' }, 10_000],
  ['garbage', { 'retry-after': 'soon' }, null],
  ['garbage with a number', { 'retry-after': 'soon 1' }, null],
  ['negative', { 'retry-after': '-5' }, null],
  ['absurd', { 'retry-after': '99999999999999' }, null],
  ['nothing', {}, null],
  ['a reset while nothing remains', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1_000 + 60) }, 61_000],
  ['a reset while something remains', { 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': String(now / 1_000 + 60) }, null],
  ['a reset in other words', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(now / 1_000 + 60) }, 61_000],
  [
    'a reset in other words while something remains',
    { 'x-rate-limit-remaining': '3', 'x-rate-limit-reset': String(now / 1_000 + 60) },
    null,
  ],
  ['a reset in the past', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1_000 - 60) }, 1_000],
] as const)('%s', (_name, headers: Readonly<Record<string, string>>, expected) => {
  expect(askedWaitMs((name) => headers[name], now)).toBe(expected)
})

test.each<[string, CallError, string, number | undefined]>([
  ['what is throttled waits as long as it is asked to', statusError('GET /keys', 429), '7', 7_000],
  ['what nothing helps does not wait', statusError('GET /keys', 403), '7', undefined],
  ['what was told already stays', new CallError('unavailable', 'later', { call: 'GET /keys', why: 'throttled', retry: true, retryAfterMs: 5 }), '7', 5],
  ['what cannot be read is nothing', statusError('GET /keys', 503), 'soon', undefined],
])('%s', (_, plain, after, wanted) => {
  const { message, why, status, retry, retryAfterMs } = withAskedWait(plain, (name) => (name === 'retry-after' ? after : null))
  expect([message, why, status, retry, retryAfterMs]).toEqual([plain.message, plain.why, plain.status, plain.retry, wanted])
}) // prettier-ignore
