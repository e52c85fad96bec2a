import type { PoolClient } from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { nextPlanOwners } from '../db/due-digests.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { transaction } from '../db/transaction.ts'
import { fillOutbox } from './fill-outbox.ts'
import { firstId } from './reappraise.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const world = await worldOver(db).then((at) => at('2026-11-24T08:00:00Z'))
const at = new Date('2026-11-24T12:00:00Z')
const owners = 1_000
const plansOfEach = 20
const eventsOfEach = 5

beforeAll(async () => {
  await db.pool.query(
    `insert into owner (id, kind, name, email) select gen_random_uuid(), 'person', 'O' || n, 'o' || n || '@acme.example' from generate_series(1, $1) n`,
    [owners],
  )
  await db.pool.query(
    `insert into "user" (id, email, name, role, created_at) values (gen_random_uuid(), 'kim@acme.example', 'Kim', 'admin', now())`,
  )
  await db.pool.query(
    `insert into plan (id, title, recipe, owner_id, stage, waiting_on, opened_at, opened_by, policy_due_at, due_at, acknowledged_at, looked_at)
     select gen_random_uuid(), 'P' || n, 'generic', o.id, 'acknowledged', 'owner', past.at, 'Ana', later.at, later.at, past.at, past.at
     from owner o cross join generate_series(1, $1) n cross join (values ($2::timestamptz - interval '90 days')) past(at) cross join (values ($2::timestamptz + interval '90 days')) later(at)`,
    [plansOfEach, world.now],
  )
  await db.pool.query(
    `insert into plan_event (id, plan_id, at, kind, by, detail)
     select gen_random_uuid(), p.id, $2::timestamptz - n * interval '1 hour', case when n = 1 then 'verified' else 'comment' end, 'Ana', '{}' from plan p cross join generate_series(1, $1) n`,
    [eventsOfEach, world.now],
  )
  await db.pool.query(`insert into channel (kind, address, on_since, changed_at) values ('email', 'standdown@acme.example', now(), now())`)
  await db.pool.query('analyze owner, plan, plan_event')
})

/** A client that notes how many rows each answer has. */
function counted(client: PoolClient, sizes: number[]): PoolClient {
  return new Proxy(client, {
    get(target, name) {
      if (name !== 'query') return Reflect.get(target, name) as unknown
      return async (...asked: Parameters<PoolClient['query']>) => {
        const answer = (await (target.query as (...all: unknown[]) => Promise<unknown>)(...asked)) as { rows: unknown[] }
        sizes.push(answer.rows.length)
        return answer
      }
    },
  })
}

test('a digest of 100,000 things that moved is read some owners at a time, and each reader has one', async () => {
  const sizes: number[] = []
  const filled = await transaction(db.pool, (client) => fillOutbox(world, counted(client, sizes), { at }))
  expect(filled).toMatchObject({ messages: owners + 1, people: owners + 1 })
  // At most 15 plans for each of 200 owners at once, however many there are.
  expect(Math.max(...sizes)).toBeLessThanOrEqual(3_000)
  const { rows } = await db.pool.query<{ shown: number; more: number; readers: number }>(
    `select jsonb_array_length(facts -> 'plans') as shown, (facts ->> 'more')::int as more, count(*)::int as readers from message_item group by 1, 2 order by 2`,
  )
  expect(rows).toEqual([
    { shown: 15, more: plansOfEach - 15, readers: owners },
    { shown: 15, more: owners * plansOfEach - 15, readers: 1 },
  ])
  const again = await transaction(db.pool, (client) => fillOutbox(world, client, { at }))
  expect(again.messages).toBe(0)
})

test('owners of plans are found one after the other in the index, none twice and none left out', async () => {
  const client = await db.pool.connect()
  const found: string[] = []
  for (let after = firstId; ; after = found.at(-1) ?? after) {
    const next = await nextPlanOwners(client, after, 7)
    found.push(...next)
    if (next.length < 7) break
  }
  client.release()
  const all = await db.prisma.owner.findMany({ select: { id: true }, orderBy: { id: 'asc' } })
  expect(found).toEqual(all.map(({ id }) => id))
  const { rows } = await db.pool.query<{ 'QUERY PLAN': string }>(
    `explain select p.owner_id from plan p where p.owner_id > $1 order by p.owner_id limit 1`,
    [firstId],
  )
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('plan_owner_id_due_at_id_idx')
})
