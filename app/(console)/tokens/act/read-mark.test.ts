import { expect, test } from 'vitest'
import { readMark } from './read-mark.ts'

test.each(['0', '7', '9'.repeat(18)])('%s is the number of an entry', (said) => expect(readMark(said)).toBe(said))

test.each(['', ' ', '-1', '1.5', '1e3', '0x10', '9'.repeat(19), "1'; --", 'x', '1\n', '١'])(
  '%j is none, and the form is refused',
  (said) => {
    expect(() => readMark(said)).toThrow(expect.objectContaining({ code: 'bad-input' }))
  },
)
