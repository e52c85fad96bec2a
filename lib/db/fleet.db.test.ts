import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { worldOver } from '../flows/testing/world.ts'
import { readTokenSearch, type RawQuery } from '../model/token-search.ts'
import { Verdict } from '../model/score.ts'
import { fleetChangeOf, fleetChanges } from '../posture/what-if/changes.ts'
import { compare, movesFrom, readGroups, unreadTokens } from '../posture/what-if/compare.ts'
import { fleetGroups, movedTokens } from './fleet.ts'
import { listTokens } from './list-tokens.ts'
import { freshDatabase } from './testing/database.ts'
import { tokenFacets } from './token-facets.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const all = { all: true } as const
const now = new Date('2026-11-20T09:00:00Z')

const head = 'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,workload'
const keys = ['ci-deploy', 'ci-deploy', 'billing', ''].map(
  (workload, n) => `k${n},aws.access-key,key ${n},2026-06-01,never,2026-10-31,keyed-hmac,4:3,${workload}`,
)
const others = Array.from({ length: 12 }, (_, n) => `t${n},vault.token,token ${n},2026-${n % 2 ? '03' : '10'}-01,${n % 3 ? 'never' : '2026-11-25'},2026-10-31,bearer,${1 + (n % 6)}:${1 + (n % 4)},ci-deploy`) // prettier-ignore

async function bring(name: string, kind: string, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows: kind, covers: kind === 'tokens' ? 'everything' : 'part' }
  const run = await importFile(await at('2026-11-01T09:00:00Z'), { kind: 'system', name: 'test' }, { name, settings, input: input() })
  expect(run.problem).toBeNull()
}

beforeAll(async () => {
  await bring('loads', 'workloads', 'key,name,environment,sensitivity\nci-deploy,CI deploy,production,2\nbilling,Billing,production,3\n')
  await bring('tokens', 'tokens', [head, ...keys, ...others, 'gone,vault.token,gone,2026-01-01,2026-02-01,,bearer,1:1,'].join('\n'))
})

const read = async () => readGroups(await fleetGroups(db, all))
const counted = async (query: RawQuery) => (await tokenFacets(db, all, readTokenSearch(query), now)).total

function change(id: string) {
  const found = fleetChangeOf(id)
  if (!found) throw new Error(`There is no change ${id}.`)
  return found
}

test('before a change the fleet is what the list of tokens says', async () => {
  const groups = await read()
  expect(unreadTokens(groups)).toBe(0)
  for (const one of fleetChanges) {
    const { before } = compare(one, groups)
    for (const verdict of Verdict.options) expect(before.verdicts[verdict]).toBe(await counted({ verdict }))
    expect(before.standing).toBe(await counted({ verdict: ['revoke-now', 'standing-privilege'] }))
  }
  const { rows } = await listTokens(db, all, { ...readTokenSearch({}), limit: 200 }, now)
  expect(compare(change('drills'), groups).before.risk).toBe(rows.reduce((sum, { risk }) => sum + risk, 0))
})

test('a key is in CI where its workload says so, and one without a workload is unknown', async () => {
  expect(compare(change('ci-roles'), await read())).toMatchObject({ touched: 2, moved: 2, left: 1 })
})

test('the tokens that move come page by page, each once, most risk removed first', async () => {
  const { moves, moved } = compare(change('life-24h'), await read())
  expect(moved).toBeGreaterThan(8)
  const seen: { id: string; removed: number }[] = []
  for (let edge: Parameters<typeof movedTokens>[3]['edge'] = null; ;) {
    const some = movesFrom(moves, edge?.removed ?? Infinity, 4)
    const rows = await movedTokens(db, all, some, { edge, limit: 4 })
    const page = rows.slice(0, 3).map(({ id, group }) => ({ id, removed: some[group]?.removed ?? NaN }))
    seen.push(...page)
    const last = page.at(-1)
    if (rows.length < 4 || !last) break
    edge = { ...last, before: seen.length }
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(moved)
  expect(seen.map(({ removed }) => removed)).toEqual(seen.map(({ removed }) => removed).toSorted((one, other) => other - one))
  const lost = moves.reduce((sum, { group: { tokens }, removed }) => sum + tokens * removed, 0)
  expect(seen.reduce((sum, { removed }) => sum + removed, 0)).toBe(lost)
})

test('what moves names its owner, and says who has left', async () => {
  const { moves } = compare(change('life-24h'), await read())
  const some = movesFrom(moves, Infinity, 50)
  const [first, second] = await movedTokens(db, all, some, { edge: null, limit: 50 })
  const left = randomUUID()
  await db.prisma.owner.create({ data: { id: left, kind: 'person', name: 'Lena', status: 'departed' } })
  await db.pool.query('update token set owner_id = $1 where id = $2', [left, first?.id])
  const rows = await movedTokens(db, all, some, { edge: null, limit: 50 })
  expect(rows.find(({ id }) => id === first?.id)).toMatchObject({ ownerName: 'Lena', ownerStatus: 'departed' })
  expect(rows.find(({ id }) => id === second?.id)?.ownerStatus).toBe(second?.ownerStatus)
})

test('nothing moves: nothing is asked', async () => {
  expect(await movedTokens(db, all, [], { edge: null, limit: 50 })).toEqual([])
})
