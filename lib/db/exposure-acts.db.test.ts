import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { worldOver } from '../flows/testing/world.ts'
import { findTokensCalled } from './exposure-acts.ts'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()
const world = await worldOver(db).then((at) => at('2026-11-23T09:00:00Z'))
const many = 4_000
const all = { all: true } as const

async function bring(name: string): Promise<string> {
  async function* input() {
    yield Buffer.from('external_id,kind,name,issued_at,expires_at,binding,scope\nAKIA0,aws.access-key,ledger,2026-01-01,never,bearer,6:4')
  }
  const settings = { format: 'csv', rows: 'tokens', covers: 'everything' }
  await importFile(world, { kind: 'user', id: randomUUID(), name: 'Ana' }, { name, settings, input: input() })
  return (await db.prisma.token.findFirstOrThrow({ where: { source: { name } } })).id
}

let [old, present] = ['', '']

beforeAll(async () => {
  old = await bring('old file')
  await db.pool.query(`update source set removed_at = now()`)
  present = await bring('file')
  await db.pool.query(
    `insert into token select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'external_id', 'AKIA' || n, 'name', 'job ' || n, 'display_id', 'AKIA…' || right(md5(n::text), 4)))).*
     from token t, generate_series(1, $2) n where t.id = $1`,
    [present, many],
  )
  await db.pool.query('vacuum analyze token')
}, 120_000)

test('a name is the watched source’s; what a removed one left behind is meant by its page alone', async () => {
  const client = await db.pool.connect()
  const called = async (said: string) => (await findTokensCalled(client, all, said)).map(({ id }) => id)
  expect([await called('ledger'), await called('AKIA0'), await called(`/tokens/${old}`)]).toEqual([[present], [present], [old]])
  client.release()
})

// It runs under the directory's lock: a walk through a million tokens would hold up every sync.
test.each([
  ['Job 77', ['token_external_id_idx', 'token_text_idx']],
  ['AKIA…a87f', ['token_text_idx']],
  ['zzzz', ['token_external_id_idx', 'token_text_idx']],
  [`/tokens/${randomUUID()}`, ['token_pkey']],
])('each way to name one has an index that fits: %s', async (said, indexes) => {
  const ways: string[] = []
  const client = {
    query: async (text: string, values: unknown[]) => {
      ways.push(JSON.stringify((await db.pool.query(`explain ${text}`, values)).rows))
      return { rows: [] }
    },
  }
  for (const scope of [all, { all: false, ownerIds: [randomUUID()] }]) await findTokensCalled(client as unknown as PoolClient, scope, said)
  expect(ways.filter((way) => /Seq Scan on token /.test(way))).toEqual([])
  for (const index of indexes) expect(ways.join('\n')).toContain(index)
  // Nobody walks the ids in order until three are found.
  if (!said.startsWith('/')) expect(ways.join('\n')).not.toContain('token_pkey')
})
