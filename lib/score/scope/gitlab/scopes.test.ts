import { expect, test } from 'vitest'
import type { Json } from '../../../model/json.ts'
import { rate } from '../rate.ts'

const rated = (names: string[] | null, access: number | null = null, within = 'project') =>
  rate({ scheme: 'gitlab.scopes', stated: { names, within, resource: 'acme/api', access } as Json }, () => undefined)

test.each<[string[], number | null, string, object]>([
  [['api'], 50, 'top-level group', { level: 6, reach: 3 }],
  [['api'], 40, 'project', { level: 5, reach: 1 }],
  [['api'], 30, 'project', { level: 4, reach: 1 }],
  [['api'], 20, 'project', { level: 4, reach: 1 }],
  [['api'], null, 'administrator', { level: 6, reach: 4 }],
  [['read_api'], null, 'auditor', { level: 5, reach: 4 }],
  [['read_user'], null, 'user whose rights are not told', { level: 2, reach: 4 }],
  [['api'], null, 'user', { level: 6, reach: 3 }],
  [['read_api'], 40, 'group', { level: 5, reach: 2 }],
  [['read_api'], 30, 'group', { level: 3, reach: 2 }],
  [['read_repository'], null, 'project', { level: 3, reach: 1 }],
  [['write_repository'], null, 'project', { level: 4, reach: 1 }],
  [['read_user', 'sudo'], null, 'user', { level: 6, reach: 4 }],
  [['read_registry'], 60, 'project', { level: 3, reach: 1 }],
  [[], 30, 'project', { level: 1, reach: 1 }],
  [['something_new'], 10, 'project', { level: 6, reach: 1 }],
])('%j with role %s in a %s', (names, access, within, breadth) => {
  expect(rated(names, access, within).breadth).toEqual(breadth)
})

test('a scope that nobody knows is said, and so is a place', () => {
  expect(rated(['something_new']).notes.join(' ')).toContain('not in our list of GitLab’s permissions')
  expect(rated(['api'], 30, 'galaxy').breadth).toEqual({ level: 4, reach: 4 })
})

test.each([[null], [{}], ['text']])('%j is not known', (stated) => {
  expect(rate({ scheme: 'gitlab.scopes', stated: stated as Json }, () => undefined).breadth).toBe('not-reported')
})
test('scopes that are not told are not known', () => expect(rated(null).breadth).toBe('not-reported'))
