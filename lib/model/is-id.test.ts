import { expect, test } from 'vitest'
import { isId } from './is-id.ts'

const id = '018f0000-0000-7000-8000-00000000000a'

test.each<[string, unknown, boolean]>([
  ['an id', id, true],
  ['one in capitals', id.toUpperCase(), false],
  ['hyphens alone', '-'.repeat(36), false],
  ['an id and more', `${id}x`, false],
  ['an id on a line', `${id}\n`, false],
  ['nothing', '', false],
  ['no text', 7, false],
])('%s', (_, value, is) => expect(isId(value)).toBe(is))
