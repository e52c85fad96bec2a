import { beforeAll, describe, expect, it } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { firstId } from '../flows/reappraise.ts'
import { actNow } from '../flows/testing/act-now.ts'
import { worldOver } from '../flows/testing/world.ts'
import { groupings } from '../model/token-columns.ts'
import type { TokenRow } from '../model/token-row.ts'
import { facets, sorts } from '../model/token-facet.ts'
import { narrowingsOf, readTokenSearch, type RawQuery, type TokenSearch } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { chooseTokens, nextChosen, withConnection } from './chosen-tokens.ts'
import { findFacetValues, searchedFacets } from './facet-values.ts'
import { groupTokens } from './group-tokens.ts'
import { listTokens } from './list-tokens.ts'
import { loosening } from './loosening.ts'
import { freshDatabase } from './testing/database.ts'
import { tokenFacets } from './token-facets.ts'
import { tokenNeighbours } from './token-neighbours.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const actor = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const everything: Scope = { all: true }
const [monday, tuesday, wednesday] = ['2026-11-23T09:00:00.000Z', '2026-11-24T09:00:00.000Z', '2026-11-25T09:00:00.000Z'] as const
const now = new Date(wednesday)
const day = 86_400_000

async function bring(name: string, settings: object, text: string, when: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const run = await importFile(await at(when), actor, { name, settings: { format: 'csv', ...settings }, input: input() })
  expect(run.problem).toBeNull()
}

const header =
  'external_id,kind,name,lifecycle,issued_at,expires_at,last_used_at,unused_since,binding,scope,owner,workload,third_party,sensitivity'

/** Sixty tokens that differ in everything a list can be narrowed by; `skip` leaves some out, as a sync that no longer sees them. */
function tokens(skip: (n: number) => boolean = () => false): string {
  const rows = Array.from({ length: 60 }, (_, n) => [
    `id-${n}`, n % 3 ? 'vault.token' : 'crm.refresh-token', `token ${n % 40}`, n % 17 === 5 ? 'disabled' : 'active',
    ['', '2025-01-01', '2026-08-27', '2026-11-10'][n % 4], ['never', '', '2027-03-01', 'never', '2026-12-24'][n % 5],
    // 25 Nov less 90 days is 27 Aug: one on it, one a day later.
    ['2026-08-27T09:00:00Z', '2026-08-27T09:00:00.001Z', 'never', '', '', '2026-11-20'][n % 6], n % 6 === 4 ? '2026-08-01' : '',
    n % 7 ? 'bearer' : 'pop-app', ['6:4', '3:2', '1:1', ''][n % 4], ['ana@acme.example', 'ben@acme.example', ''][n % 3],
    n % 5 ? 'pay' : '', n % 8 ? '' : 'Vendor', n % 5 ? '' : ['', '1', '4'][n % 3],
  ]) // prettier-ignore
  return [header, ...rows.filter((_, n) => !skip(n)).map((row) => row.join(','))].join('\n')
}

let all: TokenRow[]
const reasonsOf = new Map<string, readonly string[]>()

beforeAll(async () => {
  await bring('people', { rows: 'owners', covers: 'part' }, 'key,kind,name,email\nana,person,Ana,ana@acme.example\nben,person,Ben 50%,ben@acme.example\n', monday) // prettier-ignore
  await bring('workloads', { rows: 'workloads', covers: 'part' }, 'key,name,sensitivity,agent\npay,Payments,3,none\n', monday)
  await bring('tokens', { rows: 'tokens', covers: 'everything' }, tokens((n) => n >= 50), monday) // prettier-ignore
  // Three are gone on Tuesday, two of them are back on Wednesday, with ten that are new.
  await bring('tokens', { rows: 'tokens', covers: 'everything' }, tokens((n) => n >= 50 || [7, 11, 13].includes(n)), tuesday) // prettier-ignore
  await bring(
    'tokens',
    { rows: 'tokens', covers: 'everything' },
    tokens((n) => n === 13),
    wednesday,
  )
  const { id } = await db.prisma.token.findFirstOrThrow({ where: { externalId: 'id-3' } })
  const leak = { state: 'confirmed', foundIn: 'a repository', foundAt: new Date(tuesday), stillValid: 'yes' } as const
  await actNow(await at(tuesday), actor, [id], { do: 'exposure', leak })
  all = [...(await listTokens(db, everything, { ...readTokenSearch({ state: 'any' }), limit: 1_000 }, now)).rows]
  expect(all).toHaveLength(60)
  for (const { id: token, reasons } of await db.prisma.token.findMany({ select: { id: true, reasons: true } }))
    reasonsOf.set(token, reasons)
})

async function ownerScope(name: string): Promise<Scope> {
  const { rows } = await db.pool.query<{ id: string }>('select id from owner where name = $1', [name])
  return { all: false, ownerIds: rows.map(({ id }) => id) }
}

const idle = (row: TokenRow, days: number): boolean => {
  const cut = now.getTime() - days * day
  if (row.lastUsedHow === 'not-reported') return false
  if (row.lastUsedHow === 'never') return Math.min(row.issuedAt?.getTime() ?? Infinity, row.firstSeenAt.getTime()) <= cut
  return row.lastUsedAt !== null && row.lastUsedAt.getTime() <= cut
}

/** What an act on all that match is done to, in slices of three as it is done. */
function chosenBy(scope: Scope, search: TokenSearch): Promise<string[]> {
  return withConnection(db.pool, async (client) => {
    const count = await chooseTokens(client, scope, { by: 'search', search }, now)
    const ids: string[] = []
    for (let part = await nextChosen(client, firstId, 3); part.length > 0; part = await nextChosen(client, part.at(-1) ?? '', 3))
      ids.push(...part)
    expect(ids).toHaveLength(count)
    return ids
  })
}

const countTokens = async (scope: Scope, search: TokenSearch) => (await chosenBy(scope, search)).length

const because = (row: TokenRow, ...codes: string[]) => codes.some((code) => reasonsOf.get(row.id)?.includes(code))

/** Each condition, and what it should let through, worked out again from the rows. */
const conditions: readonly (readonly [RawQuery, (row: TokenRow) => boolean])[] = [
  [{ sensitivity: '3' }, (row) => row.sensitivity === 3],
  [{ sensitivity: ['none', '4'] }, (row) => row.sensitivity === null || row.sensitivity === 4],
  [{ level: '6' }, (row) => row.level === 6],
  [{ level: ['none', '1'] }, (row) => row.level === null || row.level === 1],
  [{ lifetime: 'never' }, (row) => row.expiresHow === 'never'],
  [{ lifetime: ['not-reported', 'fixed'] }, (row) => row.expiresHow === 'not-reported' || row.expiresHow === 'fixed'],
  [{ 'third-party': 'yes' }, (row) => row.thirdParty !== null],
  [{ 'third-party': ['yes', 'no'] }, () => true],
  [{ idle: '90' }, (row) => idle(row, 90)],
  [{ idle: '2' }, (row) => idle(row, 2)],
  [{ idle: '1000' }, () => false],
  [{ since: tuesday }, (row) => row.firstSeenAt >= new Date(tuesday)],
  [{ since: monday }, () => true],
  [{ returned: 'ever' }, (row) => row.returnedAt !== null],
  [{ returned: '2026-11-26T00:00:00Z' }, () => false],
  [{ due: 'overdue' }, (row) => row.dueAt !== null && row.dueAt < now],
  [{ due: '30' }, (row) => row.dueAt !== null && row.dueAt.getTime() < now.getTime() + 30 * day],
  [{ due: '31', verdict: 'standing-privilege' }, (row) => row.verdict === 'standing-privilege' && row.dueAt !== null && row.dueAt.getTime() < now.getTime() + 31 * day],
  [{ exposure: 'confirmed' }, (row) => row.exposure === 'confirmed'],
  [{ because: 'NO_OWNER' }, (row) => because(row, 'NO_OWNER')],
  [{ because: ['THIRD_PARTY', 'LEAK_ACTIVE'] }, (row) => because(row, 'THIRD_PARTY', 'LEAK_ACTIVE')],
  [{ because: 'UNKNOWN_BINDING' }, () => false],
  [{ because: 'UNKNOWN_AGE', owner: 'none', verdict: 'standing-privilege' }, (row) => because(row, 'UNKNOWN_AGE') && row.ownerId === null && row.verdict === 'standing-privilege'],
  [{ q: 'id-1' }, (row) => row.displayId.includes('id-1')],
] // prettier-ignore

describe('each condition of a search', () => {
  it.each(conditions)('%j lets through what it says, in the list, the facets and what an act chooses', async (query, fits) => {
    for (const scope of [everything, await ownerScope('Ana')]) {
      const search = { ...readTokenSearch({ ...query, state: 'any' }), limit: 1_000 }
      const mine = all.filter((row) => scope.all || scope.ownerIds.includes(row.ownerId ?? ''))
      const expected = mine.filter(fits).map(({ id }) => id)
      const { rows } = await listTokens(db, scope, search, now)
      expect(rows.map(({ id }) => id).toSorted()).toEqual(expected.toSorted())
      expect((await tokenFacets(db, scope, search, now)).total).toBe(expected.length)
      expect(await chosenBy(scope, search)).toEqual(expected.toSorted())
    }
  })

  it('the cases differ, so that each condition was put to the test', () => {
    expect(all.filter(({ returnedAt }) => returnedAt).map(({ displayId }) => displayId).toSorted()).toEqual(['id-11', 'id-7']) // prettier-ignore
    expect(all.filter((row) => idle(row, 90)).length).toBeGreaterThan(5)
    expect(all.filter((row) => row.dueAt && row.dueAt < now).length).toBeGreaterThan(0)
    expect(all.filter(({ firstSeenAt }) => firstSeenAt > new Date(tuesday))).toHaveLength(10)
    for (const code of ['NO_OWNER', 'THIRD_PARTY', 'LEAK_ACTIVE', 'UNKNOWN_AGE']) {
      const having = all.filter((row) => because(row, code)).length
      expect(having > 0 && having < 60, code).toBe(true)
    }
    expect(new Set(all.map(({ expiresHow }) => expiresHow))).toEqual(new Set(['never', 'fixed', 'not-reported']))
  })

  it('improvable are those whose verdict would be better with the unknowns at their best', async () => {
    const { rows: better } = await db.pool.query<{ id: string }>('select id from token where verdict_floor <> verdict')
    const found = await listTokens(db, everything, { ...readTokenSearch({ improvable: 'yes', state: 'any' }), limit: 1_000 }, now)
    expect(better.length).toBeGreaterThan(0)
    expect(found.rows.map(({ id }) => id).toSorted()).toEqual(better.map(({ id }) => id).toSorted())
    const others = await countTokens(everything, readTokenSearch({ improvable: 'no', state: 'any' }))
    expect(others + better.length).toBe(60)
  })

  it('a selection is those ids, within the scope', async () => {
    const ids = all.slice(0, 12).map(({ id }) => id)
    const search = readTokenSearch({ id: ids, state: 'any' })
    expect(await countTokens(everything, search)).toBe(12)
    const ana = await ownerScope('Ana')
    expect(await countTokens(ana, search)).toBe(all.slice(0, 12).filter(({ ownerName }) => ownerName === 'Ana').length)
  })
})

describe('facets of a search', () => {
  it.each<RawQuery>([{}, { idle: '90' }, { due: '60', sensitivity: '3' }, { q: 'token 1', level: ['6', 'none'] }, { because: ['NO_OWNER', 'UNKNOWN_AGE'] }])('%j: every count is the count of its own search', async (query) => {
    const search = readTokenSearch({ ...query, state: 'any' })
    const { counts } = await tokenFacets(db, everything, search, now)
    for (const facet of facets) {
      for (const { value, count } of counts[facet]) {
        const filters = { ...search.filters, [facet]: [value] }
        expect(await countTokens(everything, { ...search, filters }), `${facet} ${value}`).toBe(count)
      }
    }
  }) // prettier-ignore

  it.each(searchedFacets)('%s can be typed ahead, within the scope', async (facet) => {
    const search = readTokenSearch({ state: 'any', verdict: 'standing-privilege' })
    for (const scope of [everything, await ownerScope('Ana')]) {
      const offered = await findFacetValues(db, scope, search, now, facet, '')
      expect(offered).toEqual((await tokenFacets(db, scope, search, now)).counts[facet].filter(({ count }) => count > 0))
      for (const { value, name } of offered) {
        const typed = (name ?? value).slice(1, 4)
        expect((await findFacetValues(db, scope, search, now, facet, typed)).map((one) => one.value)).toContain(value)
      }
    }
    expect(await findFacetValues(db, everything, search, now, facet, 'nothing of this name')).toEqual([])
  })

  it('what is typed is no pattern, and another’s name is not told', async () => {
    const search = readTokenSearch({ state: 'any' })
    expect(await findFacetValues(db, everything, search, now, 'owner', '0%')).toMatchObject([{ name: 'Ben 50%' }])
    expect(await findFacetValues(db, everything, search, now, 'owner', '%')).toHaveLength(1)
    expect(await findFacetValues(db, await ownerScope('Ana'), search, now, 'owner', 'Ben')).toEqual([])
  })
})

describe('groupTokens', () => {
  it.each(groupings)('by %s: every token is in one group, worst first, and a group opens as a filter', async (by) => {
    for (const scope of [everything, await ownerScope('Ana')]) {
      const search = readTokenSearch({ state: 'any' })
      const { groups, more } = await groupTokens(db, scope, search, now, by)
      expect(more).toBe(false)
      expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(await countTokens(scope, search))
      for (const group of groups) {
        const { rows } = await listTokens(db, scope, { ...readTokenSearch({ state: 'any', [by]: group.value }), limit: 1_000 }, now)
        expect(group).toMatchObject({ count: rows.length, worst: rows[0]?.verdict, riskSum: rows.reduce((sum, { risk }) => sum + risk, 0), worstRisk: Math.max(...rows.map(({ risk }) => risk)) }) // prettier-ignore
        expect(group.name === null).toBe(by === 'reason' || group.value === 'none')
      }
      const order = ['revoke-now', 'standing-privilege', 'acceptable-with-controls', 'acceptable', 'retired']
      const keys = groups.map(({ worst, riskSum }) => order.indexOf(worst) * 1e9 - riskSum)
      expect(keys).toEqual(keys.toSorted((one, other) => one - other))
    }
  })

  it('tells at most a hundred, and that there are more', async () => {
    await db.pool.query(
      `insert into owner (id, kind, name) select gen_random_uuid(), 'person', 'many ' || n from generate_series(1, 101) n`,
    )
    await db.pool.query(`insert into token select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'external_id', 'many ' || o.name, 'owner_id', o.id))).*
      from owner o cross join token t where t.external_id = 'id-1' and o.name like 'many %'`) // prettier-ignore
    const { groups, more } = await groupTokens(db, everything, readTokenSearch({ q: 'many', state: 'any' }), now, 'owner')
    expect([groups.length, more]).toEqual([100, true])
    await db.pool.query(`delete from token where external_id like 'many %'`)
  })
})

describe('tokenNeighbours', () => {
  it.each(Object.keys(sorts).flatMap((sort) => [sort, `-${sort}`]))('in order of %s are the rows above and below, over the pages’ edges', async (sort) => {
    for (const scope of [everything, await ownerScope('Ana')]) {
      const search = readTokenSearch({ sort, limit: '7' })
      const ids = (await listTokens(db, scope, { ...search, limit: 1_000 }, now)).rows.map(({ id }) => id)
      for (const [n, id] of ids.entries())
        expect(await tokenNeighbours(db, scope, search, now, id)).toEqual({ previous: ids[n - 1] ?? null, next: ids[n + 1] ?? null })
    }
  }) // prettier-ignore

  it('of one that the list does not hold are those beside its place; of another’s or none there are none', async () => {
    const search = readTokenSearch({ sort: 'name' })
    const gone = all.find(({ state }) => state === 'gone')
    const here = await tokenNeighbours(db, everything, search, now, gone?.id ?? '')
    expect(here.previous).not.toBeNull()
    expect(here.next).not.toBeNull()
    const bens = all.find(({ ownerName }) => ownerName === 'Ben 50%')
    for (const id of [bens?.id ?? '', '018f0000-0000-7000-8000-00000000dead', 'x'])
      expect(await tokenNeighbours(db, await ownerScope('Ana'), search, now, id)).toEqual({ previous: null, next: null })
  })
})

describe('loosening', () => {
  it('names the condition whose going shows the most', async () => {
    const search = readTokenSearch({ owner: 'none', idle: '1000', state: 'any' })
    expect(await loosening(db, everything, search, now)).toEqual({ narrowing: 'idle', count: all.filter(({ ownerId }) => !ownerId).length })
  })

  it('finds that all are retired', async () => {
    const gone = all.find(({ state }) => state === 'gone')
    expect(await loosening(db, everything, readTokenSearch({ q: gone?.displayId, reason: 'RETIRED' }), now)).toEqual({
      narrowing: 'state',
      count: 1,
    })
  })

  it('says nothing where no single one is to blame, nor of what the viewer may not see', async () => {
    expect(await loosening(db, everything, readTokenSearch({ idle: '1000', q: 'nothing', state: 'any' }), now)).toBeNull()
    expect(await loosening(db, everything, readTokenSearch({ state: 'any' }), now)).toBeNull()
    const bens = readTokenSearch({ state: 'any', q: all.find(({ ownerName }) => ownerName === 'Ben 50%')?.displayId, idle: '1000' })
    expect(narrowingsOf(bens)).toHaveLength(2)
    expect((await loosening(db, await ownerScope('Ana'), bens, now))?.narrowing).not.toBe('idle')
  })
})
