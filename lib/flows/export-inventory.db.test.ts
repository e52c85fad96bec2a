import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import { takenWithHash } from '../db/taken.ts'
import { emptyAudit } from '../db/testing/tamper.ts'
import { until } from '../db/testing/until.ts'
import { readTokenSearch, type RawQuery } from '../model/token-search.ts'
import { exportInventory } from './export-inventory.ts'
import { importFile } from './import-file.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const now = '2026-11-24T09:00:00.000Z'
const ana = { actor: { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' }, scope: { all: true } } as const
const ben = {
  actor: { kind: 'user', id: '018f0000-0000-7000-8000-000000000002', name: 'Ben' },
  scope: { all: false, ownerIds: [] },
} as const

beforeAll(async () => {
  async function* input() {
    // Names with line breaks: rows are counted, not lines. Long enough that a file does not fit into what the pipes hold.
    yield Buffer.from('external_id,kind,name,tags\n')
    for (let n = 0; n < 3_000; n += 1) yield Buffer.from(`id-${n},vault.token,"two\nlines ${n}",note=${'x'.repeat(900)}\n`)
  }
  const run = await importFile(await at(now), ana.actor, { name: 'tokens', settings: { format: 'csv' }, input: input() })
  expect(run.problem).toBeNull()
})

beforeEach(() => emptyAudit(db))

const acts = async () => (await db.prisma.audit.findMany({ orderBy: { seq: 'asc' } })).map(({ actor, act, target, after }) => ({ actor, act, target, after })) // prettier-ignore
const opened = async (who: typeof ana | typeof ben, query: RawQuery = {}) => exportInventory(await at(now), who, readTokenSearch(query))

describe('an export', () => {
  it('is on record from its first row, and at its end with how many rows', async () => {
    const { id, filter, file: csv, recorded } = await opened(ana, { verdict: 'standing-privilege', q: 'lines 1', sort: 'name' })
    expect(filter).toBe('q=lines+1&verdict=standing-privilege&sort=name')
    const what = { report: 'tokens', format: 'csv', filter, asOf: null }
    const begun = { actor: 'Ana', act: 'report.taken', target: `report:${id}`, after: what }
    expect(await acts()).toEqual([begun])
    const sha256 = createHash('sha256').update(await buffer(csv)).digest('hex') // prettier-ignore
    expect(await recorded).toBe(sha256)
    expect(await acts()).toEqual([begun, { actor: 'Ana', act: 'report.ended', target: `report:${id}`, after: { ...what, rows: 1_111, complete: true, sha256 } }]) // prettier-ignore
    expect(await takenWithHash(db, sha256)).toMatchObject([{ id, by: 'Ana', report: 'tokens', filter, state: 'whole', rows: 1_111 }])
  })

  it('by an owner says that it is of their own', async () => {
    const { file, recorded } = await opened(ben)
    await buffer(file)
    await recorded
    expect((await acts()).map(({ after }) => after)).toMatchObject([{ scope: 'own' }, { scope: 'own', rows: 0, complete: true }])
  })

  it('taken by a clock that runs ahead is dated by the real one, and speaks of the estate’s', async () => {
    const ahead = new Date(Date.now() + 30 * 86_400_000)
    const { id, file, recorded } = await exportInventory(await at(ahead.toISOString()), ana, readTokenSearch({}))
    await buffer(file)
    await recorded
    const taken = await db.prisma.taken.findUniqueOrThrow({ where: { id } })
    for (const instant of [taken.at, taken.endedAt!]) expect(Math.abs(instant.getTime() - Date.now())).toBeLessThan(60_000)
    expect((taken.population as { at: string }).at).toBe(ahead.toISOString())
  })

  it('of a selection is those rows', async () => {
    const tokens = await db.prisma.token.findMany({ take: 250, select: { id: true } })
    const { file: csv, recorded } = await opened(ana, { id: tokens.map(({ id }) => id) })
    const text = (await buffer(csv)).toString('utf8')
    await recorded
    for (const { id } of tokens) expect(text).toContain(id)
    expect((await acts())[1]?.after).toMatchObject({ rows: 250, complete: true })
  })

  it('that is cut off is on record as cut off', async () => {
    const { file: csv, recorded } = await opened(ana)
    await new Promise((resolve) => csv.once('readable', resolve))
    csv.destroy()
    await recorded
    const [, ended] = await acts()
    expect(ended?.after).toMatchObject({ complete: false })
    expect((ended?.after as { rows: number }).rows).toBeLessThan(3_000)
  })

  it('that is so short that it fits into the pipe has not ended before it is read, and is on record as of then', async () => {
    const [one] = await db.prisma.token.findMany({ take: 1, select: { id: true } })
    const { file: csv, recorded } = await opened(ana, { id: one?.id ?? '' })
    await new Promise((resolve) => csv.once('readable', resolve))
    await pause(50)
    expect(await acts()).toHaveLength(1)
    await buffer(csv)
    await recorded
    const [begun, ended] = await db.prisma.audit.findMany({ orderBy: { seq: 'asc' } })
    expect((ended?.at.getTime() ?? 0) - (begun?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(45)
    const cut = await opened(ana, { id: one?.id ?? '' })
    await new Promise((resolve) => cut.file.once('readable', resolve))
    cut.file.destroy()
    await cut.recorded
    expect((await acts()).at(-1)?.after).toMatchObject({ rows: 1, complete: false, sha256: null })
  })

  it('goes on two at a time for one person, whoever else exports; a turn ends with its export', async () => {
    const first = await opened(ana)
    const second = await opened(ana)
    await expect(opened(ana)).rejects.toMatchObject({ code: 'too-many', message: 'You have 2 exports under way. Wait for one to end, or stop it.' }) // prettier-ignore
    const bens = await opened(ben)
    expect((await buffer(bens.file)).toString('utf8').split('\r\n')).toHaveLength(2)
    await bens.recorded
    first.file.destroy()
    await first.recorded
    const third = await until('the turn to be free again', () => opened(ana).catch(() => undefined))
    for (const { file, recorded } of [second, third]) {
      await buffer(file)
      await recorded
    }
    expect((await acts()).filter(({ act }) => act === 'report.taken')).toHaveLength(4)
  })
})
