import { expect, it, test } from 'vitest'
import { connectorKinds, connectorOf } from '@/lib/connectors/registry.ts'
import { fieldsOf, partedFields, readFilled, settingsFrom } from './filled-query.ts'

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

const oauth = await connectorOf('oauth')
const way = oauth.ways.find(({ id }) => id === 'client-key')!
const lines = 'https://api.example/a try=https://api.example/a/1\nhttps://api.example/b'

test('a list in an address is its lines again', () => {
  const filled = readFilled(way, { name: 'Login', issuer: 'https://login.example', resources: lines, clientSecret: 'never' })
  expect(filled.search).not.toContain('never')
  expect(settingsFrom(oauth, way, filled)).toMatchObject({ issues: [], settings: { resources: lines.split('\n') } })
})

test('a line that cannot be used is told by its place', () => {
  const filled = readFilled(way, { issuer: 'https://login.example', resources: `${lines}\norders` })
  expect(settingsFrom(oauth, way, filled).issues).toMatchObject([
    { where: 'resources', what: expect.stringContaining('Line 3 cannot be used') as string },
  ])
})

test('tokens and clients may be left out, the key may not', () => {
  const required = fieldsOf(oauth, way, way.credential).filter((field) => field.required)
  expect(required.map(({ name }) => name)).toEqual(['clientId', 'privateKey'])
})

const ways = (await Promise.all(connectorKinds.map(connectorOf))).flatMap((connector) =>
  connector.ways.map((one) => ({ kind: connector.kind, id: one.id, connector, way: one })),
)

test.each(ways)('nothing that $kind by $id cannot do without is folded away', ({ connector, way }) => {
  const { plain, folded } = partedFields(connector, way)
  // What a schema says of nothing at all: these have no default.
  const without = (connector.settings.safeParse({}).error?.issues ?? []).map(({ path }) => String(path[0]))
  const needed = [...way.required, ...without.filter((name) => way.settings.includes(name))]
  expect(folded.map(({ name }) => name).filter((name) => needed.includes(name))).toEqual([])
  expect([...plain, ...folded].map(({ name }) => name).toSorted()).toEqual([...way.settings].toSorted())
})
