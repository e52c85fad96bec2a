import { expect, test } from 'vitest'
import { checkAudit, lastAuditCheck } from '../flows/check-audit.ts'
import { exportAudit } from '../flows/export-audit.ts'
import { worldOver } from '../flows/testing/world.ts'
import { readAuditSearch } from '../model/audit-search.ts'
import type { Viewer } from '../model/viewer.ts'
import { record } from './audit.ts'
import { listActs, listAudit } from './list-audit.ts'
import { freshDatabase } from './testing/database.ts'
import { transaction } from './transaction.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const owner = '018f0000-0000-7000-8000-00000000000a'
const auditor: Viewer = {
  id: owner,
  sessionId: 'x',
  name: 'Ines',
  email: 'i@example.com',
  role: 'auditor',
  scope: { all: true },
  selfIds: [],
}

await db.prisma.owner.create({ data: { id: owner, kind: 'person', name: 'Ana Moreno' } })
for (let day = 1; day <= 30; day += 1) {
  const world = await at(`2026-09-${String(day).padStart(2, '0')}T12:00:00Z`)
  for (const who of ['Ana', 'Ben_x', 'Cleo']) {
    const act = day % 2 === 0 ? 'user.change' : 'owner.edited'
    const target = day % 2 === 0 ? `user:${day}` : `owner:${owner}`
    const entry = { actor: { kind: 'system', name: who } as const, act, target, before: { day: day - 1 }, after: { day, note: '=1+1' } }
    await transaction(db.pool, (client) => record(client, entry, world.now, world.auditKey))
  }
}

const seqs = async (query: Record<string, string>) => (await listAudit(db, readAuditSearch(query))).lines.map(({ seq }) => Number(seq))

test('pages go forward and back over the same entries, newest first', async () => {
  const first = await listAudit(db, readAuditSearch({}))
  expect(first.lines).toHaveLength(50)
  expect(first.lines[0]?.seq).toBe('90')
  expect(first.previous).toBeNull()
  const second = await listAudit(db, readAuditSearch({ after: first.next ?? '' }))
  expect(second.lines.map(({ seq }) => Number(seq))).toEqual(Array.from({ length: 40 }, (_, index) => 40 - index))
  expect(second.next).toBeNull()
  const back = await listAudit(db, readAuditSearch({ before: second.previous ?? '' }))
  expect(back.lines).toEqual(first.lines)
  expect(back.previous).toBeNull()
})

test.each([
  [{ who: 'ana' }, 30],
  [{ who: '_x' }, 30],
  [{ who: 'nobody' }, 0],
  [{ act: 'user.change' }, 45],
  [{ act: 'user' }, 45],
  [{ target: 'user:2' }, 3],
  [{ from: '2026-09-30' }, 3],
  [{ from: '2026-09-02', until: '2026-09-02' }, 3],
  [{ who: 'Cleo', act: 'owner', until: '2026-09-03' }, 2],
])('%j finds %i', async (query, count) => {
  expect((await seqs(query as Record<string, string>)).length).toBe(Math.min(count, 50))
})

test('a target has its present name, where it is still there', async () => {
  const { lines } = await listAudit(db, readAuditSearch({ act: 'owner.edited' }))
  expect(lines[0]?.targetName).toBe('Ana Moreno')
  expect((await listAudit(db, readAuditSearch({ act: 'user.change' }))).lines[0]?.targetName).toBeNull()
})

test('the acts there are', async () => expect(await listActs(db)).toEqual(['owner.edited', 'user.change']))

test('the file has every matching entry with its hash, no formula, and is an entry itself', async () => {
  const world = await at('2026-10-01T12:00:00Z')
  const { csv } = await exportAudit(world, auditor, readAuditSearch({ who: 'Ana' }))
  const lines = (await csv.toArray()).join('').split('\r\n')
  expect(lines[0]).toBe('seq,at,actor,actor_id,act,target,before,after,prev_hash,hash')
  expect(lines).toHaveLength(32)
  expect(lines[1]).toMatch(/^1,2026-09-01T12:00:00.000Z,Ana,,owner\.edited,/)
  expect((await listAudit(db, readAuditSearch({ act: 'audit.exported' }))).lines[0]).toMatchObject({ actor: 'Ines', after: { filter: 'who=Ana' } })
}) // prettier-ignore

test('a check says up to where the chain is intact, and from where it is not', async () => {
  const world = await at('2026-10-02T12:00:00Z')
  expect(await checkAudit(world)).toMatchObject({ intact: true })
  expect(await lastAuditCheck(world)).toMatchObject({ intact: true, at: world.now })
  await db.pool.query(
    `alter table audit disable trigger user; update audit set actor = 'Eve' where seq = 7; alter table audit enable trigger user`,
  )
  expect(await checkAudit(world)).toMatchObject({ intact: false, entry: '7' })
  expect(await lastAuditCheck(world)).toMatchObject({ intact: false, entry: '7' })
})

test('a leak is told by its token and where it lies, a review by its name, a file by its report', async () => {
  const [leak, review, file] = ['018f0000-0000-7000-8000-0000000000e1', '018f0000-0000-7000-8000-0000000000e2', '018f0000-0000-7000-8000-0000000000e3']
  const when = new Date('2026-10-01T12:00:00Z')
  await db.prisma.exposure.create({ data: { id: leak, state: 'confirmed', foundIn: 'acme/api, .env', foundAt: when, stillValid: 'yes', matchedBy: 'nothing', statedBy: 'user:x' } })
  await db.prisma.campaign.create({ data: { id: review, name: 'Q4 2026', query: '', startedAt: when, startedBy: 'Ana', dueAt: when } })
  await db.pool.query(`insert into taken (id, at, by, report, format, filter, population, state) values ($1, $2, 'Ines', 'inventory', 'csv', '', '{}', 'running')`, [file, when])
  const world = await at('2026-10-01T12:00:00Z')
  for (const target of [`exposure:${leak}`, `campaign:${review}`, `report:${file}`])
    await transaction(db.pool, (client) => record(client, { actor: { kind: 'system', name: 'Dora' }, act: 'named', target }, world.now, world.auditKey))
  const { lines } = await listAudit(db, readAuditSearch({ who: 'Dora' }))
  expect(lines.map(({ targetName }) => targetName)).toEqual(['inventory, taken on 2026-10-01', 'Q4 2026', 'acme/api, .env'])
}) // prettier-ignore
