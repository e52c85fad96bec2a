import { describe, expect, test } from 'vitest'
import { ReasonCode } from '@/lib/model/score.ts'
import type { FacetCounts } from '@/lib/model/token-row.ts'
import { facets } from '@/lib/model/token-facet.ts'
import { narrowingsOf, rawQuery, readTokenSearch } from '@/lib/model/token-search.ts'
import type { ReasonWords } from '../fact-words.ts'
import { facetOptions, reasonOptions } from './facet-options.ts'
import { narrowingWords } from './narrowing-words.ts'
import { groupOptions, orderOptions, orderWords } from './order-words.ts'
import { builtInViews } from '@/lib/model/token-view.ts'

const ana = 'a0000000-0000-7000-8000-000000000001'
const none = Object.fromEntries(facets.map((facet) => [facet, []])) as unknown as FacetCounts
const counts: FacetCounts = {
  ...none,
  owner: [{ value: ana, name: 'Ana', count: 3 }],
  verdict: [{ value: 'standing-privilege', name: null, count: 512 }],
  state: [
    { value: 'live', name: null, count: 1_000 },
    { value: 'disabled', name: null, count: 16 },
  ],
}
const reasonWords = { DORMANT: 'Unused over 90 days', REUSE: 'Shared' } as ReasonWords
const search = (query: string) => readTokenSearch(rawQuery(new URLSearchParams(query)))

describe('what is applied, in words', () => {
  test.each([
    ['owner=none', 'Owner is none'],
    [`owner=${ana}`, 'Owner is Ana'],
    [`owner=${ana}&owner=none`, 'Owner is Ana or none'],
    ['verdict=revoke-now&verdict=standing-privilege', 'Verdict is Revoke now or Standing privilege'],
    ['state=disabled&state=expired&state=gone', 'State is disabled, expired or gone'],
    ['reason=DORMANT', 'Reason is Unused over 90 days'],
    ['because=REUSE', 'Among its reasons is Shared'],
    ['because=DORMANT&because=REUSE', 'Among its reasons is Shared or Unused over 90 days'],
    ['sensitivity=none', 'Sensitivity is not known: assumed customer data'],
    ['level=6&level=none', 'Can do is Admin or not reported'],
    ['lifetime=never', 'Lifetime is never expires'],
    ['third-party=yes', 'A third party holds it'],
    ['improvable=yes', 'The verdict could be better once more is known'],
    ['improvable=no', 'The verdict stays, whatever is not known'],
    ['q=deploy', 'Name or id contains “deploy”'],
    ['idle=90', 'Unused for 90 d or longer'],
    ['due=overdue', 'Act by is past'],
    ['due=7', 'Act by is past or within 7 d'],
    ['since=2026-11-23T09:00:00Z', 'First seen since 23 Nov 2026'],
    ['returned=ever', 'Came back after it was gone'],
    ['returned=2026-11-23T09:00:00Z', 'Came back since 23 Nov 2026'],
    [`id=${ana}`, 'One chosen token'],
  ])('%s: %s', (query, words) => {
    const asked = search(query)
    expect(narrowingsOf(asked).map((name) => narrowingWords(name, asked, { counts, reasonWords }))).toEqual([words])
  })
})

describe('what a menu offers', () => {
  const offered = (facet: 'verdict' | 'state' | 'owner', query: string) =>
    facetOptions(facet, counts, search(query), reasonWords).map(({ label, count, chosen }) => `${label} ${count}${chosen ? ' ✓' : ''}`)

  test.each([
    ['what nothing has stays there with a zero, the worst first', 'verdict', 'verdict=retired', ['Revoke now 0', 'Standing privilege 512', 'Acceptable with controls 0', 'Acceptable 0', 'Retired 0 ✓']], // prettier-ignore
    ['live is chosen where nothing is said', 'state', '', ['live 1,000 ✓', 'disabled, reversible 16', 'expired 0', 'deleted 0', 'gone 0', 'any state 1,016']], // prettier-ignore
    ['any state is a choice of its own', 'state', 'state=any', ['live 1,000', 'disabled, reversible 16', 'expired 0', 'deleted 0', 'gone 0', 'any state 1,016 ✓']], // prettier-ignore
    ['people are not made up', 'owner', '', ['Ana 3']],
  ] as const)('%s', (_, facet, query, options) => expect(offered(facet, query)).toEqual(options))

  test('reasons stand without a count, what only speaks against a token first', () => {
    const offered = reasonOptions(search('because=DORMANT'), reasonWords)
    expect(offered.map(({ value }) => value)).toEqual(ReasonCode.options)
    expect(new Set(offered.map(({ count }) => count))).toEqual(new Set(['']))
    expect(offered.filter(({ label, chosen }) => label || chosen).map(({ label, chosen }) => [label, chosen])).toEqual([['Shared', false], ['Unused over 90 days', true]]) // prettier-ignore
  })

  test('while something is missing no count is told as the whole', () => {
    const least = facetOptions('state', counts, search(''), reasonWords, 'at least ').map(({ count }) => count)
    expect(least).toEqual(['at least 1,000', 'at least 16', 'at least 0', 'at least 0', 'at least 0', 'at least 1,016'])
  })
})

describe('orders and groupings', () => {
  test.each([
    ['queue', false, 'Queue order'],
    ['queue', true, 'Queue order, least urgent first'],
    ['due', false, 'Act by, soonest first'],
    ['risk', false, 'Risk, highest first'],
    ['name', true, 'Name, Z to A'],
  ] as const)('%s, turned round: %s', (sort, reversed, words) => expect(orderWords(sort, reversed)).toBe(words))

  test('every order can be chosen, each by a name of its own', () => {
    expect(new Set(orderOptions.map(({ label }) => label)).size).toBe(orderOptions.length)
  })

  test.each([
    ['live', ['', 'reason', 'owner', 'workload', 'source']],
    ['no-owner', ['none', 'reason', 'owner', 'workload', '']],
  ])('what the view %s has goes without saying', (id, values) => {
    const view = builtInViews(null).find((one) => one.id === id)
    expect(view && groupOptions({ view }).map(({ value }) => value)).toEqual(values)
  })
})
