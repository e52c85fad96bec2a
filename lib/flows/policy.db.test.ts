import { beforeAll, describe, expect, it } from 'vitest'
import { checkAudit } from './check-audit.ts'
import { currentPolicy, policyVersion, policyVersions } from '../db/policy.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { asDelivered, type Policy } from '../model/policy.ts'
import type { Viewer } from '../model/viewer.ts'
import { appliedPolicy, applyPolicy } from './apply-policy.ts'
import { previewPolicy, readPolicy, takePolicy, type PolicySeen } from './change-policy.ts'
import { importFile } from './import-file.ts'
import { openPlans, previewPlans } from './open-plans.ts'
import { rescoreDue } from './rescore-due.ts'
import { actNow } from './testing/act-now.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const ana: Viewer = { id: '018f0000-0000-7000-8000-000000000001', sessionId: 's', name: 'Ana', email: 'ana@acme.example', role: 'admin', scope: { all: true }, selfIds: [] } // prettier-ignore
const begun = '2026-11-02T09:00:00.000Z'
const now = '2026-11-22T09:00:00.000Z'
const after = (instant: string, hours: number) => new Date(new Date(instant).getTime() + hours * 3_600_000)
const policy = (values: Partial<Policy> = {}) => ({ ...asDelivered, ...values })
const token = (externalId: string) => db.prisma.token.findFirstOrThrow({ where: { externalId } })
const dates = async () =>
  (await db.pool.query<{ id: string; due: string }>('select external_id as id, due_at::text as due from token order by external_id')).rows

/** Takes it as somebody does who looks at what it does first. */
async function take(values: Policy, instant = now, seen?: PolicySeen) {
  const world = await at(instant)
  const { number, sums, plans } = await previewPolicy(world, values)
  const { earlier, later, overdue } = sums
  return takePolicy(world, ana, { values, why: 'the board asked for it' }, seen ?? { number, earlier, later, overdue, plans: plans.then })
}

beforeAll(async () => {
  async function* input() {
    yield Buffer.from(
      [
        'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope',
        'admin,vault.token,admin,2026-01-01,never,2026-11-01,bearer,6:4',
        'other,vault.token,other,2026-01-01,never,2026-11-01,bearer,6:4',
        'small,vault.token,small,2026-01-01,never,2026-11-01,bearer,1:1',
        'idle,vault.token,idle,2026-01-01,never,2026-06-01,bearer,6:4',
        'fine,vault.token,fine,2026-11-02T08:00:00Z,2026-11-02T09:30:00Z,2026-11-02,bearer,1:1',
      ].join('\n'),
    )
  }
  const settings = { format: 'csv', covers: 'everything' }
  const run = await importFile(await at(begun), { kind: 'user', id: ana.id, name: ana.name }, { name: 'tokens', settings, input: input() })
  expect(run.problem).toBeNull()
  expect(await token('admin')).toMatchObject({ reason: 'STANDING_HIGH', dueAt: after(begun, 30 * 24) })
})

describe('before anybody decided', () => {
  it('what was delivered holds, and is nobody’s', async () => {
    expect(await currentPolicy(db.pool)).toEqual({ number: 0, values: asDelivered, at: null, by: null, why: '' })
    expect((await policyVersions(db.pool)).map(({ number }) => number)).toEqual([0])
    expect(await appliedPolicy(await at(now))).toBe(0)
    expect(await policyVersion(db.pool, 3)).toBeNull()
  })

  it('the same again is refused, and so is one without a reason', async () => {
    await expect(take(policy())).rejects.toMatchObject({ code: 'conflict' })
    const seen = { number: 0, earlier: 2, later: 0, overdue: 2, plans: 0 }
    await expect(takePolicy(await at(now), ana, { values: policy({ standingHighDays: 14 }), why: '  ' }, seen)).rejects.toMatchObject({
      code: 'bad-input',
      issues: [{ where: 'why', what: 'Say why, in a sentence.' }],
    })
    expect(() => readPolicy(policy({ containLeakHours: 48, dormantDays: 0 }))).toThrow(expect.objectContaining({ code: 'bad-input' }))
    expect(await db.prisma.policy.count()).toBe(0)
  })
})

describe('a change', () => {
  it('is shown before it is taken, and shown is what happens', async () => {
    const world = await at(now)
    const opened = { chosen: { by: 'ids', ids: [(await token('other')).id] }, recipe: null, dueAt: null } as const
    const doer = { id: ana.id, name: ana.name, scope: ana.scope }
    await openPlans(world, doer, opened, await previewPlans(world, doer, opened))
    const before = await dates()
    const values = policy({ standingHighDays: 14, standingMediumDays: 120, standingLowDays: 200 })
    const preview = await previewPolicy(world, values)
    expect(await dates()).toEqual(before)
    expect(preview.changes).toEqual(['standingHighDays', 'standingMediumDays', 'standingLowDays'])
    expect(preview.dates.find(({ name }) => name === 'standingHighDays')).toEqual({ name: 'standingHighDays', tokens: 2, earlier: 2, later: 0, overdue: 2, relieved: 0 }) // prettier-ignore
    expect(preview.plans).toEqual({ open: 1, now: 0, then: 1 })

    expect(await take(values)).toEqual({ done: true, number: 1, moved: preview.sums.earlier + preview.sums.later })
    const changed = (await dates()).filter(({ due }, i) => due !== before[i]?.due)
    expect(changed).toHaveLength(preview.sums.earlier + preview.sums.later)
    expect(await token('admin')).toMatchObject({ verdictSince: new Date(begun), dueAt: after(begun, 14 * 24) })
    expect(await token('small')).toMatchObject({ reason: 'STANDING_MEDIUM', dueAt: after(begun, 120 * 24) })
    const late = await db.prisma.token.count({ where: { dueAt: { lt: new Date(now) } } })
    expect(late).toBe((await late0(before)) + preview.sums.overdue)
    // Asked again nothing would move: it stands where it was said to stand.
    expect((await previewPolicy(world, values)).sums).toMatchObject({ earlier: 0, later: 0, overdue: 0, relieved: 0 })
  })

  it('is kept with who took it and why, and audited from what to what', async () => {
    expect(await policyVersions(db.pool)).toMatchObject([{ number: 1, by: 'Ana', why: 'the board asked for it', at: new Date(now) }, { number: 0 }]) // prettier-ignore
    const [changed, applied] = await db.prisma.audit.findMany({ where: { target: 'policy:1' }, orderBy: { seq: 'asc' } })
    expect(changed).toMatchObject({
      act: 'policy.changed',
      actor: 'Ana',
      before: { standingHighDays: 30, standingMediumDays: 90, standingLowDays: 180 },
      after: { standingHighDays: 14, standingMediumDays: 120, standingLowDays: 200, why: 'the board asked for it', earlier: 2, overdue: 2, laterPlans: 1 },
    }) // prettier-ignore
    expect(applied).toMatchObject({ act: 'policy.applied', after: { tokens: 3 } })
    expect(await checkAudit(await at(now))).toMatchObject({ intact: true })
  })

  it('counts for what is scored from then on', async () => {
    const { id } = await token('admin')
    await actNow(await at('2026-11-23T09:00:00Z'), ana, [id], { do: 'exposure', leak: { state: 'suspected', foundIn: 'a wiki', foundAt: new Date(now), stillValid: 'yes' } }) // prettier-ignore
    // What it carries is nearer than a day from now: it was late already, and a leak wins it no time.
    expect(await token('admin')).toMatchObject({ verdict: 'revoke-now', carriedDueAt: after(begun, 14 * 24), dueAt: after(begun, 14 * 24) })
  })

  it('is refused where it does something else than was shown, or somebody was faster', async () => {
    const values = policy({ standingHighDays: 21 })
    const seen = { number: 1, earlier: 0, later: 0, overdue: 0, plans: 0 }
    expect(await take(values, now, seen)).toMatchObject({ done: false, now: { number: 1 } })
    const { sums, plans } = await previewPolicy(await at(now), values)
    const nearly = { number: 1, earlier: sums.earlier * 1_000, later: sums.later, overdue: sums.overdue, plans: plans.then }
    expect(sums.earlier).toBeGreaterThan(0)
    expect(await take(values, now, nearly)).toMatchObject({ done: false })
    const right = { number: 0, earlier: sums.earlier, later: sums.later, overdue: sums.overdue, plans: plans.then }
    expect(await take(values, now, right)).toMatchObject({ done: false })
    expect((await currentPolicy(db.pool)).number).toBe(1)
  })
})

describe('undo', () => {
  it('is taking the version before again, as another version', async () => {
    const { values } = (await policyVersion(db.pool, 0))!
    expect(await take(values)).toMatchObject({ done: true, number: 2 })
    expect(await token('other')).toMatchObject({ dueAt: after(begun, 30 * 24) })
    expect(await token('small')).toMatchObject({ dueAt: after(begun, 90 * 24) })
    expect((await policyVersions(db.pool)).map(({ number }) => number)).toEqual([2, 1, 0])
  })
})

describe('where there are many, or it is cut off', () => {
  it('the worker counts what was left, once', async () => {
    await db.pool.query(
      `insert into policy (number, values, at, by, by_id, why) values (3, $1, $2, 'Ana', $3, 'left')`,
      [JSON.stringify(policy({ standingHighDays: 10 })), now, ana.id],
    ) // prettier-ignore
    const world = await at(now)
    expect(await appliedPolicy(world)).toBe(2)
    expect(await applyPolicy(world)).toMatchObject({ policy: 3, moved: 1 })
    expect(await token('other')).toMatchObject({ dueAt: after(begun, 10 * 24) })
    expect(await applyPolicy(world)).toEqual({ policy: 3, moved: 0 })
    expect(await db.prisma.audit.count({ where: { act: 'policy.applied', target: 'policy:3' } })).toBe(1)
  })

  it('a rescoring leaves the dates of a policy as they were counted', async () => {
    // One has expired by then, and presses no more.
    const lasting = async () => (await dates()).filter(({ id }) => id !== 'fine')
    const before = await lasting()
    await rescoreDue(await at(now))
    expect(await lasting()).toEqual(before)
  })

  it('a version from before a field was there has it as it is delivered', async () => {
    const { dormantDays: _, ...older } = asDelivered
    await db.pool.query(`insert into policy (number, values, at, by, by_id, why) values (4, $1, $2, 'Ana', $3, 'old')`, [JSON.stringify(older), now, ana.id]) // prettier-ignore
    expect((await currentPolicy(db.pool)).values).toEqual(asDelivered)
  })
})

async function late0(before: readonly { due: string }[]): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>('select count(*)::int as n from unnest($1::timestamptz[]) as d where d < $2', [before.map(({ due }) => due), now]) // prettier-ignore
  return rows[0]?.n ?? 0
}
