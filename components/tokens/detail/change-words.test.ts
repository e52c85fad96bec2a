import { expect, it } from 'vitest'
import { changeWords } from './change-words.ts'

it.each([
  ['owner = assigned', 'Name somebody who answers for it.'],
  ['ttlSeconds <= 3600', 'Let it live 1 h at most.'],
  ['ttlSeconds <= 7776000', 'Let it live 90 d at most.'],
  ['scope.level <= 3', 'Cut what it can do down to “Read data”.'],
  ['scope.reach <= 1', 'Narrow it down to one object.'],
  ['controls: all', 'Confine it, drill its revocation, monitor its use, and scan for its secret.'],
  ['toString', 'toString'],
  ['something new', 'something new'],
])('%s reads: %s', (change, words) => expect(changeWords(change)).toBe(words))
