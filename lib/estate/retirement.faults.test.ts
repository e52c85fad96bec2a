import { afterAll, describe, expect, it } from 'vitest'
import { readPlan } from '../db/read-plan.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { actOnPlan } from '../flows/act-on-plan.ts'
import { ensureDemo } from '../flows/demo.ts'
import { openPlans, previewPlans } from '../flows/open-plans.ts'
import { syncNow } from '../flows/sync-now.ts'
import { worldOver } from '../flows/testing/world.ts'
import type { PlanAct } from '../model/plan-act.ts'
import type { Viewer } from '../model/viewer.ts'
import { demoOf } from './demo.ts'
import { startEstate } from './estate.ts'
import { day } from './habit.ts'

const db = await freshDatabase()
const estate = await startEstate({ tokens: 41, seed: 7, now: new Date('2026-11-24T09:00:00Z') })
const worldAt = await worldOver(db)
const world = () => worldAt(estate.control.now().toISOString())
afterAll(() => estate.close())

const all = { all: true } as const
const noor: Viewer = {
  id: '018f0000-0000-7000-8000-000000000001',
  sessionId: 's',
  name: 'Noor',
  email: 'n@x.example',
  role: 'analyst',
  scope: all,
  selfIds: [],
}
const as = (ownerId: string): Viewer => ({
  ...noor,
  id: '018f0000-0000-7000-8000-000000000002',
  name: 'Ana',
  role: 'owner',
  scope: { all: false, ownerIds: [ownerId] },
  selfIds: [ownerId],
})

async function pass(days: number, sources: readonly string[]) {
  estate.control.advance(days * day)
  for (const id of sources) expect((await syncNow(id, await world(), 'test')).state).toBe('complete')
}

/** What is told here happens in AWS; to read the rest each time would take most of the time. */
async function ofAws(ids: readonly string[]): Promise<string[]> {
  return (await db.prisma.source.findMany({ where: { id: { in: [...ids] }, name: { startsWith: 'AWS ' } } })).map(({ id }) => id)
}

const tokensNamed = (name: string) => db.prisma.token.findMany({ where: { name }, orderBy: { issuedAt: 'asc' } })

async function open(ids: readonly string[]): Promise<string> {
  const asked = { chosen: { by: 'ids', ids } as const, recipe: null, dueAt: null }
  const preview = await previewPlans(await world(), noor, asked)
  expect(preview).toMatchObject({ tokens: ids.length, plans: 1, already: 0, notLive: 0 })
  const opened = await openPlans(await world(), noor, asked, preview)
  if (!opened.done) throw new Error('It was opened for other numbers.')
  return opened.ids[0] ?? ''
}

async function stageOf(id: string) {
  const plan = await readPlan(db, all, id)
  return { stage: plan?.stage, waitingOn: plan?.waitingOn, refusal: plan?.refusal ?? null }
}

/** Does something to the plan as it now is. */
async function act(viewer: Viewer, id: string, what: PlanAct) {
  const plan = await readPlan(db, all, id)
  return actOnPlan(await world(), viewer, { id, version: plan?.version ?? 0, act: what })
}

describe('retirement, on nothing but what the company’s providers show', () => {
  it(
    'the billing export moves, and its plan is proved step by step; a key that comes back opens its plan again',
    { timeout: 180_000 },
    async () => {
      const sources = await ofAws(await ensureDemo(await world(), demoOf(estate)))
      for (const id of sources) expect((await syncNow(id, await world(), 'test')).state).toBe('complete')
      const [first, second] = await tokensNamed('billing-export')
      if (!first?.ownerId || !second) throw new Error('The billing export has two keys and an owner.')
      const ana = as(first.ownerId)
      const plan = await open([first.id])
      expect(await stageOf(plan)).toEqual({ stage: 'draft', waitingOn: 'owner', refusal: null })

      // Somebody whose plan it is not neither sees it nor acts on it.
      const other = as('018f0000-0000-7000-8000-0000000000ff')
      expect(await readPlan(db, other.scope, plan)).toBeNull()
      await expect(act(other, plan, { do: 'acknowledge' })).rejects.toMatchObject({ code: 'not-found' })
      await expect(act(noor, plan, { do: 'acknowledge' })).rejects.toMatchObject({ code: 'forbidden' })
      await act(ana, plan, { do: 'acknowledge' })
      await expect(act(ana, plan, { do: 'switch' })).rejects.toMatchObject({ code: 'conflict' })
      await act(ana, plan, { do: 'name-successor', successor: { tokenId: second.id } })
      // The way leads to a role, and this is another key: its use would show a rotation, and no more.
      expect(await stageOf(plan)).toMatchObject({ stage: 'acknowledged', refusal: expect.stringMatching(/is another standing key/) })
      await act(ana, plan, { do: 'choose-recipe', recipe: 'aws.access-key.rotate' })
      expect(await stageOf(plan)).toEqual({ stage: 'acknowledged', waitingOn: 'owner', refusal: null })
      const named = await readPlan(db, all, plan)
      expect(named?.successor).toMatchObject({ id: second.id, displayId: second.displayId, seen: true, stands: true })
      expect(named?.events.find(({ kind }) => kind === 'successor-named')).toMatchObject({
        successorId: second.id,
        detail: { name: 'billing-export', displayId: second.displayId, successorId: second.id },
      })

      // Too early: the second key was never used. Its owner says they switched; the provider says otherwise.
      await act(ana, plan, { do: 'switch' })
      expect((await stageOf(plan)).refusal).toMatch(/never been used/)
      await pass(2.5, sources)
      expect(await stageOf(plan)).toMatchObject({ stage: 'replaced', refusal: expect.stringMatching(/Something still uses it/) })
      await pass(1, sources)
      await act(ana, plan, { do: 'switch' })
      expect(await stageOf(plan)).toEqual({ stage: 'replaced', waitingOn: 'next-sync', refusal: null })
      await pass(0.5, sources)
      expect(await stageOf(plan)).toEqual({ stage: 'cut-over', waitingOn: 'provider', refusal: null })
      await pass(6, sources)
      expect((await stageOf(plan)).stage).toBe('cut-over')
      await pass(1, sources)
      expect(await stageOf(plan)).toMatchObject({ stage: 'quiet', waitingOn: 'owner' })
      await pass(2, sources)
      expect(await stageOf(plan)).toMatchObject({ stage: 'disabled', waitingOn: 'owner' })
      await pass(2, sources)
      expect(await stageOf(plan)).toMatchObject({ stage: 'deleted', waitingOn: 'next-sync' })
      await pass(0.5, sources)
      expect(await stageOf(plan)).toEqual({ stage: 'verified', waitingOn: 'nobody', refusal: null })
      const [replaced] = (await readPlan(db, all, plan))?.proved.find(({ proof }) => proof === 'replaced')?.newest ?? []
      expect(replaced).toMatchObject({
        successorId: second.id,
        detail: { says: expect.stringContaining(`billing-export (${second.displayId}) was used on`) },
      })
      // Whoever does not see the key has no way to it.
      expect((await readPlan(db, as(first.ownerId).scope, plan))?.successor?.seen).toBe(second.ownerId === first.ownerId)
      const proved = await db.prisma.planEvent.findMany({ where: { planId: plan, kind: 'proved' }, orderBy: { at: 'asc' } })
      expect(proved.map(({ detail }) => (detail as { proof: string }).proof)).toEqual([
        'replaced',
        'cut-over',
        'quiet',
        'disabled',
        'deleted',
        'verified',
      ])
      expect(await db.prisma.audit.count({ where: { act: 'plan.verified', target: `plan:${plan}` } })).toBe(1)
      // Its key is free for another plan, and none can be opened for what is gone.
      const again = { chosen: { by: 'ids', ids: [first.id] } as const, recipe: null, dueAt: null }
      expect(await previewPlans(await world(), noor, again)).toMatchObject({ plans: 0, notLive: 1 })
    },
  )

  it('a key that goes away closes its plan, and opens it again as it comes back', { timeout: 120_000 }, async () => {
    const other = await freshEstate()
    const [mailer] = await other.tokensNamed('invoice-mailer')
    const plan = await other.open(mailer?.id ?? '')
    await other.pass(4)
    await other.pass(1)
    expect(await other.stageOf(plan)).toMatchObject({ stage: 'verified' })
    await other.pass(6)
    const back = await other.read(plan)
    expect(back).toMatchObject({ stage: 'draft', waitingOn: 'owner', closedAt: null })
    expect(back?.reopenedAt).not.toBeNull()
    expect(back?.events.map(({ kind }) => kind)).toContain('reopened')
    const taken = await other.preview(mailer?.id ?? '')
    expect(taken).toMatchObject({ plans: 0, already: 1 })
  })

  it('a run that could not see everything proves no absence', { timeout: 120_000 }, async () => {
    const other = await freshEstate()
    const [mailer] = await other.tokensNamed('invoice-mailer')
    const plan = await other.open(mailer?.id ?? '')
    other.estate.control.fault({ name: 'forbidden', on: 'iam:ListAccessKeys' })
    await other.pass(4, 'partial')
    await other.pass(1, 'partial')
    expect(await other.stageOf(plan)).toMatchObject({ stage: 'draft' })
  })
})

async function freshEstate() {
  const at = new Date('2026-11-24T09:00:00Z')
  const own = await startEstate({ tokens: 41, seed: 7, now: at })
  await db.pool.query('truncate source, token, plan, owner, workload, setting cascade')
  const now = () => worldAt(own.control.now().toISOString())
  const sources = await ofAws(await ensureDemo(await now(), demoOf(own)))
  for (const id of sources) await syncNow(id, await now(), 'test')
  afterAll(() => own.close())
  const chosen = (id: string) => ({ chosen: { by: 'ids', ids: [id] } as const, recipe: null, dueAt: null })
  return {
    estate: own,
    tokensNamed,
    stageOf,
    read: (id: string) => readPlan(db, all, id),
    preview: async (id: string) => previewPlans(await now(), noor, chosen(id)),
    async open(id: string) {
      const opened = await openPlans(await now(), noor, chosen(id), { tokens: 1, plans: 1 })
      if (!opened.done) throw new Error('It was opened for other numbers.')
      return opened.ids[0] ?? ''
    },
    async pass(days: number, state = 'complete') {
      own.control.advance(days * day)
      const states = []
      for (const id of sources) states.push((await syncNow(id, await now(), 'test')).state)
      expect(states).toContain(state)
    },
  }
}
