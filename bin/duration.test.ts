import { describe, expect, test } from 'vitest'
import { ArgumentError } from './argument-error.ts'
import { durationMs } from './duration.ts'

describe('a length of time', () => {
  test.each([
    ['7d', 604_800_000],
    ['12h', 43_200_000],
    ['90m', 5_400_000],
    ['1d12h', 129_600_000],
    [' 7D ', 604_800_000],
  ])('%s is %d ms', (text, ms) => expect(durationMs(text)).toBe(ms))

  test.each(['', '7', 'd', '-7d', '7w', '0d', '7d later', '1.5h', '99999999d', 'seven days'])(
    '"%s" is refused, and what is right is said',
    (text) => expect(() => durationMs(text)).toThrow(ArgumentError),
  )
})
