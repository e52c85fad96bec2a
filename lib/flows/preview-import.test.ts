import { describe, expect, test } from 'vitest'
import { AppError } from '../model/app-error.ts'
import { previewImport, type ImportPreview } from './preview-import.ts'

const world = { now: new Date('2026-11-24T00:00:00Z'), auditKey: Buffer.alloc(32, 7) }
const secret = 'k:dev.CNRY00112233445566778899aabbccddee22'

async function preview(file: unknown, { format = 'csv', rows = 'tokens', map = null, cut = false }: { format?: string; rows?: string; map?: object | null; cut?: boolean } = {}): Promise<ImportPreview> {
  async function* input() {
    yield Buffer.from(typeof file === 'string' ? file : JSON.stringify(file))
  }
  const seen = await previewImport(world, { settings: { format, rows }, map, input: input(), cut })
  expect(JSON.stringify(seen)).not.toContain('CNRY')
  return seen
} // prettier-ignore

async function refusal(...args: Parameters<typeof preview>): Promise<string> {
  const error: unknown = await preview(...args).catch((caught: unknown) => caught)
  if (!(error instanceof AppError)) throw new Error(`Expected a refusal, got ${JSON.stringify(error)}`)
  return [error.message, ...error.issues.map(({ where, what }) => `${where}: ${what}`)].join('\n')
}

describe('a file whose columns are ours', () => {
  test('needs no map, and is tried as it is', async () => {
    expect(await preview('external_id,kind,expires_at,scope,owner\na,x.key,never,6:4,ana@acme.example\n')).toMatchObject({
      map: null,
      by: 'ours',
      tried: {
        rows: 1,
        whole: true,
        refused: null,
        first: [{ at: 'line 2', name: 'a', kind: 'x.key', expires: 'never', issued: null, can: { level: 6, reach: 4 }, owner: 'ana@acme.example', verdict: 'standing-privilege' }],
      },
    }) // prettier-ignore
  })
  test('a wrong row is told with its place', async () => {
    const { tried } = await preview('external_id,kind,expires_at\na,x.key,32/13/2026\n')
    expect(tried?.refused?.issues).toEqual([{ where: 'line 2, column expires_at', what: expect.stringContaining('is not a date') }])
  })
  test('an id twice, too', async () => {
    const { tried } = await preview('external_id,kind\na,x.key\na,x.key\n')
    expect(tried?.refused?.issues).toEqual([{ where: 'line 3', what: 'has the same id as line 2. Keep one of them.' }])
  })
  test('rows that say what they are', async () =>
    expect(await preview([{ row: 'owners', key: 'ana' }], { format: 'json' })).toMatchObject({ by: 'ours', tried: { rows: 1, first: [] } }))
})

describe('a file whose columns are not ours', () => {
  const csv = `Name,Token,Created,Role\nweb,${secret},2026-01-05,wizard\n`
  test('is suggested a map, and tried once nothing is missing', async () => {
    const seen = await preview(csv)
    expect(seen).toMatchObject({ by: 'names', map: { mapping: { name: 'Name', issued_at: 'Created', scope: 'Role' }, secretId: 'Token' }, tried: null })
    const { tried } = await preview(csv, { map: { ...seen.map, constants: { kind: 'x.key' } } })
    expect(tried).toMatchObject({ refused: null, first: [{ name: 'web', displayId: '…ee22', issued: '2026-01-05', can: null }] })
  })
  test('a secret that is mapped as anything but a fingerprint is refused, by its place', async () => {
    const { tried } = await preview(csv, { map: { mapping: { external_id: 'Name', name: 'Token' }, constants: { kind: 'x.key' } } })
    expect(tried?.refused?.issues).toEqual([{ where: 'line 2, column name', what: 'holds what looks like the secret itself, in “Token”. Map that as “secretId”, or not at all.' }])
  })
  test('what looks as if made by chance is not shown, though it is no secret that we know', async () => {
    const { tried } = await preview('a\nQ0NSWSCNRY8f7a6b5c4d3e2f1a0b\n', { map: { mapping: { external_id: 'a', name: 'a' }, constants: { kind: 'x.key' } } })
    expect(tried?.first).toMatchObject([{ name: null }])
  })
  test('a map that only says where the rows stand takes columns as they are called', async () => {
    const seen = await preview({ keys: [{ external_id: 'a', kind: 'x.key' }] }, { format: 'json', map: { list: 'keys' } })
    expect(seen).toMatchObject({ map: { list: 'keys', mapping: { external_id: 'external_id', kind: 'kind' } }, tried: { rows: 1, refused: null } })
  })
  test('no column fits', async () => expect(await preview('colour,size\nred,4\n')).toMatchObject({ map: { mapping: {} }, tried: null }))
  test('rows of owners', async () =>
    expect(await preview('key,nickname\nana,An\n', { rows: 'owners' })).toMatchObject({ map: { mapping: { key: 'key' } }, tried: { rows: 1, refused: null } }))
}) // prettier-ignore

describe('the beginning of a longer file', () => {
  test('what no row has yet may still come', async () => {
    const map = { mapping: { external_id: 'id', name: 'title' }, constants: { kind: 'x.key' } }
    expect((await preview('{"id":"a"}\n', { format: 'jsonl', map, cut: true })).tried).toMatchObject({ whole: false, refused: null })
    expect((await preview('{"id":"a"}\n', { format: 'jsonl', map })).tried?.refused?.issues[0]?.what).toBe('No row has “title”.')
  })
  test('a cell that was cut at a line break in it', async () =>
    expect((await preview('external_id,kind,name\na,x.key,b\nc,x.key,"half\n', { cut: true })).tried).toMatchObject({
      rows: 1,
      refused: null,
    }))
  test('a thousand rows are enough', async () => {
    const rows = Array.from({ length: 1_200 }, (_, i) => `id-${i},x.key`).join('\n')
    expect((await preview(`external_id,kind\n${rows}\n`)).tried).toMatchObject({ rows: 1_000, whole: false })
  })
})

describe('what is no such file', () => {
  test.each<[string, unknown, object, RegExp]>([
    ['nothing', '', {}, /empty/],
    ['headings alone', 'a,b\n', {}, /no rows/],
    ['JSON that is none', '{oops', { format: 'json' }, /not a JSON list/],
    ['a line of values where headings belong', `crm-1,${secret}\ncrm-2,x\n`, {}, /does not begin with a line of headings.*\nline 1, column 2/],
    ['a date where a heading belongs', 'a,2026-01-01\nb,2026-01-02\n', {}, /line 1, column 2/],
    ['columns that are parted otherwise', 'id;name\na;b\n', {}, /parted by semicolons or tabs/],
    ['one page of several', { keys: [{ id: 'a' }], next: 'https://x.example/2' }, { format: 'json' }, /one page of several/],
    ['a map that has no such part', 'a\nb\n', { map: { maping: {} } }, /cannot be read so/],
    ['a map for a list elsewhere', { keys: [{ id: 'a' }] }, { format: 'json', map: { list: 'tokens', mapping: { external_id: 'id' } } }, /no list where the map says/],
  ])('%s', async (_, file, asked, expected) => expect(await refusal(file, asked)).toMatch(expected))
}) // prettier-ignore
