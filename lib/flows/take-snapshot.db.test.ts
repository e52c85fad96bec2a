import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import { importFile } from './import-file.ts'
import { rescoreDue } from './rescore-due.ts'
import { keepToday, pruneDays } from './take-snapshot.ts'
import { standingDays } from '../db/standing-days.ts'
import { trendOf } from '../posture/trend.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const actor = { kind: 'user', id: randomUUID(), name: 'Sec' } as const
const head = 'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner'

async function bring(now: string, name: string, rows: string, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  expect((await importFile(await at(now), actor, { name, settings, input: input() })).problem).toBeNull()
}

const counts = (day: string) =>
  db.pool
    .query<{ team: string; verdict: string; level: number; tokens: number; hours: number; model: string }>(
      'select team, verdict, level, tokens, privilege_hours as hours, model from snapshot_count where day = $1::date order by team, level',
      [day],
    )
    .then(({ rows }) => rows)

beforeEach(async () => {
  await db.pool.query('delete from snapshot')
})

test('a sync keeps its day: by team, level and verdict, with the hours for which each privilege stands', async () => {
  await bring('2026-11-23T08:00:00Z', 'people', 'owners', 'key,kind,name,email,team\npay,team,Payments,pay@acme.example,\nbo,person,Bo,bo@acme.example,pay\ncy,person,Cy,cy@acme.example,\n') // prettier-ignore
  const rows = [
    'of-team,vault.token,a,2026-01-01,never,2026-11-20,bearer,6:4,pay@acme.example',
    'of-member,vault.token,b,2026-01-01,never,2026-11-20,bearer,6:4,bo@acme.example',
    'of-person,vault.token,c,2026-01-01,2026-11-24T06:00:00Z,2026-11-20,bearer,1:1,cy@acme.example',
    'of-nobody,vault.token,d,2026-11-24T18:00:00Z,never,2026-11-20,bearer,,',
  ]
  await bring('2026-11-24T05:00:00Z', 'tokens', 'tokens', [head, ...rows].join('\n'))
  const { id: team } = await db.prisma.owner.findFirstOrThrow({ where: { name: 'Payments' } })
  const kept = await counts('2026-11-24')
  expect(kept.map(({ team, tokens, level, hours }) => [team, tokens, level, Number(hours.toFixed(3))])).toEqual(
    [
      [team, 2, 6, 48],
      // Six hours until it ends, at a weight of a twentieth; nobody knows what the last may do, and it is a quarter of a day old.
      ['no-team', 1, 1, 0.3],
      ['no-owner', 1, 0, 6],
    ].toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
  )
  expect(new Set(kept.map(({ model }) => model)).size).toBe(1)
})

test('a day is counted once, and again where a source was read whole that was not', async () => {
  const world = await at('2026-11-25T09:00:00Z')
  // As the hourly job does: one of the four has ended since.
  await rescoreDue(world)
  expect(await keepToday(world)).toBe(true)
  const first = await db.prisma.snapshot.findFirstOrThrow()
  expect(await keepToday(await at('2026-11-25T23:59:59Z'))).toBe(false)
  expect(await db.prisma.snapshot.findFirstOrThrow()).toEqual(first)
  await bring('2026-11-25T12:00:00Z', 'more', 'tokens', `${head}\nx,vault.token,x,2026-01-01,never,2026-11-20,bearer,6:4,`)
  const again = await db.prisma.snapshot.findFirstOrThrow()
  expect([first.complete.length, again.complete.length, again.lacking]).toEqual([2, 3, 0])
  expect((await counts('2026-11-25')).reduce((sum, { tokens }) => sum + tokens, 0)).toBe(4)
  expect(await keepToday(await at('2026-11-26T00:07:00Z'))).toBe(true)
  expect(await db.prisma.snapshot.count()).toBe(2)
})

test('two workers at once count a day once', async () => {
  const world = await at('2026-11-27T09:00:00Z')
  expect((await Promise.all([keepToday(world), keepToday(world), keepToday(world)])).filter(Boolean)).toHaveLength(1)
})

test('where nothing was read whole yet there is no day, rather than one of nothing', async () => {
  await db.pool.query(`update source set removed_at = now()`)
  expect(await keepToday(await at('2026-11-28T09:00:00Z'))).toBe(false)
  expect(await db.prisma.snapshot.count()).toBe(0)
})

test('days are kept for 400 days, and then the first of each month that was counted, some at a time', async () => {
  await db.pool.query(
    `insert into snapshot (day, taken_at, complete, lacking) select d::date, d, '{}', 0 from generate_series('2025-07-01'::timestamptz, '2026-11-24', '1 day') d where d::date <> '2025-08-01'`,
  )
  const { rows: sources } = await db.pool.query<{ id: string }>('select id from source limit 1')
  await db.pool.query(
    `insert into snapshot_count (day, source_id, team, verdict, binding, level, model, tokens, risk, privilege_hours) select day, $1, 'no-team', 'retire', 'bearer', 1, 'm', 1, 1, 1 from snapshot`,
    [sources[0]?.id],
  )
  const world = await at('2026-11-24T09:00:00Z')
  const pruned: number[] = []
  for (let n = 0; n < 4; n += 1) pruned.push(await pruneDays(world))
  // Before 20 October 2025 there are 110 of 111 days, four of which are the first that was counted of their months.
  expect(pruned).toEqual([60, 46, 0, 0])
  const { rows } = await db.pool.query<{ day: string }>('select day::text from snapshot order by day limit 6')
  expect(rows.map(({ day }) => day)).toEqual(['2025-07-01', '2025-08-02', '2025-09-01', '2025-10-01', '2025-10-20', '2025-10-21'])
  const { rows: both } = await db.pool.query(
    'select (select count(*)::int from snapshot) as days, (select count(*)::int from snapshot_count) as counts',
  )
  expect(both).toEqual([{ days: 405, counts: 405 }])
  await db.pool.query('delete from snapshot')
})

test('over simulated months the line is what stood each day, and breaks where nobody counted and where another model scored', async () => {
  const start = Date.UTC(2026, 0, 1, 6)
  const days = 120
  // Day 77 brings the next file, by which every token is scored by the present model again.
  const [change, back, outage] = [71, 77, [30, 31, 32]]
  const dayOf = (n: number) => new Date(start + n * 86_400_000).toISOString()
  await db.pool.query('delete from token')
  const stood: [string, number][] = []
  for (let n = 0; n < days; n += 1) {
    // Twenty standing keys, one of which goes each week; the file is the whole issuer's.
    const left = 20 - Math.floor(n / 7)
    const rows = Array.from({ length: left }, (_, i) => `month-${i},vault.token,m${i},2025-06-01,never,${dayOf(n).slice(0, 10)},bearer,6:4,`)
    if (n % 7 === 0) await bring(dayOf(n), 'months', 'tokens', [head, ...rows].join('\n'))
    if (n === change) await db.pool.query(`update token set model = 'nps-0.9.0'`)
    if (outage.includes(n)) {
      await db.pool.query(`delete from snapshot where day = $1::date`, [dayOf(n).slice(0, 10)])
      continue
    }
    await keepToday(await at(dayOf(n)))
    const { rows: now } = await db.pool.query<{ n: number }>(`select count(*)::int as n from token where state = 'live' and verdict in ('revoke-now', 'standing-privilege')`)
    stood.push([dayOf(n).slice(0, 10), now[0]?.n ?? 0])
  }
  expect(stood[0]?.[1]).toBe(20)
  expect(stood.at(-1)?.[1]).toBeLessThan(6)
  const kept = await standingDays(db, { all: true }, { since: dayOf(0).slice(0, 10), team: null })
  expect(kept.map(({ day, standing }) => [day, standing])).toEqual(stood)
  const { points, ruleChanges } = trendOf(kept)
  expect(ruleChanges).toEqual([change, back].map((n) => dayOf(n).slice(0, 10)))
  // The line breaks at the first of the days that nobody counted, and at each day from which another model scored.
  expect(points.filter(({ standing }) => standing === null).map(({ day }) => day)).toEqual([outage[0] ?? 0, change, back].map((n) => dayOf(n).slice(0, 10)))
}) // prettier-ignore
