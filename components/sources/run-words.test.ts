import { expect, test } from 'vitest'
import { countsWords, seenWords } from './run-words.ts'

const none = { new: 0, changed: 0, gone: 0, returned: 0 }

test.each([
  [none, 'nothing changed'],
  [{ ...none, new: 4, gone: 1 }, '4 new, 1 gone'],
  [{ ...none, issuersNew: 29 }, 'issuers: 29 new'],
  [{ ...none, changed: 2, issuersNew: 1, issuersChanged: 3, issuersGone: 1_000 }, '2 changed; issuers: 1 new, 3 changed, 1,000 gone'],
  [{ ...none, issuersNew: 0, issuersChanged: 0, issuersGone: 0 }, 'nothing changed'],
])('%j: %s', (counts, words) => expect(countsWords(counts)).toBe(words))

test.each([
  [{ seen: 0, issuers: 29 }, '29 issuers'],
  [{ seen: 1, issuers: 0 }, '1 token'],
  [{ seen: 1_200, issuers: 1 }, '1,200 tokens, 1 issuer'],
  [{ seen: 0, issuers: 0 }, '0 tokens'],
])('%j: %s', (counts, words) => expect(seenWords(counts)).toBe(words))
