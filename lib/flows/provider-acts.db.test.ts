import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { countActs, listActRequests, readActRequest } from '../db/list-acts.ts'
import { agreedAndEnded } from '../db/ended-tokens.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { until } from '../db/testing/until.ts'
import { lockTied, writeAgreement } from '../db/token-ends.ts'
import { demoOf } from '../estate/demo.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import type { FaultOrder } from '../estate/faults/fault-switch.ts'
import type { ActState, ProviderVerb } from '../model/provider-act.ts'
import type { Viewer } from '../model/viewer.ts'
import { mayNotApprove, mayNotReview } from '../retirement/provider-acts.ts'
import { readKeyRing } from '../server/seal.ts'
import { openGround, worldFrom } from '../server/world.ts'
import { giveActing, removeActing, testActing } from './acting-credential.ts'
import { readActTokens } from './act-tokens.ts'
import { replaceCredential } from './add-source.ts'
import { askByCommand, askForActs, askForActsAsSystem } from './ask-acts.ts'
import { carryOutAct } from './carry-out-act.ts'
import { decideOnActs, resumeActs, reviewActs, withdrawActs } from './decide-acts.ts'
import { ensureDemo } from './demo.ts'
import { disableDue } from './disable-due.ts'
import { endTokens } from './end-tokens.ts'
import { openPlans, previewPlans } from './open-plans.ts'
import { firstId } from './reappraise.ts'
import { syncNow } from './sync-now.ts'
import { agreeToDisable, tieToken } from './tie-token.ts'
import { connectorWorld } from './connector-world.ts'
import type { World } from './world.ts'

const db = await freshDatabase()
const key = randomBytes(32).toString('base64')
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const ground = await openGround({ db, keys: readKeyRing(key), log: silent, fetch })
let estate: Estate
let ids: { aws: string; github: string }
const all = { all: true } as const

const person = (n: number, name: string, role: Viewer['role']): Viewer => ({
  id: `018f0000-0000-7000-8000-00000000000${n}`,
  sessionId: 's',
  name,
  email: `${name.toLowerCase()}@acme.example`,
  role,
  scope: all,
  selfIds: [],
})
const ana = person(1, 'Ana', 'analyst')
const eva = person(2, 'Eva', 'analyst')
const ida = person(3, 'Ida', 'admin')

async function world(signal?: AbortSignal): Promise<World> {
  return { ...(await worldFrom(ground, signal ? { signal } : {})), now: estate.control.now() }
}

beforeAll(async () => {
  estate = await startEstate({ tokens: 120, seed: 5, now: new Date('2026-11-24T09:00:00Z') })
  const demo = demoOf(estate)
  await ensureDemo(await world(), { ...demo, files: demo.files.filter(({ name }) => name.startsWith('People')) })
  await db.prisma.user.create({ data: { id: ana.id, email: ana.email, name: ana.name, role: 'analyst', createdAt: new Date() } })
  const sources = await db.prisma.source.findMany({ where: { kind: { in: ['aws', 'github'] } } })
  ids = Object.fromEntries(sources.map(({ kind, id }) => [kind, id])) as typeof ids
  for (const { id } of sources) expect((await syncNow(id, await world(), 'test')).state).toBe('complete')
}, 120_000)
afterEach(() => estate.control.clearFaults())
afterAll(() => estate.close())

const actor = { kind: 'user', id: ana.id, name: ana.name } as const
const taken: string[] = []
async function fresh(kind: string, count = 1): Promise<string[]> {
  const found = await db.prisma.token.findMany({
    where: { kind, state: 'live', id: { notIn: taken } },
    orderBy: { id: 'asc' },
    take: count,
  })
  expect(found).toHaveLength(count)
  taken.push(...found.map(({ id }) => id))
  return found.map(({ id }) => id)
}
const asking = (verb: ProviderVerb, of: readonly string[], typed = '') => ({ verb, ids: [...of], reason: 'It is not used.', typed })
const last4 = async (id: string) => (await db.prisma.token.findUniqueOrThrow({ where: { id } })).displayId.slice(-4)
const line = async (requestId: string) => {
  const [first] = await readActRequest(db, all, requestId)
  if (!first) throw new Error('There is no such request.')
  return first
}
async function carry(acts: readonly string[]) {
  const states: (ActState | 'busy' | null)[] = []
  for (const id of acts) states.push(await carryOutAct(await world(), id, { lookAgain: [] }))
  return states
}
/** Asks for one, and carries it out while a fault strikes. */
async function doOne(verb: ProviderVerb, id: string, fault?: FaultOrder) {
  estate.control.advance(60_000)
  const typed = verb === 'delete' ? await last4(id) : ''
  const asked = await askForActs(await world(), ana, asking(verb, [id], typed))
  if (fault) estate.control.fault(fault)
  const states = await carry(asked.acts)
  estate.control.clearFaults()
  return { ...asked, state: states[0] }
}
const sent = (call: string) =>
  [...estate.control.requests()].filter(([asked]) => asked.includes(call)).reduce((sum, [, count]) => sum + count, 0)
const goOn = ([actId = '']: readonly string[], typed = '') => ({ actId, typed })
const leak = (id: string) => db.pool.query(`update token set exposure = 'confirmed' where id = $1`, [id])
/** How many of this database's connections wait for somebody's lock. */
const waiting = async () =>
  (await db.pool.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount
const audit = async (requestId: string) =>
  (await db.prisma.audit.findMany({ where: { target: `act:${requestId}` }, orderBy: { seq: 'asc' } })).map(
    ({ act, actor: by }) => `${act} by ${by}`,
  )

describe('the credential for acting', () => {
  test('is off by default, is not the one that reads, and is given, replaced and taken away', async () => {
    const [id = ''] = await fresh('aws.access-key')
    await expect(askForActs(await world(), ana, asking('disable', [id]))).rejects.toMatchObject({
      issues: [{ where: 'tokens', what: expect.stringMatching(/may not act/) }],
    })
    await expect(giveActing(await world(), actor, ids.aws, estate.awsCredential)).rejects.toMatchObject({ message: expect.stringMatching(/that reads/) })
    await expect(testActing(await world(), actor, ids.aws, { accessKeyId: 'x' })).rejects.toMatchObject({ code: 'bad-input' })
    expect((await testActing(await world(), actor, ids.aws, estate.awsActionCredential)).every(({ state }) => state === 'granted')).toBe(true)
    expect(await db.prisma.sourceSecret.count({ where: { purpose: 'action' } })).toBe(0)
    await giveActing(await world(), actor, ids.aws, estate.awsActionCredential)
    await giveActing(await world(), actor, ids.aws, estate.awsActionCredential)
    await expect(replaceCredential(await world(), actor, ids.aws, estate.awsActionCredential)).rejects.toMatchObject({ message: expect.stringMatching(/acts with/) })
    await removeActing(await world(), actor, ids.aws)
    await expect(removeActing(await world(), actor, ids.aws)).rejects.toMatchObject({ code: 'conflict' })
    await giveActing(await world(), actor, ids.aws, estate.awsActionCredential)
    await giveActing(await world(), actor, ids.github, estate.githubActionCredential)
    const entries = await db.prisma.audit.findMany({ where: { act: { startsWith: 'source.acting-' } }, orderBy: { seq: 'asc' } })
    expect(entries.map(({ act }) => act).filter((act) => act !== 'source.acting-used')).toEqual([
      'source.acting-given', 'source.acting-replaced', 'source.acting-removed', 'source.acting-given', 'source.acting-given',
    ])
    expect(JSON.stringify(entries.map(({ before, after }) => [before, after]))).not.toContain(estate.awsActionCredential.secretAccessKey)
  }) // prettier-ignore
})

describe('one token', () => {
  test('is disabled, read back, switched on again, disabled and deleted; the next sync says the same', async () => {
    const [id = ''] = await fresh('aws.access-key')
    await expect(askForActs(await world(), ana, asking('delete', [id], await last4(id)))).rejects.toMatchObject({
      issues: [{ what: expect.stringMatching(/Disable it first/) }],
    })
    await expect(askForActs(await world(), ana, asking('enable', [id]))).rejects.toMatchObject({ code: 'bad-input' })
    const off = await doOne('disable', id)
    expect(off).toMatchObject({ waits: false, state: 'seen', sources: [ids.aws] })
    const read = await line(off.requestId)
    expect(read).toMatchObject({
      state: 'seen',
      answer: 'done',
      before: 'live',
      after: 'disabled',
      attempts: 1,
      reviewBecause: null,
      askedBy: 'Ana',
    })
    expect(read.askedAt <= (read.calledAt ?? 0) && (read.calledAt ?? 0) <= (read.seenAt ?? 0)).toBe(true)
    expect(await audit(off.requestId)).toEqual(['act.asked by Ana', 'act.sent by provider acts', 'act.ended by provider acts'])
    expect((await readActTokens(db, all, [id]))[0]).toMatchObject({ state: 'live', shown: 'disabled', lastSeen: { verb: 'disable' } })
    expect((await doOne('enable', id)).state).toBe('seen')
    expect((await doOne('disable', id)).state).toBe('seen')
    await expect(askForActs(await world(), ana, asking('delete', [id], 'nope'))).rejects.toMatchObject({ issues: [{ where: 'typed' }] })
    expect((await doOne('delete', id)).state).toBe('seen')
    await expect(askForActs(await world(), ana, asking('disable', [id]))).rejects.toMatchObject({
      issues: [{ what: 'It does not live any more.' }],
    })
    estate.control.advance(60_000)
    await syncNow(ids.aws, await world(), 'test')
    expect((await db.prisma.token.findUniqueOrThrow({ where: { id } })).state).toBe('gone')
  })

  test('what cannot be disabled is deleted after its end was typed, and stands for review by somebody else', async () => {
    const [id = ''] = await fresh('github.deploy-key')
    const gone = await doOne('delete', id)
    expect(gone.state).toBe('seen')
    expect(await line(gone.requestId)).toMatchObject({ reviewBecause: 'no-disable', after: 'gone' })
    expect((await listActRequests(db, all, 'review', null)).rows.map(({ requestId }) => requestId)).toContain(gone.requestId)
    await expect(reviewActs(await world(), ana, gone.requestId, '')).rejects.toMatchObject({ code: 'forbidden' })
    const mine = (await countActs(db, eva)).mine
    await reviewActs(await world(), eva, gone.requestId, 'It was mine to expect.')
    expect((await countActs(db, eva)).mine).toBe(mine - 1)
    await expect(reviewActs(await world(), eva, gone.requestId, '')).rejects.toMatchObject({ code: 'conflict' })
    expect(await line(gone.requestId)).toMatchObject({ reviewedBy: 'Eva', reviewNote: 'It was mine to expect.' })
  })

  test('a leaked one is disabled by one person at night, and reviewed by another', async () => {
    const [id = ''] = await fresh('aws.access-key')
    await db.pool.query(`update token set exposure = 'confirmed' where id = $1`, [id])
    const off = await doOne('disable', id)
    expect(await line(off.requestId)).toMatchObject({ state: 'seen', reviewBecause: 'leaked', exposed: true })
    // To let it live again takes two.
    const on = await askForActs(await world(), ana, asking('enable', [id]))
    expect(on.waits).toBe(true)
    await withdrawActs(await world(), ana, on.requestId)
    expect(await line(on.requestId)).toMatchObject({ state: 'withdrawn', secondBecause: 'leaked-enable' })
  })

  test('by the command line it stands for review; by the system with whose agreement it was', async () => {
    const [one = '', other = ''] = await fresh('aws.access-key', 2)
    const said = { verb: 'disable' as const, ids: [one], reason: 'At night.' }
    await expect(askByCommand(await world(), { ...said, as: 'nobody@acme.example' })).rejects.toMatchObject({ code: 'forbidden' })
    // An account lives by the real time, whatever day it is where the tokens are.
    const endAna = (at: Date | null) => db.prisma.user.update({ where: { id: ana.id }, data: { endsAt: at } })
    await endAna(new Date(Date.now() - 60_000))
    await expect(askByCommand(await world(), { ...said, as: ana.email })).rejects.toMatchObject({ code: 'forbidden' })
    await endAna(new Date(Date.now() + 60_000))
    const byCommand = await askByCommand(await world(), { ...said, as: ' Ana@acme.example' })
    await endAna(null)
    expect(await line(byCommand.requestId)).toMatchObject({
      askedBy: 'Ana, by the command line',
      askedById: ana.id,
      reviewBecause: 'command-line',
      state: 'approved',
    })
    expect(await audit(byCommand.requestId)).toEqual(['act.asked by command line'])
    await expect(reviewActs(await world(), ana, byCommand.requestId, '')).rejects.toMatchObject({ code: 'forbidden' })
    const bySystem = await askForActsAsSystem(
      await world(),
      { actor: { kind: 'system', name: 'ends on completion' }, agreedBy: { id: ana.id, name: 'Ana' }, stillAgreed: async () => undefined },
      { verb: 'disable', ids: [other], reason: 'Its plan is done.' },
    )
    expect(await carry([...byCommand.acts, ...bySystem.acts])).toEqual(['seen', 'seen'])
    await expect(reviewActs(await world(), ana, bySystem.requestId, '')).rejects.toMatchObject({ code: 'forbidden' })
    await reviewActs(await world(), eva, bySystem.requestId, '')
    expect(await line(bySystem.requestId)).toMatchObject({ agreedBy: 'Ana', reviewBecause: 'system', reviewedBy: 'Eva' })
  })

  test('tied to a day with its owner’s agreement, it is asked for once when that day has passed, and stands for review', async () => {
    const [one = ''] = await fresh('aws.access-key')
    const { ownerId } = await db.prisma.token.findUniqueOrThrow({ where: { id: one } })
    const owner = { ...person(7, 'Oli', 'owner'), scope: { all: false, ownerIds: [ownerId ?? ''] }, selfIds: [ownerId ?? ''] } as const
    const ends = new Date(estate.control.now().getTime() + 86_400_000)
    await tieToken(await world(), owner, { tokenId: one, version: 0, tie: { kind: 'date', at: ends } })
    await agreeToDisable(await world(), owner, { tokenId: one, version: 1, agrees: true })
    expect(await endTokens(await world())).toMatchObject({ handedOver: 0 })
    estate.control.advance(2 * 86_400_000)
    expect(await endTokens(await world())).toEqual({ ended: 1, handedOver: 1 })
    // Whatever came of it, it is not asked for again each hour.
    expect(await endTokens(await world())).toEqual({ ended: 0, handedOver: 0 })
    const [act] = await db.prisma.providerAct.findMany({ where: { tokenId: one } })
    expect(act).toMatchObject({ askedBy: 'ends on completion', agreedBy: 'Oli', reviewBecause: 'system', state: 'approved' })
    expect(await carry([act?.id ?? ''])).toEqual(['seen'])
  })

  test('what the owner takes back while it is being handed over is not disabled', async () => {
    const [one = ''] = await fresh('aws.access-key')
    const { ownerId } = await db.prisma.token.findUniqueOrThrow({ where: { id: one } })
    const owner = { ...person(7, 'Oli', 'owner'), scope: { all: false, ownerIds: [ownerId ?? ''] }, selfIds: [ownerId ?? ''] } as const
    const at = new Date(estate.control.now().getTime() + 86_400_000)
    await tieToken(await world(), owner, { tokenId: one, version: 0, tie: { kind: 'date', at } })
    await agreeToDisable(await world(), owner, { tokenId: one, version: 1, agrees: true })
    await db.pool.query('update token_end set ended_at = $2 where token_id = $1', [one, at])
    const due = (await agreedAndEnded(db.pool, firstId, 500)).filter(({ tokenId }) => tokenId === one)
    expect(due).toHaveLength(1)
    const handed = due.map(({ tokenKind, ...row }) => ({ ...row, kind: tokenKind }))
    // Their transaction has the end in its hands as the hand-over comes to it.
    const theirs = await db.pool.connect()
    await theirs.query('begin')
    await lockTied(theirs, one)
    await writeAgreement(theirs, one, null)
    const handing = disableDue(await world(), handed)
    await until('the hand-over waits for them', async () => (await waiting()) === 1)
    await theirs.query('commit')
    theirs.release()
    expect(await handing).toBe(0)
    // Agreed to anew, that is another agreement than the one in hand; tied to another end, it has not ended.
    await agreeToDisable(await world(), owner, { tokenId: one, version: 3, agrees: true })
    expect(await db.prisma.providerAct.count({ where: { tokenId: one } })).toBe(0)
    await tieToken(await world(), owner, { tokenId: one, version: 4, tie: { kind: 'date', at } })
    expect(await disableDue(await world(), handed)).toBe(0)
    await db.pool.query('delete from token_end where token_id = $1', [one])
  })

  test('whose it is and whether it has leaked is judged as it is when it is held, not as it was read', async () => {
    const [one = '', two = ''] = await fresh('aws.access-key', 2)
    const [bo, cy] = await db.prisma.owner.findMany({ where: { kind: 'person' }, take: 2, orderBy: { id: 'asc' } })
    await db.pool.query('update token set owner_id = $2 where id = $1', [two, bo?.id])
    const owner: Viewer = { ...person(4, 'Bo', 'owner'), scope: { all: false, ownerIds: [bo?.id ?? ''] }, selfIds: [bo?.id ?? ''] }
    const theirs = await db.pool.connect()
    await theirs.query('begin')
    await theirs.query(`update token set exposure = 'confirmed' where id = $1`, [one])
    await theirs.query('update token set owner_id = $2 where id = $1', [two, cy?.id])
    const asked = askForActs(await world(), ana, asking('disable', [one]))
    const notTheirs = askForActs(await world(), owner, asking('disable', [two])).catch((error: unknown) => error)
    await until('both wait', async () => (await waiting()) === 2)
    await theirs.query('commit')
    theirs.release()
    expect(await line((await asked).requestId)).toMatchObject({ exposed: true, reviewBecause: 'leaked' })
    expect(await notTheirs).toMatchObject({ code: 'not-found' })
  })

  test('of a source whose connector is not known any more nothing can be asked, and that is said', async () => {
    const [one = ''] = await fresh('aws.access-key')
    const kind = (as: string) => db.pool.query('update source set kind = $2 where id = $1', [ids.aws, as])
    await kind('of-another-version')
    try {
      expect((await readActTokens(db, all, [one]))[0]).toMatchObject({ id: one, verbs: [] })
      await expect(askForActs(await world(), ana, asking('disable', [one]))).rejects.toMatchObject({
        issues: [{ what: expect.stringMatching(/only read here/) }],
      })
    } finally {
      await kind('aws')
    }
  })

  test('done already, it is not sent', async () => {
    const [id = ''] = await fresh('aws.access-key')
    const asked = await askForActs(await world(), ana, asking('disable', [id]))
    const token = await db.prisma.token.findUniqueOrThrow({ where: { id } })
    // Somebody switched it off by hand meanwhile: another installation of the same company stands for them.
    const second = await askedElsewhere(token.externalId)
    const before = sent('iam:UpdateAccessKey')
    expect(await carry(asked.acts)).toEqual(['seen'])
    expect(sent('iam:UpdateAccessKey')).toBe(before)
    expect(await line(asked.requestId)).toMatchObject({ answer: 'not-needed', attempts: 0, before: 'disabled' })
    expect(second).toBe('disabled')
  })

  test('an owner asks for their own, and security decides; another’s is not there', async () => {
    const [mine = '', other = ''] = await fresh('aws.access-key', 2)
    const [bo, cy] = await db.prisma.owner.findMany({ where: { kind: 'person' }, take: 2, orderBy: { id: 'asc' } })
    await db.pool.query('update token set owner_id = $2 where id = $1', [mine, bo?.id])
    await db.pool.query('update token set owner_id = $2 where id = $1', [other, cy?.id])
    const owner: Viewer = { ...person(4, 'Bo', 'owner'), scope: { all: false, ownerIds: [bo?.id ?? ''] }, selfIds: [bo?.id ?? ''] }
    await expect(askForActs(await world(), owner, asking('disable', [other]))).rejects.toMatchObject({ code: 'not-found' })
    await expect(askForActs(await world(), owner, asking('delete', [mine], await last4(mine)))).rejects.toMatchObject({ code: 'forbidden' })
    const asked = await askForActs(await world(), owner, asking('disable', [mine]))
    expect(asked.waits).toBe(true)
    expect(await carry(asked.acts)).toEqual(['asked'])
    await expect(decideOnActs(await world(), owner, { requestId: asked.requestId, approve: true, note: '' })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await readActRequest(db, owner.scope, asked.requestId)).length).toBe(1)
    const theirs = await askForActs(await world(), ana, asking('disable', [other]))
    expect(await readActRequest(db, owner.scope, theirs.requestId)).toEqual([])
    await expect(withdrawActs(await world(), owner, theirs.requestId)).rejects.toMatchObject({ code: 'not-found' })
    expect(await decideOnActs(await world(), ana, { requestId: asked.requestId, approve: true, note: '' })).toEqual([ids.aws])
    expect(await carry(asked.acts)).toEqual(['seen'])
    expect((await listActRequests(db, owner.scope, 'done', null)).rows.map(({ requestId }) => requestId)).toEqual([asked.requestId])
  }) // prettier-ignore
})

describe('a token of a plan', () => {
  test('what is asked and what came of it stands in its history, and the next sync proves it', async () => {
    const [id = ''] = await fresh('aws.access-key')
    const chosen = { chosen: { by: 'ids', ids: [id] } as const, recipe: null, dueAt: null }
    const opened = await openPlans(await world(), ana, chosen, await previewPlans(await world(), ana, chosen))
    const planId = opened.done ? (opened.ids[0] ?? '') : ''
    const off = await doOne('disable', id)
    expect(await line(off.requestId)).toMatchObject({ state: 'seen', planId })
    estate.control.advance(60_000)
    await syncNow(ids.aws, await world(), 'test')
    const events = await db.prisma.planEvent.findMany({ where: { planId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })
    // Where nothing has to take its place, that is proved as the plan is opened.
    const kinds = events.filter(({ detail }) => (detail as { proof?: string }).proof !== 'replaced').map(({ kind }) => kind)
    expect(kinds).toEqual(['opened', 'act-asked', 'act-ended', 'proved'])
    expect(events.at(-1)?.detail).toMatchObject({ proof: 'disabled' })
    expect((await db.prisma.token.findUniqueOrThrow({ where: { id } })).state).toBe('disabled')
  })
})

describe('what is done by hand after an act of ours', () => {
  const tokenNow = async (id: string) => (await readActTokens(db, all, [id]))[0]
  async function sync(state: 'complete' | 'partial') {
    estate.control.advance(60_000)
    if (state === 'partial') estate.control.fault({ name: 'forbidden', on: 'iam:ListServiceSpecificCredentials' })
    expect((await syncNow(ids.aws, await world(), 'test')).state).toBe(state)
    estate.control.clearFaults()
  }

  test.each(['complete', 'partial'] as const)('is seen by the next %s run, and disabled again', async (state) => {
    const [id = ''] = await fresh('aws.access-key')
    const { externalId } = await db.prisma.token.findUniqueOrThrow({ where: { id } })
    expect((await doOne('disable', id)).state).toBe('seen')
    expect(await tokenNow(id)).toMatchObject({ state: 'live', shown: 'disabled' })
    // Nobody read it since, but somebody may know better: asked again, the look decides.
    const again = await doOne('disable', id)
    expect(await line(again.requestId)).toMatchObject({ state: 'seen', answer: 'not-needed' })
    expect(await askedElsewhere(externalId, 'enable')).toBe('live')
    await sync(state)
    expect(await tokenNow(id)).toMatchObject({ state: 'live', shown: 'live' })
    expect(await line((await doOne('disable', id)).requestId)).toMatchObject({ state: 'seen', answer: 'done' })
    await sync(state)
    expect(await tokenNow(id)).toMatchObject({ state: 'disabled', shown: 'disabled' })
    await expect(askForActs(await world(), ana, asking('disable', [id]))).rejects.toMatchObject({ issues: [{ what: 'It is disabled already.' }] })
    // A run that did not look at it says nothing of it: what was seen before stands.
    expect((await doOne('enable', id)).state).toBe('seen')
    estate.control.advance(60_000)
    estate.control.fault({ name: 'forbidden', on: 'iam:GetAccountAuthorizationDetails' })
    estate.control.fault({ name: 'forbidden', on: 'iam:ListUsers' })
    await syncNow(ids.aws, await world(), 'test')
    estate.control.clearFaults()
    expect((await db.prisma.token.findUniqueOrThrow({ where: { id } })).missingSince).not.toBeNull()
    expect(await tokenNow(id)).toMatchObject({ state: 'disabled', shown: 'live' })
    await sync('complete')
  }, 60_000)
}) // prettier-ignore

async function askedElsewhere(externalId: string, verb: ProviderVerb = 'disable'): Promise<string> {
  const { connectorOf } = await import('../connectors/registry.ts')
  const aws = await connectorOf('aws')
  const settings = aws.settings.parse({ account: estate.account, baseUrl: estate.awsUrl })
  const ground = connectorWorld(await world())
  const row = await db.prisma.token.findFirstOrThrow({ where: { externalId } })
  const { revive } = await import('../model/observed.ts')
  const target = revive(row.observed as Record<string, unknown>)
  await aws.actions?.act(settings, aws.actions.credential.parse(estate.awsActionCredential), ground, {
    target,
    verb,
    place: null,
  })
  return (await aws.actions?.look(settings, aws.credential.parse(estate.awsCredential), ground, target))?.shown ?? ''
}

describe('many tokens', () => {
  test('take a second person and the number typed; whoever asked is not the second, and asking twice is refused', async () => {
    const tokens = await fresh('aws.access-key', 3)
    await expect(askForActs(await world(), ana, asking('disable', tokens, '2'))).rejects.toMatchObject({ issues: [{ where: 'typed', what: 'Type 3.' }] })
    const asked = await askForActs(await world(), ana, asking('disable', [...tokens, ...tokens.slice(0, 1)], '3'))
    expect(asked).toMatchObject({ waits: true })
    expect(asked.acts).toHaveLength(3)
    expect(await carry(asked.acts)).toEqual(['asked', 'asked', 'asked'])
    await expect(askForActs(await world(), eva, asking('disable', tokens.slice(0, 1)))).rejects.toMatchObject({ code: 'bad-input' })
    await expect(decideOnActs(await world(), ana, { requestId: asked.requestId, approve: true, note: '' })).rejects.toMatchObject({ code: 'forbidden' })
    await decideOnActs(await world(), eva, { requestId: asked.requestId, approve: true, note: 'Go.' })
    await expect(decideOnActs(await world(), eva, { requestId: asked.requestId, approve: true, note: '' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await carry(asked.acts)).toEqual(['seen', 'seen', 'seen'])
    expect(await line(asked.requestId)).toMatchObject({ decidedBy: 'Eva', decisionNote: 'Go.', secondBecause: 'several', reviewBecause: null })
  }) // prettier-ignore

  test('refused, none is sent, and each may be asked for again', async () => {
    const tokens = await fresh('aws.access-key', 2)
    const asked = await askForActs(await world(), ana, asking('disable', tokens, '2'))
    await expect(decideOnActs(await world(), eva, { requestId: asked.requestId, approve: false, note: '' })).rejects.toMatchObject({
      issues: [{ where: 'note' }],
    })
    await decideOnActs(await world(), eva, { requestId: asked.requestId, approve: false, note: 'Not now.' })
    expect(await carry(asked.acts)).toEqual(['refused', 'refused'])
    expect((await askForActs(await world(), ana, asking('disable', tokens, '2'))).waits).toBe(true)
  })

  test('two who ask for one at once: one of them hears of it', async () => {
    const [id = ''] = await fresh('aws.access-key')
    const both = await Promise.allSettled([
      askForActs(await world(), ana, asking('disable', [id])),
      askForActs(await world(), eva, asking('disable', [id])),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('what goes on after it went wrong', () => {
  const no = { name: 'forbidden', on: 'iam:UpdateAccessKey' } as const

  test('a leaked one is let live again by two, the second time as the first; who says no leaves it as it was', async () => {
    const [id = ''] = await fresh('aws.access-key')
    expect((await doOne('disable', id)).state).toBe('seen')
    await leak(id)
    const asked = await askForActs(await world(), ana, asking('enable', [id]))
    await decideOnActs(await world(), eva, { requestId: asked.requestId, approve: true, note: 'First.' })
    estate.control.fault(no)
    expect(await carry(asked.acts)).toEqual(['failed'])
    estate.control.clearFaults()
    const { requestId } = asked
    expect(await resumeActs(await world(), eva, goOn(asked.acts))).toEqual({ requestId, sourceId: ids.aws, waits: true })
    expect(await line(requestId)).toMatchObject({ state: 'asked', secondBecause: 'leaked-enable', decidedBy: null, decisionNote: null })
    expect(await carry(asked.acts)).toEqual(['asked'])
    for (const same of [eva, ana])
      await expect(decideOnActs(await world(), same, { requestId, approve: true, note: '' })).rejects.toMatchObject({ code: 'forbidden' })
    // It was sent once, so that "refused" and "withdrawn" would say what is not so.
    await decideOnActs(await world(), ida, { requestId, approve: false, note: 'Not now.' })
    expect(await line(requestId)).toMatchObject({ state: 'failed', decidedBy: 'Ida', answer: 'not-permitted' })
    await resumeActs(await world(), eva, goOn(asked.acts))
    await withdrawActs(await world(), eva, requestId)
    expect((await line(requestId)).state).toBe('failed')
    await resumeActs(await world(), eva, goOn(asked.acts))
    expect((await countActs(db, ida)).mine - (await countActs(db, eva)).mine).toBeGreaterThan(0)
    await decideOnActs(await world(), ida, { requestId, approve: true, note: '' })
    expect(await carry(asked.acts)).toEqual(['seen'])
  })

  test('a review that is owed outlives a second person who says no, and falls away when they agree', async () => {
    const [id = ''] = await fresh('aws.access-key')
    expect((await doOne('disable', id)).state).toBe('seen')
    const on = await doOne('enable', id, no)
    const { requestId } = on
    await db.pool.query(`update provider_act set review_because = 'command-line' where request_id = $1`, [requestId])
    await leak(id)
    const owed = { state: 'failed', reviewBecause: 'command-line', reviewedAt: null }
    expect((await resumeActs(await world(), eva, goOn(on.acts))).waits).toBe(true)
    await withdrawActs(await world(), eva, requestId)
    expect(await line(requestId)).toMatchObject(owed)
    await expect(reviewActs(await world(), eva, requestId, '')).rejects.toMatchObject({ code: 'forbidden' })
    await resumeActs(await world(), eva, goOn(on.acts))
    await decideOnActs(await world(), ida, { requestId, approve: false, note: 'Not now.' })
    expect(await line(requestId)).toMatchObject(owed)
    // What was reviewed stays reviewed as well, until it goes on.
    await reviewActs(await world(), ida, requestId, 'It failed.')
    await resumeActs(await world(), eva, goOn(on.acts))
    expect(await line(requestId)).toMatchObject({ state: 'asked', reviewBecause: 'command-line', reviewedBy: 'Ida' })
    await decideOnActs(await world(), ida, { requestId, approve: true, note: '' })
    expect(await line(requestId)).toMatchObject({
      state: 'approved',
      reviewBecause: null,
      reviewedBy: null,
      reviewedAt: null,
      reviewNote: null,
    })
    expect(await carry(on.acts)).toEqual(['seen'])
  })

  test('what leaked meanwhile stands for review when it went on, and whoever let it go on is not who looks', async () => {
    const [id = ''] = await fresh('aws.access-key')
    const off = await doOne('disable', id, no)
    expect(await line(off.requestId)).toMatchObject({ state: 'failed', reviewBecause: null })
    await leak(id)
    expect((await resumeActs(await world(), eva, goOn(off.acts))).waits).toBe(false)
    expect(await carry(off.acts)).toEqual(['seen'])
    expect(await line(off.requestId)).toMatchObject({ reviewBecause: 'leaked', reviewedAt: null, exposed: true })
    await expect(reviewActs(await world(), eva, off.requestId, '')).rejects.toMatchObject({ code: 'forbidden' })
    await reviewActs(await world(), ida, off.requestId, '')
  })

  test('a delete is typed again, and a review of the time before counts for that time alone', async () => {
    const [id = ''] = await fresh('github.deploy-key')
    const gone = await doOne('delete', id, { name: 'forbidden', on: 'DELETE /repos' })
    expect(gone.state).toBe('failed')
    await reviewActs(await world(), eva, gone.requestId, 'It failed.')
    await expect(resumeActs(await world(), ida, goOn(gone.acts))).rejects.toMatchObject({ issues: [{ where: 'typed' }] })
    await resumeActs(await world(), ida, goOn(gone.acts, await last4(id)))
    expect(await line(gone.requestId)).toMatchObject({ reviewBecause: 'no-disable', reviewedBy: null, reviewedAt: null, reviewNote: null })
    expect(await carry(gone.acts)).toEqual(['seen'])
    await expect(reviewActs(await world(), ida, gone.requestId, '')).rejects.toMatchObject({ code: 'forbidden' })
    await reviewActs(await world(), eva, gone.requestId, '')
  })

  test('what was asked for before something newer does not go on', async () => {
    const [id = ''] = await fresh('aws.access-key')
    const off = await doOne('disable', id, no)
    const never = await askForActs(await world(), ana, asking('disable', [id]))
    await withdrawActs(await world(), ana, never.requestId)
    expect(await line(off.requestId)).toMatchObject({ state: 'failed', isNewest: true })
    expect((await doOne('disable', id)).state).toBe('seen')
    expect((await doOne('enable', id)).state).toBe('seen')
    expect(await line(off.requestId)).toMatchObject({ state: 'failed', isNewest: false })
    await expect(resumeActs(await world(), eva, goOn(off.acts))).rejects.toMatchObject({ code: 'conflict' })
    expect((await readActTokens(db, all, [id]))[0]?.shown).toBe('live')
  })
})

describe('what goes wrong on the way', () => {
  test.each([
    ['forbidden', 'iam:UpdateAccessKey', 'failed', 'not-permitted', 'live'],
    ['server-errors', 'iam:UpdateAccessKey', 'failed', 'broken', 'live'],
    ['cut-after', 'iam:UpdateAccessKey', 'seen', 'unanswered', 'disabled'],
    ['forbidden', 'iam:ListAccessKeys', 'seen', 'done', 'disabled'],
  ] as const)('%s at %s: %s, answered %s, shown %s; and a person goes on', async (name, on, state, answer, after) => {
    const [id = ''] = await fresh('aws.access-key')
    const before = sent('iam:UpdateAccessKey')
    const asked = await doOne('disable', id, { name, on })
    if (on === 'iam:ListAccessKeys') {
      // It could not be looked at, neither before nor after: that is what the journal says.
      expect(asked.state).toBe('unknown')
    } else {
      expect(asked.state).toBe(state)
      expect(await line(asked.requestId)).toMatchObject({ answer, after, attempts: 1 })
      expect(sent('iam:UpdateAccessKey')).toBe(before + 1)
    }
    if (asked.state === 'seen') return
    const owner: Viewer = { ...person(4, 'Bo', 'owner') }
    await expect(resumeActs(await world(), owner, goOn(asked.acts))).rejects.toMatchObject({ code: 'forbidden' })
    await resumeActs(await world(), eva, goOn(asked.acts))
    expect(await carry(asked.acts)).toEqual(['seen'])
    expect(await line(asked.requestId)).toMatchObject({ state: 'seen', resumptions: [{ by: 'Eva' }], after: 'disabled' })
    await expect(resumeActs(await world(), eva, goOn(asked.acts))).rejects.toMatchObject({ code: 'conflict' })
  })

  test('each who let it go on is kept, the first too, and none of them is the second person for it', async () => {
    const [id = ''] = await fresh('aws.access-key')
    const fault = { name: 'forbidden', on: 'iam:UpdateAccessKey' } as const
    const asked = await doOne('disable', id, fault)
    for (const by of [eva, ida]) {
      await resumeActs(await world(), by, goOn(asked.acts))
      estate.control.fault(fault)
      expect(await carry(asked.acts)).toEqual(['failed'])
      estate.control.clearFaults()
    }
    const now = estate.control.now().toISOString()
    const read = await line(asked.requestId)
    expect(read.resumptions).toMatchObject([
      { by: 'Eva', at: now },
      { by: 'Ida', at: now },
    ])
    expect(read.resumedByIds).toEqual([eva.id, ida.id])
    for (const { id: resumer, role } of [eva, ida]) {
      expect(mayNotApprove(read, { id: resumer, role })).not.toBeNull()
      expect(mayNotReview(read, { id: resumer, role })).not.toBeNull()
    }
  })

  test('the credential is taken away between: it is not sent, and says so', async () => {
    const [id = ''] = await fresh('aws.access-key')
    const asked = await askForActs(await world(), ana, asking('disable', [id]))
    await removeActing(await world(), actor, ids.aws)
    expect(await carry(asked.acts)).toEqual(['failed'])
    expect(await line(asked.requestId)).toMatchObject({ answer: 'not-sent', attempts: 0, says: expect.stringMatching(/taken away/) })
    await giveActing(await world(), actor, ids.aws, estate.awsActionCredential)
  })
})

describe('a process that is killed', () => {
  async function killed(actId: string, haltAt: string, when: 'before' | 'after'): Promise<void> {
    const file = path.join(import.meta.dirname, 'testing', 'carry-out-process.ts')
    const argv = [db.url, key, actId, estate.control.now().toISOString(), haltAt, when]
    const child = fork(file, argv, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const exited = new Promise((resolve) => child.once('exit', resolve))
    await new Promise<void>((resolve, reject) => {
      child.once('message', (message) =>
        message === 'here' ? resolve() : reject(new Error(`It went through: ${JSON.stringify(message)}`)),
      )
      void exited.then(() => reject(new Error('It ended by itself.')))
    })
    // While it lives nobody else touches the act.
    expect(await carryOutAct(await world(), actId, { waitMs: 50 })).toBe('busy')
    child.kill('SIGKILL')
    await exited
  }
  const stateOf = async (id: string) => (await db.prisma.providerAct.findUniqueOrThrow({ where: { id } })).state
  async function untilFree(actId: string) {
    return carryOutAct(await world(), actId, { waitMs: 10_000, lookAgain: [] })
  }

  test.each([
    [
      'at the look before: nothing was sent, and it is sent by whoever comes next',
      'Action=ListAccessKeys',
      'before',
      'approved',
      'seen',
      1,
    ],
    ['between intent and call: it is only looked at, and waits for a person', 'Action=UpdateAccessKey', 'before', 'calling', 'unseen', 0],
    ['between call and look: it was done, and the look sees it', 'Action=UpdateAccessKey', 'after', 'calling', 'seen', 1],
  ] as const)(
    '%s',
    async (_, haltAt, when, left, then, times) => {
      const [id = ''] = await fresh('aws.access-key')
      const asked = await askForActs(await world(), ana, asking('disable', [id]))
      const [actId = ''] = asked.acts
      const before = sent('iam:UpdateAccessKey')
      await killed(actId, haltAt, when)
      expect(await stateOf(actId)).toBe(left)
      expect(await untilFree(actId)).toBe(then)
      expect(sent('iam:UpdateAccessKey') - before).toBe(times)
      if (then === 'seen') return
      expect(await line(asked.requestId)).toMatchObject({ answer: 'unanswered', after: 'live' })
      expect(await untilFree(actId)).toBe('unseen')
      await resumeActs(await world(), eva, goOn([actId]))
      expect(await untilFree(actId)).toBe('seen')
      expect(sent('iam:UpdateAccessKey') - before).toBe(1)
    },
    60_000,
  )
})
