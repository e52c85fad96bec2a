import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endOf, isDueToDisable } from './token-end.ts'

const now = new Date('2026-11-27T12:00:00Z')
const tied = { kind: 'date', at: null, key: null, category: null, status: null, goneAt: null, endedAt: null } as const
const issue = { ...tied, kind: 'ticket', key: 'SEC-1', status: 'Done', category: 'done' } as const

test.each([
  ['a date that has come', { ...tied, at: now }, /2026-11-27, has come/],
  ['a date a moment ahead', { ...tied, at: new Date(now.getTime() + 1) }, null],
  ['an issue that is done', issue, /SEC-1 is Done/],
  ['an issue in progress', { ...issue, category: 'in-progress' as const }, null],
  ['an issue whose kind of status nobody tells', { ...issue, category: 'not-reported' as const }, null],
  ['an issue that cannot be seen any more, whatever it was last', { ...issue, goneAt: now }, null],
  ['an issue that was never read', { ...issue, category: null }, null],
  ['a job that nobody told of', { ...tied, kind: 'job' as const }, null],
  ['what has ended already', { ...tied, at: now, endedAt: now }, null],
] as const)('%s', (_, row, says) => {
  const ended = endOf(row, now)
  if (says === null) expect(ended).toBeNull()
  else expect(ended?.says).toMatch(says)
})

test('a date that has ended stays ended as time goes on, and at its own instant', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 11 }), fc.integer({ min: 0, max: 10 ** 11 }), (before, after) => {
      const at = new Date(now.getTime() - before)
      return endOf({ ...tied, at }, new Date(now.getTime() + after))?.at === at
    }),
  )
})

describe('disabled without being asked', () => {
  const agreed = { endedAt: now, agreedAs: 'bo', agreedAt: now }
  const token = { ownerId: 'bo', state: 'live', canDisable: true }
  test.each([
    ['as agreed', agreed, token, true],
    ['not before it has ended', { ...agreed, endedAt: null }, token, false],
    ['not without an agreement', { ...agreed, agreedAt: null, agreedAs: null }, token, false],
    ['not by an agreement of an earlier owner', agreed, { ...token, ownerId: 'cy' }, false],
    ['not where it has no owner any more', agreed, { ...token, ownerId: null }, false],
    ['not what is off already', agreed, { ...token, state: 'disabled' }, false],
    ['not where its source cannot', agreed, { ...token, canDisable: false }, false],
  ] as const)('%s', (_, end, itself, due) => expect(isDueToDisable(end, itself)).toBe(due))
})
