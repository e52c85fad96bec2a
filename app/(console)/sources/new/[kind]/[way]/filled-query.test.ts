import { expect, it } from 'vitest'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { readFilled, settingsFrom } from './filled-query.ts'

it.each([
  ['actions, dependabot', ['actions', 'dependabot'], 0],
  ['actions\nagents', ['actions', 'agents'], 0],
  ['secrets', undefined, 1],
])('a list in an address is a list: %j', async (typed, storedSecrets, issues) => {
  const github = await connectorOf('github')
  const way = github.ways[0]!
  const filled = readFilled(way, { name: 'GitHub', org: 'acme', storedSecrets: typed, token: 'never here' })
  const found = settingsFrom(github, way, filled)
  expect((found.settings as { storedSecrets: unknown } | undefined)?.storedSecrets).toEqual(storedSecrets)
  expect(found.issues).toHaveLength(issues)
  expect(JSON.stringify(filled)).not.toContain('never here')
})
