import { expect, test } from 'vitest'
import { countCoverage, coverageWords, worstState } from './coverage-summary.ts'
import type { CoverageLine } from './coverage-table.tsx'

const lines = (...states: readonly CoverageLine['state'][]) => states.map((state) => ({ state }))

test.each<[Parameters<typeof countCoverage>[0], string, CoverageLine['state']]>([
  [lines('seen', 'seen', 'not-offered', 'not-built'), '2 seen, 2 not offered or not yet built', 'seen'],
  [lines('seen', 'not-asked'), '1 not asked for, 1 seen', 'not-asked'],
  [[{ state: 'seen', inPart: true }], '1 seen, 1 of them in part not asked for', 'seen'],
  [lines('not-yet', 'not-asked', 'seen'), '1 not read yet, 1 not asked for, 1 seen', 'not-yet'],
  [lines('seen', 'not-yet', 'incomplete'), '1 not read whole, 1 not read yet, 1 seen', 'incomplete'],
  [lines('incomplete', 'not-permitted'), '2 not read whole', 'not-permitted'],
])('%j: %s', (told, words, worst) => {
  const counts = countCoverage(told)
  expect([coverageWords(counts), worstState(counts)]).toEqual([words, worst])
})
