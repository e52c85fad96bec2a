import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { firstId } from '../flows/reappraise.ts'
import { worldOver } from '../flows/testing/world.ts'
import { exceptionsToTell, exposuresToTell } from './due-messages.ts'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()
const world = await worldOver(db).then((at) => at('2026-11-23T09:00:00Z'))
const many = 20_000

beforeAll(async () => {
  async function* input() {
    yield Buffer.from('external_id,kind,name,issued_at,expires_at,binding,scope\nt,vault.token,t,2026-01-01,never,bearer,6:4')
  }
  const settings = { format: 'csv', rows: 'tokens', covers: 'everything' }
  await importFile(world, { kind: 'user', id: randomUUID(), name: 'Ana' }, { name: 'tokens', settings, input: input() })
  const { id } = await db.prisma.token.findFirstOrThrow()
  await db.pool.query(
    `insert into exposure (id, token_id, state, found_in, found_at, still_valid, matched_by, stated_by, closed_at)
     select gen_random_uuid(), $1, 'confirmed', 'place ' || n, now(), 'no', 'id', 'Ana', case when n > 3 then now() end from generate_series(1, $2) n`,
    [id, many],
  )
  // All long past, but for one that was refused and one that ended yesterday.
  await db.pool.query(
    `insert into exception (id, kind, state, reason, need, requested_by, requested_by_id, requested_at, ends_at, retirement_at, decided_at, ended_at)
     select gen_random_uuid(), 'ordinary', case n % 2 when 0 then 'ended' else 'refused' end, 'r', 'n', 'Ana', gen_random_uuid(), past.at, past.at, past.at, past.at,
       case n % 2 when 0 then past.at end
     from generate_series(1, $2) n cross join lateral (select case when n > 2 then $1::timestamptz - interval '1 year' else $1::timestamptz - interval '1 day' end as at) past`,
    [world.now, many],
  )
  await db.pool.query('analyze exposure, exception')
})

/** The way that Postgres goes for a reader's query. */
async function wayOf(read: (client: PoolClient) => Promise<unknown>): Promise<string> {
  const client = { query: (text: string, values: unknown[]) => db.pool.query(`explain ${text}`, values) }
  return JSON.stringify(await read(client as unknown as PoolClient))
}

test('open leaks are found without a look at those that were dealt with', async () => {
  const client = await db.pool.connect()
  expect(await exposuresToTell(client, firstId, 1_000)).toHaveLength(3)
  client.release()
  expect(await wayOf((explaining) => exposuresToTell(explaining, firstId, 1_000))).toContain('exposure_open_idx')
})

test('exceptions that are news are found without a look at those of long ago', async () => {
  const client = await db.pool.connect()
  const found = await exceptionsToTell(client, world.now, firstId, 1_000)
  client.release()
  expect(found.map(({ state }) => state).toSorted()).toEqual(['ended', 'refused'])
  const way = await wayOf((explaining) => exceptionsToTell(explaining, world.now, firstId, 1_000))
  expect(way).toContain('exception_decided_at_idx')
  expect(way).toContain('exception_ended_at_idx')
  expect(way).not.toMatch(/Seq Scan on exception x/)
})
