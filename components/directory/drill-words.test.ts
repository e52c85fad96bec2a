import { expect, test } from 'vitest'
import { drillWords } from './drill-words.ts'

test.each([
  [0, 'under a minute'],
  [0.5, 'under a minute'],
  [1, '1 min'],
  [14.6, '15 min'],
  [59.6, '1 h'],
  [60, '1 h'],
  [90, '1 h 30 min'],
  [1_440, '24 h'],
])('a drill of %d minutes took %s', (minutes, words) => expect(drillWords(minutes)).toBe(words))
