import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from './app-error.ts'
import { densities, frozenColumns, groupings, tokenColumns, usualColumns } from './token-columns.ts'
import { keptOf, readTokenList, writeTokenList } from './token-list.ts'
import { facets, sorts } from './token-facet.ts'
import { rawQuery, readTokenSearch, searchParameters, writeTokenSearch, type RawQuery } from './token-search.ts'
import { builtInViews, type TokenView } from './token-view.ts'

const id = '0190f1f0-0000-7000-8000-000000000001'
const saved: TokenView = { id, name: 'Mine', means: null, query: 'provider=aws&sort=due', group: 'owner', columns: ['token', 'verdict', 'grade'], density: 'compact', saved: { mine: true, by: 'Ana', shared: false, version: 1 } } // prettier-ignore
const views = [...builtInViews(new Date('2026-11-20T16:10:00Z')), saved]
const read = (query: RawQuery) => readTokenList(query, views)
const back = (params: URLSearchParams) => read(rawQuery(params))

function issuesOf(query: RawQuery): string[] {
  try {
    read(query)
    return []
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return error.issues.map(({ where, what }) => `${where} ${what}`)
    throw error
  }
}

describe('the views that everybody has', () => {
  it.each(views.map((view) => [view.id, view] as const))('%s can be asked for, and is as it was written', (name, view) => {
    const list = read({ view: name })
    expect(list).toMatchObject({ view, modified: false, columns: view.columns, density: view.density, group: view.group })
    expect(String(writeTokenSearch(readTokenSearch(rawQuery(new URLSearchParams(view.query)))))).toBe(String(writeTokenSearch(list.search)))
    expect([...frozenColumns]).toEqual(view.columns.slice(0, 2))
    expect(new Set(view.columns).size).toBe(view.columns.length)
  })

  it('have no "new since" before a first visit has ended', () => {
    expect(builtInViews(null).map((view) => view.id)).not.toContain('new')
    expect(new Set(views.map((view) => view.id)).size).toBe(views.length)
  })
})

describe('readTokenList', () => {
  it('begins with every live token', () => {
    expect(read({})).toMatchObject({ view: { id: 'live' }, modified: false, group: null, columns: usualColumns, token: null })
  })

  it('a view named alone is that view; a page of it and an open drawer are still it', () => {
    const list = read({ view: id, token: 'x' })
    expect(list).toMatchObject({ modified: false, group: 'owner', density: 'compact', token: 'x', search: { sort: 'due', filters: { provider: ['aws'], state: ['live'] } } }) // prettier-ignore
  })

  it('what the address says of the search replaces the view’s whole, of the layout that part alone', () => {
    expect(read({ view: id, owner: 'none' })).toMatchObject({ modified: true, group: 'owner', search: { sort: 'queue', filters: { owner: ['none'] } } }) // prettier-ignore
    expect(read({ view: id, owner: 'none' }).search.filters.provider).toBeUndefined()
    expect(read({ view: id, group: 'none' })).toMatchObject({ modified: true, group: null, density: 'compact', search: { sort: 'due' } })
    expect(read({ view: id, provider: 'aws', sort: 'due' }).modified).toBe(false)
  })

  it('the first two columns are always there, first', () => {
    expect(read({ columns: 'grade,verdict,risk' }).columns).toEqual(['token', 'verdict', 'grade', 'risk'])
  })

  it.each<[string, RawQuery, string]>([
    ['a view that is not there', { view: 'mine' }, 'view "mine" is not a view, or it is not shared with you'],
    ['a column that is not there', { columns: 'token,salary' }, `columns "salary" is not one of ${tokenColumns.join(', ')}`],
    ['a density', { density: 'airy' }, 'density "airy" is not one of comfortable, compact'],
    ['a grouping', { group: 'verdict' }, 'group "verdict" is not one of reason, owner, workload, source, none'],
    ['a filter that does not exist', { severity: 'high' }, 'severity is not a filter of the inventory'],
    ['a filter beside a view', { view: id, colour: 'red' }, 'colour is not a filter of the inventory'],
  ])('refuses %s, by name', (_, query, issue) => expect(issuesOf(query)).toEqual([issue]))

  it('never fails in any way but its own', () => {
    const names = fc.oneof(fc.constantFrom(...searchParameters, 'view', 'columns', 'density', 'group', 'token'), fc.string())
    fc.assert(fc.property(fc.dictionary(names, fc.oneof(fc.string(), fc.array(fc.string()))), (query) => void issuesOf(query)))
  })
})

describe('writeTokenList', () => {
  const list = fc.record({
    view: fc.constantFrom(...views),
    search: fc
      .record({
        q: fc.constantFrom('', 'deploy bot & co'),
        idle: fc.constantFrom('', '90'),
        due: fc.constantFrom('', 'overdue', '7'),
        since: fc.constantFrom('', '2026-11-20T16:10:00.000Z'),
        returned: fc.constantFrom('', 'ever', '2026-11-20T16:10:00.000Z'),
        id: fc.constantFrom([], [id]),
        state: fc.constantFrom([], ['any'], ['live'], ['gone', 'live']),
        owner: fc.constantFrom([], ['none'], ['none', id]),
        sensitivity: fc.constantFrom([], ['3', '4'], ['none']),
        improvable: fc.constantFrom([], ['yes']),
        sort: fc.constantFrom(...Object.keys(sorts), ...Object.keys(sorts).map((sort) => `-${sort}`)),
        limit: fc.constantFrom('', '200'),
      })
      .map(readTokenSearch),
    group: fc.constantFrom(null, ...groupings),
    columns: fc.subarray(tokenColumns.slice(2)).map((columns) => [...frozenColumns, ...columns]),
    density: fc.constantFrom(...densities),
    token: fc.constantFrom(null, id),
  })

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(list, (asked) => {
        const { modified: _, ...found } = back(writeTokenList(asked))
        expect(found).toEqual(asked)
      }),
    )
  })

  it('what a view keeps makes a view that is not modified', () => {
    fc.assert(
      fc.property(list, (asked) => {
        const view: TokenView = { ...saved, ...keptOf(asked) }
        const found = readTokenList({ view: id }, [view])
        expect(found).toMatchObject({ search: asked.search, group: asked.group, columns: asked.columns, modified: false })
      }),
    )
  })

  it('says nothing of what is as its view has it', () => {
    expect(String(writeTokenList(read({})))).toBe('')
    expect(String(writeTokenList(read({ view: 'no-owner' })))).toBe('view=no-owner')
    expect(String(writeTokenList({ ...read({ view: 'no-owner' }), search: readTokenSearch({}) }))).toBe('view=no-owner&sort=queue')
  })

  it('every facet goes through an address', () => {
    for (const facet of facets.filter((one) => one !== 'state')) expect(read({ [facet]: facet === 'source' ? id : exampleOf(facet) }).modified).toBe(true) // prettier-ignore
  })
})

function exampleOf(facet: string): string {
  const examples: Record<string, string> = { verdict: 'retired', reason: 'DORMANT', provider: 'aws', kind: 'aws.access-key', binding: 'bearer', exposure: 'abuse', agent: 'none', lifetime: 'never', life: '1h', 'third-party': 'yes', improvable: 'no' } // prettier-ignore
  return examples[facet] ?? 'none'
}
