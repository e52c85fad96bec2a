import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { columnsOf, FileSettings } from './connector.ts'
import { columnsIn } from './file-columns.ts'
import { knownMaps } from './known-maps.ts'
import { suggestMap } from './suggest-map.ts'
import { whereRowsStand } from './where-rows-stand.ts'

const secret = 'k:dev.00112233445566778899aabbccddee22'
const asRows = (cells: readonly Record<string, unknown>[]) => cells.map((one, i) => ({ at: `entry ${i + 1}`, cells: one }))
const suggest = (...cells: Record<string, unknown>[]) =>
  suggestMap(columnsIn(asRows(cells)).columns, 'tokens', columnsOf('tokens'), {}, knownMaps)

describe('a map that the names of columns suggest', () => {
  test.each<[string, Record<string, unknown>[], object]>([
    ['our own names', [{ external_id: 'a', kind: 'x.key' }], { mapping: { external_id: 'external_id', kind: 'kind' } }],
    [
      'names as other tools write them',
      [{ 'Key ID': 'a', displayName: 'b', 'Created (UTC)': '2026-01-01', LastUsed: '2026-02-01', valid_until: 'never' }],
      { mapping: { external_id: 'Key ID', name: 'displayName', issued_at: 'Created (UTC)', last_used_at: 'LastUsed', expires_at: 'valid_until' } },
    ],
    ['a path', [{ id: 'a', owner: { email: 'ana@acme.example' } }], { mapping: { external_id: 'id', owner: 'owner.email' } }],
    ['fields within a wrapping', [{ id: 'a', attributes: { createdAt: '2026-01-01' } }], { mapping: { external_id: 'id', issued_at: 'attributes.createdAt' } }],
    ['instants in seconds', [{ id: 'a', created: 1_767_225_600 }], { mapping: { external_id: 'id', issued_at: 'created' }, dates: { issued_at: 'seconds' } }],
    ['instants in milliseconds, as text', [{ id: 'a', created: '1767225600000' }], { mapping: { external_id: 'id', issued_at: 'created' }, dates: { issued_at: 'milliseconds' } }],
    ['no instants where values are none', [{ id: 'a', created: 'last week' }, { id: 'b', created: '2026-01-01' }], { mapping: { external_id: 'id' } }],
    ['no kind that is none of ours', [{ id: 'a', type: 'frontend' }], { mapping: { external_id: 'id' } }],
    ['a kind of ours', [{ id: 'a', type: 'vault.token' }], { mapping: { external_id: 'id', kind: 'type' } }],
    ['roles: what they allow is not guessed', [{ id: 'a', role: 'wizard' }], { mapping: { external_id: 'id', scope: 'role' }, words: { scope: { '*': '' } } }],
    ['breadths as we write them', [{ id: 'a', scope: 'admin:all' }], { mapping: { external_id: 'id', scope: 'scope' } }],
    ['a switch', [{ id: 'a', enabled: true }, { id: 'b', enabled: false }], { mapping: { external_id: 'id', lifecycle: 'enabled' }, words: { lifecycle: { true: 'active', false: 'disabled' } } }],
    ['no state in words of theirs', [{ id: 'a', status: 'lurking' }], { mapping: { external_id: 'id' } }],
    ['the secret, where there is no other id', [{ secret, name: 'a' }, { secret: `${secret}0`, name: 'b' }], { mapping: { name: 'name' }, secretId: 'secret' }],
    ['an id beside a secret: that is not read', [{ secret, id: 'a' }], { mapping: { external_id: 'id' } }],
    ['no id where some row has no secret', [{ secret, name: 'a' }, { secret: '', name: 'b' }], { mapping: { name: 'name' } }],
    ['no id in a password of numbers, which is refused', [{ password: 12_345_678, name: 'a' }, { password: 87_654_321, name: 'b' }], { mapping: { name: 'name' } }],
    ['no id in a short password', [{ password: 'hunter2', name: 'a' }], { mapping: { name: 'name' } }],
    ['a password of digits as text', [{ password: '12345678', name: 'a' }], { mapping: { name: 'name' }, secretId: 'password' }],
    ['nothing', [{ colour: 'red' }], { mapping: {} }],
  ])('%s', (_, cells, expected) => expect(suggest(...cells)).toEqual({ map: expected, by: 'names' })) // prettier-ignore

  test('of two columns the one that is surer', () =>
    expect(suggest({ description: 'x', title: 'y', id: 'a' }).map.mapping).toEqual({ external_id: 'id', name: 'title' }))
  test('is a map that the command line takes', () =>
    expect(FileSettings.safeParse({ format: 'json', ...suggest({ id: 'a', created: 1_767_225_600, role: 'x' }).map }).success).toBe(true))
})

describe('columns that are not told are counted', () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`column ${i}`, i]))
  test.each<[string, Record<string, unknown>[], number, number]>([
    ['none', [{ id: 'a' }], 1, 0],
    ['too many', [many(203)], 200, 3],
    ['too many, of several rows', [many(200), { further: 1 }, { further: 2, other: 3 }], 200, 2],
    ['a name that looks like a secret', [{ id: 'a', [`ghp_${'a'.repeat(36)}`]: 1 }], 1, 1],
    ['one that looks random', [{ id: 'a', '3f2a9c0d4b5e6f708192a3b4c5d6e7f8': 1 }], 1, 1],
  ])('%s', (_, cells, told, untold) => {
    const seen = columnsIn(asRows(cells))
    expect([seen.columns.length, seen.untold]).toEqual([told, untold])
  })
})

describe('a map that we know', () => {
  const recorded = path.join(import.meta.dirname, 'testing/recorded')
  test.each([
    ['unleash-7.5.1', 'Unleash: API tokens', 'tokens'],
    ['keystone-22.0.2', 'OpenStack Keystone: application credentials', 'application_credentials'],
    ['verdaccio-6.1.6', 'npm registry (Verdaccio): access tokens', 'objects'],
  ])('%s', (name, known, list) => {
    const file = JSON.parse(readFileSync(path.join(recorded, `${name}.json`), 'utf8')) as Record<string, Record<string, unknown>[]>
    const within = whereRowsStand(file)
    expect(within.list).toBe(list)
    const { columns } = columnsIn(asRows(file[list] ?? []))
    expect(suggestMap(columns, 'tokens', columnsOf('tokens'), within, knownMaps).by).toEqual({ known })
    expect(JSON.stringify(columns)).not.toContain('CNRY')
  })
})

describe('where rows stand', () => {
  test.each<[string, unknown, object]>([
    ['a list', [{ id: 1 }], {}],
    ['one list', { keys: [{ id: 1 }] }, { list: 'keys' }],
    ['deeper', { data: { items: [{ id: 1 }] } }, { list: 'data.items' }],
    ['the longest', { errors: [{}], keys: [{}, {}] }, { list: 'keys' }],
    ['a page', { keys: [{}], links: { next: 'https://x.example/2' } }, { list: 'keys', more: 'links.next' }],
    ['the last page', { keys: [{}], next: null }, { list: 'keys', more: 'next' }],
    ['what says that there is more, of two', { keys: [{}], next: null, has_more: true }, { list: 'keys', more: 'has_more' }],
    ['no list', { id: 1 }, {}],
    ['words', 'x', {}],
  ])('%s', (_, file, expected) => expect(whereRowsStand(file)).toEqual(expected))
})
