import { expect, test } from 'vitest'
import { takenWords } from './taken-words.ts'

const file = { by: 'Noor', at: new Date('2026-11-28T09:00:00Z'), state: 'whole', rows: 1_284, bytes: 40_960, format: 'jsonl' } as const

test.each([
  [file, ': 1,284 rows of JSONL, 40,960 bytes.'],
  [{ ...file, rows: 1, bytes: 1 }, ': 1 row of JSONL, 1 byte.'],
  [{ ...file, rows: 0 }, ': 0 rows of JSONL, 40,960 bytes.'],
  [{ ...file, state: 'cut-off', rows: 1 } as const, '. It was cut off after 1 row: there is no whole file.'],
  [{ ...file, state: 'running', rows: null } as const, '. It is under way, or its end was not seen.'],
])('%j', (of, says) => expect(takenWords(of)).toBe(`Taken by Noor, 2026-11-28 09:00:00 UTC in real time${says}`))
