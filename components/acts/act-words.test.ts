import { describe, expect, test } from 'vitest'
import { consequence, namesWord, usesWords } from './act-words.ts'

const now = new Date('2026-11-24T12:00:00Z')
const used = { how: 'at', at: new Date('2026-11-24T11:48:00Z') } as const
const billing = { name: 'billing-export', evidence: 'named', certainty: 'likely', lastSeen: null } as const

describe('who would notice', () => {
  test.each([
    [{ consumers: [billing], lastUsed: used }, 'billing-export is said to use it. It was last used 12 min ago.'],
    [{ consumers: [], lastUsed: used }, 'It was last used 12 min ago.'],
    [{ consumers: [], lastUsed: { how: 'never', at: null } }, 'It was never used.'],
    [{ consumers: [billing], lastUsed: { how: 'never', at: null } }, 'billing-export is said to use it. It was never used.'],
    [{ consumers: [], lastUsed: { how: 'not-reported', at: null } }, 'Nobody tells who uses it. Its provider does not say when it was used: ask its owner.'],
    [{ consumers: [], lastUsed: { how: 'not-since', at: new Date('2026-08-20T00:00:00Z') } }, 'Its provider saw no use since 20 Aug 2026.'],
  ] as const)('%j', (token, says) => expect(usesWords(token, now)).toBe(says))
}) // prettier-ignore

test.each([
  [['a'], 1, 'a'],
  [['a', 'b'], 2, 'a and b'],
  [['a', 'b', 'c'], 3, 'a, b and c'],
  [['a', 'b', 'c'], 12, 'a, b and 10 more'],
  [[], 0, 'tokens of others'],
])('%j of %i', (names, of, says) => expect(namesWord(names, of)).toBe(says))

const key = {
  displayId: 'AKIA…7Q2X',
  kind: 'aws.access-key',
  shown: 'live',
  sourceName: 'AWS',
  consumers: [billing],
  lastUsed: used,
} as const
test.each([
  [
    'disable',
    ['disable', 'enable', 'delete'],
    /stops whatever uses it. Sessions that were begun with it go on.*12 min ago.*enable it again/,
  ],
  ['enable', ['disable', 'enable', 'delete'], /at once/],
  ['delete', ['disable', 'enable', 'delete'], /cannot be undone from here\. Sessions.*billing/],
  ['delete', ['delete'], /cannot be undone from here, and its provider cannot switch it off first/],
] as const)('to %s what can be %j', (verb, verbs, says) => expect(consequence(verb, { ...key, verbs }, now)).toMatch(says))

test('what lives on elsewhere is not said to be deleted', () => {
  const says = consequence(
    'delete',
    { ...key, displayId: '…abcd1234', kind: 'github.pat.classic', sourceName: 'GitHub', verbs: ['delete'] },
    now,
  )
  expect(says).toMatch(
    /^Ending the authorisation of …abcd1234 at GitHub cannot be undone from here.* is not deleted: the token goes on working/,
  )
  expect(says).not.toMatch(/Deleting/)
})

test('what was last seen disabled is not said to stop anything', () => {
  expect(consequence('disable', { ...key, shown: 'disabled', verbs: ['disable', 'enable', 'delete'] }, now)).toMatch(
    /last seen disabled.*looked at first/,
  )
})
