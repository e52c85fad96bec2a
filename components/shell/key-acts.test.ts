import { describe, expect, it } from 'vitest'
import { actOf, rowAfter } from './key-acts.ts'
import { placesOf } from './places.ts'

const places = placesOf('analyst')

describe('keys', () => {
  it.each([
    ['/', { do: 'search' }],
    ['?', { do: 'list-keys' }],
    ['j', { do: 'move', by: 1 }],
    ['k', { do: 'move', by: -1 }],
    ['x', { do: 'select' }],
    ['[', { do: 'previous' }],
    [']', { do: 'next' }],
    ['g', { do: 'begin' }],
    ['t', null],
    ['Escape', null],
    ['toString', null],
  ])('%s alone', (key, act) => expect(actOf(key, false, places)).toEqual(act))

  it.each([
    ['t', { do: 'go', href: '/tokens' }],
    ['s', { do: 'go', href: '/sources' }],
    ['d', { do: 'go', href: '/directory' }],
    ['a', { do: 'go', href: '/audit' }],
    ['j', null],
    ['z', null],
  ])('%s after g', (key, act) => expect(actOf(key, true, places)).toEqual(act))

  it('an owner’s g leads nowhere they may not go', () => expect(actOf('s', true, placesOf('owner'))).toBeNull())

  it.each([
    [-1, 1, 3, 0],
    [-1, -1, 3, 2],
    [0, 1, 3, 1],
    [2, 1, 3, 2],
    [0, -1, 3, 0],
    [-1, 1, 0, -1],
  ] as const)('from row %d by %d of %d: %d', (at, by, count, to) => expect(rowAfter(at, by, count)).toBe(to))
})
