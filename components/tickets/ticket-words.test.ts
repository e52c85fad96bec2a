import { expect, test } from 'vitest'
import { elsewhereWords } from './ticket-words.ts'

test.each([
  ['the one that is set up', 'https://a.example/jira', null],
  ['another address', 'https://b.example/jira', /the Jira at https:\/\/b\.example\/jira, which is not set up any more/],
  ['another path of the same host', 'https://a.example/other', /which is not set up any more/],
  ['one that nobody wrote down', null, /Nobody wrote down/],
])('an issue in %s', (_, baseUrl, says) => {
  const words = elsewhereWords(baseUrl, 'https://a.example/jira')
  if (says) expect(words).toMatch(says)
  else expect(words).toBeNull()
})
