import { describe, expect, test } from 'vitest'
import type { Json } from '../../model/json.ts'
import { rate } from './rate.ts'

function rated(...grants: Json[]) {
  return rate({ scheme: 'stated', stated: { grants } }, () => undefined)
}

describe('words and numbers', () => {
  test.each<[Json, { level: number; reach: number }, string]>([
    [{ level: 3, reach: 2 }, { level: 3, reach: 2 }, 'level 3 is stated; reach 2 is stated.'],
    [
      { level: 'admin', reach: 'account' },
      { level: 6, reach: 3 },
      '"admin" is stated, which is level 6; "account" is stated, which is reach 3.',
    ],
    [{ level: 'Read Only', reach: 'One' }, { level: 3, reach: 1 }, '"Read Only" is stated'],
    [{ level: 'READ_WRITE', reach: 'organisation' }, { level: 4, reach: 4 }, 'which is level 4'],
    [{ level: '5', reach: '1' }, { level: 5, reach: 1 }, 'which is level 5'],
    [{ level: 'list', reach: 'selected' }, { level: 1, reach: 2 }, 'which is level 1'],
  ])('%j', (grant, breadth, because) => {
    const rating = rated(grant)
    expect(rating.breadth).toEqual(breadth)
    expect(rating.grants[0]?.because).toContain(because)
    expect(rating.notes).toEqual([])
  })
})

describe('what is not known counts as the worst', () => {
  test.each<[Json, { level: number; reach: number }, string]>([
    [{ reach: 1 }, { level: 6, reach: 1 }, 'No level is stated'],
    [{ level: 1 }, { level: 1, reach: 4 }, 'No reach is stated'],
    [{ level: 'wizard', reach: 1 }, { level: 6, reach: 1 }, '"wizard" is not a word for a level that we know'],
    [{ level: 'constructor', reach: 'toString' }, { level: 6, reach: 4 }, '"constructor" is not a word'],
    [{ level: '7', reach: '0' }, { level: 6, reach: 4 }, '"7" is not a word'],
  ])('%j', (grant, breadth, note) => {
    const rating = rated(grant)
    expect(rating.breadth).toEqual(breadth)
    expect(rating.notes[0]).toContain(note)
  })
})

test('of several the worst decides, and all are told', () => {
  const rating = rated(
    { service: 'billing', level: 'read', reach: 'one' },
    { service: 'shop', action: 'orders:write', resource: 'eu', level: 'write', reach: 'some' },
  )
  expect(rating).toMatchObject({ breadth: { level: 4, reach: 2 }, all: 2 })
  expect(rating.grants[0]).toMatchObject({ service: 'shop', action: 'orders:write', resource: 'eu', source: 'stated in the file' })
})

test.each<[string, Json]>([
  ['no grant', { grants: [] }],
  ['no list', {}],
  ['a level out of range', { grants: [{ level: 9, reach: 1 }] }],
  ['a field that is not one', { grants: [{ level: 1, reach: 1, secret: 'x' }] }],
])('%s leaves it unknown', (_, stated) => {
  expect(rate({ scheme: 'stated', stated }, () => undefined).breadth).toBe('not-reported')
})
