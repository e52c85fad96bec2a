import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { worldOver } from '../flows/testing/world.ts'
import { readEventCursor, writeEventCursor, type EventCursor, type EventGroup } from '../model/token-event.ts'
import type { Scope } from '../model/viewer.ts'
import { suggestedOwner, suggestedOwners } from './suggested-owner.ts'
import { freshDatabase } from './testing/database.ts'
import { tokenEvents } from './token-events.ts'
import { tokenGrants } from './token-grants.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const actor = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const everything: Scope = { all: true }
let [key, ana, other] = ['', '', '']

async function bring(name: string, settings: object, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const run = await importFile(await at('2026-11-23T09:00:00.000Z'), actor, {
    name,
    settings: { format: 'csv', ...settings },
    input: input(),
  })
  expect(run.problem).toBeNull()
}

const idOf = async (query: string) => (await db.pool.query<{ id: string }>(query)).rows[0]?.id ?? ''

beforeAll(async () => {
  await bring('people', { rows: 'owners', covers: 'part' }, 'key,kind,name,email,status\nana,person,Ana,ana@acme.example,active\nben,person,Ben,ben@acme.example,active\n') // prettier-ignore
  await bring('tokens', { rows: 'tokens', covers: 'part' }, 'external_id,kind,name,lifecycle,scope,owner\nk,vault.token,key,active,6:4,ana@acme.example\n') // prettier-ignore
  key = await idOf(`select id from token where external_id = 'k'`)
  ana = await idOf(`select id from owner where name = 'Ana'`)
  other = await idOf(`select id from owner where name = 'Ben'`)
  // Sixty uses, three to an instant, so that a page's edge falls between events of one moment; and one kind from a later version.
  for (let n = 0; n < 60; n++) {
    await db.pool.query(
      `insert into event (id, token_id, source_id, kind, at, cause, detail)
       select $1, id, source_id, $2, timestamptz '2026-11-23T10:00:00Z' + $3 * interval '1 minute', $4, '{}' from token where id = $5`,
      [randomUUID(), n === 0 ? 'from-a-later-version' : 'used', Math.floor(n / 3), `c${n}`, key],
    )
  }
})

async function pages(scope: Scope, group: EventGroup | null): Promise<string[][]> {
  const all: string[][] = []
  let after: EventCursor | null = null
  for (;;) {
    const page = await tokenEvents(db, scope, key, { group, after })
    all.push(page.events.map(({ id }) => id))
    if (!page.next) return all
    // As a link carries it.
    after = readEventCursor(writeEventCursor(page.next))
    expect(after).not.toBeNull()
  }
}

describe('a token’s timeline', () => {
  it('pages over every event once, the newest first', async () => {
    const read = await pages(everything, null)
    expect(read.map((page) => page.length)).toEqual([25, 25, 11])
    expect(new Set(read.flat()).size).toBe(61)
  })

  it('counts every group whatever is shown; what it does not know is a fact', async () => {
    const { counts, events } = await tokenEvents(db, everything, key, { group: 'facts', after: null })
    expect(counts).toMatchObject({ use: 59, state: 1, facts: 1, verdict: 0 })
    expect(events.map(({ kind }) => kind)).toEqual(['from-a-later-version'])
    expect((await pages(everything, 'use')).flat()).toHaveLength(59)
  })

  it('is its owner’s to read and nobody else’s; nor are the grants', async () => {
    const [hers, his] = [ana, other].map((id): Scope => ({ all: false, ownerIds: [id] }))
    if (!hers || !his) throw new Error('Two owners were made above.')
    expect((await pages(hers, null)).flat()).toHaveLength(61)
    expect(await tokenEvents(db, his, key, { group: null, after: null })).toMatchObject({ events: [], next: null, counts: { use: 0 } })
    expect(await tokenGrants(db, hers, key)).toHaveLength(1)
    expect(await tokenGrants(db, his, key)).toEqual([])
  })

  it.each(['', 'x', '2026-11-23T10:00:00.000Z', `${'9'.repeat(30)}_${randomUUID()}`, '2026-11-23T10:00:00.000Z_x', undefined])(
    'a cursor that is none is none: %j',
    (text) => expect(readEventCursor(text)).toBeNull(),
  )
})

describe('who may own it', () => {
  it('is told only while nobody does, and only to those who see every token', async () => {
    await db.pool.query(
      `insert into owner_suggestion (token_id, owner_id, evidence, says, certainty, made_at) values ($1, $2, 'tag', 'A tag says so.', 'likely', now())
       on conflict (token_id) do nothing`,
      [key, other],
    )
    expect(await suggestedOwner(db, everything, key)).toBeNull()
    await db.pool.query(`update owner set status = 'departed' where id = $1`, [ana])
    expect(await suggestedOwner(db, everything, key)).toEqual({ name: 'Ben', evidence: 'tag', says: 'A tag says so.' })
    expect(await suggestedOwner(db, { all: false, ownerIds: [ana] }, key)).toBeNull()
    expect(await suggestedOwners(db, everything, [key, ana])).toEqual(new Map([[key, { name: 'Ben', evidence: 'tag' }]]))
    expect((await suggestedOwners(db, { all: false, ownerIds: [ana] }, [key])).size).toBe(0)
  })
})
