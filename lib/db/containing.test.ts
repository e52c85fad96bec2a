import { expect, test } from 'vitest'
import { containing } from './containing.ts'

test.each([
  ['deploy', '%deploy%'],
  ['100%', '%100\\%%'],
  ['a_b', '%a\\_b%'],
  ['back\\slash', '%back\\\\slash%'],
  ['', '%%'],
])('%s is looked for as %s', (term, pattern) => expect(containing(term)).toBe(pattern))
