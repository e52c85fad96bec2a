import { expect, test } from 'vitest'
import { connectorKinds, connectorOf } from '@/lib/connectors/registry.ts'
import { toldSettings } from './told-settings.ts'

const told = async (kind: string, settings: object, way: string | null = null) =>
  toldSettings(await connectorOf(kind), { settings, way }).map(({ label, value, set }) => `${label}: ${value}${set ? '' : ' (unset)'}`)

test('every setting stands under its form’s label, with what stands where nothing was filled in', async () => {
  expect(await told('gitlab', { group: 'acme', variables: 'true' }, 'group')).toEqual([
    'Top-level group: acme',
    'REST address: https://gitlab.com/api/v4',
    'Personal tokens of enterprise users: no',
    'CI/CD variables: yes',
  ])
})

test('what is not set is said, of the way that the source came by', async () => {
  expect(await told('aws', { account: '123456789012' })).toContain('Role in every account: not set (unset)')
  expect(await told('github', { org: 'acme' })).toContain('Secrets stored for CI: none')
  expect(await told('slack', { workspace: 'acme' })).toContain('Enterprise: no')
  expect(await told('gitlab', {}, 'instance')).not.toContain('Top-level group: not set (unset)')
})

test('settings of a file are told too, and a long one not whole', async () => {
  expect(await told('file', { format: 'csv', rows: 'tokens', covers: 'everything' })).toEqual(
    expect.arrayContaining(['Format: csv', 'Rows are: tokens', 'Covers: everything']),
  )
  const [line] = (await told('kubernetes', { cluster: 'c', baseUrl: 'https://k', authority: 'x'.repeat(5_000) })).filter((one) =>
    one.includes('xxx'),
  )
  expect(line?.length).toBeLessThan(1_200)
})

test.each(connectorKinds)('%s: no field of a credential is among its settings', async (kind) => {
  const { credentialEnv, fields, ways, settings } = await connectorOf(kind)
  const names = toldSettings({ fields, ways, settings }, { settings: {}, way: null }).map(({ name }) => name)
  for (const name of [...Object.keys(credentialEnv), ...fields.filter((field) => field.kind.includes('secret')).map((field) => field.name)])
    expect(names).not.toContain(name)
})
