import { describe, expect, test } from 'vitest'
import { consumersOf } from './hints.ts'

describe('who uses a key, by its tags', () => {
  test.each([
    [{}, []],
    [{ consumers: 'finance data-platform' }, ['finance', 'data-platform']],
    [{ 'Used-By': 'finance/data-platform/finance ' }, ['finance', 'data-platform']],
    [{ consumers: '' }, []],
    [{ owner: 'finance' }, []],
  ])('%j: %j', (tags, consumers) => expect(consumersOf(tags)).toEqual(consumers))
})
