import { beforeAll, expect, test } from 'vitest'
import { listExposures, readExposure } from '../db/list-exposures.ts'
import { listRetirements } from '../db/list-retirements.ts'
import { readPlan } from '../db/read-plan.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { clockOf, stepsOf } from '../exposure/steps.ts'
import { readExposureSearch } from '../model/exposure-search.ts'
import type { PlanAct } from '../model/plan-act.ts'
import { readRetirementSearch } from '../model/retirement-search.ts'
import type { Viewer } from '../model/viewer.ts'
import { actOnPlan } from './act-on-plan.ts'
import { settleExposures } from './exposures.ts'
import { importFile } from './import-file.ts'
import { openPlans } from './open-plans.ts'
import { recordLeakByHand } from './record-leak-by-hand.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const monday = '2026-11-23T09:00:00Z'
const hours = (n: number) => new Date(Date.parse(monday) + n * 3_600_000).toISOString()
const ana: Viewer = { id: '018f0000-0000-7000-8000-000000000001', sessionId: 's', name: 'Ana', email: 'ana@acme.example', role: 'analyst', scope: { all: true }, selfIds: [] } // prettier-ignore
const bo = (): Viewer => ({ ...ana, id: '018f0000-0000-7000-8000-000000000002', name: 'Bo', role: 'owner', scope: { all: false, ownerIds: [boId] }, selfIds: [boId] }) // prettier-ignore

let boId = ''
let ids: Record<string, string> = {}
let planId = ''
let leakId = ''

async function bring(name: string, rows: string, text: string, now: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  const { problem } = await importFile(await at(now), { kind: 'user', id: ana.id, name: ana.name }, { name, settings, input: input() })
  expect(problem).toBeNull()
}

/** The script's token as its provider shows it, and when the App that is named for its place was last used. */
const sync = (state: string, used: string, now: string) => bring('tokens', 'tokens', `external_id,kind,name,lifecycle,issued_at,expires_at,last_used_at,owner
pat-1,github.pat.classic,release script,${state},2026-01-01,never,,bo@acme.example
app-1,github.app-installation,release app,active,2026-01-01,never,${used},bo@acme.example
`, now) // prettier-ignore

const act = async (who: Viewer, now: string, what: PlanAct) => {
  const plan = await readPlan(db, ana.scope, planId)
  await actOnPlan(await at(now), who, { id: planId, version: plan?.version ?? 0, act: what })
}
const proofs = async () => ((await readPlan(db, ana.scope, planId))?.events ?? []).filter(({ kind }) => kind === 'proved').map(({ detail }) => (detail as { proof: string }).proof) // prettier-ignore
const replaced = async () => {
  await settleExposures(await at(hours(60)))
  return (await readExposure(db, ana.scope, leakId))?.replaced ?? null
}

beforeAll(async () => {
  await bring('people', 'owners', 'key,kind,name,email,team,status\nbo,person,Bo,bo@acme.example,,\n', monday)
  await sync('active', '', monday)
  boId = (await db.prisma.owner.findFirstOrThrow()).id
  ids = Object.fromEntries((await db.prisma.token.findMany()).map(({ name, id }) => [name, id]))
  const chosen = { by: 'ids', ids: [ids['release script'] ?? ''] } as const
  const opened = await openPlans(await at(monday), ana, { chosen, recipe: 'github.pat.classic.to-app', dueAt: null }, { tokens: 1, plans: 1 }) // prettier-ignore
  planId = opened.done ? (opened.ids[0] ?? '') : ''
})

test('that somebody says their consumers are switched shows nobody using anything in its place', async () => {
  await act(bo(), hours(1), { do: 'acknowledge' })
  await act(bo(), hours(1), { do: 'name-successor', successor: { tokenId: ids['release app'] ?? '' } })
  await act(bo(), hours(1), { do: 'switch' })
  expect(await proofs()).toEqual(['replaced'])
  const found = { foundIn: 'a public commit', foundAt: new Date(hours(2)), url: null, stillValid: 'yes', secret: null, kind: null, tail: null } as const // prettier-ignore
  leakId = await recordLeakByHand(await at(hours(2)), ana, { ...found, token: 'release script' })
  expect(await replaced()).toBeNull()
  await sync('disabled', '', hours(3))
  expect(await replaced()).toBeNull()
  const { reason } = await db.prisma.token.findFirstOrThrow({ where: { name: 'release script' } })
  expect(reason).toBe('LEAK_NOT_REPLACED')
})

test('nor does a use before it leaked; one after it does, and is noted by name and id', async () => {
  await sync('disabled', '2026-11-23T10:30:00Z', hours(4))
  expect(await replaced()).toBeNull()
  await sync('disabled', '2026-11-23T12:30:00Z', hours(5))
  expect(await replaced()).toMatchObject({ by: null, note: expect.stringMatching(/^release app \(.+\) was seen in use in its place\.$/) })
  const { rows } = await listExposures(db, bo().scope, readExposureSearch({}))
  expect(rows.map(({ replaced: one }) => one?.by)).toEqual([null])
})

test('once it works again it has to be replaced anew: a use before that shows nothing', async () => {
  await sync('active', '2026-11-23T12:30:00Z', hours(70))
  expect((await readPlan(db, ana.scope, planId))?.reopenedAt).toEqual(new Date(hours(70)))
  expect(await replaced()).toBeNull()
  await sync('active', '2026-11-26T08:00:00Z', hours(72))
  expect(await replaced()).toMatchObject({ by: null })
})

test('absent once is no proof: its page, its plan and the time to revoke all let the clock run, and all stop it at the second', async () => {
  const seen = async (now: string) => {
    await bring('tokens', 'tokens', 'external_id,kind,name,lifecycle,issued_at,expires_at,last_used_at,owner\napp-1,github.app-installation,release app,active,2026-01-01,never,,bo@acme.example\n', now)
    const leak = await readExposure(db, ana.scope, leakId)
    const { rows } = await listRetirements(db, ana.scope, readRetirementSearch({ start: 'leak' }))
    const contained = leak && stepsOf(leak).find(({ step }) => step === 'contain')?.state
    return [leak && clockOf(leak, new Date(now))?.runs, contained, rows.map(({ offAt }) => offAt === null), (await readPlan(db, ana.scope, planId))?.stage]
  }
  await act(ana, hours(80), { do: 'choose-recipe', recipe: 'leak.github.pat.classic' })
  expect(await seen(hours(81))).toEqual([true, 'open', [true], 'draft'])
  expect(await seen(hours(82))).toEqual([false, 'done', [false], 'deleted'])
}) // prettier-ignore
