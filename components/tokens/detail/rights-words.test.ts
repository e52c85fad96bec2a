import { expect, test } from 'vitest'
import type { Reach } from '@/lib/model/grant.ts'
import { rightsWords } from './rights-words.ts'

test.each<[string, string | null, Reach, string]>([
  // "… in OpenAI Acme" follows.
  ['openai', 'openai', 2, 'write to a set of objects'],
  ['openai', 'openai', 3, 'write to every object'],
  ['aws', 's3', 2, 'write to a set of objects of S3'],
  ['aws', '*', 3, 'write to a whole account'],
  ['gcp', 'storage', 3, 'write to all of storage'],
  ['openai', null, 1, 'write to one object'],
])('%s with the service %s and reach %i', (provider, service, reach, says) => {
  expect(rightsWords(provider, { level: 4, reach, service, resource: null })).toBe(says)
})
