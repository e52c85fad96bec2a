import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import { cancelRun } from './cancel-run.ts'
import { demoState, ensureDemo, removeDemo } from './demo.ts'
import { removeRule } from './edit-rules.ts'
import { editWorkload } from './edit-workload.ts'
import { importFile } from './import-file.ts'
import { recordControl } from './record-evidence.ts'
import { removeSource } from './remove-source.ts'
import { actNow } from './testing/act-now.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const ana = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const at = await worldOver(db)
const world = await at('2026-11-23T09:00:00Z')
const day = new Date('2026-11-20T00:00:00Z')

async function bring(name: string, rows: string, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  expect((await importFile(world, ana, { name, settings, input: input() })).problem).toBeNull()
}

let id: { owner: string; workload: string; token: string; source: string }

beforeAll(async () => {
  await bring('people', 'owners', 'key,kind,name,email,team,status\nbo,person,Bo,bo@acme.example,,\n')
  await bring('loads', 'workloads', 'key,name,environment,sensitivity,agent,accountable\npay,Payments,prod,4,none,\n')
  await bring('tokens', 'tokens', 'external_id,kind,name,lifecycle,owner,workload\none,vault.token,one,active,bo@acme.example,pay\n')
  id = {
    owner: (await db.prisma.owner.findFirstOrThrow()).id,
    workload: (await db.prisma.workload.findFirstOrThrow()).id,
    token: (await db.prisma.token.findFirstOrThrow()).id,
    source: (await db.prisma.source.findFirstOrThrow({ where: { name: 'tokens' } })).id,
  }
})

const lastAct = async () => {
  const { rows } = await db.pool.query<{ act: string; before: unknown; after: unknown }>(
    'select act, before, after from audit order by seq desc limit 1',
  )
  return rows[0]
}

describe('what people change by hand', () => {
  test('a workload keeps what an edit leaves out, and the audit says both', async () => {
    await editWorkload(world, ana, { id: id.workload, version: 1, set: { agent: 'autonomous' } })
    expect(await db.prisma.workload.findUnique({ where: { id: id.workload } })).toMatchObject({
      sensitivity: 4,
      agent: 'autonomous',
      status: 'active',
      version: 2,
    })
    expect(await lastAct()).toMatchObject({ act: 'workload.edited', before: { agent: 'none' }, after: { agent: 'autonomous', version: 2 } })
    await editWorkload(world, ana, { id: id.workload, version: 2, set: { sensitivity: null } })
    expect((await db.prisma.workload.findUnique({ where: { id: id.workload } }))?.sensitivity).toBeNull()
  })

  test('a control of each reach, and a leak told twice', async () => {
    const control = { type: 'monitoring', evidence: 'seen', evidencedAt: day } as const
    await actNow(world, ana, [id.token], { do: 'control', control })
    for (const on of [{ workloadId: id.workload }, { sourceId: id.source }]) {
      await recordControl(world, ana, { ...control, on })
      const entries = await db.prisma.audit.count()
      expect(await recordControl(world, ana, { ...control, on }), 'told again').toEqual({ changed: 0 })
      expect(await db.prisma.audit.count()).toBe(entries)
    }
    const controls = await db.prisma.control.findMany({ orderBy: { id: 'asc' } })
    expect(controls.map((one) => [one.tokenId, one.workloadId, one.sourceId])).toEqual([
      [id.token, null, null],
      [null, id.workload, null],
      [null, null, id.source],
    ])
    expect(controls[0]).toMatchObject({ expiresAt: new Date('2027-02-18T00:00:00Z'), statedBy: `user:${ana.id}`, minutes: null })
    for (const state of ['suspected', 'confirmed'] as const)
      await actNow(world, ana, [id.token], { do: 'exposure', leak: { state, foundIn: 'a log', foundAt: day, stillValid: 'yes' } })
    expect(await db.prisma.exposure.findMany()).toMatchObject([{ tokenId: id.token, state: 'confirmed', matchedBy: 'by hand' }])
  })

  const nobody = randomUUID()
  const refused: [string, () => Promise<unknown>, string][] = [
    ['a rule that is gone', () => removeRule(world, ana, 'no id'), 'not-found'],
    ['an unknown owner', () => actNow(world, ana, [id.token], { do: 'owner', ownerId: nobody }), 'not-found'],
    ['an unknown workload', () => actNow(world, ana, [id.token], { do: 'workload', workloadId: nobody }), 'not-found'],
    [
      'evidence of nothing',
      () => recordControl(world, ana, { type: 'network', on: { workloadId: nobody }, evidence: 'x', evidencedAt: day }),
      'not-found',
    ],
    ['a sync that does not run', () => cancelRun(world, ana, id.source), 'conflict'],
    ['a source that is not there', () => removeSource(world, ana, nobody), 'not-found'],
  ]
  test.each(refused)('%s is refused and writes no audit', async (_, act, code) => {
    const before = await db.prisma.audit.count()
    await expect(act()).rejects.toMatchObject({ code })
    expect(await db.prisma.audit.count()).toBe(before)
  })
})

test('a running sync is asked to stop once; a removed source frees its name and ends its run', async () => {
  const run = await db.prisma.run.findFirstOrThrow({ where: { sourceId: id.source } })
  await db.prisma.run.update({ where: { id: run.id }, data: { state: 'running' } })
  await cancelRun(world, ana, id.source)
  await expect(cancelRun(world, ana, id.source)).rejects.toMatchObject({ code: 'conflict' })
  await removeSource(world, ana, id.source)
  expect(await lastAct()).toMatchObject({ act: 'source.removed', before: { name: 'tokens', kind: 'file' } })
  expect(await db.prisma.run.findUnique({ where: { id: run.id } })).toMatchObject({ state: 'cancelled', epoch: -1 })
  await bring('tokens', 'tokens', 'external_id,kind,name,lifecycle\ntwo,vault.token,two,active\n')
})

test('the demo comes with its rules once and goes whole', async () => {
  const later = await at('2026-11-24T09:00:00Z')
  for (const { id: source } of await db.prisma.source.findMany({ where: { removedAt: null } })) await removeSource(later, ana, source)
  const csv = { format: 'csv', rows: 'owners', covers: 'part' }
  const estate = {
    sources: [],
    files: [{ name: 'demo people', settings: csv, text: 'key,kind,name,email,team,status\nmo,person,Mo,mo@demo.example,,\n' }],
    rules: ['mo', 'nobody'].map((ownerKey) => ({ name: ownerKey, condition: { name: '*' }, ownerKey, workloadKey: null })),
  }
  // What was removed has left its tokens: a demo beside them would mix the two.
  expect([await ensureDemo(later, estate), await demoState(later)]).toEqual([[], { here: false, asked: false, aheadMs: 0 }])
  await db.prisma.source.deleteMany()
  await ensureDemo(later, estate)
  await ensureDemo(later, estate)
  expect(await db.prisma.rule.findMany({ where: { demo: true } })).toMatchObject([{ name: 'mo', position: 0 }])
  await removeDemo(later, ana)
  expect(await demoState(world)).toEqual({ here: false, asked: false, aheadMs: 0 })
  expect(await db.prisma.source.count({ where: { demo: true } })).toBe(0)
  expect(await ensureDemo(later, estate)).toEqual([])
  expect(await lastAct()).toMatchObject({ act: 'demo.removed', before: { sources: 1 } })
})
