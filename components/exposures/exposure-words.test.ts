import { describe, expect, test } from 'vitest'
import { clockWords, toldWords, validBy } from './exposure-words.ts'

const at = new Date('2026-11-27T10:00:00Z')

describe('who was told of a leak', () => {
  test.each<[string, boolean, Parameters<typeof toldWords>[1], string | Date]>([
    ['messages are off, and nothing was made', false, null, 'not told: messages are off'],
    ['messages are off by now, and one waited', false, { state: 'queued', sentAt: null }, 'not told: messages are off'],
    ['it was sent before they were switched off', false, { state: 'sent', sentAt: at }, at],
    ['nothing was made yet', true, null, 'not told yet'],
    ['it waits', true, { state: 'queued', sentAt: null }, 'on its way'],
    ['it is tried again', true, { state: 'failed', sentAt: null }, 'not yet: it is tried again'],
    ['it was given up', true, { state: 'given-up', sentAt: null }, 'not told: it could not be sent'],
  ])('%s', (_, isOn, told, says) => expect(toldWords(isOn, told)).toEqual(says))
})

test.each([
  [{ works: 'yes', by: 'provider' }, 'its provider shows it live'],
  [{ works: 'no', by: 'provider' }, 'its provider shows it off'],
  [{ works: 'yes', by: 'finder' }, 'what found it says so'],
  [{ works: 'not-reported', by: null }, null],
] as const)('who says that it works: %j', (valid, says) => expect(validBy(valid)).toBe(says))

test('what is nobody’s and does not work has no clock', () => {
  expect(clockWords({ clock: null, foundAt: at, token: null }, at)).toBe('none: it does not work')
})
