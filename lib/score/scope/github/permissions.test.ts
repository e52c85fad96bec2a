import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../model/json.ts'
import { cell } from '../../dimensions/scope.ts'
import { rate } from '../rate.ts'
import { permissionLevels } from './permission-levels.ts'

const all = { selection: 'all' }
const one = { selection: 'selected', count: 1, names: ['acme/web'] }
const three = { selection: 'selected', count: 3, names: ['acme/a', 'acme/b', 'acme/c'] }

function rated(stated: Json) {
  return rate({ scheme: 'github.permissions', stated }, () => undefined)
}

describe('one permission', () => {
  test.each<[string, Json, { level: number; reach: number }, string]>([
    ['code of one repository, written', { repository: { contents: 'write' }, repositories: one }, { level: 4, reach: 1 }, 'It changes code; in one repository.'],
    ['code of some, read', { repository: { contents: 'read' }, repositories: three }, { level: 3, reach: 2 }, 'It reads code; in 3 selected repositories.'],
    ['code of some, not counted', { repository: { contents: 'read' }, repositories: { selection: 'selected' } }, { level: 3, reach: 2 }, 'in selected repositories'],
    ['code of all', { repository: { contents: 'write' }, repositories: all }, { level: 4, reach: 3 }, 'in every repository of its owner'],
    ['metadata', { repository: { metadata: 'read' }, repositories: one }, { level: 1, reach: 1 }, 'It reads what repositories there are'],
    ['administration', { repository: { administration: 'write' }, repositories: one }, { level: 6, reach: 1 }, 'who may enter'],
    ['administration, read', { repository: { administration: 'read' }, repositories: one }, { level: 2, reach: 1 }, 'It reads settings'],
    ['workflows', { app: { workflows: 'write' }, repositories: all }, { level: 5, reach: 3 }, 'code that runs with the repository’s secrets'],
    ['actions', { app: { actions: 'write' }, repositories: all }, { level: 5, reach: 3 }, 'It changes workflow runs'],
    ['secrets', { app: { secrets: 'write' }, repositories: three }, { level: 5, reach: 2 }, 'secrets that workflows run with'],
    ['environments', { app: { environments: 'write' }, repositories: one }, { level: 5, reach: 1 }, 'their gates'],
    ['leaked secrets, read', { app: { secret_scanning_alerts: 'read' }, repositories: all }, { level: 3, reach: 3 }, 'leaked secrets that were found'],
    ['packages', { app: { packages: 'write' }, repositories: all }, { level: 4, reach: 3 }, 'which others install'],
    ['members of an organisation, whatever the repositories', { organization: { members: 'write' }, repositories: { selection: 'none' } }, { level: 6, reach: 4 }, 'everywhere in the organisation'],
    ['members, in the map of an App', { app: { members: 'read' }, repositories: one }, { level: 2, reach: 4 }, 'It reads who belongs'],
    ['runners of an organisation', { app: { organization_self_hosted_runners: 'write' }, repositories: one }, { level: 5, reach: 4 }, 'machines that run workflows'],
    ['tokens of an organisation', { app: { organization_personal_access_tokens: 'write' }, repositories: one }, { level: 6, reach: 4 }, 'which tokens may enter'],
    ['admin is at least write', { organization: { organization_projects: 'admin' }, repositories: one }, { level: 4, reach: 4 }, 'It changes project boards'],
    ['keys of the user', { other: { git_ssh_keys: 'write' }, repositories: all }, { level: 6, reach: 3 }, 'in all of its user’s account'],
    ['nothing', { repository: {}, repositories: { selection: 'none' } }, { level: 1, reach: 1 }, 'it sees what is public'],
    ['repositories that GitHub does not tell', { app: { contents: 'read' }, repositories: { selection: 'not-reported' } }, { level: 3, reach: 3 }, 'as GitHub does not say which'],
  ])('%s', (_, stated, breadth, because) => {
    const rating = rated(stated)
    expect(rating.breadth).toEqual(breadth)
    expect(rating.grants[0]?.because).toContain(because)
  }) // prettier-ignore
})

describe('a permission that is not in our list', () => {
  test.each([
    ['write', 'repository', { level: 4, reach: 2 }, 'new_thing is not in our list of GitHub permissions; it counts as a write.'],
    ['admin', 'repository', { level: 6, reach: 2 }, 'it counts as administration'],
    ['read', 'repository', { level: 2, reach: 2 }, 'it counts as a read of settings'],
    ['read', 'organization', { level: 2, reach: 4 }, 'it counts as a read of settings'],
    ['write', 'app', { level: 4, reach: 4 }, 'it counts as a write'],
    ['triage', 'repository', { level: 4, reach: 2 }, '"triage" is not a value that we know; it counts as write.'],
    ['write', 'other', { level: 4, reach: 4 }, 'it counts as a write'],
  ])('%s in %s', (value, group, breadth, note) => {
    const rating = rated({ [group]: { new_thing: value }, repositories: three })
    expect(rating.breadth).toEqual(breadth)
    expect(rating.notes.join('\n')).toContain(note)
  })
})

test('a name that every object has is no permission that we know', () => {
  const stated = JSON.parse('{"repository":{"constructor":"write","__proto__":"write"},"repositories":{"selection":"all"}}') as Json
  expect(rated(stated).breadth).toEqual({ level: 4, reach: 3 })
})

test('each permission is a grant, the worst first', () => {
  const rating = rated({
    repository: { metadata: 'read', contents: 'write', issues: 'read' },
    organization: { members: 'read' },
    repositories: three,
  })
  expect(rating.grants.map(({ action }) => action)).toEqual(['contents: write', 'issues: read', 'members: read', 'metadata: read'])
  expect(rating.breadths).toEqual([
    { level: 4, reach: 2 },
    { level: 3, reach: 2 },
    { level: 2, reach: 4 },
    { level: 1, reach: 2 },
  ])
})

test.each<[string, Json]>([
  ['nothing', null],
  ['no map at all', { repositories: all }],
  ['no repositories', { app: { contents: 'read' } }],
  ['a value that is no text', { app: { contents: true }, repositories: all }],
])('%s leaves it unknown', (_, stated) => {
  expect(rated(stated).breadth).toBe('not-reported')
})

test('the list knows every permission that GitHub describes', () => {
  const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/ghec.json')
  const description = JSON.parse(readFileSync(file, 'utf8')) as { components: { schemas: Record<string, { properties: object }> } }
  const described = Object.keys(description.components.schemas['app-permissions']?.properties ?? {})
  expect(described.length).toBeGreaterThan(50)
  expect(described.filter((name) => !Object.hasOwn(permissionLevels, name))).toEqual([])
})

test('writing is never less than reading', () => {
  for (const [name, { read, write }] of Object.entries(permissionLevels)) expect([name, write >= read]).toEqual([name, true])
})

test('a permission more, or a repository more, never makes it less', () => {
  const name = fc.constantFrom(...Object.keys(permissionLevels), 'new_thing')
  const map = fc.dictionary(name, fc.constantFrom('read', 'write', 'admin', 'odd'), { maxKeys: 6 })
  const bad = (stated: Json) => {
    const { breadth } = rated(stated)
    return breadth === 'not-reported' ? 100 : cell(breadth)
  }
  fc.assert(
    fc.property(map, name, fc.constantFrom('read', 'write'), (app, more, value) => {
      const wider = bad({ app: { ...app, [more]: app[more] ?? value }, repositories: three })
      expect(wider).toBeGreaterThanOrEqual(bad({ app, repositories: three }))
      expect(bad({ app, repositories: all })).toBeGreaterThanOrEqual(bad({ app, repositories: three }))
      expect(bad({ app, repositories: three })).toBeGreaterThanOrEqual(bad({ app, repositories: one }))
    }),
  )
})
