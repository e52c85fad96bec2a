import { describe, expect, test } from 'vitest'
import { AppError } from '../../model/app-error.ts'
import type { Observation } from '../../model/sighting.ts'
import { quietWorld } from '../testing/quiet-world.ts'
import { file, FileSettings } from './connector.ts'
import { mostBytes, readRows } from './read-rows.ts'

async function read(text: string | Uint8Array | AsyncIterable<Uint8Array>, settings: object = {}): Promise<Observation[]> {
  const input = typeof text === 'string' || text instanceof Uint8Array ? chunks(Buffer.from(text)) : text
  const parsed = FileSettings.parse({ format: 'csv', ...settings })
  return Array.fromAsync(file.observe(parsed, {}, { ...quietWorld(), input }, null))
}

/** In pieces of a few bytes, so that every boundary falls somewhere. */
async function* chunks(bytes: Uint8Array, size = 7): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function refusal(...args: Parameters<typeof read>): Promise<AppError> {
  const error: unknown = await read(...args).catch((caught: unknown) => caught)
  if (!(error instanceof AppError)) throw new Error(`Expected a refusal, got ${JSON.stringify(error)}`)
  expect(error.code).toBe('bad-input')
  return error
}

const tokens = (seen: Observation[]) => seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))

describe('what a row says', () => {
  test('the least: everything else is not reported, never guessed', async () => {
    const [token] = tokens(await read('external_id,kind\nsf-1,salesforce.refresh-token\n'))
    expect(token).toEqual({
      externalId: 'sf-1', kind: 'salesforce.refresh-token', name: 'sf-1', lifecycle: 'active', issuedAt: 'not-reported', expires: 'not-reported',
      lastUsed: 'not-reported', rotationEnforcedSeconds: null, binding: 'not-reported', popVerified: 'not-reported', permissions: 'not-reported',
      ownerHints: [], tags: {}, consumers: [], storage: 'not-reported', prohibited: false, evidence: {},
    }) // prettier-ignore
  })
  test.each([
    ['expires_at', 'never', { expires: 'never' }],
    ['expires_at', '2027-01-31', { expires: { fixed: new Date('2027-01-31T00:00:00Z') } }],
    ['lasts_seconds', '3600', { expires: { lastsSeconds: 3600 } }],
    ['sliding_seconds', '60', { expires: { slidingSeconds: 60 } }],
    ['issued_at', '2026-02-28T10:00:00+02:00', { issuedAt: new Date('2026-02-28T08:00:00Z') }],
    ['issued_at_least_since', '2026-01-02 03:04', { issuedAt: { atLeastSince: new Date('2026-01-02T03:04:00Z') } }],
    ['last_used_at', 'never', { lastUsed: 'never' }],
    ['unused_since', '2026-01-01', { lastUsed: { notSince: new Date('2026-01-01T00:00:00Z') } }],
    ['pop_verified', 'Yes', { popVerified: true }],
    ['binding', 'Bearer', { binding: 'bearer' }],
    [
      'scope',
      '6:4 read:one',
      {
        permissions: {
          scheme: 'stated',
          stated: {
            grants: [
              { level: 6, reach: 4 },
              { level: 'read', reach: 'one' },
            ],
          },
        },
      },
    ],
    ['owner', 'ana@acme.example', { ownerHints: [{ how: 'email', value: 'ana@acme.example', says: 'column owner' }] }],
    ['owner', 'github:octocat', { ownerHints: [{ how: 'handle', value: 'github:octocat', says: 'column owner' }] }],
    ['owner', 'Payments', { ownerHints: [{ how: 'name', value: 'Payments', says: 'column owner' }] }],
    ['tags', 'team=payments; env=prod', { tags: { team: 'payments', env: 'prod' } }],
    ['consumers', 'a; b', { consumers: ['a', 'b'] }],
    ['name', "'=SUM(A1)", { name: '=SUM(A1)' }],
    ['name', "'plain", { name: "'plain" }],
  ])('%s = %s', async (column, cell, expected) => {
    const quoted = `"${cell.replaceAll('"', '""')}"`
    expect(tokens(await read(`external_id,kind,${column}\nx,a.b,${quoted}\n`))[0]).toMatchObject(expected)
  })
  test('the mark of UTF-8, CRLF, quoted line breaks and a missing last line break are no obstacle', async () => {
    const seen = await read('\uFEFFexternal_id,kind,name\r\nx,a.b,"two\r\nlines"\r\ny,a.b,ü')
    expect(tokens(seen).map(({ name }) => name)).toEqual(['two\nlines', 'ü'])
    expect(seen.filter((one) => one.see === 'token').map((one) => one.at)).toEqual(['line 3', 'line 4'])
  })
  test('the columns our own export adds are passed over', async () =>
    expect(tokens(await read('external_id,kind,verdict,risk\nx,a.b,revoke-now,100\n'))).toHaveLength(1))
  test('JSON and JSON lines say the same as CSV', async () => {
    const csv = tokens(await read('external_id,kind,lasts_seconds,prohibited\nx,a.b,60,true\n'))
    const row = { external_id: 'x', kind: 'a.b', lasts_seconds: 60, prohibited: true }
    expect(tokens(await read(JSON.stringify([row]), { format: 'json' }))).toEqual(csv)
    expect(tokens(await read(`${JSON.stringify(row)}\n\n`, { format: 'jsonl' }))).toEqual(csv)
  })
  test('a JSON row may say what it is', async () => {
    const rows = [
      { row: 'owners', key: 'ana', email: 'ana@acme.example' },
      { row: 'workloads', key: 'billing', sensitivity: 4 },
    ]
    expect((await read(JSON.stringify(rows), { format: 'json' })).map((one) => one.see)).toEqual([
      'owner',
      'workload',
      'covered',
      'covered',
    ])
  })
  test('a mapping renames columns, and leaves the others unread', async () => {
    const settings = { mapping: { external_id: 'Key ID' }, constants: { kind: 'vault.token' } }
    expect(tokens(await read('Key ID,Password\nx,hunter2hunter2\n', settings))[0]).toMatchObject({ externalId: 'x', kind: 'vault.token' })
    expect(JSON.stringify(await read('Key ID,Password\nx,hunter2hunter2\n', settings))).not.toContain('hunter2')
  })
})

describe('what is refused, and where it is wrong', () => {
  test.each<[string, string, object, RegExp]>([
    [
      'a bad date',
      'external_id,kind,expires_at\nx,a.b,2026-12-31\ny,a.b,32/13/2026\n',
      {},
      /line 3, column expires_at: “32\/13\/2026” is not a date\. Use 2026-12-31/,
    ],
    [
      'a day that no month has',
      'external_id,kind,issued_at\nx,a.b,2026-02-30\n',
      {},
      /line 2, column issued_at: “2026-02-30” is not a date/,
    ],
    ['an unknown word', 'external_id,kind,binding\nx,a.b,strong\n', {}, /line 2, column binding: is not one of: pop-attested/],
    ['a cell too few', 'external_id,kind,name\nx,a.b\n', {}, /line 2: has 2 cells where the header has 3/],
    ['a wrong header', 'id_of_token,kind\nx,a.b\n', {}, /line 1: Unknown column “id_of_token”[^]*column external_id is missing/],
    ['a column twice', 'external_id,kind,kind\nx,a.b,c.d\n', {}, /line 1: names the column “kind” twice/],
    ['an open quote', 'external_id,kind\nx,"a.b\n', {}, /line \d+: is not CSV/],
    ['no rows', 'external_id,kind\n', {}, /no rows/],
    ['nothing', '', {}, /empty/],
    ['an id that is missing', 'external_id,kind\n,a.b\n', {}, /line 2, column external_id: is/],
    [
      'two ways to say one thing',
      'external_id,kind,expires_at,lasts_seconds\nx,a.b,never,60\n',
      {},
      /expires_at: stands beside lasts_seconds/,
    ],
    ['JSON lines that are none', '{"external_id":"x","kind":"a.b"}\n{oops\n', { format: 'jsonl' }, /line 2: is not one JSON object/],
    ['JSON that is no list', '{"external_id":"x"}', { format: 'json' }, /not a JSON list/],
    [
      'a field we do not know, in the second row',
      '{"external_id":"x","kind":"a.b"}\n{"external_id":"y","kind":"a.b","extra":1}\n',
      { format: 'jsonl' },
      /line 2: has fields we do not know: “extra”/,
    ],
    ['a mapping to a column that is not there', 'a,b\n1,2\n', { mapping: { external_id: 'c', kind: 'b' } }, /no column “c”/],
  ])('%s', async (_, text, settings, expected) => {
    const error = await refusal(text, settings)
    expect([error.message, ...error.issues.map(({ where, what }) => `${where}: ${what}`)].join('\n')).toMatch(expected)
  })
  test('every wrong row up to a limit, in one go', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `x${i},a.b,nonsense`).join('\n')
    const { issues, message } = await refusal(`external_id,kind,expires_at\n${rows}\n`)
    expect(issues).toHaveLength(50)
    expect(message).toMatch(/nothing was saved/)
  })
  test.each(['ghp_' + 'a'.repeat(36), 'xoxb' + '-1234567890-abcdef', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x'])(
    'a secret in place of an id is refused and not repeated',
    async (secret) => {
      const { issues, message } = await refusal(`external_id,kind\n${secret},a.b\n`)
      expect(issues[0]?.what).toMatch(/looks like the secret itself/)
      expect(JSON.stringify([message, issues])).not.toContain(secret.slice(4, 20))
    },
  )
  test('a secret in a column of dates is not repeated', async () => {
    const { issues } = await refusal('external_id,kind,expires_at\nx,a.b,hunter2hunter2\n')
    expect(JSON.stringify(issues)).not.toContain('hunter2')
  })
  test('other encodings', async () => {
    expect((await refusal(Buffer.from('\uFEFFexternal_id', 'utf16le'))).message).toMatch(/UTF-16/)
    expect((await refusal(Buffer.from([0x65, 0x78, 0xe9, 0x0a, 0x41]))).message).toMatch(/not UTF-8/)
  })
  test('a file of 2 GB is refused at the limit, and no more of it is read', async () => {
    const megabyte = 1_048_576
    expect(mostBytes).toBe(1_024 * megabyte)
    let sent = 0
    async function* huge() {
      for (; sent < 2_048; sent += 1) yield Buffer.from('x,a.b\n'.repeat(megabyte / 6))
    }
    const reading = Array.fromAsync(readRows('csv', huge(), 2 * megabyte))
    await expect(reading).rejects.toThrow(/larger than 2 MB\. Split it/)
    expect(sent).toBeLessThan(8)
  })
  test('a row that never ends is refused before it fills the memory', async () => {
    async function* endless() {
      yield Buffer.from('external_id,kind\n"')
      for (let i = 0; i < 500; i += 1) yield Buffer.alloc(65_536, 'a')
    }
    expect((await refusal(endless())).issues[0]?.what).toMatch(/longer than 1 MB/)
  })
})
