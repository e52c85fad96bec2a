import { beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import type { Actor } from '../model/viewer.ts'
import { importFile } from './import-file.ts'
import { rescoreDue } from './rescore-due.ts'
import { actNow } from './testing/act-now.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const ana: Actor & { kind: 'user' } = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' }
const on = (day: number, hour = 9) => new Date(Date.UTC(2026, 10, day, hour)).toISOString()
const after = (instant: string, hours: number) => new Date(new Date(instant).getTime() + hours * 3_600_000)

async function sync(day: number, rows: readonly string[]) {
  async function* input() {
    yield Buffer.from(['external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope', ...rows].join('\n'))
  }
  const settings = { format: 'csv', covers: 'everything' }
  const run = await importFile(await at(on(day)), ana, { name: 'tokens', settings, input: input() })
  expect(run.problem).toBeNull()
}

const admin = 'a,vault.token,admin,2026-01-01,never,2026-11-01,bearer,6:4'
const small = 'b,vault.token,small,2026-01-01,never,2026-11-01,bearer,1:1'
const token = async (externalId: string) => db.prisma.token.findFirstOrThrow({ where: { externalId } })

beforeAll(() => sync(2, [admin, small]))

describe('the act-by date of a token', () => {
  it('begins as it is first seen', async () => {
    expect(await token('a')).toMatchObject({ reason: 'STANDING_HIGH', verdictSince: new Date(on(2)), dueAt: after(on(2), 30 * 24), returnedAt: null }) // prettier-ignore
  })

  it('runs on through syncs and edits that change nothing of it', async () => {
    await sync(3, [admin, small])
    await sync(4, [admin.replace('admin,', 'renamed,'), small])
    const { id } = await token('a')
    await db.prisma.owner.create({ data: { id: ana.id, kind: 'person', name: 'Ana' } })
    await actNow(await at(on(4, 10)), ana, [id], { do: 'owner', ownerId: ana.id })
    expect(await token('a')).toMatchObject({
      name: 'renamed',
      ownerId: ana.id,
      verdictSince: new Date(on(2)),
      dueAt: after(on(2), 30 * 24),
    })
  })

  it('a leak gives an hour, and the clock does not begin again as it is told twice', async () => {
    const { id } = await token('a')
    const leak = { state: 'confirmed', foundIn: 'a repository', foundAt: new Date(on(4)), stillValid: 'yes' } as const
    await actNow(await at(on(5)), ana, [id], { do: 'exposure', leak })
    await actNow(await at(on(5, 12)), ana, [id], { do: 'exposure', leak: { ...leak, foundIn: 'another' } })
    expect(await token('a')).toMatchObject({ verdict: 'revoke-now', verdictSince: new Date(on(5)), dueAt: after(on(5), 1) })
  })

  it('time alone begins another urgency, and wins no time by it', async () => {
    const dormant = '2027-01-31T00:00:00.000Z'
    expect(await token('b')).toMatchObject({ reason: 'STANDING_MEDIUM', dueAt: after(on(2), 90 * 24) })
    await rescoreDue(await at('2027-01-30T23:59:59.999Z'))
    expect(await token('b')).toMatchObject({ reason: 'STANDING_MEDIUM', verdictSince: new Date(on(2)) })
    await rescoreDue(await at(dormant))
    // A week would end on 7 February; the 90 days that ran before end nine hours from now.
    expect(await token('b')).toMatchObject({ reason: 'DORMANT', verdictSince: new Date(dormant), dueAt: after(on(2), 90 * 24) })
  })
})

describe('a token that comes back', () => {
  it('says when, and keeps it', async () => {
    const only = 'c,vault.token,short,2026-01-01,never,2026-11-01,bearer,3:2'
    await sync(6, [admin, small, only])
    await sync(7, [admin, small])
    expect(await token('c')).toMatchObject({ state: 'gone', returnedAt: null, verdict: 'retired' })
    const { rows } = await db.pool.query(`select due_at = 'infinity' as never from token where external_id = 'c'`)
    expect(rows).toEqual([{ never: true }])
    await sync(8, [admin, small, only])
    await sync(9, [admin, small, only.replace('short', 'long')])
    expect(await token('c')).toMatchObject({ state: 'live', name: 'long', returnedAt: new Date(on(8)), verdictSince: new Date(on(8)) })
  })
})
