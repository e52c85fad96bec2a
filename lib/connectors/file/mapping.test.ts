import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../model/app-error.ts'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { quietWorld } from '../testing/quiet-world.ts'
import { file, FileSettings } from './connector.ts'

async function read(json: unknown, map: object): Promise<Observation[]> {
  async function* input() {
    yield Buffer.from(typeof json === 'string' ? json : JSON.stringify(json))
  }
  return Array.fromAsync(file.observe(FileSettings.parse({ format: 'json', ...map }), {}, { ...quietWorld(), input: input() }, null))
}
const tokensOf = (seen: readonly Observation[]): Sighting[] => seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))
async function refusal(json: unknown, map: object): Promise<string> {
  const error: unknown = await read(json, map).catch((caught: unknown) => caught)
  if (!(error instanceof AppError)) throw new Error(`Expected a refusal, got ${JSON.stringify(error)}`)
  return [error.message, ...error.issues.map(({ where, what }) => `${where}: ${what}`)].join('\n')
}

/** The maps that the documentation gives, over what the real servers answered: recorded on 27 November 2026, secrets replaced. */
describe('the maps of the documentation', () => {
  const root = path.join(import.meta.dirname, '../../..')
  const load = async (...parts: string[]) => JSON.parse(await readFile(path.join(root, ...parts), 'utf8')) as object
  const recorded = async (tool: string, map: string) => {
    const seen = await read(
      await load('lib/connectors/file/testing/recorded', `${tool}.json`),
      await load('docs/connectors/maps', `${map}.json`),
    )
    expect(JSON.stringify(seen)).not.toContain('CNRY')
    return tokensOf(seen)
  }
  const { fingerprint } = quietWorld()

  test('Unleash, whose listing has the secrets themselves', async () => {
    expect(await recorded('unleash-7.5.1', 'unleash')).toMatchObject([
      {
        externalId: fingerprint('default:development.CNRY-unleash-web-00112233445566778899aabbccddee22'),
        kind: 'unleash.api-token',
        name: 'web',
        displayId: '…ee22',
        binding: 'bearer',
        issuedAt: new Date('2026-11-27T19:29:10.122Z'),
        expires: { fixed: new Date('2027-06-01T00:00:00Z') },
        lastUsed: 'never',
        permissions: { scheme: 'stated', stated: { grants: [{ level: 'read-config', reach: 'some' }] } },
        tags: { type: 'frontend', environment: 'development', projects: 'default' },
      },
      { name: 'bootstrap', expires: 'never', lastUsed: { at: new Date('2026-11-27T19:31:06.839Z') }, permissions: { stated: { grants: [{ level: 'admin', reach: 'service' }] } } },
      { name: 'storefront', expires: 'never', tags: { projects: '*' } },
    ]) // prettier-ignore
  })
  test('Keystone’s application credentials, with a list of roles', async () => {
    expect(await recorded('keystone-22.0.2', 'keystone')).toMatchObject([
      { name: 'anything', expires: 'never', tags: { roles: 'reader, admin, member', unrestricted: 'true' }, permissions: { stated: { grants: [{ level: 'read-config', reach: 'project' }, { level: 'admin', reach: 'all' }, { level: 'write', reach: 'project' }] } } },
      { name: 'backup', tags: { unrestricted: 'no', description: 'nightly' } },
      { name: 'reader', expires: { fixed: new Date('2027-03-01T00:00:00Z') }, permissions: { stated: { grants: [{ level: 'read-config', reach: 'project' }] } } },
    ]) // prettier-ignore
  })
  test('npm’s tokens, as Verdaccio lists them', async () => {
    expect(await recorded('verdaccio-6.1.6', 'npm')).toMatchObject([
      { externalId: 'd584ec566e5090e13cbd90ae4b008635', permissions: { stated: { grants: [{ level: 'read', reach: 'account' }] } }, tags: { addresses: 'any' }, ownerHints: [{ value: 'ana' }] },
      { permissions: { stated: { grants: [{ level: 'write', reach: 'account' }] } }, tags: { addresses: '10.0.0.0/8' } },
    ]) // prettier-ignore
  })
})

const row = { id: 'k1', kind: 'x.key' }
const map = { mapping: { external_id: 'id', kind: 'kind' } }
const secret = 'hunter2hunter2hunter2'

describe('what a map makes of a row', () => {
  const one = async (cells: object, more: object) => tokensOf(await read([{ ...row, ...cells }], { ...map, ...more, mapping: { ...map.mapping, ...(more as { mapping?: object }).mapping } }))[0] // prettier-ignore
  test.each<[string, object, object, object]>([
    ['a path', { owner: { email: 'ana@acme.example' } }, { mapping: { owner: 'owner.email' } }, { ownerHints: [{ how: 'email', value: 'ana@acme.example' }] }],
    ['a name with a dot in it, before a path', { 'owner.email': 'bo@acme.example', owner: { email: 'no' } }, { mapping: { owner: 'owner.email' } }, { ownerHints: [{ value: 'bo@acme.example' }] }],
    ['each of a list', { apps: [{ name: 'a' }, {}, { name: 'b' }] }, { mapping: { consumers: 'apps.*.name' } }, { consumers: ['a', 'b'] }],
    ['seconds', { made: 1_767_225_600 }, { mapping: { issued_at: 'made' }, dates: { issued_at: 'seconds' } }, { issuedAt: new Date('2026-01-01T00:00:00Z') }],
    ['milliseconds, as text', { made: '1767225600000' }, { mapping: { issued_at: 'made' }, dates: { issued_at: 'milliseconds' } }, { issuedAt: new Date('2026-01-01T00:00:00Z') }],
    ['null that means never', { ends: null }, { mapping: { expires_at: 'ends' }, absent: { expires_at: 'never' } }, { expires: 'never' }],
    ['null that means nothing', { ends: null }, { mapping: { expires_at: 'ends' } }, { expires: 'not-reported' }],
    ['words of theirs', { off: true }, { mapping: { lifecycle: 'off' }, words: { lifecycle: { true: 'disabled', false: 'active' } } }, { lifecycle: 'disabled' }],
    ['any other word', { role: 'wizard' }, { mapping: { scope: 'role' }, words: { scope: { reader: '2:2', '*': '6:4' } } }, { permissions: { stated: { grants: [{ level: 6, reach: 4 }] } } }],
    ['a word that says nothing', { role: 'wizard' }, { mapping: { scope: 'role' }, words: { scope: { '*': '' } } }, { permissions: 'not-reported' }],
    ['a list of which a word says nothing', { roles: ['reader', 'wizard'] }, { mapping: { scope: 'roles' }, words: { scope: { reader: '2:2', '*': '' } } }, { permissions: 'not-reported' }],
    ['tags, one by one', { env: 'prod', n: 7 }, { mapping: { 'tags.env': 'env', 'tags.n': 'n' } }, { tags: { env: 'prod', n: '7' } }],
    ['what is not named is not read', { password: secret }, {}, { name: 'k1' }],
  ])('%s', async (_, cells, more, wanted) => {
    const token = await one(cells, more)
    expect(token).toMatchObject(wanted)
    expect(JSON.stringify(token)).not.toContain('hunter2')
  })
  test('the same secret has the same id, and another has another', async () => {
    const by = { mapping: { kind: 'kind' }, secretId: 'key' }
    const ids = tokensOf(await read([{ kind: 'a.b', key: secret }, { kind: 'a.b', key: `${secret}x` }], by)).map(({ externalId }) => externalId) // prettier-ignore
    expect(ids).toEqual([secret, `${secret}x`].map(quietWorld().fingerprint))
  })
  test('a secret without a name is called by its kind and its end', async () =>
    expect(tokensOf(await read([{ kind: 'a.b', key: secret }], { mapping: { kind: 'kind' }, secretId: 'key' }))[0]).toMatchObject({ name: 'a.b …ter2', displayId: '…ter2' })) // prettier-ignore
  test('rows of a CSV file, too', async () => {
    const csv = 'Key,Type\n' + `${secret},ADMIN\n`
    const by = { format: 'csv', mapping: { scope: 'Type' }, constants: { kind: 'x.key' }, secretId: 'Key', words: { scope: { ADMIN: '6:4' } } }
    expect(tokensOf(await read(csv, by))[0]).toMatchObject({ externalId: quietWorld().fingerprint(secret), displayId: '…ter2' })
  })
}) // prettier-ignore

describe('what is refused', () => {
  test.each<[string, unknown, object, RegExp]>([
    ['a list that is elsewhere', { data: { items: [row] } }, { ...map, list: 'data.rows' }, /no list where the map says/],
    ['no list, and a hint where one is', { keys: [row] }, map, /It has lists at: “keys”/],
    ['one page of several', { list: [row], next: 'https://x.example/2' }, { ...map, list: 'list', more: 'next' }, /one page of several: it says so at next/],
    ['a path that no row has', [row], { mapping: { ...map.mapping, name: 'titel' } }, /mapping: No row has “titel”/],
    ['a column of ours that there is none of', [row], { mapping: { ...map.mapping, colour: 'kind' } }, /“colour” is not a column of tokens/],
    ['a word that the map does not name', [{ ...row, role: 'wizard' }], { mapping: { ...map.mapping, scope: 'role' }, words: { scope: { reader: '2:2' } } }, /entry 1, column scope: has a word that “words” does not name: “wizard”/],
    ['a date that is no number', [{ ...row, made: secret }], { mapping: { ...map.mapping, issued_at: 'made' }, dates: { issued_at: 'seconds' } }, /entry 1, column issued_at: is not a number of seconds/],
    ['no secret where one should be', [{ kind: 'a.b', key: null }], { mapping: { kind: 'kind' }, secretId: 'key' }, /column key: is not a secret/],
    ['a secret that is mapped as something else as well', [{ kind: 'a.b', key: secret }], { mapping: { kind: 'kind', name: 'key' }, secretId: 'key' }, /column name: holds the secret itself/],
    ['a secret by its heading, as a name', [{ ...row, clientSecret: 'hunter2-6f1c0d9e8b7a' }], { mapping: { ...map.mapping, name: 'clientSecret' } }, /entry 1, column name: holds what looks like the secret itself, in “clientSecret”/],
    ['a token by its heading, as a tag', [{ ...row, token: 'hunter2-6f1c0d9e8b7a6f1c0d9e8b7a' }], { mapping: { ...map.mapping, 'tags.token': 'token' } }, /column tags.token: holds what looks like the secret itself/],
    ['a secret within something else', [{ kind: 'a.b', key: secret, url: `https://x.example/${secret}` }], { mapping: { kind: 'kind', 'tags.url': 'url' }, secretId: 'key' }, /holds the secret itself/],
  ])('%s', async (_, json, by, expected) => {
    const said = await refusal(json, by)
    expect(said).toMatch(expected)
    expect(said).not.toContain('hunter2')
  })
  test('a word that may be a secret is not repeated', async () =>
    expect(await refusal([{ ...row, role: 'hunter2-6f1c0d9e8b7a' }], { mapping: { ...map.mapping, scope: 'role' }, words: { scope: { reader: '2:2' } } })).not.toContain('hunter2'))
  test.each<[string, object]>([
    ['an id beside a secret that stands for it', { ...map, secretId: 'key' }],
    ['a secret without a mapping', { secretId: 'key' }],
    ['words of a column that is not mapped', { ...map, words: { scope: { a: 'b' } } }],
    ['a list in CSV', { format: 'csv', ...map, list: 'x' }],
    ['dates in something else', { ...map, dates: { external_id: 'days' } }],
    ['a field nobody knows', { ...map, maping: {} }],
  ])('a map with %s', (_, by) => expect(FileSettings.safeParse({ format: 'json', ...by }).success).toBe(false))
}) // prettier-ignore
