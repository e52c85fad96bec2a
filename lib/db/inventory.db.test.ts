import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { worldOver } from '../flows/testing/world.ts'
import { AppError } from '../model/app-error.ts'
import { inventoryColumns } from '../model/inventory-csv.ts'
import { facets, sorts } from '../model/token-facet.ts'
import { readTokenSearch, type RawQuery, type TokenSearch } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { openDb } from './db.ts'
import { exportTokens } from './export-tokens.ts'
import { listTokens } from './list-tokens.ts'
import { freshDatabase } from './testing/database.ts'
import { tokenDetail } from './token-detail.ts'
import { tokenFacets } from './token-facets.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const actor = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const everything: Scope = { all: true }
const now = new Date('2026-11-24T09:00:00.000Z')
const monday = '2026-11-23T09:00:00.000Z'

/** Names that a spreadsheet, a LIKE pattern, a CSV reader or a sloppy escape would trip over. */
const names = ['=1+1', '-cmd', '@sum', '+1', '＝x', "'=already", "o'brien", 'a,b', 'say "hi"', '50%_off', '50x off', 'back\\slash', 'a;=b', 'Ünïcode', 'two\nlines'] // prettier-ignore

async function bring(name: string, settings: object, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const run = await importFile(await at(monday), actor, { name, settings: { format: 'csv', ...settings }, input: input() })
  expect(run.problem).toBeNull()
  return run
}

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`

beforeAll(async () => {
  await bring('people', { rows: 'owners', covers: 'part' }, 'key,kind,name,email,status\nana,person,Ana,ana@acme.example,active\nben,person,Ben,ben@acme.example,departed\n') // prettier-ignore
  await bring('workloads', { rows: 'workloads', covers: 'part' }, 'key,name,sensitivity,agent\npay,Payments,4,none\nbot,Helper,1,autonomous\n') // prettier-ignore
  const rows = Array.from({ length: 130 }, (_, n) => {
    const name = names[n] ?? `token ${String(n % 40).padStart(2, '0')}`
    return [
      `id-${n}`, n % 3 ? 'vault.token' : 'crm.refresh-token', name, n % 17 === 5 ? 'disabled' : 'active',
      n % 4 ? `2025-${String(1 + (n % 12)).padStart(2, '0')}-01T08:30:15.123Z` : '', n % 5 ? 'never' : n % 2 ? '2027-01-01' : '', n % 6 ? '2026-11-20' : n % 4 ? 'never' : '',
      n % 7 ? 'bearer' : 'pop-app', n % 7 ? '' : 'true', ['6:4', '3:2 4:1', '4:1', ''][n % 4], ['ana@acme.example', 'ben@acme.example', '', 'carl@acme.example'][n % 4],
      ['pay', 'bot', ''][n % 3], n % 9 ? '' : 'team=core; env=prod', n % 8 ? '' : 'Vendor, Inc.', n % 10 ? '' : 'one;-two', n % 11 ? 'vault' : '',
    ] // prettier-ignore
  })
  const header = 'external_id,kind,name,lifecycle,issued_at,expires_at,last_used_at,binding,pop_verified,scope,owner,workload,tags,third_party,consumers,storage' // prettier-ignore
  const text = [header, ...rows.map((row) => row.map((value) => cell(value ?? '')).join(','))].join('\n')
  await bring('tokens', { rows: 'tokens', covers: 'everything' }, text)
})

async function ownerScope(name: string): Promise<Scope> {
  const { rows } = await db.pool.query<{ id: string }>('select id from owner where name = $1', [name])
  return { all: false, ownerIds: rows.map(({ id }) => id) }
}

async function allPages(scope: Scope, search: TokenSearch): Promise<{ forward: string[]; back: string[] }> {
  const forward: string[] = []
  const back: string[] = []
  let page = await listTokens(db, scope, search, now)
  forward.push(...page.rows.map(({ id }) => id))
  while (page.next) {
    page = await listTokens(db, scope, { ...search, from: { side: 'after', cursor: page.next } }, now)
    expect(page.before).toBe(forward.length)
    forward.push(...page.rows.map(({ id }) => id))
  }
  back.unshift(...page.rows.map(({ id }) => id))
  while (page.previous) {
    page = await listTokens(db, scope, { ...search, from: { side: 'before', cursor: page.previous } }, now)
    back.unshift(...page.rows.map(({ id }) => id))
  }
  expect(page.before).toBe(0)
  return { forward, back }
}

describe('listTokens', () => {
  it.each(Object.keys(sorts).flatMap((sort) => [sort, `-${sort}`]))(
    'in order of %s every token comes once, forwards and backwards',
    async (sort) => {
      const search = readTokenSearch({ sort, state: 'any', limit: '7' })
      const { forward, back } = await allPages(everything, search)
      expect(forward).toHaveLength(130)
      expect(new Set(forward).size).toBe(130)
      expect(back).toEqual(forward)
      expect((await allPages(everything, { ...search, limit: 200 })).forward).toEqual(forward)
    },
  )

  it('of the same risk, the nearest date comes first', async () => {
    const search = { ...readTokenSearch({ sort: 'risk', state: 'any' }), limit: 200 }
    const { rows } = await listTokens(db, everything, search, now)
    const [same] = [...Map.groupBy(rows, ({ risk }) => risk).values()].filter((those) => those.length >= 4)
    const [first, second, third] = (same ?? []).map(({ id }) => id)
    const due = (id: string | undefined, at: string) => db.pool.query('update token set due_at = $2 where id = $1', [id, at])
    await due(first, '2021-01-01T00:00:00Z')
    await due(second, '2020-11-01T00:00:00Z')
    await due(third, '2020-12-01T00:38:00Z')
    const risk = same?.[0]?.risk
    const { rows: then } = await listTokens(db, everything, search, now)
    expect(then.filter((row) => row.risk === risk).slice(0, 3).map(({ id }) => id)).toEqual([second, third, first])
    expect(then.map((row) => row.risk)).toEqual(rows.map((row) => row.risk))
    const { forward, back } = await allPages(everything, { ...search, limit: 1 })
    expect(forward).toEqual(then.map(({ id }) => id))
    expect(back).toEqual(forward)
    for (const id of [first, second, third]) await due(id, rows.find((row) => row.id === id)?.dueAt?.toISOString() ?? 'infinity')
  }) // prettier-ignore

  it('shows live tokens alone unless asked', async () => {
    const { rows } = await listTokens(db, everything, readTokenSearch({ limit: '200' }), now)
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['live']))
  })

  it.each<[string, RawQuery, string[]]>([
    ['a percent sign is itself', { q: '50%' }, ['50%_off']],
    ['an underscore is itself', { q: '%_' }, ['50%_off']],
    ['a backslash is itself', { q: 'k\\s' }, ['back\\slash']],
    ['case does not matter', { q: 'üNÏ' }, ['Ünïcode']],
    ['a quote is itself', { q: "o'b" }, ["o'brien"]],
  ])('search: %s', async (_, query, found) => {
    const { rows } = await listTokens(db, everything, readTokenSearch({ ...query, state: 'any' }), now)
    expect(rows.map(({ name }) => name)).toEqual(found)
  })

  it('says nothing that it does not know', async () => {
    const { rows } = await listTokens(db, everything, readTokenSearch({ q: 'id-0', state: 'any' }), now)
    expect(rows[0]).toMatchObject({ issuedAt: null, issuedHow: 'not-reported', expiresAt: null, expiresHow: 'not-reported', lastUsedAt: null, lastUsedHow: 'not-reported' }) // prettier-ignore
    const { rows: others } = await listTokens(db, everything, readTokenSearch({ q: 'id-6', sort: '-name', state: 'any' }), now)
    expect(others.find(({ displayId }) => displayId === 'id-6')).toMatchObject({ expiresHow: 'never', expiresAt: null, lastUsedHow: 'never', lastUsedAt: null }) // prettier-ignore
  })
})

it.each(['Asia/Kolkata', 'America/St_Johns', 'Europe/Berlin'])('a database that keeps time in %s tells the same instants', async (zone) => {
  const url = new URL(db.url)
  url.searchParams.set('options', `-c timezone=${zone}`)
  const there = openDb(url.href)
  try {
    const search = { ...readTokenSearch({ state: 'any' }), limit: 1_000 }
    expect(await listTokens(there, everything, search, now)).toEqual(await listTokens(db, everything, search, now))
  } finally {
    await there.close()
  }
})

describe('scope', () => {
  it('is part of list, facets, export and page', async () => {
    const ana = await ownerScope('Ana')
    const { forward } = await allPages(ana, readTokenSearch({ state: 'any', limit: '9' }))
    expect(forward).toHaveLength(33)
    const found = await tokenFacets(db, ana, readTokenSearch({ state: 'any' }), now)
    expect(found.total).toBe(33)
    expect(found.counts.owner.map(({ name }) => name)).toEqual(['Ana'])
    expect(await exported(ana, { state: 'any' })).toHaveLength(33)
    expect(await tokenDetail(db, ana, forward[0] ?? '')).toMatchObject({ id: forward[0], owner: { name: 'Ana' } })
  })

  it('answers alike for a token that is another’s and one that is not there', async () => {
    const ana = await ownerScope('Ana')
    const bens = (await allPages(await ownerScope('Ben'), readTokenSearch({ state: 'any' }))).forward[0] ?? ''
    const answers = await Promise.all([bens, '018f0000-0000-7000-8000-00000000dead', 'x'].map((id) => tokenDetail(db, ana, id).catch((error: unknown) => error))) // prettier-ignore
    for (const answer of answers) expect(answer).toBeInstanceOf(AppError)
    expect(new Set(answers.map(String)).size).toBe(1)
    expect(await listTokens(db, ana, readTokenSearch({ state: 'any', owner: (await ownerIds('Ben'))[0] }), now)).toMatchObject({ rows: [] })
  })

  it('without any owner sees nothing', async () => {
    const nobody: Scope = { all: false, ownerIds: [] }
    expect((await listTokens(db, nobody, readTokenSearch({ state: 'any' }), now)).rows).toEqual([])
    expect((await tokenFacets(db, nobody, readTokenSearch({ state: 'any' }), now)).total).toBe(0)
    expect(await exported(nobody, {})).toEqual([])
  })

  async function ownerIds(name: string) {
    const scope = await ownerScope(name)
    return scope.all ? [] : scope.ownerIds
  }
})

describe('tokenFacets', () => {
  it('the kept counts are the counts', async () => {
    const kept = await tokenFacets(db, everything, readTokenSearch({}), now)
    // The same rows, asked for in a way that the kept counts cannot answer.
    const exact = await tokenFacets(db, everything, readTokenSearch({ agent: ['none', 'supervised', 'autonomous'] }), now)
    expect(kept.total).toBe(exact.total)
    for (const facet of facets.filter((one) => one !== 'state' && one !== 'agent')) expect(kept.counts[facet]).toEqual(exact.counts[facet])
    expect(kept.counts.state).toEqual(exact.counts.state)
  })

  it('a facet’s own filter does not narrow its own counts, and the total is the list’s', async () => {
    const search = readTokenSearch({ binding: 'pop-app', state: 'any' })
    const { total, counts } = await tokenFacets(db, everything, search, now)
    expect(total).toBe((await allPages(everything, search)).forward.length)
    expect(counts.binding.map(({ value }) => value)).toEqual(['bearer', 'pop-app'])
    expect(counts.kind.reduce((sum, { count }) => sum + count, 0)).toBe(total)
  })

  it.each<[string, RawQuery]>([
    ['the kept counts', { state: 'revoked' }],
    ['the rows', { agent: 'autonomous', verdict: 'retired' }],
  ])('a value that nothing has under %s stays with a zero, but not where a scope hides whose it is', async (_, query) => {
    const [all, some] = await Promise.all(
      [{ state: 'any' }, query].map((asked) => tokenFacets(db, everything, readTokenSearch(asked), now)),
    )
    for (const facet of ['provider', 'kind', 'owner', 'workload', 'source'] as const) {
      const [before, after] = [all, some].map((found) =>
        (found?.counts[facet] ?? []).map(({ value, name }) => `${value} ${name}`).toSorted(),
      )
      expect(after, facet).toEqual(before)
    }
    expect(some?.counts.owner.some(({ count }) => count === 0)).toBe(true)
    const anas = await tokenFacets(db, await ownerScope('Ana'), readTokenSearch(query), now)
    expect(anas.counts.owner.filter(({ name }) => name !== 'Ana')).toEqual([])
  })

  it('keeps what was chosen in view with a zero', async () => {
    const { total, counts } = await tokenFacets(db, everything, readTokenSearch({ binding: 'pop-mtls' }), now)
    expect(total).toBe(0)
    expect(counts.binding).toContainEqual({ value: 'pop-mtls', name: null, count: 0 })
  })
})

describe('exportTokens', () => {
  it('is RFC 4180 with stable columns, and holds what the list holds in its order', async () => {
    const text = await csv(everything, { state: 'any', sort: 'name' })
    expect(text.startsWith(`${inventoryColumns.join(',')}\r\n`)).toBe(true)
    expect(text.endsWith('\r\n')).toBe(true)
    const rows = await exported(everything, { state: 'any', sort: 'name' })
    expect(rows.map(({ id }) => id)).toEqual((await allPages(everything, readTokenSearch({ state: 'any', sort: 'name' }))).forward)
  })

  it('holds no cell that a spreadsheet would run', async () => {
    for (const row of await exported(everything, { state: 'any' })) {
      for (const value of Object.values(row)) for (const piece of value.split(/[\n\r\t;,]/)) expect(piece).not.toMatch(/^[=+@＝＋－＠-]/)
    }
  })

  it('keeps what was typed a value', async () => {
    expect(await exported(everything, { q: `'; drop table token; -- %L %s` })).toEqual([])
    expect(await exported(everything, { q: '%', state: 'any' })).toHaveLength(1)
  })

  it('imports again as the same tokens', async () => {
    const text = await csv(everything, { state: 'any' })
    await bring('again', { rows: 'tokens', covers: 'everything' }, text)
    const facts = `select external_id, t.kind, t.name, state, issued_at, issued_how, expires_at, expires_how, last_used_at, last_used_how,
      binding, level, reach, sensitivity, agent, third_party, owner_id, workload_id, verdict, risk, base, reasons, vector,
      observed - 'ownerHints' as observed
      from token t join source s on s.id = t.source_id where s.name = $1 order by external_id`
    const named = (name: string) => db.pool.query(facts, [name])
    const [before, after] = await Promise.all([named('tokens'), named('again')])
    expect(after.rows).toHaveLength(130)
    expect(after.rows.map(comparable)).toEqual(before.rows.map(comparable))
  })

  /** Agent and sensitivity leave with the value in force, so that they no longer depend on the workload's row. */
  function comparable(row: Record<string, unknown>) {
    const { observed, ...rest } = row
    const { agent: _agent, sensitivity: _sensitivity, ...sighting } = observed as Record<string, unknown>
    return { ...rest, sighting }
  }
})

async function csv(scope: Scope, query: RawQuery): Promise<string> {
  return (await buffer((await exportTokens(db, scope, readTokenSearch(query), now)).csv)).toString('utf8')
}

async function exported(scope: Scope, query: RawQuery): Promise<Record<string, string>[]> {
  return parse(await csv(scope, query), { columns: true }) as Record<string, string>[]
}
