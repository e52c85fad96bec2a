import { describe, expect, it } from 'vitest'
import type { Found } from '@/lib/model/token-row.ts'
import { paletteResults } from './palette-results.ts'
import { ownPlaces, placesOf } from './places.ts'

const places = [...placesOf('admin'), ...ownPlaces()]
const found = (kind: Found['kind'], count: number): Found[] =>
  Array.from({ length: count }, (_, n) => ({ kind, id: `${n}`, title: `${kind} ${n}`, detail: '', href: `/${kind}/${n}` }))
const shape = (typed: string, rows: readonly Found[]) =>
  paletteResults(typed, places, rows).map(({ name, results }) => [name, results.map(({ title }) => title)])

describe('the palette', () => {
  it('offers every page before anything is typed', () =>
    expect(shape('', [])).toEqual([
      [
        'Pages',
        [
          'Posture',
          'Tokens',
          'Exposures',
          'My tasks',
          'Programme',
          'Exceptions',
          'Acts',
          'Reports',
          'Audit',
          'Sources',
          'Directory',
          'Settings',
          'Your account',
          'Help',
        ],
      ],
    ]))

  it.each([
    ['sou', ['Sources']],
    ['SOURCES', ['Sources']],
    ['people', ['Settings']],
    ['who did', ['Audit']],
    ['our', []],
  ])('finds pages by the beginning of their words: %s', (typed, titles) => expect(shape(typed, [])[0]?.[1] ?? []).toEqual(titles))

  it('groups what was found, pages first, eight in all', () => {
    const groups = shape('sou', [...found('token', 8), ...found('owner', 3)])
    expect(groups.map(([name]) => name)).toEqual(['Pages', 'Tokens'])
    expect(groups.flatMap(([, titles]) => titles)).toHaveLength(8)
  })

  it('gives each kind its group', () =>
    expect(
      shape('zz', [...found('token', 1), ...found('issuer', 1), ...found('owner', 1), ...found('workload', 1)]).map(([name]) => name),
    ).toEqual(['Tokens', 'Owners', 'Workloads', 'Issuers']))

  it('is empty where nothing matches', () => expect(paletteResults('zzzz', places, [])).toEqual([]))
})
