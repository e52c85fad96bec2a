import { expect, test } from 'vitest'
import { endingSaid, tokenSaid } from './token-said.ts'

const id = '018f0000-0000-7000-8000-000000000001'

test.each([
  [`https://standdown.example/tokens/${id}`, { id, words: null }],
  [`https://standdown.example/tokens/${id}?tab=facts#score`, { id, words: null }],
  [`/tokens/${id.toUpperCase()}`, { id, words: null }],
  [id, { id, words: null }],
  [' billing-export ', { id: null, words: 'billing-export' }],
  ['AKIA...7Q2X', { id: null, words: 'AKIA…7Q2X' }],
  ['AKIA…7Q2X', { id: null, words: 'AKIA…7Q2X' }],
  [`https://standdown.example/exposures/${id}`, { id: null, words: `https://standdown.example/exposures/${id}` }],
])('%s', (said, read) => expect(tokenSaid(said)).toEqual(read))

test.each([
  ['7Q2X', '7Q2X'],
  ['…7Q2X', '7Q2X'],
  ['AKIA…7Q2X', '7Q2X'],
  ['Zx91kQ7w', 'kQ7w'],
  ['abc', null],
  ['a longer name', null],
  ['abcdefghi', null],
])('how it ends, of %s', (words, ending) => expect(endingSaid(words)).toBe(ending))
