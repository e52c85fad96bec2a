import { describe, expect, test } from 'vitest'
import { changedSelection, noSelection, readSelection, type Selection } from './kept-selection.ts'

const page = ['a', 'b', 'c']
const none = noSelection('owner=none', '7')
const some: Selection = { ...none, ids: ['x', 'a'] }
const everything: Selection = { ...none, all: true }

describe('a box is ticked or cleared', () => {
  test.each<[string, Selection, string[], boolean, Partial<Selection>]>([
    ['the first one keeps the mark of its page', none, ['a'], true, { ids: ['a'], mark: '9' }],
    ['a further one keeps the first mark', some, ['b'], true, { ids: ['x', 'a', 'b'], mark: '7' }],
    ['one that is selected already', some, ['a'], true, { ids: ['x', 'a'] }],
    ['the page beside another page', some, page, true, { ids: ['x', 'a', 'b', 'c'] }],
    ['one is cleared', some, ['a'], false, { ids: ['x'] }],
    ['one of all is cleared: the rest of the page stays', everything, ['b'], false, { ids: ['a', 'c'], all: false, mark: '7' }],
  ])('%s', (_, before, ids, ticked, after) => expect(changedSelection(before, { ids, ticked }, page, '9')).toMatchObject(after))
})

describe('what was kept', () => {
  test('is there for the same list', () => expect(readSelection(JSON.stringify(some), 'owner=none', '9')).toEqual(some))
  test.each([
    ['another list', JSON.stringify(some), 'verdict=revoke-now'],
    ['nothing', '', 'owner=none'],
    ['not ours', '{"ids":', 'owner=none'],
    ['of another version', '{"filters":"owner=none"}', 'owner=none'],
  ])('%s: nothing is selected', (_, kept, filters) => expect(readSelection(kept, filters, '9')).toEqual(noSelection(filters, '9')))
})
