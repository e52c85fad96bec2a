import { expect, test } from 'vitest'
import { connectorOf } from '../connectors/registry.ts'
import { wayOf } from './way-of.ts'

const roleArn = 'arn:aws:iam::123456789012:role/reader'
const key = { accessKeyId: 'x', secretAccessKey: 'y' }

test.each([
  ['aws', {}, { ambient: true }, 'machine-role'],
  ['aws', { roleArn }, { ambient: true }, 'assume-role'],
  ['aws', {}, key, 'access-key'],
  ['aws', { roleArn }, key, 'assume-role-with-key'],
  ['github', {}, { token: 'x' }, 'token'],
  ['github', {}, { appId: '1', installationId: '2', privateKey: 'x' }, 'app'],
  ['github', {}, {}, undefined],
  ['okta', { orgUrl: 'x' }, { clientId: '1', privateKey: 'x' }, 'service-app'],
  ['okta', { orgUrl: 'x' }, { clientId: '1', privateKey: 'x', keyId: 'k' }, 'service-app'],
  ['okta', { orgUrl: 'x' }, { token: 'x' }, 'api-token'],
  ['oauth', { issuer: 'x' }, { public: 'true' }, 'public'],
  ['oauth', { issuer: 'x' }, { clientId: '1', privateKey: 'x', tokens: 'x' }, 'client-key'],
  ['oauth', { issuer: 'x' }, { clientId: '1', clientSecret: 'x', clients: 'x' }, 'client-secret'],
  ['oauth', { issuer: 'x' }, { tokens: 'x' }, 'tokens'],
  ['file', {}, {}, undefined],
])('%s with %j and such a credential: %j', async (kind, settings, credential, way) => {
  expect(wayOf(await connectorOf(kind), { account: '1', org: 'acme', ...settings }, credential)?.id).toBe(way)
})

test('in every connector the ways that keep nothing stand first, ask for no secret, and fill in what was given', async () => {
  for (const kind of ['aws', 'github']) {
    const { ways, fields } = await connectorOf(kind)
    const known = new Set(fields.map(({ name }) => name))
    expect(ways.map(({ keeps }) => keeps)).toEqual(ways.map(({ keeps }) => keeps).toSorted((one) => (one === 'nothing' ? -1 : 1)))
    for (const way of ways) {
      expect(way.keeps === 'nothing').toBe(way.credential.length === 0)
      for (const name of [...way.settings, ...way.required, ...way.credential]) expect(known.has(name)).toBe(true)
      for (const { language, text } of way.snippets({ account: '123456789012', externalId: 'ours-1' }))
        if (language === 'json') expect(JSON.parse(text)).toHaveProperty('Statement')
    }
  }
  const { ways } = await connectorOf('aws')
  const texts = ways.find(({ id }) => id === 'assume-role')?.snippets({ principal: 'arn:aws:iam::1:role/x', externalId: 'ours-1' }) ?? []
  expect(texts.every(({ title, text }) => /policy:/.test(title) || text.includes('ours-1'))).toBe(true)
})
