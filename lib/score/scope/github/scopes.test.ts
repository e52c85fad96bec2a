import { describe, expect, test } from 'vitest'
import type { Json } from '../../../model/json.ts'
import { rate } from '../rate.ts'

function rated(stated: Json) {
  return rate({ scheme: 'github.scopes', stated }, () => undefined)
}

describe('the worst scope decides', () => {
  test.each<[string[], { level: number; reach: number }, string]>([
    [['repo'], { level: 4, reach: 3 }, 'repo: it reads and changes code in every repository that its user reaches, private ones too.'],
    [['repo', 'admin:org'], { level: 6, reach: 4 }, 'admin:org: it decides who belongs to the organisation'],
    [['admin:enterprise'], { level: 6, reach: 4 }, 'it administers the enterprise'],
    [['site_admin'], { level: 6, reach: 4 }, 'it administers the whole installation'],
    [['repo', 'workflow'], { level: 5, reach: 3 }, 'workflow: it changes workflow files'],
    [['admin:repo_hook'], { level: 5, reach: 3 }, 'sent to an address of choice'],
    [['write:org'], { level: 5, reach: 4 }, 'write:org'],
    [['delete_repo'], { level: 4, reach: 3 }, 'it deletes repositories'],
    [['write:packages'], { level: 4, reach: 3 }, 'it publishes packages'],
    [['read:packages'], { level: 3, reach: 3 }, 'it downloads packages'],
    [['read:org', 'read:user'], { level: 2, reach: 4 }, 'read:org'],
    [['read:user'], { level: 2, reach: 1 }, 'its user’s profile'],
    [['gist'], { level: 4, reach: 2 }, 'snippets'],
    [['admin:public_key'], { level: 6, reach: 3 }, 'keys that act as its user'],
    [[], { level: 1, reach: 1 }, 'no scope is granted'],
    [[' REPO ', ''], { level: 4, reach: 3 }, 'repo: '],
  ])('%j', (scopes, breadth, because) => {
    const rating = rated({ scopes, userIsOwner: false })
    expect(rating.breadth).toEqual(breadth)
    expect(rating.grants[0]?.because).toContain(because)
    expect(rating.notes).toEqual([])
  })
})

describe('a scope that is not in our list', () => {
  test.each([
    ['new_thing', { level: 4, reach: 3 }, 'it counts as a write'],
    ['read:new_thing', { level: 2, reach: 3 }, 'it counts as a read of settings'],
    ['admin:new_thing', { level: 6, reach: 4 }, 'it counts as administration'],
    ['constructor', { level: 4, reach: 3 }, 'it counts as a write'],
  ])('%s', (scope, breadth, note) => {
    const rating = rated({ scopes: [scope], userIsOwner: false })
    expect(rating.breadth).toEqual(breadth)
    expect(rating.notes[0]).toContain(note)
  })
})

test('an owner’s token reaches the organisation', () => {
  expect(rated({ scopes: ['repo'], userIsOwner: true })).toMatchObject({
    breadth: { level: 4, reach: 4 },
    grants: [{ resource: 'the organisation' }],
  })
})

test('where nobody knows whether the user is an owner, that is told', () => {
  expect(rated({ scopes: ['repo'] }).notes[0]).toContain('Whether its user owns the organisation is not known')
})

test.each<[string, Json, string]>([
  ['scopes that GitHub did not say', { scopes: null }, 'GitHub did not say which scopes it has.'],
  ['no scopes field', {}, 'cannot be read'],
  ['a text', 'repo', 'cannot be read'],
])('%s leave it unknown', (_, stated, note) => {
  const rating = rated(stated)
  expect(rating.breadth).toBe('not-reported')
  expect(rating.notes[0]).toContain(note)
})
