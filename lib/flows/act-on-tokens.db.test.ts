import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { auditMark } from '../db/audit-mark.ts'
import { statedFacts } from '../db/stated-facts.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { until } from '../db/testing/until.ts'
import { tokenDetail } from '../db/token-detail.ts'
import { readTokenSearch } from '../model/token-search.ts'
import type { ChosenTokens, TokenAct } from '../model/token-act.ts'
import { actOnTokens, previewAct, type Doer } from './act-on-tokens.ts'
import { importFile } from './import-file.ts'
import { rescoreDue } from './rescore-due.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const monday = '2026-11-23T09:00:00Z'
const world = await at(monday)
const all = { all: true } as const
const ana: Doer = { id: '018f0000-0000-7000-8000-000000000001', name: 'Ana', scope: all }
const ben: Doer = { id: '018f0000-0000-7000-8000-000000000002', name: 'Ben', scope: all }

async function bring(name: string, rows: string, text: string, now = world) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  expect((await importFile(now, { kind: 'user', ...ana }, { name, settings, input: input() })).problem).toBeNull()
}

const plain = 'external_id,kind,name,lifecycle,owner'
let owners: Record<string, string>
let ids: string[]
const matching = (query: string): ChosenTokens => ({
  by: 'search',
  search: readTokenSearch(Object.fromEntries(new URLSearchParams(query))),
})
const these = (...some: (string | undefined)[]): ChosenTokens => ({ by: 'ids', ids: some.flatMap((id) => id ?? []) })
const assign = (key: string): TokenAct => ({ do: 'owner', ownerId: owners[key] ?? null })
const seen = async (count: number) => ({ count, mark: await auditMark(db) })
const ownersOf = async () => (await db.prisma.token.findMany({ orderBy: { name: 'asc' } })).map((token) => token.ownerId)
const lastAct = async () => (await db.prisma.audit.findMany({ orderBy: { seq: 'desc' }, take: 1 }))[0]

beforeAll(async () => {
  await bring('people', 'owners', 'key,kind,name,email,team,status\nbo,person,Bo,bo@acme.example,,\ncy,person,Cy,cy@acme.example,,\n')
  const rows = Array.from({ length: 30 }, (_, i) => `t${i},vault.token,token ${String(i).padStart(2, '0')},active,${i < 3 ? 'bo@acme.example' : ''}`)
  await bring('tokens', 'tokens', `${plain}\n${rows.join('\n')}\n`)
  owners = Object.fromEntries((await db.prisma.owner.findMany()).map(({ name, id }) => [name, id]))
  ids = (await db.prisma.token.findMany({ orderBy: { name: 'asc' } })).map(({ id }) => id)
}) // prettier-ignore

describe('an act on all that match', () => {
  test('is previewed without a trace, then done with one audit entry', async () => {
    const asked = { act: assign('Cy'), chosen: matching('q=token 1') }
    const entries = await db.prisma.audit.count()
    const before = await ownersOf()
    expect(await previewAct(world, ana, asked, await auditMark(db))).toMatchObject({ count: 10, meanwhile: { count: 0 }, verdicts: [] })
    expect(await ownersOf()).toEqual(before)
    expect(await db.prisma.audit.count()).toBe(entries)
    expect(await actOnTokens(world, ana, asked, await seen(10))).toEqual({ done: true, count: 10, changed: 10 })
    expect((await ownersOf()).map((id) => id === owners.Cy)).toEqual(ids.map((_, i) => i >= 10 && i < 20))
    expect(await db.prisma.audit.count()).toBe(entries + 1)
    expect(await lastAct()).toMatchObject({ act: 'tokens.stated', target: 'tokens:10', actor: 'Ana', after: { tokens: 10, changed: 10, chosenBy: { text: 'token 1' } } })
  }) // prettier-ignore

  test('that is not as many as were seen changes nothing and says how many it is now', async () => {
    const before = await ownersOf()
    const acted = await actOnTokens(world, ana, { act: assign('Bo'), chosen: matching('q=token 2') }, await seen(9))
    expect(acted).toMatchObject({ done: false, now: { count: 10, meanwhile: { count: 0 }, verdicts: [] } })
    expect(await ownersOf()).toEqual(before)
  })

  test('reaches no further than the scope, and where that leaves nothing is refused', async () => {
    const before = await ownersOf()
    const mine: Doer = { ...ana, scope: { all: false, ownerIds: [owners.Bo ?? ''] } }
    const others: [Doer, ChosenTokens, number][] = [
      [mine, these(...ids.slice(10, 12)), 2],
      [mine, these(ids[0], ids[10]), 2],
      [{ ...ana, scope: { all: false, ownerIds: [] } }, matching(''), 30],
    ]
    for (const [doer, chosen, count] of others) {
      const acted = await actOnTokens(world, doer, { act: assign('Cy'), chosen }, await seen(count)).catch((error: unknown) => error)
      expect(acted).toMatchObject(chosen.by === 'ids' && chosen.ids.includes(ids[0] ?? '') ? { done: false, now: { count: 1 } } : { code: 'not-found' })
    }
    expect(await ownersOf()).toEqual(before)
  }) // prettier-ignore
})

describe('two people at one fact', () => {
  test('the second sees who changed what, with both values, and may go on', async () => {
    const mark = await auditMark(db)
    const chosen = these(...ids.slice(20, 24))
    const later = await at('2026-11-23T09:00:20Z')
    await actOnTokens(later, ben, { act: assign('Bo'), chosen: these(ids[20]) }, await seen(1))
    const acted = await actOnTokens(later, ana, { act: assign('Cy'), chosen }, { count: 4, mark })
    expect(acted).toMatchObject({ done: false, now: { count: 4, meanwhile: { count: 1, some: [{ id: ids[20], name: 'token 20', by: 'Ben', from: null, to: 'Bo', at: later.now }] } } })
    expect((await ownersOf())[20]).toBe(owners.Bo)
    if (acted.done) throw new Error('it was done')
    expect(await actOnTokens(later, ana, { act: assign('Cy'), chosen }, acted.now)).toMatchObject({ done: true, changed: 4 })
  }) // prettier-ignore

  test('the second asks while the first has not ended: it waits, and sees what the first did', async () => {
    const waiting = async (n: number) =>
      (await db.pool.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount === n
    const one = these(ids[24])
    const before = await seen(1)
    // Every act ends by its audit entry: whoever holds the audit's end holds the act, with what it has locked.
    const holder = await db.pool.connect()
    try {
      await holder.query('begin')
      await holder.query('select from audit_head for update')
      const first = actOnTokens(world, ben, { act: assign('Bo'), chosen: one }, before)
      await until('the first act to be held', () => waiting(1))
      const second = actOnTokens(world, ana, { act: assign('Cy'), chosen: one }, before)
      await until('the second to wait for it', () => waiting(2))
      await holder.query('commit')
      expect(await first).toMatchObject({ done: true, changed: 1 })
      expect(await second).toMatchObject({ done: false, now: { meanwhile: { count: 1, some: [{ id: ids[24], by: 'Ben', to: 'Bo' }] } } })
      expect((await ownersOf())[24]).toBe(owners.Bo)
    } finally {
      holder.release()
    }
  })

  test('another’s change of something else, and one’s own, is none', async () => {
    const mark = await auditMark(db)
    const one = these(ids[25])
    await actOnTokens(world, ben, { act: { do: 'withdraw', fact: 'expires' }, chosen: one }, await seen(1))
    await actOnTokens(world, ana, { act: assign('Bo'), chosen: one }, await seen(1))
    expect(await actOnTokens(world, ana, { act: assign('Cy'), chosen: one }, { count: 1, mark })).toMatchObject({ done: true })
  })
})

describe('evidence for several', () => {
  test('a control on each, with one audit entry', async () => {
    const control = { type: 'monitoring' as const, evidence: 'SIEM rule 4', evidencedAt: new Date('2026-11-20T00:00:00Z') }
    expect(await actOnTokens(world, ana, { act: { do: 'control', control }, chosen: these(ids[4], ids[5]) }, await seen(2))).toMatchObject({
      done: true,
      count: 2,
    })
    expect(await db.prisma.control.findMany({ where: { tokenId: { in: ids.slice(4, 6) } } })).toMatchObject([
      { type: 'monitoring', expiresAt: new Date('2027-02-18T00:00:00Z'), statedBy: `user:${ana.id}` },
      { type: 'monitoring' },
    ])
    expect(await lastAct()).toMatchObject({ act: 'control.recorded', target: 'tokens:2' })
  })

  test('the same control told again is there once; other evidence, another minute or another person is another', async () => {
    const drill = { type: 'revocation' as const, evidence: 'drill 12', evidencedAt: new Date('2026-11-20T00:00:00Z'), minutes: 10.1 }
    const kept = async () => db.prisma.control.count({ where: { tokenId: { in: ids.slice(12, 15) }, type: 'revocation' } })
    const tell = async (who: Doer, control: typeof drill, from = 12) =>
      actOnTokens(world, who, { act: { do: 'control', control }, chosen: these(...ids.slice(from, 15)) }, await seen(15 - from))
    await tell(ana, drill, 13)
    expect(await kept()).toBe(2)
    // One of the three has not got it yet.
    await tell(ana, drill)
    expect(await kept()).toBe(3)
    expect(await tell(ana, drill)).toMatchObject({ done: true, changed: 0 })
    expect(await kept()).toBe(3)
    await tell(ana, { ...drill, minutes: 9 })
    await tell(ana, { ...drill, evidence: 'drill 13' })
    await tell(ana, { ...drill, evidencedAt: new Date('2026-11-21T00:00:00Z') })
    await tell(ben, drill)
    expect(await kept()).toBe(15)
  })

  test('a leak on each makes them revoke-now, and the preview said so', async () => {
    const leak = { state: 'confirmed' as const, foundIn: 'a gist', foundAt: new Date('2026-11-22T00:00:00Z'), stillValid: 'yes' as const }
    const asked = { act: { do: 'exposure' as const, leak }, chosen: these(ids[6], ids[7]) }
    const { verdicts } = await previewAct(world, ana, asked, await auditMark(db))
    expect(verdicts).toMatchObject([{ to: 'revoke-now', count: 2 }])
    await actOnTokens(world, ana, asked, await seen(2))
    await actOnTokens(world, ana, asked, await seen(2))
    const tokens = await db.prisma.token.findMany({ where: { id: { in: ids.slice(6, 8) } }, include: { exposures: true } })
    expect(tokens.map(({ verdict, exposures }) => [verdict, exposures.length])).toEqual([['revoke-now', 1], ['revoke-now', 1]])
  }) // prettier-ignore
})

describe('a stated fact', () => {
  const state = (value: string, reviewAt: string): TokenAct => ({
    do: 'fact',
    stated: { fact: 'issuedAt', value },
    note: 'asked the vendor',
    reviewAt: new Date(reviewAt),
  })
  const token = async () => tokenDetail(db, all, ids[8] ?? '')

  test('counts where the source says nothing, is in the timeline, the history and the audit, and survives a sync', async () => {
    await actOnTokens(world, ana, { act: state('2026-11-13', '2026-12-01T00:00:00Z'), chosen: these(ids[8]) }, await seen(1))
    expect(await token()).toMatchObject({ issuedAt: new Date('2026-11-13T00:00:00Z'), issuedHow: 'exact', nextChangeAt: new Date('2026-12-01T00:00:00Z') })
    expect((await token()).vector).not.toContain('/A:?')
    const event = await db.prisma.event.findFirstOrThrow({ where: { tokenId: ids[8], kind: 'fact-stated' } })
    expect(event.detail).toMatchObject({ fact: 'issuedAt', to: '2026-11-13', by: 'Ana' })
    const history = await db.prisma.tokenHistory.findMany({ where: { tokenId: ids[8] }, orderBy: { at: 'asc' } })
    expect(history.at(-1)?.facts).toMatchObject({ facts: { ageDays: 10 }, stated: [{ fact: 'issuedAt', standing: 'counts' }] })
    expect(await lastAct()).toMatchObject({ act: 'fact.stated', target: `token:${ids[8]}`, after: { stated: { fact: 'issuedAt' }, note: 'asked the vendor' } })
    const again = Array.from({ length: 30 }, (_, i) => `t${i},vault.token,renamed ${i},active,`)
    await bring('tokens', 'tokens', `${plain}\n${again.join('\n')}\n`, await at('2026-11-24T09:00:00Z'))
    expect(await token()).toMatchObject({ name: 'renamed 8', issuedAt: new Date('2026-11-13T00:00:00Z') })
  }) // prettier-ignore

  test('restated replaces what was stated; both are kept', async () => {
    await actOnTokens(await at('2026-11-24T10:00:00Z'), ben, { act: state('2026-11-14', '2026-12-02T00:00:00Z'), chosen: these(ids[8]) }, await seen(1))
    expect(await statedFacts(db, all, ids[8] ?? '')).toMatchObject([
      { value: '2026-11-14', by: 'Ben', withdrawnAt: null },
      { value: '2026-11-13', by: 'Ana', withdrawnBy: 'Ben' },
    ])
    expect(await statedFacts(db, { all: false, ownerIds: [randomUUID()] }, ids[8] ?? '')).toEqual([])
  }) // prettier-ignore

  test('at its review it counts no more: the clock scores it again as unknown and the timeline says so', async () => {
    const review = await at('2026-12-02T00:00:00Z')
    await rescoreDue(review)
    expect(await token()).toMatchObject({ issuedAt: null, issuedHow: 'not-reported' })
    expect((await token()).vector).toContain('/A:?')
    expect(await db.prisma.event.findMany({ where: { tokenId: ids[8], kind: 'fact-lapsed' } })).toMatchObject([{ detail: { facts: ['issuedAt'] } }])
  }) // prettier-ignore

  test('gives way to the provider as soon as that reports it', async () => {
    const later = await at('2026-12-03T00:00:00Z')
    await actOnTokens(later, ana, { act: state('2026-11-20', '2027-03-01T00:00:00Z'), chosen: these(ids[8], ids[9]) }, await seen(2))
    const rows = Array.from({ length: 30 }, (_, i) => `t${i},vault.token,renamed ${i},active,${i === 8 ? '2026-01-02T00:00:00Z' : ''}`)
    await bring('tokens', 'tokens', `external_id,kind,name,lifecycle,issued_at\n${rows.join('\n')}\n`, await at('2026-12-04T00:00:00Z'))
    expect(await token()).toMatchObject({ issuedAt: new Date('2026-01-02T00:00:00Z'), known: { stated: [{ value: '2026-11-20' }] } })
    expect(await tokenDetail(db, all, ids[9] ?? '')).toMatchObject({ issuedAt: new Date('2026-11-20T00:00:00Z') })
    expect(await db.prisma.event.findMany({ where: { tokenId: ids[8], kind: 'fact-reported' } })).toHaveLength(1)
  }) // prettier-ignore

  test('is taken back', async () => {
    await actOnTokens(await at('2026-12-05T00:00:00Z'), ben, { act: { do: 'withdraw', fact: 'issuedAt' }, chosen: these(ids[9], ids[10]) }, await seen(2))
    expect(await tokenDetail(db, all, ids[9] ?? '')).toMatchObject({ issuedAt: null })
    expect(await db.prisma.event.count({ where: { tokenId: { in: ids.slice(9, 11) }, kind: 'fact-withdrawn' } })).toBe(1)
  }) // prettier-ignore

  test.each<[string, TokenAct]>([
    ['a review in the past', state('2026-11-13', '2026-11-23T00:00:00Z')],
    ['a review years ahead', state('2026-11-13', '2029-01-01T00:00:00Z')],
    ['an issue date ahead of us', state('2026-12-24', '2026-12-31T00:00:00Z')],
    [
      'an expiry that is over',
      { do: 'fact', stated: { fact: 'expires', value: '2026-11-01' }, note: 'x', reviewAt: new Date('2026-12-31') },
    ],
  ])('%s is refused', async (_, act) => {
    await expect(actOnTokens(world, ana, { act, chosen: these(ids[11]) }, await seen(1))).rejects.toMatchObject({ code: 'bad-input' })
  })
})

test('more than one transaction takes: every token, one audit entry, and the same again changes nothing', { timeout: 90_000 }, async () => {
  const rows = Array.from({ length: 5_100 }, (_, i) => `many${i},vault.token,many ${i},active,`)
  await bring('many', 'tokens', `${plain}\n${rows.join('\n')}\n`)
  const asked = { act: assign('Bo'), chosen: matching('q=many') }
  const entries = await db.prisma.audit.count()
  expect(await actOnTokens(world, ana, asked, await seen(5_100))).toEqual({ done: true, count: 5_100, changed: 5_100 })
  expect(await db.prisma.token.count({ where: { ownerId: owners.Bo, name: { startsWith: 'many' } } })).toBe(5_100)
  expect(await db.prisma.audit.count()).toBe(entries + 1)
  expect(await actOnTokens(world, ana, asked, await seen(5_100))).toEqual({ done: true, count: 5_100, changed: 0 })
})
