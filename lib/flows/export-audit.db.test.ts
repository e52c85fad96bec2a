import { buffer } from 'node:stream/consumers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { record } from '../db/audit.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { until } from '../db/testing/until.ts'
import { transaction } from '../db/transaction.ts'
import { readAuditSearch } from '../model/audit-search.ts'
import { readTokenSearch } from '../model/token-search.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { exportAudit } from './export-audit.ts'
import { exportInventory } from './export-inventory.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const world = await (await worldOver(db))('2026-11-24T09:00:00Z')
const ines: Viewer = { id: '018f0000-0000-7000-8000-00000000000a', sessionId: 'x', name: 'Ines', email: 'i@example.com', role: 'auditor', scope: { all: true }, selfIds: [] } // prettier-ignore
const entries = 1_200

// Long enough that a batch of them does not fit into what the pipes hold.
beforeAll(() =>
  transaction(db.pool, async (client) => {
    const entry = {
      actor: { kind: 'system', name: 'sync' } as const,
      act: 'rule.moved',
      target: 'rule:1',
      after: { note: 'x'.repeat(900) },
    }
    for (let n = 0; n < entries; n += 1) await record(client, entry, world.now, world.auditKey)
  }),
)
beforeEach(() => until('no export to be under way', async () => (await connections()) === 0))

const opened = () => exportAudit(world, ines, readAuditSearch({ act: 'rule.moved' }))
const connections = async () =>
  (await db.pool.query(`select 1 from pg_stat_activity where application_name = 'standdown export' and datname = current_database()`))
    .rowCount
const recordOf = async (id: string) =>
  (await db.prisma.audit.findMany({ where: { target: `export:${id}` }, orderBy: { seq: 'asc' } })).map(({ act, after }) => ({ act, after }))

describe('an export of the audit', () => {
  it('is on record from its first row, and at its end with how many rows', async () => {
    const { id, csv, recorded } = await opened()
    const begun = { act: 'audit.exported', after: { filter: 'act=rule.moved' } }
    expect(await recordOf(id)).toEqual([begun])
    expect((await buffer(csv)).toString('utf8').split('\r\n')).toHaveLength(entries + 2)
    await recorded
    expect(await recordOf(id)).toEqual([
      begun,
      { act: 'audit.export-ended', after: { rows: entries, complete: true, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ])
  })

  it('fails where the database does, in the middle as well, and is on record as cut off', async () => {
    const { id, csv, recorded } = await opened()
    await new Promise((resolve) => csv.once('readable', resolve))
    await db.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'standdown export' and datname = current_database()`,
    )
    await expect(buffer(csv)).rejects.toThrow()
    await recorded
    expect((await recordOf(id))[1]).toEqual({ act: 'audit.export-ended', after: { rows: 500, complete: false } })
  })

  it('that nobody reads on is ended with its reading, and on record as cut off', async () => {
    const { id, csv, recorded } = await opened()
    await new Promise((resolve) => csv.once('readable', resolve))
    csv.destroy()
    await recorded
    const [, ended] = await recordOf(id)
    expect(ended).toMatchObject({ act: 'audit.export-ended', after: { complete: false } })
    expect((ended?.after as { rows: number }).rows).toBeLessThan(entries)
  })

  it('goes on two at a time for one person, exports of tokens counted with it; a turn ends with its export', async () => {
    const [first, second] = [await opened(), await opened()]
    const tokens = () => exportInventory(world, { actor: actorOf(ines), scope: ines.scope }, readTokenSearch({}))
    await expect(opened()).rejects.toMatchObject({ code: 'too-many' })
    await expect(tokens()).rejects.toMatchObject({ code: 'too-many' })
    first.csv.destroy()
    await first.recorded
    const third = await until('the turn to be free again', () => tokens().catch(() => undefined))
    second.csv.destroy()
    await Promise.all([second.recorded, buffer(third.file), third.recorded])
  })
})
