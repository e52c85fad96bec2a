import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from './app-error.ts'
import { readAuditSearch, writeAuditSearch } from './audit-search.ts'
import { rawQuery } from './token-search.ts'

const nothing = { who: null, act: null, target: null, from: null, until: null, edge: null }

test.each([
  [{}, nothing],
  [
    { who: 'Ana', act: 'user.change' },
    { ...nothing, who: 'Ana', act: 'user.change' },
  ],
  [{ act: 'user' }, { ...nothing, act: 'user' }],
  [
    { from: '2026-11-01', until: '2026-11-30' },
    { ...nothing, from: '2026-11-01', until: '2026-11-30' },
  ],
  [{ after: '12' }, { ...nothing, edge: { side: 'after', seq: '12' } }],
  [{ who: '' }, nothing],
])('%j', (query, search) => expect(readAuditSearch(query)).toEqual(search))

test.each([
  [{ from: '32/13/2026' }, 'from'],
  [{ act: "x' or 1=1" }, 'act'],
  [{ after: '1', before: '2' }, 'after'],
  [{ after: '-1' }, 'after'],
  [{ who: ['a', 'b'] }, 'who'],
  [{ who: 'a\u0000' }, 'who'],
  [{ sort: 'x' }, 'sort'],
])('refuses %j at %s', (query, where) => {
  const error = (() => {
    try {
      return readAuditSearch(query)
    } catch (thrown) {
      return thrown
    }
  })()
  expect(error).toBeInstanceOf(AppError)
  expect((error as AppError).issues.map((issue) => issue.where)).toContain(where)
})

test('what is written reads back', () => {
  const word = fc.option(fc.stringMatching(/^[a-zA-Z0-9 :.@-]{1,30}$/))
  fc.assert(
    fc.property(word, word, (who, target) => {
      const search = { ...nothing, who, target }
      expect(readAuditSearch(rawQuery(writeAuditSearch(search)))).toEqual(search)
    }),
  )
})
