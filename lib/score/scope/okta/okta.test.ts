import { expect, test } from 'vitest'
import type { Json } from '../../../model/json.ts'
import { dataVersion, rate } from '../rate.ts'

const none = () => undefined
const roles = (...names: string[]) => rate({ scheme: 'okta.roles', stated: { names, within: 'organisation' } }, none)
const scopes = (names: string[] | null, of: string[] | null, within = 'organisation') =>
  rate({ scheme: 'okta.scopes', stated: { names, within, roles: of } }, none)

test.each<[string, string[], object]>([
  ['a super administrator', ['SUPER_ADMIN'], { level: 6, reach: 4 }],
  ['who only reads, client secrets too', ['READ_ONLY_ADMIN'], { level: 5, reach: 3 }],
  ['a custom role that sees apps', ['okta.apps.read'], { level: 3, reach: 3 }],
  ['a custom role that sees their secrets', ['okta.apps.read', 'okta.apps.clientCredentials.read'], { level: 5, reach: 3 }],
  ['a help desk', ['HELP_DESK_ADMIN'], { level: 5, reach: 4 }],
  ['the worst of several', ['READ_ONLY_ADMIN', 'ORG_ADMIN'], { level: 6, reach: 4 }],
  ['a custom role by its permissions', ['okta.users.read', 'okta.users.credentials.resetPassword'], { level: 5, reach: 4 }],
  ['a custom role that was not looked into', ['custom role Helper'], { level: 6, reach: 3 }],
  ['a role that nobody knows', ['MOON_ADMIN'], { level: 6, reach: 3 }],
  ['a name of every object', ['toString'], { level: 6, reach: 3 }],
  ['no role', [], { level: 1, reach: 3 }],
])('%s', (_, names, breadth) => expect(roles(...names).breadth).toEqual(breadth))

test.each<[string, string[] | null, string[] | null, object | string]>([
  ['a scope to manage', ['okta.users.manage'], ['SUPER_ADMIN'], { level: 6, reach: 4 }],
  ['any other scope to manage', ['okta.moons.manage'], ['SUPER_ADMIN'], { level: 6, reach: 4 }],
  ['a scope to read', ['okta.users.read'], ['SUPER_ADMIN'], { level: 3, reach: 3 }],
  ['a scope to read settings', ['okta.schemas.read'], ['SUPER_ADMIN'], { level: 2, reach: 3 }],
  ['a scope to read apps, and so their secrets', ['okta.apps.read'], null, { level: 5, reach: 3 }],
  ['the same within a role that only reads', ['okta.apps.read', 'okta.users.read'], ['READ_ONLY_ADMIN'], { level: 5, reach: 3 }],
  [
    'the same within a custom role that shows no secrets',
    ['okta.apps.read'],
    ['okta.apps.read', 'okta.users.read'],
    { level: 3, reach: 3 },
  ],
  [
    'the same within one that does',
    ['okta.apps.read', 'okta.users.manage'],
    ['okta.users.read', 'okta.apps.clientCredentials.read'],
    { level: 5, reach: 3 },
  ],
  ['the same within a help desk, which sees no apps', ['okta.apps.read'], ['HELP_DESK_ADMIN'], { level: 3, reach: 3 }],
  ['the same within an administrator of apps', ['okta.apps.read'], ['APP_ADMIN'], { level: 5, reach: 3 }],
  ['within a role that only reads', ['okta.users.manage'], ['READ_ONLY_ADMIN'], { level: 3, reach: 4 }],
  ['within a help desk', ['okta.users.manage', 'okta.users.read'], ['HELP_DESK_ADMIN'], { level: 5, reach: 4 }],
  ['within the strongest of its roles', ['okta.users.manage'], ['READ_ONLY_ADMIN', 'ORG_ADMIN'], { level: 6, reach: 4 }],
  ['within a role that nobody knows', ['okta.users.manage'], ['custom role x'], { level: 6, reach: 4 }],
  ['without a role: nothing is taken away', ['okta.users.manage'], [], { level: 6, reach: 4 }],
  ['within roles that are not known', ['okta.users.manage'], null, { level: 6, reach: 4 }],
  ['a scope that nobody knows, whatever the role', ['moon'], ['READ_ONLY_ADMIN'], { level: 6, reach: 3 }],
  ['no names', null, null, 'not-reported'],
])('scopes: %s', (_, names, of, breadth) => expect(scopes(names, of).breadth).toEqual(breadth))

test('a user’s own token reaches its user', () => {
  expect(scopes(['openid', 'profile', 'offline_access'], null, 'user').breadth).toEqual({ level: 3, reach: 1 })
  expect(scopes(['openid', 'okta.users.manage'], null, 'user').breadth).toEqual({ level: 6, reach: 4 })
  expect(scopes(['okta.myAccount.email.read'], null, 'user').breadth).toEqual({ level: 3, reach: 1 })
})

test.each<Json>([{ names: 'x' }, { names: [], within: 'organisation' }, null, 7])('%j is of another shape', (stated) => {
  expect(rate({ scheme: 'okta.scopes', stated }, none).breadth).toBe('not-reported')
})

test('scopes are rated by more than the names, and their version tells it', () => {
  const hashOf = (scheme: string) => dataVersion(scheme).slice(-12)
  expect(hashOf('okta.scopes')).not.toBe(hashOf('okta.roles'))
})

test('a role that takes something away is told', () => {
  expect(scopes(['okta.users.manage'], ['READ_ONLY_ADMIN']).notes.join()).toContain('READ_ONLY_ADMIN')
  expect(scopes(['okta.users.manage'], ['SUPER_ADMIN']).notes).toEqual([])
})
