import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from './app-error.ts'
import { ReasonCode } from './score.ts'
import { writeCursor } from './token-cursor.ts'
import { facets, sorts, type Sort } from './token-facet.ts'
import {
  narrowingsOf,
  rawQuery,
  readTokenSearch,
  searchParameters,
  without,
  writeTokenSearch,
  type RawQuery,
  type TokenSearch,
} from './token-search.ts'

const id = '0190f1f0-0000-7000-8000-000000000001'
const plain = readTokenSearch({})

function issuesOf(query: RawQuery) {
  try {
    readTokenSearch(query)
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return error.issues.map(({ where, what }) => `${where} ${what}`)
    throw error
  }
  return []
}

describe('readTokenSearch', () => {
  it('shows live tokens in queue order when nothing is asked', () => {
    expect(plain).toEqual({
      text: null,
      filters: { state: ['live'] },
      because: null,
      idle: null,
      due: null,
      since: null,
      returned: null,
      widened: null,
      gone: null,
      team: null,
      plan: null,
      ids: null,
      requirement: null,
      sort: 'queue',
      reversed: false,
      from: null,
      limit: 50,
    })
  })

  it.each<[string, RawQuery, Partial<TokenSearch>]>([
    ['several values of one facet', { verdict: ['revoke-now', 'standing-privilege'] }, { filters: { state: ['live'], verdict: ['revoke-now', 'standing-privilege'] } }],
    ['the same value twice counts once', { agent: ['none', 'none'] }, { filters: { state: ['live'], agent: ['none'] } }],
    ['any state', { state: 'any' }, { filters: {} }],
    ['a state beside any', { state: ['any', 'gone'] }, { filters: { state: ['gone'] } }],
    ['no owner', { owner: 'none' }, { filters: { state: ['live'], owner: ['none'] } }],
    ['a blank field of a form is no filter', { q: '', kind: '', sort: '' }, { text: null, sort: 'queue' }],
    ['a term is trimmed', { q: '  deploy bot ' }, { text: 'deploy bot' }],
    ['a reversed sort', { sort: '-name' }, { sort: 'name', reversed: true }],
    ['a page size', { limit: '200' }, { limit: 200 }],
    ['among its reasons, in one order and each once', { because: ['DORMANT', 'REUSE', 'DORMANT'] }, { because: ['REUSE', 'DORMANT'] }],
    ['days unused', { idle: '90' }, { idle: 90 }],
    ['past its act-by date', { due: 'overdue' }, { due: 'overdue' }],
    ['due today', { due: '0' }, { due: 0 }],
    ['first seen since', { since: '2026-11-20T16:10:00Z' }, { since: '2026-11-20T16:10:00Z' }],
    ['came back at any time', { returned: 'ever' }, { returned: 'ever' }],
    ['came back since', { returned: '2026-11-20T16:10:00Z' }, { returned: '2026-11-20T16:10:00Z' }],
    ['a selection, each once', { id: [id, id] }, { ids: [id] }],
    ['an unknown sensitivity', { sensitivity: ['none', '4'] }, { filters: { state: ['live'], sensitivity: ['none', '4'] } }],
  ])('%s', (_, query, expected) => expect(readTokenSearch(query)).toMatchObject(expected)) // prettier-ignore

  it.each<[string, RawQuery, string]>([
    ['an unknown sort', { sort: '__proto__' }, 'sort "__proto__" is not one of queue, risk, due, used, expires, age, name'],
    ['a sort from the object’s own chain', { sort: 'constructor' }, 'sort "constructor" is not one of queue, risk, due, used, expires, age, name'],
    ['a filter that does not exist', { severity: 'high' }, 'severity is not a filter of the inventory'],
    ['a long term', { q: 'x'.repeat(10_240) }, 'q has 10240 characters; a search takes at most 200'],
    ['a NUL', { q: 'a\0b' }, 'q has characters that cannot be typed'],
    ['half a character', { q: 'a\ud800' }, 'q has characters that cannot be typed'],
    ['an unknown verdict', { verdict: 'fine' }, 'verdict "fine" is not one of acceptable, acceptable-with-controls, standing-privilege, revoke-now, retired'],
    ['an owner that is no id', { owner: "1' or '1'='1" }, 'owner "1\' or \'1\'=\'1" is neither an id nor "none"'],
    ['a reason that there is none of', { because: ['REUSE', 'reuse'] }, 'because "reuse" is not one of ' + ReasonCode.options.join(', ')],
    ['too many values', { kind: Array.from({ length: 51 }, (_, n) => `a.${n}`) }, 'kind has 51 values; at most 50 can be asked for at once'],
    ['a page size of none', { limit: '0' }, 'limit "0" is not a number from 1 to 200'],
    ['a page size of many', { limit: '1e9' }, 'limit "1e9" is not a number from 1 to 200'],
    ['no days at all', { idle: '0' }, 'idle "0" is not a number from 1 to 3650'],
    ['days that are none', { due: 'soon' }, 'due "soon" is not a number from 0 to 3650'],
    ['a day for an instant', { since: '2026-11-20' }, 'since "2026-11-20" is not an instant of the form 2026-11-30T09:00:00Z'],
    ['a local time', { returned: '2026-11-20T16:10:00+01:00' }, 'returned "2026-11-20T16:10:00+01:00" is not an instant of the form 2026-11-30T09:00:00Z'],
    ['an id that is none', { id: [id, 'x'] }, 'id "x" is not the id of a token'],
    ['a level beyond the ladder', { level: '7' }, 'level "7" is not one of 1, 2, 3, 4, 5, 6, none'],
    ['a condition given twice', { idle: ['30', '90'] }, 'idle is given 2 times'],
    ['a sort given twice', { sort: ['name', 'risk'] }, 'sort is given 2 times'],
    ['a cursor that is no cursor', { after: 'zzzz' }, 'after is not a page of this list; start again from its first page'],
    ['a cursor of another sort', { sort: 'name', after: writeCursor({ sort: 'risk', reversed: false }, { value: 1, id, before: 0 }) }, 'after is not a page of this list; start again from its first page'],
    ['a cursor of the other direction', { after: writeCursor({ sort: 'queue', reversed: true }, { value: 1, id, before: 0 }) }, 'after is not a page of this list; start again from its first page'],
    ['a cursor with a forged value', { after: writeCursor(plain, { value: '1; drop table token', id, before: 0 }) }, 'after is not a page of this list; start again from its first page'],
    ['a cursor with a forged id', { before: writeCursor(plain, { value: 1, id: 'x', before: 0 }) }, 'before is not a page of this list; start again from its first page'],
    ['a cursor with a NUL', { sort: 'name', after: writeCursor({ sort: 'name', reversed: false }, { value: 'a\0', id, before: 0 }) }, 'after is not a page of this list; start again from its first page'],
  ])('refuses %s, by name', (_, query, message) => expect(issuesOf(query)).toEqual([message])) // prettier-ignore

  it('names every parameter that is wrong, and repeats no more than a line of any', () => {
    const issues = issuesOf({ sort: 'x'.repeat(10_000), limit: '-1', verdict: 'fine' })
    expect(issues).toHaveLength(3)
    for (const issue of issues) expect(issue.length).toBeLessThan(200)
  })

  it('never fails in any way but its own', () => {
    const query = fc.dictionary(fc.oneof(fc.constantFrom(...searchParameters), fc.string()), fc.oneof(fc.string(), fc.array(fc.string()))) // prettier-ignore
    fc.assert(fc.property(query, (raw) => void issuesOf(raw)))
  })
})

describe('round trips', () => {
  const ids = fc.uuid()
  const edge = fc.constantFrom(...(Object.keys(sorts) as Sort[])).chain((sort) =>
    fc.record({
      sort: fc.constant(sort),
      reversed: fc.boolean(),
      cursor: fc.record({
        value:
          sorts[sort].of === 'number'
            ? fc.integer()
            : sorts[sort].of === 'text'
              ? fc.stringMatching(/^[\p{L}\p{N} ='"]{1,50}$/u)
              : fc.oneof(fc.constantFrom('infinity', '-infinity'), fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }).map((at) => at.toISOString())), // prettier-ignore
        id: ids,
        before: fc.nat({ max: 1_000_000_000 }),
      }),
    }),
  )

  it('a cursor comes back as it went', () => {
    fc.assert(
      fc.property(edge, ({ sort, reversed, cursor }) => {
        const after = writeCursor({ sort, reversed }, cursor)
        expect(readTokenSearch({ sort: reversed ? `-${sort}` : sort, after }).from).toEqual({ side: 'after', cursor })
      }),
    )
  })

  it.each<RawQuery>([
    {},
    { state: 'any' },
    { state: ['live', 'gone'] },
    { q: 'a & b', sort: '-risk', owner: ['none', id], limit: '10' },
    { verdict: 'revoke-now', state: 'disabled' },
    {
      idle: '90',
      due: 'overdue',
      since: '2026-11-20T16:10:00Z',
      returned: 'ever',
      id,
      'third-party': 'yes',
      improvable: 'no',
      level: '6',
      lifetime: 'never',
      because: ['REUSE', 'NO_OWNER'],
    },
  ])('a search comes back as it was written: %j', (query) => {
    const search = readTokenSearch(query)
    const params = writeTokenSearch(search)
    expect(readTokenSearch(rawQuery(params))).toEqual(search)
  })
})

describe('what narrows a search', () => {
  const everything: RawQuery = { q: 'x', owner: 'none', state: 'gone', idle: '90', due: '7', since: '2026-11-20T16:10:00Z', returned: 'ever', id, agent: ['none', 'supervised'], because: 'REUSE' } // prettier-ignore

  it('is told in the order it is shown, and "live only" is not told', () => {
    expect(narrowingsOf(readTokenSearch({}))).toEqual([])
    expect(narrowingsOf(readTokenSearch({ state: 'any' }))).toEqual([])
    expect(narrowingsOf(readTokenSearch(everything))).toEqual([
      'state',
      'owner',
      'agent',
      'because',
      'q',
      'idle',
      'due',
      'since',
      'returned',
      'id',
    ])
  })

  it('can be taken away one by one, and nothing else with it', () => {
    const search = readTokenSearch(everything)
    for (const name of narrowingsOf(search)) expect(narrowingsOf(without(search, name))).toEqual(narrowingsOf(search).filter((one) => one !== name)) // prettier-ignore
    expect(facets.length).toBeGreaterThan(10)
  })
})
