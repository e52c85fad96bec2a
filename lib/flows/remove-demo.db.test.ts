import { expect, test } from 'vitest'
import { advance, Fenced } from '../db/fence.ts'
import { startRun } from '../db/start-run.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { until } from '../db/testing/until.ts'
import { transaction } from '../db/transaction.ts'
import type { Source } from '../model/source.ts'
import { ensureDemo, removeDemo, requireDemo } from './demo.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const ana = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const world = await (await worldOver(db))('2026-11-23T09:00:00Z')

const tokens = {
  name: 'demo tokens',
  settings: { format: 'csv', rows: 'tokens', covers: 'everything' },
  text: 'external_id,kind,name,lifecycle\none,vault.token,one,active\ntwo,vault.token,two,active\n',
}

/** Who waits for a lock in this database. */
const waiting = async () => {
  const { rows } = await db.pool.query<{ n: number }>(`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
  return (rows[0]?.n ?? 0) > 0
} // prettier-ignore

test('the demo goes while a sync of it is writing: the sync is ended and writes nothing more', async () => {
  await expect(requireDemo(world)).rejects.toThrow('There is no demo data here, so there is no clock to move.')
  await ensureDemo(world, { sources: [], files: [tokens], rules: [] })
  await requireDemo(world)
  const source = await db.prisma.source.findFirstOrThrow()
  const run = await startRun(db.pool, source as unknown as Source, { now: world.now, requestedBy: 'schedule', afresh: false })

  let removed: Promise<void> | undefined
  const written = transaction(db.pool, async (client) => {
    await client.query(`update token set name = name || ' again'`)
    removed = removeDemo(world, ana)
    await until('the removal waits for what is being written', waiting)
    await advance(client, run, { merged: 2 })
  })
  await expect(written).rejects.toThrow(Fenced)
  await removed
  expect([await db.prisma.source.count(), await db.prisma.token.count(), await db.prisma.run.count()]).toEqual([0, 0, 0])
  await expect(requireDemo(world)).rejects.toThrow('The demo was removed, so there is no clock to move.')
})
