import { expect, test } from 'vitest'
import { outcomes } from '@/lib/model/requirement.ts'
import { outcomeWord, requirementWords } from './outcome-words.ts'

test.each([
  ['test', ['meets it', 'fails it', 'unknown', 'fails it under an exception', 'not applicable']],
  ['maps-to', ['meets it', 'speaks against it', 'unknown', 'speaks against it, under an exception', 'not applicable']],
  [
    'evidence-for',
    ['is evidence for it', 'is evidence against it', 'unknown', 'is evidence against it, under an exception', 'not applicable'],
  ],
] as const)('what tokens make of a requirement by %s', (evidence, words) =>
  expect(outcomes.map((outcome) => outcomeWord(outcome, evidence))).toEqual(words),
)

test('a list behind a criterion that an auditor attests says nothing of meeting or failing', () => {
  expect(requirementWords({ framework: 'soc-2', id: 'CC6.3', outcomes: ['meets', 'fails'] })).toBe(
    'CC6.3 of SOC 2 trust services criteria: is evidence for it or is evidence against it',
  )
})
