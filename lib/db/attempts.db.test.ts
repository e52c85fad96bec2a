import { expect, test } from 'vitest'
import { sweepTries, takeTurn } from './attempts.ts'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()
const limit = { turns: 3, seconds: 60 }
const at = (seconds: number) => new Date(Date.parse('2026-11-23T09:00:00Z') + seconds * 1_000)

test('so many turns in so many seconds; the rest is told how long to wait, and one may go on afterwards', async () => {
  for (const second of [0, 10, 20]) expect(await takeTurn(db, 'a', limit, at(second))).toBe(0)
  expect(await takeTurn(db, 'a', limit, at(20))).toBe(40)
  expect(await takeTurn(db, 'b', limit, at(20))).toBe(0)
  expect(await takeTurn(db, 'a', limit, at(59.5))).toBe(1)
  expect(await takeTurn(db, 'a', limit, at(60))).toBe(0)
})

test('of fifty at once no more than there are turns go through', async () => {
  const waits = await Promise.all(Array.from({ length: 50 }, () => takeTurn(db, 'c', limit, at(0))))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(3)
})

test('what was asked for is not written down, and goes with the sweep', async () => {
  await takeTurn(db, 'evaluate|somebody', limit, at(0))
  const { rows } = await db.pool.query<{ row: string }>('select row_to_json(a)::text as row from attempt a')
  expect(rows.map(({ row }) => row).join()).not.toContain('somebody')
  expect(await sweepTries(db, at(1))).toBeGreaterThan(0)
})
