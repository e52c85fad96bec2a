import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import type { Scope } from '../model/viewer.ts'
import { listIssuers } from './list-issuers.ts'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()
const everything: Scope = { all: true }
const source = randomUUID()

beforeAll(async () => {
  await db.pool.query(
    `insert into source (id, kind, name, settings, subject, created_at) values ($1, 'test', 'somewhere', '{}', 'somewhere', '2026-01-01')`,
    [source],
  )
  // Names in pairs, so that an edge is one of two alike; every tenth is gone.
  await db.pool.query(
    `insert into issuer (id, source_id, external_id, provider, kind, name, mints, minted_binding, trusts, observed, fingerprint, verdict, risk, reasons, model, first_seen_at, changed_at, gone_at)
     select gen_random_uuid(), $1, n, 'aws', 'aws.role', 'role ' || lpad((n / 2)::text, 3, '0'), 'sessions', 'bearer', '{}', '{}', 'f', 'acceptable', 10, '{}', 'm', '2026-01-01', '2026-01-01',
       case when n % 10 = 0 then '2026-02-01'::timestamptz end from generate_series(1, 130) n`,
    [source],
  )
})

it('pages forwards and back over the same rows, and says where each page stands', async () => {
  const forward: string[][] = []
  const said: number[][] = []
  let page = await listIssuers(db, everything, null)
  for (;;) {
    forward.push(page.rows.map(({ id }) => id))
    said.push([page.before, page.rows.length, page.total])
    if (!page.next) break
    page = await listIssuers(db, everything, { ...page.next, side: 'after' })
  }
  expect(said).toEqual([
    [0, 50, 117],
    [50, 50, 117],
    [100, 17, 117],
  ])
  expect(new Set(forward.flat()).size).toBe(117)

  const back = [page.rows.map(({ id }) => id)]
  while (page.previous) {
    page = await listIssuers(db, everything, { ...page.previous, side: 'before' })
    back.unshift(page.rows.map(({ id }) => id))
  }
  expect(back).toEqual(forward)
  expect(page.next).not.toBeNull()
})

it('begins with a name that is asked for, and has a way back from there', async () => {
  const page = await listIssuers(db, everything, { name: 'role 060', id: '00000000-0000-0000-0000-000000000000', side: 'after' })
  expect(page.rows.map(({ name }) => name).slice(0, 2)).toEqual(['role 060', 'role 061'])
  expect(page).toMatchObject({ before: 108, next: null })
  expect(page.previous).not.toBeNull()
})

it('past the end there is nothing, and the number of all stays told', async () => {
  const page = await listIssuers(db, everything, { name: 'z', id: source, side: 'after' })
  expect(page).toEqual({ rows: [], total: 117, before: 0, previous: null, next: null })
})

it('who sees only some owners’ tokens sees none', async () => {
  expect(await listIssuers(db, { all: false, ownerIds: [source] }, null)).toMatchObject({ rows: [], total: 0 })
})
