import { describe, expect, test } from 'vitest'
import { changedRows } from './changed-rows.ts'
import { rowMark } from './row-mark.ts'
import type { TokenRow } from './token-row.ts'

const row = { id: 'a', name: 'deploy', risk: 60, ownerName: null, lastUsedAt: new Date(0), lastUsedService: 's3' } as TokenRow

describe('what a row is known by', () => {
  test.each([
    ['the same', {}, true],
    ['used since', { lastUsedAt: new Date(1), lastUsedService: 'sqs' }, true],
    ['another risk', { risk: 61 }, false],
    ['an owner', { ownerName: 'Ana' }, false],
    ['another token', { id: 'b' }, false],
  ])('%s', (_, change, same) => expect(rowMark({ ...row, ...change }) === rowMark(row)).toBe(same))
})

describe('how many rows changed', () => {
  test.each([
    ['none', ['a', 'b'], ['a', 'b'], 0],
    ['the order alone', ['a', 'b'], ['b', 'a'], 0],
    ['one', ['a', 'b'], ['a', 'c'], 1],
    ['one came', ['a'], ['a', 'b'], 1],
    ['one left', ['a', 'b'], ['b'], 1],
    ['all left', ['a', 'b'], [], 2],
  ] as const)('%s', (_, before, now, count) => expect(changedRows(before, now)).toBe(count))
})
