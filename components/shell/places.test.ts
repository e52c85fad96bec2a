import { describe, expect, it } from 'vitest'
import { isAt } from './is-at.ts'
import { ownPlaces, phonePlaces, placesOf } from './places.ts'

describe('places by role', () => {
  it.each([
    [
      'admin',
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
      ],
    ],
    [
      'analyst',
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
      ],
    ],
    [
      'auditor',
      ['Posture', 'Tokens', 'Exposures', 'Programme', 'Exceptions', 'Acts', 'Reports', 'Audit', 'Sources', 'Directory', 'Settings'],
    ],
    ['owner', ['My tokens', 'My exposures', 'My tasks', 'My plans', 'Exceptions', 'Acts']],
  ] as const)('%s may go to %j', (role, labels) => expect(placesOf(role).map(({ label }) => label)).toEqual(labels))

  it('no two have one key or one address', () => {
    const places = [...placesOf('admin'), ...ownPlaces()]
    const keys = places.flatMap(({ key }) => key ?? [])
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(places.map(({ href }) => href)).size).toBe(places.length)
  })

  it.each([
    ['/tokens', true],
    ['/tokens/issuers', true],
    ['/tokensx', false],
    ['/', false],
  ])('%s belongs to the tokens: %s', (path, here) => expect(isAt({ href: '/tokens' }, path)).toBe(here))

  it('reviews belong to the programme', () => expect([isAt({ href: '/plans' }, '/campaigns/new'), isAt({ href: '/tasks' }, '/campaigns')]).toEqual([true, false])) // prettier-ignore

  it('a phone’s bar holds four at most, and nothing is lost', () => {
    for (const role of ['admin', 'analyst', 'auditor', 'owner'] as const) {
      const places = placesOf(role)
      const { bar, more } = phonePlaces(places)
      expect(bar.length + (more.length > 0 ? 1 : 0)).toBeLessThanOrEqual(4)
      expect(new Set([...bar, ...more].map(({ href }) => href))).toEqual(new Set([...places, ...ownPlaces()].map(({ href }) => href)))
    }
    expect(phonePlaces(placesOf('analyst')).bar.map(({ label }) => label)).toEqual(['Posture', 'Tokens', 'Exposures'])
    expect(phonePlaces(placesOf('auditor')).bar.map(({ label }) => label)).toEqual(['Posture', 'Tokens', 'Exposures'])
    expect(phonePlaces(placesOf('owner')).bar.map(({ label }) => label)).toEqual(['My tasks', 'My tokens'])
  })
})
