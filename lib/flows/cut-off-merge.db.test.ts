import { beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import { assertWhole } from '../db/testing/whole.ts'
import type { Run } from '../model/source.ts'
import type { Actor } from '../model/viewer.ts'
import { addRule } from './edit-rules.ts'
import { importFile } from './import-file.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const ana: Actor = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' }

const monday = '2026-11-23T09:00:00Z'
const soonAfter = '2026-11-23T10:00:00Z'
const tuesday = '2026-11-24T09:00:00Z'
const wednesday = '2026-11-25T09:00:00Z'

async function bring(name: string, rows: readonly object[], now: string, covers = 'part'): Promise<Run> {
  async function* input() {
    yield Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))
  }
  return importFile(await at(now), ana, { name, settings: { format: 'jsonl', covers }, input: input() })
}

const token = (id: string, said: object = {}) => ({
  row: 'tokens',
  external_id: id,
  kind: 'vault.token',
  issued_at: '2026-11-01',
  expires_at: 'never',
  last_used_at: '2026-11-22',
  binding: 'bearer',
  scope: '3:2',
  ...said,
})
const owner = (status: string) => ({ row: 'owners', key: 'ana', handles: 'vault:ana', status })
const control = (id: number, on: object) => ({
  row: 'controls',
  type: 'monitoring',
  evidence: `alarm ${id}`,
  evidenced_at: '2026-11-22',
  ...on,
})

const kept = (externalId: string) => db.prisma.token.findFirst({ where: { externalId } })

/** Lets the merge of a token named "unlucky" fail, with this SQLSTATE, until it is lifted. */
async function breakMerging(code: string): Promise<() => Promise<unknown>> {
  await db.pool
    .query(`create function unlucky() returns trigger language plpgsql as $$ begin raise exception 'unlucky' using errcode = '${code}'; end $$;
    create trigger unlucky before insert on token for each row when (new.external_id = 'unlucky') execute function unlucky()`)
  return () => db.pool.query('drop function unlucky cascade')
}

beforeEach(async () => {
  await db.pool.query('truncate source, owner, workload, rule, exposure, control, permission_set, staged, facet_count cascade')
})

test('what a failed merge had changed of owners reaches their tokens in the next run', async () => {
  await bring('all', [owner('active'), token('a', { owner: 'vault:ana' })], monday)
  const before = await kept('a')
  const lift = await breakMerging('P0001')
  const file = [owner('departed'), token('a', { owner: 'vault:ana' }), token('unlucky')]
  const failed = await bring('all', file, tuesday)
  await lift()
  expect(failed).toMatchObject({ state: 'failed', phase: 'merging' })
  expect(failed.problem).toContain('the next run does the rest')

  expect(await bring('all', file, wednesday)).toMatchObject({ state: 'complete', phase: 'done' })
  expect((await kept('a'))?.replay).toBeGreaterThan(before?.replay ?? Infinity)
  await assertWhole(db)
})

test('an import reads its own file, whatever a killed import left half merged', async () => {
  const lift = await breakMerging('57P01')
  await expect(bring('all', [token('old'), token('unlucky')], monday)).rejects.toMatchObject({ code: '57P01' })
  await lift()
  expect(await db.prisma.run.findFirst()).toMatchObject({ state: 'running', phase: 'merging' })

  expect(await bring('all', [token('new')], soonAfter)).toMatchObject({ state: 'complete', counts: { seen: 1, new: 1 } })
  expect(await kept('new')).not.toBeNull()
  expect(await kept('unlucky')).toBeNull()
  expect(await db.prisma.run.count({ where: { state: 'failed' } })).toBe(1)
  await assertWhole(db)
})

test('every control of a long file counts, and a file of a part takes none away', async () => {
  await bring('work', [{ row: 'workloads', key: 'Billing' }, token('a', { workload: 'billing' })], monday)
  const many = Array.from({ length: 10_001 }, (_, i) => control(i, { token: `elsewhere ${i}` }))
  await bring('controls', [...many, control(-1, { workload: 'BILLING' })], monday)
  expect(await db.prisma.control.findMany({ select: { evidence: true } })).toEqual([{ evidence: 'alarm -1' }])

  await bring('controls', [control(-2, { token: 'a' })], tuesday)
  expect(await db.prisma.control.count()).toBe(2)
  await bring('controls', [control(-2, { token: 'a' })], wednesday, 'everything')
  expect(await db.prisma.control.findMany({ select: { evidence: true } })).toEqual([{ evidence: 'alarm -2' }])
  await assertWhole(db)
})

test('a rule that is added while a run merges holds for what the run merges after it', async () => {
  await bring('people', [owner('active')], monday)
  const { id: ownerId } = await db.prisma.owner.findFirstOrThrow()
  const tokens = Array.from({ length: 2_500 }, (_, i) => token(`t ${String(i).padStart(4, '0')}`, { name: `ci-${i}` }))
  const [run] = await Promise.all([
    bring('all', tokens, tuesday),
    expect
      .poll(() => db.prisma.token.count(), { timeout: 30_000, interval: 5 })
      .toBeGreaterThan(0)
      .then(async () =>
        addRule(await at(tuesday), ana, { name: 'ci', position: 0, condition: { name: 'ci-*' }, ownerId, workloadId: null }),
      ),
  ])
  expect(run.state).toBe('complete')
  // The slice under way, of 1,000, may have been given the rules of before.
  expect(await db.prisma.token.count({ where: { ownerId } })).toBeGreaterThanOrEqual(1_500)
})
