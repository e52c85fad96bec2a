import fc from 'fast-check'
import { expect, test } from 'vitest'
import { covers } from './wildcard.ts'

test.each([
  ['*', '', true],
  ['*', 'anything', true],
  ['', '', true],
  ['', 'a', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['get*', 'getobject', true],
  ['*object', 'getobject', true],
  ['g*t*t', 'getobject', true],
  ['g*t*x', 'getobject', false],
  ['a.c', 'abc', false],
  ['a*', 'a*b', true],
  ['a?', 'a*', false],
])('%s covers %s: %s', (pattern, text, expected) => {
  expect(covers(pattern, text)).toBe(expected)
})

test('a text covers itself, and so does it with any part of it made a star', () => {
  const word = fc.string({ maxLength: 30 }).filter((text) => !/[*?]/.test(text))
  fc.assert(
    fc.property(word, word, word, (before, middle, after) => {
      expect(covers(before + middle + after, before + middle + after)).toBe(true)
      expect(covers(`${before}*${after}`, before + middle + after)).toBe(true)
    }),
  )
})

test('a hostile pattern takes no longer than the product of the lengths', () => {
  const started = performance.now()
  expect(covers('*a'.repeat(150), 'a'.repeat(2_000) + 'b')).toBe(false)
  expect(performance.now() - started).toBeLessThan(5_000)
})
