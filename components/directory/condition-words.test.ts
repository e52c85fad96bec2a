import { expect, test } from 'vitest'
import { conditionWords } from './condition-words.ts'

test.each([
  ['one part', { name: 'ci' }, null, 'name is ci'],
  ['a pattern', { name: 'ci-*' }, null, 'name is like ci-*'],
  ['all that is asked', { provider: 'aws', kind: 'aws.*', name: 'x' }, null, 'provider is aws, and kind is like aws.*, and name is x'],
  ['a tag with a value', { tag: { key: 'team', value: 'core' } }, null, 'tag team is core'],
  ['a tag’s presence', { tag: { key: 'team' } }, null, 'it has the tag team'],
  ['a holder', { handle: 'octo*' }, null, 'its provider names octo* as its holder'],
  ['a source', { sourceId: '018f0000-0000-7000-8000-000000000001' }, 'prod', 'source is prod'],
  ['a source that is gone', { sourceId: '018f0000-0000-7000-8000-000000000001' }, null, 'source is one that is gone'],
] as const)('%s', (_, condition, source, words) => expect(conditionWords(condition, source)).toBe(words))
