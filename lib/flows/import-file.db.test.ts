import { beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import { until } from '../db/testing/until.ts'
import { assertWhole } from '../db/testing/whole.ts'
import { verifyChain } from '../db/audit.ts'
import type { Run } from '../model/source.ts'
import type { Actor } from '../model/viewer.ts'
import { importFile } from './import-file.ts'
import { editOwner } from './edit-owner.ts'
import { addRule, removeRule } from './edit-rules.ts'
import { editWorkload } from './edit-workload.ts'
import { recordControl } from './record-evidence.ts'
import { rescoreDue } from './rescore-due.ts'
import { actNow } from './testing/act-now.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const ana: Actor & { kind: 'user' } = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' }

const monday = '2026-11-23T09:00:00Z'
const tuesday = '2026-11-24T09:00:00Z'
const wednesday = '2026-11-25T09:00:00Z'

async function bring(name: string, text: string, now = monday, settings: object = {}): Promise<Run> {
  async function* input() {
    yield Buffer.from(text)
  }
  return importFile(await at(now), ana, { name, settings: { format: 'csv', covers: 'everything', ...settings }, input: input() })
}

const header = 'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner,workload\n'
const row = (id: string, said: Partial<Record<string, string>> = {}) => {
  const cells = {
    external_id: id,
    kind: 'vault.token',
    name: `token ${id}`,
    issued_at: '2026-11-01',
    expires_at: 'never',
    last_used_at: '2026-11-22',
    binding: 'bearer',
    scope: '3:2',
    owner: '',
    workload: '',
    ...said,
  }
  return `${Object.values(cells).join(',')}\n`
}

async function token(externalId: string) {
  return db.prisma.token.findFirstOrThrow({
    where: { externalId },
    include: { events: { orderBy: { at: 'asc' } }, history: { orderBy: { at: 'asc' } } },
  })
}
const kinds = (one: { events: { kind: string }[] }) => one.events.map((event) => event.kind).toSorted()

beforeEach(async () => {
  await db.pool.query(
    'truncate source, owner, workload, rule, exposure, control, permission_set, permission_document, staged, facet_count cascade',
  )
})

describe('an import', () => {
  test('makes scored tokens with a first event and a first history row', async () => {
    const run = await bring('crm', header + row('a') + row('b', { scope: '6:4' }))
    expect(run).toMatchObject({ state: 'complete', counts: { seen: 2, new: 2, changed: 0, gone: 0 } })
    const a = await token('a')
    expect(a).toMatchObject({ state: 'live', verdict: 'standing-privilege', level: 3, reach: 2, issuedHow: 'exact', expiresHow: 'never' })
    expect(kinds(a)).toEqual(['first-seen'])
    expect(a.history).toHaveLength(1)
    await assertWhole(db)
  })

  test('that comes twice at once makes one source', async () => {
    const holding = await db.pool.connect()
    await holding.query('begin; lock table source in share mode')
    const both = Promise.all(['a', 'a'].map((id) => bring('crm', header + row(id))))
    // Neither can store its source yet, and each has looked whether the other's is there.
    const waiting = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await until('both wait', async () => (await db.pool.query<{ n: number }>(waiting)).rows[0]?.n === 2)
    await holding.query('commit')
    holding.release()
    expect((await both).map((run) => run.state)).toEqual(['complete', 'complete'])
    expect(await db.prisma.source.count()).toBe(1)
    await assertWhole(db)
  })

  test('of the same file writes nothing', async () => {
    await bring('crm', header + row('a'))
    const before = await token('a')
    const run = await bring('crm', header + row('a'), tuesday)
    expect(run.counts).toMatchObject({ seen: 1, new: 0, changed: 0 })
    expect(await token('a')).toEqual(before)
  })

  test('tells what happened: rotated, widened, gone, proved gone, returned', async () => {
    await bring('crm', header + row('a') + row('b'))
    await bring('crm', header + row('a', { issued_at: '2026-11-20', scope: '6:4' }), tuesday)
    expect(kinds(await token('a'))).toEqual(expect.arrayContaining(['first-seen', 'rotated', 'scope-widened']))
    expect(await token('b')).toMatchObject({ state: 'gone', verdict: 'retired', risk: 0, absentRuns: 1 })
    await bring('crm', header + row('a'), wednesday)
    expect(await token('b')).toMatchObject({ state: 'gone', absentRuns: 2 })
    await bring('crm', header + row('a') + row('b'), '2026-11-26T09:00:00Z')
    const b = await token('b')
    expect(b).toMatchObject({ state: 'live', absentRuns: 0, missingSince: null, verdict: 'standing-privilege' })
    expect(kinds(b)).toEqual(['first-seen', 'gone', 'returned', 'verdict-changed', 'verdict-changed'])
    await assertWhole(db)
  })

  test('that covers a part marks nothing gone', async () => {
    await bring('crm', header + row('a') + row('b'))
    await bring('crm', header + row('a'), tuesday, { covers: 'part' })
    expect(await token('b')).toMatchObject({ state: 'live', absentRuns: 0 })
  })

  test('with one wrong row changes nothing, and says which', async () => {
    await bring('crm', header + row('a'))
    const before = await token('a')
    const run = await bring('crm', header + row('a', { scope: '6:4' }) + row('b', { expires_at: '32/13/2026' }), tuesday)
    expect(run.state).toBe('failed')
    expect(run.problem).toContain('line 3, column expires_at: “32/13/2026” is not a date')
    expect(await token('a')).toEqual(before)
    expect(await db.prisma.token.count()).toBe(1)
    await assertWhole(db)
  })

  test('with an id twice is refused, naming both lines', async () => {
    const run = await bring('crm', header + row('a') + row('b') + row('a'))
    expect(run.problem).toContain('line 2 and line 4: token a stands 2 times')
    expect(await db.prisma.token.count()).toBe(0)
    expect(await db.prisma.source.count(), 'a first import that failed leaves no source').toBe(0)
    await assertWhole(db)
  })
})

describe('what we know', () => {
  const owners = 'key,kind,email,handles,status\nana,person,ana@acme.example,vault:ana,active\nteam,team,,,active\n'
  const workloads = 'key,sensitivity,agent,status\nbilling,4,none,active\n'

  test('owners and workloads are matched by hints, whichever file comes first', async () => {
    await bring('crm', header + row('a', { owner: 'vault:ana', workload: 'Billing' }))
    expect(await token('a')).toMatchObject({ ownerId: null, workloadId: null })
    await bring('owners', owners, tuesday, { rows: 'owners' })
    await bring('workloads', workloads, tuesday, { rows: 'workloads' })
    const a = await token('a')
    expect(a).toMatchObject({ ownerHow: 'hint', workloadHow: 'hint', sensitivity: 4 })
    expect(kinds(a)).toEqual(expect.arrayContaining(['owner-changed', 'workload-changed']))
    await bring('crm2', header + row('b', { owner: 'ana@acme.example', workload: 'billing' }), wednesday)
    expect(await token('b')).toMatchObject({ ownerId: a.ownerId, workloadId: a.workloadId })
    await assertWhole(db)
  })

  test('what a person states stands against the next sync, and can be taken back', async () => {
    await bring('owners', owners, monday, { rows: 'owners' })
    await bring('crm', header + row('a', { owner: 'team' }))
    const { id, ownerId } = await token('a')
    const other = await db.prisma.owner.findFirstOrThrow({ where: { key: 'ana' } })
    expect(ownerId).not.toBe(other.id)
    await actNow(await at(tuesday), ana, [id], { do: 'owner', ownerId: other.id })
    await bring('crm', header + row('a', { owner: 'team', scope: '4:4' }), wednesday)
    expect(await token('a')).toMatchObject({ ownerId: other.id, ownerHow: 'stated' })
    await actNow(await at(wednesday), ana, [id], { do: 'owner', ownerId: null })
    expect(await token('a')).toMatchObject({ ownerId, ownerHow: 'hint' })
  })

  test('editing an owner or a workload scores its tokens in the same act', async () => {
    await bring('owners', owners, monday, { rows: 'owners' })
    await bring('workloads', workloads, monday, { rows: 'workloads' })
    await bring('crm', header + row('a', { owner: 'vault:ana', workload: 'billing' }))
    const before = await token('a')
    await editOwner(await at(tuesday), ana, { id: before.ownerId ?? '', version: 1, set: { status: 'departed' } })
    const after = await token('a')
    expect(after.replay).toBeGreaterThan(before.replay)
    await editWorkload(await at(tuesday), ana, { id: before.workloadId ?? '', version: 1, set: { status: 'decommissioned' } })
    expect(await token('a')).toMatchObject({ verdict: 'revoke-now', reason: 'OFFBOARDED' })
    await assertWhole(db)
  })

  test('a rule assigns what it matches and lets go when it is removed', async () => {
    await bring('owners', owners, monday, { rows: 'owners' })
    await bring('crm', header + row('a') + row('b', { name: 'ci-deploy' }))
    const { id: ownerId } = await db.prisma.owner.findFirstOrThrow({ where: { key: 'team' } })
    const rule = await addRule(await at(tuesday), ana, { name: 'ci', position: 0, condition: { name: 'ci-*' }, ownerId, workloadId: null })
    expect(rule.changed).toBe(1)
    expect(await token('b')).toMatchObject({ ownerId, ownerHow: 'rule' })
    await removeRule(await at(tuesday), ana, rule.id)
    expect(await token('b')).toMatchObject({ ownerId: null, ownerHow: null })
  })

  test('a control lowers what it is worth, and stops to count when its evidence is old', async () => {
    await bring('crm', header + row('a', { last_used_at: '' }))
    const before = await token('a')
    const control = { type: 'network', evidence: 'security group', evidencedAt: new Date(monday) } as const
    await actNow(await at(tuesday), ana, [before.id], { do: 'control', control })
    const under = await token('a')
    expect(under.replay).toBeLessThan(before.replay)
    const later = '2027-02-22T09:00:00Z'
    expect(under.nextChangeAt.getTime()).toBeLessThanOrEqual(new Date(later).getTime())
    await rescoreDue(await at(later))
    const old = await token('a')
    expect(old.controlsMissing).toContain('network')
    expect(old.replay).toBeGreaterThan(under.replay)
    expect(await rescoreDue(await at(later))).toEqual({ seen: 0, changed: 0 })
  })

  test('evidence recorded by several at once is kept once for each, and for what is not there not at all', async () => {
    await bring('crm', header + row('a'))
    const { id } = await token('a')
    const world = await at(tuesday)
    const control = { type: 'monitoring', evidence: 'alarm', evidencedAt: new Date(monday) } as const
    const ben = { id: '018f0000-0000-7000-8000-000000000002', name: 'Ben' }
    await Promise.all([ana, ben, ana, ben, ana, ben].map((who) => actNow(world, who, [id], { do: 'control', control })))
    expect((await db.prisma.control.findMany()).map(({ statedBy }) => statedBy).toSorted()).toEqual([`user:${ana.id}`, `user:${ben.id}`])
    await expect(recordControl(world, ana, { ...control, on: { workloadId: id } })).rejects.toMatchObject({ code: 'not-found' })
    await expect(removeRule(world, ana, 'no id')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a leak makes it revoke-now at once, by hand or by file', async () => {
    await bring('crm', header + row('a') + row('b'))
    const a = await token('a')
    const leak = { state: 'confirmed', foundIn: 'a public gist', foundAt: new Date(monday), stillValid: 'yes' } as const
    await actNow(await at(tuesday), ana, [a.id], { do: 'exposure', leak })
    expect(await token('a')).toMatchObject({ verdict: 'revoke-now', risk: 100, reason: 'LEAK_ACTIVE' })
    const run = await bring('leaks', 'token,state,found_in,found_at,still_valid\nb,confirmed,a public commit,2026-11-23,yes\n', tuesday, {
      rows: 'exposures',
    })
    expect(run.state).toBe('complete')
    expect(await token('b')).toMatchObject({ verdict: 'revoke-now', exposure: 'confirmed' })
    await assertWhole(db)
  })
})

test('a leak of a token that nobody shows is said, not lost in silence', async () => {
  await bring('crm', header + row('a'))
  const run = await bring('leaks', 'token,state,found_in,found_at\nnobody,confirmed,a gist,2026-11-23\n', tuesday, { rows: 'exposures' })
  expect(run.state).toBe('partial')
  expect(run.gaps).toMatchObject([{ object: 'leaks', why: 'inconsistent' }])
  await assertWhole(db)
})

test('a file in which a leak fits no token is not whole: what is not in it is missing, and not gone', async () => {
  const rows = (...of: object[]) => of.map((one) => JSON.stringify(one)).join('\n')
  const one = (id: string) => ({ row: 'tokens', external_id: id, kind: 'vault.token', scope: '3:2', binding: 'bearer' })
  const settings = { format: 'jsonl' }
  await bring('all', rows(one('a'), one('b')), monday, settings)
  const leak = { row: 'exposures', token: 'nobody', state: 'confirmed', found_in: 'a gist', found_at: '2026-11-23' }
  expect((await bring('all', rows(one('a'), leak), tuesday, settings)).state).toBe('partial')
  expect(await token('b')).toMatchObject({ state: 'live', absentRuns: 0, missingSince: new Date(tuesday) })
  expect((await bring('all', rows(one('a')), wednesday, settings)).state).toBe('complete')
  expect(await token('b')).toMatchObject({ state: 'gone', absentRuns: 1 })
  await assertWhole(db)
})

test('the clock: only rows whose moment has come, and each of them once', async () => {
  await bring('crm', header + row('a', { issued_at: '2026-11-20' }) + row('b', { issued_at: '2020-01-01', last_used_at: 'never' }))
  const due = (await token('a')).nextChangeAt
  expect(await rescoreDue(await at(new Date(due.getTime() - 1_000).toISOString()))).toEqual({ seen: 0, changed: 0 })
  expect(await rescoreDue(await at(due.toISOString()))).toEqual({ seen: 1, changed: 1 })
  expect(await rescoreDue(await at(due.toISOString()))).toEqual({ seen: 0, changed: 0 })
})

test('every change above is in the audit, and the audit is whole', async () => {
  const { auditKey } = await at(monday)
  expect(await verifyChain(db.pool, auditKey)).toMatchObject({ intact: true })
  const acts = await db.prisma.audit.groupBy({ by: ['act'] })
  expect(acts.map(({ act }) => act)).toEqual(
    expect.arrayContaining([
      'file.imported',
      'tokens.stated',
      'owner.edited',
      'workload.edited',
      'rule.added',
      'control.recorded',
      'exposure.recorded',
    ]),
  )
})
