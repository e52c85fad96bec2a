import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { Client } from 'pg'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { exportsWithHash, takenWithHash, listTaken } from '../db/taken.ts'
import { sampleTokens } from '../db/sample.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { guardedCell, unguardedCell } from '../model/csv-cell.ts'
import { frameworks, requirementOf } from '../model/frameworks/all.ts'
import { readReport, reports } from '../model/report.ts'
import { outcomes, outcomeOf } from '../model/requirement.ts'
import { readTokenSearch, type RawQuery } from '../model/token-search.ts'
import schema from '../reports/testing/iam-analysis-finding-1.6.0.json' with { type: 'json' }
import { exportInventory } from './export-inventory.ts'
import { importFile } from './import-file.ts'
import { takeEvidence } from './take-evidence.ts'
import { previewReport, takeReport } from './take-report.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const [monday, tuesday, friday] = ['2026-11-23T09:00:00.000Z', '2026-11-24T09:00:00.000Z', '2026-11-27T09:00:00.000Z'] as const
const ana = { actor: { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' }, scope: { all: true } } as const

/** Names as an attacker would choose them, and some that a careless reader would break. */
const names = [
  '=cmd|calc',
  '+1',
  '-2',
  '@SUM(A1)',
  '\t=1',
  'a;=1',
  'two\nlines',
  'with "quotes", and commas',
  'ünïcode 名',
  "'=1",
  '',
  'plain',
]

async function bring(when: string, rows: readonly (readonly string[])[]) {
  async function* input() {
    const cells = [['external_id', 'kind', 'name', 'expires_at', 'binding', 'scope', 'issued_at'], ...rows]
    yield Buffer.from(cells.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n') + '\r\n')
  }
  const run = await importFile(await at(when), ana.actor, {
    name: 'tokens',
    settings: { format: 'csv', covers: 'everything' },
    input: input(),
  })
  expect(run.problem).toBeNull()
}

beforeAll(async () => {
  await bring(monday, names.map((name, n) => [`id-${n}`, 'aws.access-key', name || 'unnamed', n % 2 ? 'never' : '', 'bearer', '3:2', '2026-01-01'])) // prettier-ignore
  // A day later each of them administers, and the last is gone.
  await bring(tuesday, names.slice(0, -1).map((name, n) => [`id-${n}`, 'aws.access-key', name || 'unnamed', n % 2 ? 'never' : '', 'bearer', '6:4', '2026-01-01'])) // prettier-ignore
})

async function taken(id: string, query: RawQuery = {}, when: string = friday) {
  const world = await at(when)
  const { file, recorded, ...rest } = await takeReport(world, ana, readReport(id, query, world.now))
  const bytes = await buffer(file)
  return { bytes, sha256: await recorded, ...rest }
}

/** The file as a parser that knows nothing of us reads it. */
function rowsOf(bytes: Buffer): Record<string, string>[] {
  return parse(bytes, { columns: true, bom: false, relax_column_count: false })
}

describe('a file', () => {
  it('is on record with its rows and the checksum of its bytes, and a changed copy is not', async () => {
    const { bytes, sha256, id } = await taken('owasp-nhi-2025')
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    const [file] = await takenWithHash(db, sha256!)
    expect(file).toMatchObject({ id, by: 'Ana', report: 'owasp-nhi-2025', state: 'whole', rows: rowsOf(bytes).length, bytes: bytes.length })
    expect(file?.population.sources).toMatchObject([{ name: 'tokens', last: 'complete', gaps: [] }])
    bytes[bytes.length - 3]! ^= 1
    expect(await takenWithHash(db, createHash('sha256').update(bytes).digest('hex'))).toEqual([])
  })

  it('that is cut off is on record as cut off, with no checksum', async () => {
    const world = await at(friday)
    const { file, recorded, id } = await takeReport(world, ana, readReport('inventory', {}, world.now))
    file.destroy()
    expect(await recorded).toBeNull()
    expect((await listTaken(db, 50)).find((one) => one.id === id)).toMatchObject({ state: 'cut-off', sha256: null })
  })

  it.each(['owasp-nhi-2025-summary', 'evidence'])('that is short, and that nobody read, is cut off too: %s', async (report) => {
    const world = await at(friday)
    const { id } = (await db.prisma.token.findFirst({}))!
    const { file, recorded } = await (report === 'evidence' ? takeEvidence(world, ana, id) : takeReport(world, ana, readReport(report, {}, world.now)))
    await new Promise((done) => setImmediate(done))
    file.destroy()
    expect(await recorded).toBeNull()
  }) // prettier-ignore

  it('that only the audit has is found by its checksum, without a look at every entry', async () => {
    const client = await db.pool.connect()
    // Of a few entries a scan is the quickest; of a million it is not.
    await client.query('set enable_seqscan = off')
    const way: string[] = []
    const explaining = { query: async (text: string, values: unknown[]) => {
      way.push(JSON.stringify((await client.query(`explain ${text}`, values)).rows))
      return { rows: [] }
    } } // prettier-ignore
    await exportsWithHash({ pool: explaining as unknown as typeof db.pool }, 'a'.repeat(64))
    client.release(true)
    expect(way.join()).toContain('audit_export_sha256_idx')
  })

  it('leaves its beginning and its end in the audit', async () => {
    const { id, sha256 } = await taken('inventory', { verdict: 'standing-privilege' })
    const entries = await db.prisma.audit.findMany({ where: { target: `report:${id}` }, orderBy: { seq: 'asc' } })
    expect(entries.map(({ act }) => act)).toEqual(['report.taken', 'report.ended'])
    expect(entries[0]?.after).toMatchObject({ report: 'inventory', filter: 'verdict=standing-privilege' })
    expect(entries[1]?.after).toMatchObject({ complete: true, sha256 })
  })
})

describe.each(reports.filter(({ lines }) => !lines).map(({ id }) => id))('%s', (id) => {
  it('is RFC 4180 with the columns and the first rows that its preview has, and no cell starts a formula', async () => {
    const world = await at(friday)
    const { bytes } = await taken(id, { state: 'any' })
    const text = bytes.toString('utf8')
    expect(text.endsWith('\r\n')).toBe(true)
    const table: string[][] = parse(bytes, { relax_column_count: false })
    const preview = await previewReport(world, ana.scope, readReport(id, { state: 'any' }, world.now), 20)
    expect(table[0]).toEqual(preview.columns)
    expect(table.slice(1, 21)).toEqual(preview.rows)
    for (const cell of table.flat()) expect(guardedCell(unguardedCell(cell))).toBe(cell)
    for (const cell of table.flat()) if (/^\d{4}-\d\d-\d\dT/.test(cell)) expect(cell).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })
})

it.each(['inventory', 'tokens', 'evidence'])('%s: what the file speaks of is of the same instant as its rows', async (report) => {
  const world = await at(friday)
  const { id } = (await db.prisma.token.findFirst({ where: { externalId: 'id-11' } }))!
  // A sync ends just before the rows are asked for.
  const query = Client.prototype.query as (...args: unknown[]) => unknown
  let isEnded = false
  const held = vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...args: unknown[]) {
    const text = typeof args[0] === 'string' ? args[0] : String((args[0] as { text?: unknown } | null)?.text)
    if (isEnded || !/select format\(|json_build_object\(\s*'token'/.test(text)) return query.apply(this, args)
    isEnded = true
    return db.pool
      .query(`update run set state = 'partial' where state = 'complete'; update token set name = 'renamed' where id = '${id}'`)
      .then(() => query.apply(this, args))
  } as never)
  const taking = report === 'evidence' ? takeEvidence(world, ana, id) : report === 'tokens' ? exportInventory(world, ana, readTokenSearch({ state: 'any' })) : takeReport(world, ana, readReport(report, { state: 'any' }, world.now)) // prettier-ignore
  const { file, recorded } = await taking
  const text = (await buffer(file)).toString('utf8')
  const [record] = await takenWithHash(db, (await recorded)!)
  held.mockRestore()
  await db.pool.query(`update run set state = 'complete' where state = 'partial'; update token set name = 'plain' where id = '${id}'`)
  expect([isEnded, text.includes('renamed'), record?.population.sources[0]?.last]).toEqual([true, false, 'complete'])
})

describe('golden files', () => {
  it('columns stay as they are, in their order', async () => {
    const world = await at(friday)
    const lines = await Promise.all(reports.map(async ({ id }) => `${id}: ${(await previewReport(world, ana.scope, readReport(id, {}, world.now), 1)).columns.join(',')}`)) // prettier-ignore
    await expect(lines.join('\n') + '\n').toMatchFileSnapshot('../reports/testing/columns.golden.txt')
  })

  it.each(['owasp-nhi-2025', 'nist-csf-2.0'])('the summary of %s', async (framework) => {
    const text = (await taken(`${framework}-summary`)).bytes.toString('utf8').replaceAll('\r\n', '\n')
    await expect(text).toMatchFileSnapshot(`../reports/testing/${framework}-summary.golden.csv`)
  })

  it('the rows of a token, but for its id', async () => {
    const { rows } = await db.pool.query<{ id: string }>(`select id from token where external_id = 'id-0'`)
    const text = (await taken('owasp-nhi-2025', { id: rows[0]!.id })).bytes
      .toString('utf8')
      .replaceAll('\r\n', '\n')
      .replaceAll(rows[0]!.id, 'ID')
    await expect(text).toMatchFileSnapshot('../reports/testing/owasp-nhi-2025-rows.golden.csv')
  })
})

describe('findings for a SIEM', () => {
  it.each([{ state: 'any' }, { state: 'any', 'as-of': '2026-11-24' }])(
    'with %o are lines of JSON, each true to the schema of its class',
    async (query) => {
      const ajv = new Ajv({ strict: false })
      const isFinding = ajv.compile(schema)
      const { bytes, rows } = await taken('ocsf-findings', query)
      const lines = bytes.toString('utf8').trimEnd().split('\n')
      expect([lines.length, rows()]).toEqual([names.length, names.length])
      for (const line of lines) {
        const event: unknown = JSON.parse(line)
        expect(isFinding(event), JSON.stringify(isFinding.errors)).toBe(true)
        expect(event).toMatchObject({ class_uid: 2008, metadata: { version: '1.6.0' } })
      }
      const told = lines.map((line) => (JSON.parse(line) as { user: { name: string } }).user.name)
      expect(told).toEqual(expect.arrayContaining(names.filter((name) => name.trim() === name && !['', "'=1"].includes(name))))
      expect(isFinding({ ...(JSON.parse(lines[0]!) as object), severity_id: 'high' })).toBe(false)
    },
  )
})

describe('the rows of a framework', () => {
  it('have each token once for each tested requirement, with what the rule says of it', async () => {
    const [nhi] = frameworks
    const rows = rowsOf((await taken('owasp-nhi-2025')).bytes)
    const tested = nhi!.requirements.filter(({ rule }) => rule)
    expect(rows).toHaveLength((names.length - 1) * tested.length)
    const tokens = await db.prisma.token.findMany({})
    for (const row of rows) {
      const { vector, kind, verdict } = tokens.find(({ id }) => id === row.token_id)!
      const rule = requirementOf('owasp-nhi-2025', row.requirement!)!.rule!
      expect(row.outcome).toBe(outcomeOf(rule, { vector, kind, retired: verdict === 'retired', excepted: false }))
    }
    expect(rows.find(({ requirement }) => requirement === 'NHI7:2025')).toMatchObject({ article_id: 'NHI-03', evidence: 'test' })
    expect(rows.filter(({ outcome, remediation }) => outcome === 'fails' && !remediation)).toEqual([])
  })

  it('add up to the summary, requirement by requirement; nothing fails what it only maps to', async () => {
    const rows = rowsOf((await taken('nist-800-53-r5')).bytes)
    const summary = rowsOf((await taken('nist-800-53-r5-summary')).bytes)
    for (const line of summary)
      for (const outcome of outcomes) {
        const said = outcome === 'fails' && line.evidence === 'maps-to' ? 'speaks-against' : outcome
        const counted = rows.filter((row) => row.requirement === line.requirement && row.outcome === said).length
        const column = outcome === 'fails' ? 'fails_or_speaks_against' : outcome.replaceAll('-', '_')
        expect(line[column]).toBe(line.tested === 'no' ? '' : String(counted))
      }
    expect(rows.some(({ outcome }) => outcome === 'speaks-against')).toBe(true)
    expect(rows.filter(({ evidence, outcome }) => evidence === 'maps-to' && outcome === 'fails')).toEqual([])
  })

  it('of what an auditor attests are evidence, and nothing meets or fails it', async () => {
    const {
      rows: [calm],
    } = await db.pool.query<{ id: string; vector: string }>(`select id, vector from token where state = 'live' order by id limit 1`)
    const turn = (vector: string) => db.pool.query('update token set vector = $2 where id = $1', [calm!.id, vector])
    await turn('nps-1.0.0/B:bearer/T:1h/A:1d/I:45d/S:1.1/D:0/O:assigned/M:monitoring')
    const rows = rowsOf((await taken('soc-2')).bytes)
    const summary = rowsOf((await taken('soc-2-summary')).bytes)
    await turn(calm!.vector)
    expect(new Set(rows.map(({ evidence }) => evidence))).toEqual(new Set(['evidence-for']))
    expect(rows.some(({ outcome }) => outcome === 'evidence-against')).toBe(true)
    expect(
      rows.filter(({ token_id, outcome }) => token_id === calm!.id && outcome === 'evidence-for').map(({ requirement }) => requirement),
    ).toEqual(['CC6.1', 'CC6.2', 'CC6.3', 'CC7.2'])
    expect(rows.filter(({ outcome }) => ['meets', 'fails', 'speaks-against'].includes(outcome!))).toEqual([])
    for (const line of summary) {
      expect(line).not.toHaveProperty('meets')
      expect(line).not.toHaveProperty('fails_or_speaks_against')
      const counted = (outcome: string) =>
        String(rows.filter((row) => row.requirement === line.requirement && row.outcome === outcome).length)
      expect([line.evidence_for, line.evidence_against]).toEqual([counted('evidence-for'), counted('evidence-against')])
    }
  })

  it('honour a filter', async () => {
    const rows = rowsOf((await taken('owasp-nhi-2025', { requirement: 'owasp-nhi-2025/NHI7:2025', outcome: 'fails' })).bytes)
    const nhi7 = rows.filter(({ requirement }) => requirement === 'NHI7:2025')
    expect(nhi7.length).toBeGreaterThan(0)
    expect(nhi7.every(({ outcome }) => outcome === 'fails')).toBe(true)
  })
})

describe('as of a day that is over', () => {
  it('tokens are as they were at its end, and a file taken later is the same', async () => {
    const [monday, tuesday] = await Promise.all(['2026-11-23', '2026-11-24'].map(async (day) => rowsOf((await taken('inventory', { 'as-of': day, state: 'any' })).bytes))) // prettier-ignore
    expect(monday).toHaveLength(names.length)
    expect(new Set(monday!.map(({ level }) => level))).toEqual(new Set(['3']))
    expect(new Set(tuesday!.filter(({ state }) => state === 'live').map(({ level }) => level))).toEqual(new Set(['6']))
    expect(tuesday!.filter(({ state }) => state === 'gone')).toHaveLength(1)
    const first = await taken('inventory', { 'as-of': '2026-11-23' }, '2026-11-25T00:00:00.000Z')
    expect((await taken('inventory', { 'as-of': '2026-11-23' })).sha256).toBe(first.sha256)
  })

  it('requirements are told by the facts of then', async () => {
    const counts = async (day: string) => rowsOf((await taken('owasp-nhi-2025-summary', { 'as-of': day })).bytes).find(({ requirement }) => requirement === 'NHI5:2025') // prettier-ignore
    expect(await counts('2026-11-23')).toMatchObject({ meets: String(names.length), fails_or_speaks_against: '0' })
    expect(await counts('2026-11-24')).toMatchObject({ meets: '0', fails_or_speaks_against: String(names.length - 1) })
    expect(await counts('2026-11-22')).toMatchObject({ meets: '0', fails_or_speaks_against: '0' })
  })

  it('what the history does not have is unknown, and never met', async () => {
    await db.pool.query(`update token_history set vector = null where at < '2026-11-24'`)
    const rows = rowsOf((await taken('owasp-nhi-2025', { 'as-of': '2026-11-23' })).bytes)
    expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']))
  })

  it.each([
    ['inventory', { 'as-of': '2026-11-27' }, 'is not over yet'],
    ['inventory', { 'as-of': '2026-02-30' }, 'is not a day'],
    ['inventory', { 'as-of': '2026-11-23', idle: '90' }, 'is not kept for days that are over'],
    ['exposures', { 'as-of': '2026-11-23' }, 'is not to be had for this report'],
    ['inventory', { 'as-of': '2026-11-23', life: 'never' }, 'is not kept for days that are over'],
    ['plans', { 'as-of': '2026-11-23', plan: 'open' }, 'is not kept for days that are over'],
    ['inventory', { after: 'x' }, 'is not a page'],
    ['inventory', { size: '5' }, 'is missing: a sample is drawn by one'],
    ['inventory', { 'as-of': '2026-11-23', seed: 'a', size: '5' }, 'a sample is of the inventory of the present'],
    ['plans', { seed: 'a', size: '5' }, 'a sample is of the inventory of the present'],
    ['inventory', { requirement: 'owasp-nhi-2025/NHI11:2025', outcome: 'fails' }, 'is not a requirement'],
    ['inventory', { requirement: 'owasp-nhi-2025/NHI6:2025', outcome: 'fails' }, 'is not tested on tokens'],
    ['inventory', { requirement: 'owasp-nhi-2025/NHI7:2025' }, 'is missing'],
  ] as const)('%s with %o is refused', (id, query, why) => {
    const refused = (() => {
      try {
        return readReport(id, query, new Date(friday))
      } catch (error) {
        return error
      }
    })()
    expect(JSON.stringify((refused as { issues?: unknown }).issues)).toContain(why)
  })
})

describe('a sample', () => {
  const drawn = async (seed: string, most = 5) =>
    (await sampleTokens(db, ana.scope, readTokenSearch({}), { seed, most }, new Date(friday))).map(({ id }) => id)

  it('is the same tokens for the same seed, others for another, and its beginning for fewer', async () => {
    expect(await drawn('a')).toEqual(await drawn('a'))
    expect(await drawn('a')).not.toEqual(await drawn('b'))
    expect((await drawn('a', 9)).slice(0, 5)).toEqual(await drawn('a'))
    expect(new Set(await drawn('a', 200)).size).toBe(names.length - 1)
  })

  it('is taken as the tokens that its page shows, on record with its seed and its size', async () => {
    const { bytes, sha256 } = await taken('inventory', { seed: 'a', size: '5', level: '6' })
    expect(
      rowsOf(bytes)
        .map(({ token_id }) => token_id)
        .toSorted(),
    ).toEqual((await drawn('a')).toSorted())
    const [file] = await takenWithHash(db, sha256!)
    expect(Object.fromEntries(new URLSearchParams(file!.filter))).toEqual({ level: '6', seed: 'a', size: '5' })
    const [, ended] = await db.prisma.audit.findMany({ where: { target: `report:${file!.id}` }, orderBy: { seq: 'asc' } })
    expect(ended?.after).toMatchObject({ filter: 'level=6&seed=a&size=5' })
  })

  it('has a file of evidence for each token, on record like every file, and none for somebody else', async () => {
    const [id] = await drawn('a')
    const { file, recorded } = await takeEvidence(await at(friday), ana, id!)
    const bytes = await buffer(file)
    const { evidence } = JSON.parse(bytes.toString('utf8')) as { evidence: { token: { id: string }; history: { vector: string }[]; judgement: { vector: string } } }
    expect(evidence.token.id).toBe(id)
    expect(evidence.history.at(-1)?.vector).toBe(evidence.judgement.vector)
    expect((await takenWithHash(db, (await recorded)!)).map(({ report }) => report)).toEqual(['evidence'])
    const nobody = { actor: ana.actor, scope: { all: false, ownerIds: [] } } as const
    for (const [who, what] of [[nobody, id!], [ana, '018f0000-0000-7000-8000-00000000dead'], [ana, 'none']] as const)
      await expect(takeEvidence(await at(friday), who, what)).rejects.toMatchObject({ code: 'not-found' })
  }) // prettier-ignore
})

it('no text of anybody becomes a cell that starts a formula', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const cell = guardedCell(text)
      expect(/(?:^|[\n\r\t;,])'*[=+@\t\r＝＋－＠-]/.test(cell.replace(/(?<=^|[\n\r\t;,])'(?='*[=+@\t\r＝＋－＠-])/g, '\0'))).toBe(false)
    }),
  )
})
