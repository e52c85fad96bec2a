import { beforeAll, describe, expect, it } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { actNow } from '../flows/testing/act-now.ts'
import { worldOver } from '../flows/testing/world.ts'
import type { Scope } from '../model/viewer.ts'
import { rowDetails } from './row-details.ts'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const actor = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const everything: Scope = { all: true }
const [monday, tuesday] = ['2026-11-23T09:00:00.000Z', '2026-11-24T09:00:00.000Z'] as const
let ids: Record<string, string>

async function bring(name: string, settings: object, text: string, when: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  expect((await importFile(await at(when), actor, { name, settings: { format: 'csv', ...settings }, input: input() })).problem).toBeNull()
}

beforeAll(async () => {
  await bring('people', { rows: 'owners', covers: 'part' }, 'key,kind,name,email\nana,person,Ana,ana@acme.example\n', monday)
  const rows = (scope: string) =>
    `external_id,kind,name,last_used_at,scope,owner,consumers\na,vault.token,a,2026-11-20,${scope},ana@acme.example,billing;mail\nb,vault.token,b,never,,,\n`
  await bring('tokens', { rows: 'tokens', covers: 'everything' }, rows('3:2'), monday)
  await bring('tokens', { rows: 'tokens', covers: 'everything' }, rows('6:4'), tuesday)
  const { rows: found } = await db.pool.query<{ id: string; name: string }>('select id, name from token')
  ids = Object.fromEntries(found.map(({ id, name }) => [name, id]))
  await actNow(await at(tuesday), actor, [ids.b ?? ''], {
    do: 'fact',
    stated: { fact: 'consumers', value: ['Finance'] },
    note: 'asked',
    reviewAt: new Date('2027-01-01'),
  })
})

describe('rowDetails', () => {
  const nothing = { action: null, widenedAt: null, named: [], stated: [], lastUsed: 'not-reported' }

  it('tells of each token what the shown columns ask for', async () => {
    const found = await rowDetails(db, everything, Object.values(ids), ['token', 'access', 'consumers', 'widened'])
    expect(found.get(ids.a ?? '')).toEqual({
      action: expect.any(String),
      widenedAt: new Date(tuesday),
      named: ['billing', 'mail'],
      stated: [],
      lastUsed: { at: new Date('2026-11-20T00:00:00Z') },
    })
    expect(found.get(ids.b ?? '')).toEqual({ ...nothing, stated: ['Finance'], lastUsed: 'never' })
  })

  it('what no column asks for is not looked for', async () => {
    expect(await rowDetails(db, everything, Object.values(ids), ['token', 'risk'])).toEqual(new Map())
    const found = await rowDetails(db, everything, [ids.a ?? ''], ['widened'])
    expect([...found]).toEqual([[ids.a, { ...nothing, widenedAt: new Date(tuesday) }]])
    expect(await rowDetails(db, everything, [], ['access'])).toEqual(new Map())
  })

  it('of another’s token nothing is told', async () => {
    const { rows } = await db.pool.query<{ id: string }>(`select id from owner where name = 'Ana'`)
    const anas: Scope = { all: false, ownerIds: rows.map(({ id }) => id) }
    const found = await rowDetails(db, anas, Object.values(ids), ['access', 'consumers', 'widened'])
    expect([...found.keys()]).toEqual([ids.a])
    expect(found.get(ids.a ?? '')).toMatchObject({ named: ['billing', 'mail'], widenedAt: new Date(tuesday) })
  })
})
