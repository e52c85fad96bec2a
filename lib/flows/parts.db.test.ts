import { afterAll, expect, test } from 'vitest'
import { guardedFetch } from '../connectors/http/guarded-fetch.ts'
import { connectorOf } from '../connectors/registry.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { startEstate } from '../estate/estate.ts'
import { revive, type Observed } from '../model/observed.ts'
import type { Run } from '../model/source.ts'
import { readWatched } from '../db/plans.ts'
import { addSource } from './add-source.ts'
import { changeSource } from './change-source.ts'
import { openPlans, previewPlans } from './open-plans.ts'
import { syncNow } from './sync-now.ts'
import { connectorWorld } from './connector-world.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const ana = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const worldAt = await worldOver(db, { fetchOver: guardedFetch({ signal: new AbortController().signal, log: silent }) })
const estate = await startEstate({ tokens: 60, seed: 3, now: new Date('2026-11-23T09:00:00Z') })
afterAll(() => estate.close())
const world = () => worldAt(estate.control.now().toISOString())

const { settings: demo, credential, action } = estate.further['aws-organisation']!
const oldest = estate.account
const [payer, staging, data, bought, suspended] = ['640117253388', '218804467731', '390261150497', '903356718842', '806642913570']

const live = async (part: string) => {
  const tokens = await db.prisma.token.findMany({
    where: { state: { in: ['live', 'disabled'] }, observed: { path: ['part'], equals: part } },
  })
  return tokens.map(({ name }) => name).toSorted()
}
const missing = () => db.prisma.token.count({ where: { missingSince: { not: null } } })
const gapParts = ({ gaps }: Run) => gaps.map(({ part }) => part ?? 'none').toSorted()

/** The next sync, an hour later. */
async function sync(id: string): Promise<Run> {
  estate.control.advance(3_600_000)
  return syncNow(id, await world(), 'test')
}

async function set(id: string, settings: object) {
  const { version } = await db.prisma.source.findUniqueOrThrow({ where: { id } })
  await changeSource(await world(), ana, { id, version, settings })
}

async function end(name: string) {
  const aws = await connectorOf('aws')
  const { observed } = await db.prisma.token.findFirstOrThrow({ where: { name } })
  const asked = { target: revive(observed as Observed), verb: 'delete', place: null } as const
  await aws.actions!.act(aws.settings.parse(demo), aws.actions!.credential.parse(action), connectorWorld(await world()), asked)
}

test('an account is gone through by itself: what cannot be entered hides its own tokens and no others', { timeout: 60_000 }, async () => {
  const settings = { ...demo, exceptAccounts: [oldest] }
  const id = await addSource(await world(), ana, { kind: 'aws', name: 'All', settings, credential, everyMinutes: null })
  const first = await sync(id)
  expect([first.state, gapParts(first)]).toEqual(['partial', [bought]])
  expect(first.covered).toMatchObject({
    'AWS accounts of the organisation': 7,
    'AWS accounts that were entered': 4,
    'AWS accounts that could not be entered': 1,
    'AWS accounts that are suspended or closed, and were not read': 1,
    'AWS users': 11,
  })
  expect(await live(staging)).toContain('staging-image-push')

  // Deleted at AWS: its account was read whole, and that another was not is no matter.
  await end('staging-image-push')
  const second = await sync(id)
  expect([second.state, second.counts.gone]).toEqual(['partial', 1])
  expect(await live(staging)).not.toContain('staging-image-push')
  const goneOnce = await db.prisma.token.findFirstOrThrow({ where: { name: 'staging-image-push' } })
  await sync(id)
  expect(await db.prisma.token.findUniqueOrThrow({ where: { id: goneOnce.id } })).toMatchObject({ state: 'gone', absentRuns: 2 })

  // None of the roles can be assumed any more: nothing of them is gone, and the account that is asked first is as whole as ever.
  const before = [...(await live(staging)), ...(await live(data))]
  await set(id, { ...settings, externalId: 'another-one' })
  await end('depot-07-scanner')
  await end('payer-cost-feed')
  const shut = await sync(id)
  expect(gapParts(shut)).toEqual([staging, data, '575930284416', bought].toSorted())
  expect(shut.counts.gone).toBe(1)
  expect([...(await live(staging)), ...(await live(data))]).toEqual(before)
  expect(await live(payer)).not.toContain('payer-cost-feed')
  expect(await missing()).toBeGreaterThan(before.length)
  expect(await db.prisma.issuer.count({ where: { sourceId: id, goneAt: { not: null } } })).toBe(0)

  // Left out, and suspended: neither is missing, and with them the run is complete. What nobody lists any more is said.
  await db.pool.query(
    `update token set observed = jsonb_set(observed, '{part}', '"111111111111"'), external_id = 'AKIAELSEWHERE' where name = 'landing-zone-setup'`,
  )
  // Of no part, and not there any more: only a whole run may say so, and one that did not look at a part is none.
  await db.pool.query(
    `update token set observed = observed - 'part', state = 'live', absent_runs = 0, last_absent_run = null where name = 'payer-cost-feed'`,
  )
  const ofNoPart = () => db.prisma.token.findFirstOrThrow({ where: { name: 'payer-cost-feed' } })
  await set(id, { ...demo, exceptAccounts: [oldest, bought, staging] })
  const orphan = await sync(id)
  expect([orphan.state, gapParts(orphan)]).toEqual(['partial', ['111111111111']])
  expect(await ofNoPart()).toMatchObject({ state: 'live', absentRuns: 0 })
  expect(await live('111111111111')).toHaveLength(1)
  expect(await live(staging)).toEqual(
    before.filter((name) => name.includes('Bedrock') || name.includes('peak') || name.includes('staging')),
  )
  expect(await live(data)).not.toContain('depot-07-scanner')
  await set(id, { ...demo, exceptAccounts: [oldest, bought, staging, '111111111111'] })
  expect((await sync(id)).state).toBe('complete')
  expect(await ofNoPart()).toMatchObject({ state: 'gone', absentRuns: 1 })
  expect(await live(suspended)).toEqual([])
})

test('what proves something of a token is the newest run that read its own account whole', { timeout: 60_000 }, async () => {
  const source = await db.prisma.source.findFirstOrThrow({ where: { name: 'All' } })
  // Both are watched by a plan: one of the account that is asked first, one of an account that was entered at the first sync last.
  const names = ['ou-drift-check', 'peak-season-probe']
  const tokens = await db.prisma.token.findMany({
    where: { name: { in: names }, state: { in: ['live', 'disabled'] } },
    orderBy: { name: 'asc' },
  })
  const doer = { ...ana, scope: { all: true } } as const
  const asked = { chosen: { by: 'ids', ids: tokens.map((token) => token.id) }, recipe: null, dueAt: null } as const
  await openPlans(await world(), doer, asked, await previewPlans(await world(), doer, asked))
  await set(source.id, { ...demo, exceptAccounts: [oldest], externalId: 'another-one' })
  const shut = await sync(source.id)
  expect(shut.state).toBe('partial')
  const plans = await db.prisma.plan.findMany()
  const watched = (
    await readWatched(
      db.pool,
      plans.map((plan) => plan.id),
    )
  ).flatMap((plan) => plan.tokens)
  const lookOf = (name: string) => watched.find((token) => token.name === name)?.lastComplete?.id
  const runs = await db.prisma.run.findMany({ orderBy: { startedAt: 'desc' } })
  expect(lookOf('ou-drift-check')).toBe(shut.id)
  expect(lookOf('peak-season-probe')).toBe(runs.find(({ wholeParts }) => wholeParts.includes(staging))?.id)
  expect(lookOf('peak-season-probe')).not.toBe(shut.id)
})
