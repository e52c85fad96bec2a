import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { countExposures, countLiveExposures, listExposures, readExposure } from '../db/list-exposures.ts'
import { exposuresToTell, unmatchedToTell } from '../db/due-messages.ts'
import { findTokensCalled } from '../db/exposure-acts.ts'
import { findTokens } from '../db/find.ts'
import { listRetirements } from '../db/list-retirements.ts'
import { revocationTimes } from '../db/revocation-times.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { transaction } from '../db/transaction.ts'
import { tokenDetail } from '../db/token-detail.ts'
import { tokenEvidence } from '../db/token-evidence.ts'
import { clockOf, stateOf, stepsOf } from '../exposure/steps.ts'
import { exposureTabs, readExposureSearch } from '../model/exposure-search.ts'
import { validityOf, type LeakLine } from '../model/leak.ts'
import { readReport } from '../model/report.ts'
import { readRetirementSearch } from '../model/retirement-search.ts'
import type { Viewer } from '../model/viewer.ts'
import { dismissLeak, matchLeak, settleExposures, stateStep, undoDismissal, unmatchLeak } from './exposures.ts'
import { importFile } from './import-file.ts'
import { importReport } from './import-report.ts'
import { recordLeakByHand, type LeakByHand } from './record-leak-by-hand.ts'
import { recordLeaks } from './record-leaks.ts'
import { takeReport } from './take-report.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const lines: string[] = []
const keep = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }))
const at = await worldOver(db, { log: { info: keep, warn: keep, error: keep } })
const monday = '2026-11-23T09:00:00Z'
const all = { all: true } as const
const ana: Viewer = {
  id: '018f0000-0000-7000-8000-000000000001',
  sessionId: 's',
  name: 'Ana',
  email: 'ana@acme.example',
  role: 'analyst',
  scope: all,
  selfIds: [],
}
const bo = (): Viewer => ({
  ...ana,
  id: '018f0000-0000-7000-8000-000000000002',
  name: 'Bo',
  role: 'owner',
  scope: { all: false, ownerIds: [owners.Bo ?? ''] },
})
const key = 'AKIAQ4EXAMPLE7Q2XABC'
const other = 'AKIAQ4EXAMPLE0000ABC'
const secretOf = (end: string) => `ghp_${'q8Wz'.repeat(7)}${end}`

let owners: Record<string, string> = {}
let tokens: Record<string, string> = {}

async function bring(name: string, rows: string, text: string, now = monday) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  return importFile(await at(now), { kind: 'user', id: ana.id, name: ana.name }, { name, settings, input: input() })
}

const header = 'external_id,kind,name,lifecycle,issued_at,expires_at,owner'
const inventory = (keyState: string) => `${header}
${key},aws.access-key,billing,${keyState},2026-01-01,never,bo@acme.example
${other},aws.access-key,reports,active,2026-01-01,never,
pat-1,github.pat.classic,release script,active,2026-01-01,never,bo@acme.example
`

const truffle = (detector: string, secret: string, file: string, verified = false) =>
  JSON.stringify({
    SourceMetadata: {
      Data: {
        Git: { repository: 'https://github.com/acme/api', file, line: 3, commit: '0a1b2c3d4e5f', timestamp: '2026-11-01 08:00:00 +0000' },
      },
    },
    DetectorName: detector,
    Verified: verified,
    Raw: secret,
    RawV2: '',
    Redacted: '',
  })

async function report(text: string, { dryRun = false, now = monday } = {}) {
  return importReport(
    await at(now),
    { kind: 'user', id: ana.id, name: ana.name },
    {
      input: (async function* () {
        yield Buffer.from(text)
      })(),
      name: 'scan.json',
      dryRun,
    },
  )
}

const list = async (show = 'open', viewer = ana) => (await listExposures(db, viewer.scope, readExposureSearch({ show }))).rows
const named = ({ id, version }: LeakLine) => ({ id, version })
async function leakOf(name: string): Promise<LeakLine> {
  const found = (await Promise.all(['open', 'closed', 'not-ours'].map((show) => list(show))))
    .flat()
    .find(({ token }) => token?.name === name)
  if (!found) throw new Error(`There is no leak of ${name}.`)
  return found
}
const verdictOf = async (name: string) => {
  const token = await tokenDetail(db, all, tokens[name] ?? '')
  return [token?.verdict, token?.reason]
}

async function reported(when: string, query: Record<string, string> = {}): Promise<Record<string, string>[]> {
  const world = await at(when)
  const { file, recorded } = await takeReport(world, { actor: { kind: 'user', id: ana.id, name: ana.name }, scope: all }, readReport('exposures', query, world.now))
  const bytes = await buffer(file)
  // What is empty is an empty cell, in every column alike.
  expect(bytes.toString('utf8')).not.toMatch(/(?:^|,)""(?:,|\r?$)/m)
  const rows = parse(bytes, { columns: true }) as Record<string, string>[]
  expect(await recorded).not.toBeNull()
  return rows
} // prettier-ignore

/** The file has every leak there is, and says of each what the functions behind its page say. */
async function expectReportToAgree(when: string): Promise<void> {
  const rows = await reported(when)
  const leaks = (await Promise.all(['open', 'closed', 'not-ours'].map((show) => list(show)))).flat()
  expect(rows.map((row) => row.exposure_id).toSorted()).toEqual(leaks.map(({ id }) => id).toSorted())
  for (const leak of leaks) {
    const steps = stepsOf(leak).flatMap((step) => (step.state === 'done' ? [step] : []))
    const clock = clockOf(leak, new Date(when))
    const contained = steps.find(({ step }) => step === 'contain')
    const { works, by } = validityOf(leak)
    const isTimeless = leak.token !== null && leak.token.state !== 'live' && (leak.token.offAt === null || leak.token.offAtFirst) && leak.closed?.because !== 'not-ours'
    expect(rows.find((row) => row.exposure_id === leak.id), leak.foundIn).toMatchObject({
      exposure_state: leak.exposure, leak_state: stateOf(leak), certainty: leak.certainty, matched_by: leak.matchedBy, found_in: leak.foundIn,
      token_id: leak.token?.id ?? '', proposed_token_id: leak.proposed?.id ?? '', name: leak.token?.name ?? '', places: String(leak.placeCount),
      still_valid: works === 'not-reported' ? 'not checked' : works, still_valid_says: by ?? 'nobody',
      steps_done: steps.map(({ step }) => step).join(' '), contained_at: contained ? (contained.at?.toISOString() ?? 'unknown') : '',
      replaced_at: leak.replaced?.at.toISOString() ?? '', reviewed_by: leak.reviewed?.by ?? '', closed_at: leak.closed?.at.toISOString() ?? '',
      seconds: clock ? String(clock.seconds) : isTimeless ? 'unknown' : '', clock_runs: clock ? (clock.runs ? 'yes' : 'no') : !isTimeless ? '' : leak.token?.offAtFirst ? 'no' : 'unknown',
    })
    if (!leak.token) continue
    const { exposures } = (await tokenEvidence(db.pool, all, leak.token.id)) as { exposures: Record<string, unknown>[] }
    expect(exposures).toContainEqual(expect.objectContaining({ stands: stateOf(leak), certainty: leak.certainty, foundIn: leak.foundIn, stepsDone: steps.map(({ step }) => step).join(' '), containedAt: contained ? (contained.at?.toISOString() ?? 'unknown') : null }))
  }
} // prettier-ignore

beforeAll(async () => {
  await bring('people', 'owners', 'key,kind,name,email,team,status\nbo,person,Bo,bo@acme.example,,\n')
  expect((await bring('tokens', 'tokens', inventory('active'))).problem).toBeNull()
  owners = Object.fromEntries((await db.prisma.owner.findMany()).map(({ name, id }) => [name, id]))
  tokens = Object.fromEntries((await db.prisma.token.findMany()).map(({ name, id }) => [name, id]))
  // As GitHub's listing would have said it.
  await db.pool.query(
    `update token set observed = observed || '{"lastEight": "Zx91kQ7w"}', display_id = '…kQ7w' where name = 'release script'`,
  )
})

describe('a report', () => {
  const lines = [truffle('AWS', key, 'deploy/.env', true), truffle('Github', secretOf('Zx91kQ7w'), 'ci.yml'), truffle('Github', secretOf('nobodys1'), 'ci.yml'), '{"level":"info-0","msg":"finished scanning"}']

  test('is tried first: it says what would match, and leaves no trace', async () => {
    const entries = await db.prisma.audit.count()
    expect(await report(lines.join('\n'), { dryRun: true })).toMatchObject({ scanner: 'TruffleHog', finds: 3, leaks: 3, certain: 1, likely: 1, none: 1, tokens: 2, dryRun: true })
    const { matches } = await report(lines.join('\n'), { dryRun: true })
    expect(matches.map(({ foundIn, certainty, token }) => [foundIn.includes('deploy/.env'), certainty, token])).toEqual([
      [true, 'certain', { id: tokens.billing, name: 'billing' }],
      [false, 'likely', { id: tokens['release script'], name: 'release script' }],
      [false, 'none', null],
    ])
    expect(JSON.stringify(matches)).not.toContain('nobodys1')
    expect([await db.prisma.exposure.count(), await db.prisma.audit.count(), (await verdictOf('billing'))[0]]).not.toContain('revoke-now')
    expect(await db.prisma.exposure.count()).toBe(0)
    expect(await db.prisma.audit.count()).toBe(entries)
  })

  test('makes its tokens revoke-now in the act that records it, and its owner is to be told', async () => {
    expect(await report(lines.join('\n'))).toMatchObject({ leaks: 3, tokens: 2, known: 0, dryRun: false })
    expect(await verdictOf('billing')).toEqual(['revoke-now', 'LEAK_ACTIVE'])
    expect(await verdictOf('release script')).toEqual(['revoke-now', 'LEAK_ACTIVE'])
    expect((await verdictOf('reports'))[0]).not.toBe('revoke-now')
    const leak = await leakOf('billing')
    expect(leak).toMatchObject({ state: 'live', exposure: 'confirmed', matchedBy: 'provider id', certainty: 'certain', stillValid: 'yes', reference: key, detector: 'TruffleHog AWS', exposedAt: new Date('2026-11-01T08:00:00Z'), foundAt: new Date(monday) })
    expect(await leakOf('release script')).toMatchObject({ exposure: 'suspected', matchedBy: 'last eight', certainty: 'likely' })
    const told = await transaction(db.pool, (client) => exposuresToTell(client, '00000000-0000-0000-0000-000000000000', 10))
    expect(told.map(({ token, owner }) => [token, owner]).toSorted()).toEqual([['billing', 'Bo'], ['release script', 'Bo']])
    const nobodys = await transaction(db.pool, (client) => unmatchedToTell(client, '00000000-0000-0000-0000-000000000000', 10))
    expect(nobodys).toMatchObject([{ tokenKind: 'github.pat.classic', stillValid: 'not-reported', foundAt: new Date(monday) }])
  })

  test('told again is the same, and what people said of it stays', async () => {
    const before = await list()
    expect(await report(lines.join('\n'), { now: '2026-11-24T09:00:00Z' })).toMatchObject({ leaks: 3, known: 3 })
    const after = await list()
    expect(after.map(({ id, foundAt, certainty }) => [id, foundAt, certainty])).toEqual(before.map(({ id, foundAt, certainty }) => [id, foundAt, certainty]))
  })

  test('of Gitleaks finds the same secret again by its keyed hash', async () => {
    const gitleaks = [{ RuleID: 'github-pat', Secret: secretOf('nobodys1'), File: 'old.txt', StartLine: 1, Commit: 'ffee', Date: '2025-01-01T00:00:00Z' }]
    expect(await report(JSON.stringify(gitleaks))).toMatchObject({ scanner: 'Gitleaks', leaks: 1, known: 1, none: 1 })
    const [unmatched] = await list('unmatched')
    expect(unmatched).toMatchObject({ placeCount: 2, foundIn: 'old.txt line 1, commit ffee', token: null, detector: 'TruffleHog Github' })
  })

  test('is taken in whole or not at all, and no refusal says a word of it', async () => {
    const secret = secretOf('broken99')
    const before = await db.prisma.exposure.count()
    const wrong = [`${truffle('Github', secret, 'x')}\n{"DetectorName": "${secret}`, `${truffle('Github', secret, 'x')}\n{"Raw": "${secret}"}`, `["${secret}"]`, secret, `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"${secret}"}}}]}`, '']
    for (const text of wrong) {
      const error: unknown = await report(text).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'bad-input' })
      expect(JSON.stringify([error, (error as Error).message, (error as Error).stack])).not.toContain(secret.slice(0, 20))
    }
    expect(await db.prisma.exposure.count()).toBe(before)
    expect(await report('[]')).toMatchObject({ finds: 0, leaks: 0 })
  })
}) // prettier-ignore

describe('by hand', () => {
  const said: LeakByHand = { foundIn: 'a chat', foundAt: new Date('2026-11-23T08:00:00Z'), url: null, stillValid: 'not-reported', token: null, secret: null, kind: null, tail: null }

  test('the token is named, and is to be revoked', async () => {
    const id = await recordLeakByHand(await at(monday), ana, { ...said, token: 'reports' })
    expect(await readExposure(db, all, id)).toMatchObject({ state: 'live', certainty: 'stated', matchedBy: 'by hand', token: { name: 'reports' } })
    expect(await verdictOf('reports')).toEqual(['revoke-now', 'LEAK_ACTIVE'])
  })

  test.each([
    ['the address of its page', () => `https://standdown.example/tokens/${tokens.reports ?? ''}?tab=facts`],
    ['the provider’s id', () => other],
    ['what lists show of it', () => 'AKIA...0ABC'],
    ['how it ends', () => '0ABC'],
  ])('it is named by %s', async (_, called) => {
    await db.pool.query(`update token set display_id = 'AKIA…0ABC' where name = 'reports'`)
    const found = await transaction(db.pool, (client) => findTokensCalled(client, all, called()))
    expect(found.map(({ name }) => name)).toEqual(['reports'])
  })

  test('a field for a token offers it by its name and by the address of its page', async () => {
    const offered = async (typed: string) => (await findTokens(db, ana, typed)).map(({ title }) => title)
    expect(await offered('repo')).toEqual(['reports'])
    expect(await offered(`/tokens/${tokens.reports ?? ''}`)).toEqual(['reports'])
    expect(await offered('x')).toEqual([])
  })

  test('what means several tokens, or none, is refused and says which', async () => {
    await db.pool.query(`update token set display_id = 'AKIA…XABC' where name in ('billing', 'reports')`)
    const refused = async (token: string) => recordLeakByHand(await at(monday), ana, { ...said, token }).catch((thrown: unknown) => thrown)
    expect(await refused('XABC')).toMatchObject({ issues: [{ where: 'token', what: expect.stringMatching(/^Several tokens are meant by that: \w+ \(AKIA…XABC\), \w+ \(AKIA…XABC\)\. Choose/) as string }] })
    expect(await refused('no such')).toMatchObject({ issues: [{ where: 'token', what: expect.stringMatching(/^No token is called so/) as string }] })
    const none = await transaction(db.pool, (client) => findTokensCalled(client, { all: false, ownerIds: [owners.Bo ?? ''] }, 'reports'))
    expect(none).toEqual([])
  })

  test('a secret that was pasted is matched by its hash, and rests nowhere', async () => {
    const secret = secretOf('nobodys1')
    const [known] = await list('unmatched')
    const id = await recordLeakByHand(await at(monday), ana, { ...said, secret })
    expect(id).toBe(known?.id)
    const { rows } = await db.pool.query<{ text: string }>('select exposure::text as text from exposure union all select audit::text from audit union all select event::text from event')
    const everything = `${rows.map(({ text }) => text).join('\n')}${lines.join('\n')}`
    for (let from = 0; from + 12 <= secret.length; from += 1) expect(everything).not.toContain(secret.slice(from, from + 12))
  })

  test('the line that it stood in is kept without it, and the pair of an id and its secret without either', async () => {
    const secret = secretOf('inaline1')
    const half = 'wJalrXUtnFEMIK7MDENGbPxRfiCYq8Wz'
    const ids = [
      await recordLeakByHand(await at(monday), ana, { ...said, secret, foundIn: `config.yml: TOKEN=${secret}` }),
      await recordLeakByHand(await at(monday), ana, { ...said, secret: `AKIAQ4EXAMPLEPAIRABC:${half}`, foundIn: `a paste with ${half} in it` }),
    ]
    const { rows } = await db.pool.query<{ text: string }>('select exposure::text as text from exposure union all select audit::text from audit')
    const everything = rows.map(({ text }) => text).join('\n')
    expect([everything.includes(secret), everything.includes(half)]).toEqual([false, false])
    expect((await Promise.all(ids.map((id) => readExposure(db, all, id)))).map((leak) => leak?.foundIn)).toEqual(['config.yml: TOKEN=…', 'a paste with … in it'])
    const inAddress = recordLeakByHand(await at(monday), ana, { ...said, secret, url: `https://paste.example/${secret}` })
    await expect(inAddress).rejects.toMatchObject({ issues: [{ where: 'url' }] })
    await db.pool.query('delete from exposure where id = any($1::uuid[])', [ids])
  })

  test.each([
    ['nothing that says which', {}, 'token'],
    ['a token that is none', { token: 'nobody’s' }, 'token'],
    ['a moment to come', { token: 'reports', foundAt: new Date('2027-01-01') }, 'foundAt'],
    ['last characters without a kind', { tail: 'abcd' }, 'kind'],
    ['a whole secret as last characters', { tail: 'abcdefghijkl', kind: 'vault.token' }, 'tail'],
    ['three letters as a secret', { secret: 'abc' }, 'secret'],
  ] as const)('is refused by field: %s', async (_, more, where) => {
    await expect(recordLeakByHand(await at(monday), ana, { ...said, ...more })).rejects.toMatchObject({ code: 'bad-input', issues: [{ where }] })
  })
}) // prettier-ignore

describe('whose it is', () => {
  test('a person matches it, the next one like it is known, and both are taken back', async () => {
    const [leak] = await list('unmatched')
    if (!leak) throw new Error('There is none.')
    await expect(matchLeak(await at(monday), ana, named(leak), 'no such')).rejects.toMatchObject({ issues: [{ where: 'token' }] })
    await matchLeak(await at(monday), ana, named(leak), 'reports')
    expect(await readExposure(db, all, leak.id)).toMatchObject({ token: { name: 'reports' }, certainty: 'stated' })
    await expect(unmatchLeak(await at(monday), ana, named(leak))).rejects.toMatchObject({ code: 'conflict' })
    const matched = await readExposure(db, all, leak.id)
    await unmatchLeak(await at(monday), ana, named(matched ?? leak))
    expect(await readExposure(db, all, leak.id)).toMatchObject({ token: null, certainty: 'none', matchedBy: 'by hand' })
  })

  test('what is not ours is put away with a reason, and taken up again', async () => {
    const [leak] = await list('unmatched')
    if (!leak) throw new Error('There is none.')
    await expect(dismissLeak(await at(monday), ana, named(leak), ' ')).rejects.toMatchObject({ issues: [{ where: 'note' }] })
    await dismissLeak(await at(monday), ana, named(leak), 'An example of the documentation.')
    const [away] = await list('not-ours')
    expect(away).toMatchObject({ id: leak.id, closed: { by: 'Ana', note: 'An example of the documentation.', because: 'not-ours' } })
    expect(await list('unmatched')).toEqual([])
    await undoDismissal(await at(monday), ana, named(away ?? leak))
    expect(await list('unmatched')).toHaveLength(1)
  })

  test('an owner sees their own, none that nobody matched, and nothing to change', async () => {
    expect((await list('open', bo())).map(({ token }) => token?.name).toSorted()).toEqual(['billing', 'release script'])
    expect(await countLiveExposures(db, bo().scope)).toBe(2)
    expect(await readExposure(db, bo().scope, (await leakOf('reports')).id)).toBeNull()
    expect(await countExposures(db, bo().scope)).toMatchObject({ open: 2, live: 2, unmatched: 0 })
  })
})

describe('the clock and the steps', () => {
  test('the most urgent stands first', async () => {
    expect((await list()).map(({ state }) => state)).toEqual(['live', 'live', 'live', 'unmatched'])
    expect(await countExposures(db, all)).toMatchObject({ liveTokens: 3, liveSince: new Date('2026-11-23T08:00:00Z'), open: 4 })
  })

  test('each number of the page is that of the leaks which its list has', async () => {
    const counts = await countExposures(db, all)
    for (const tab of exposureTabs) expect([tab, counts[tab]]).toEqual([tab, (await list(tab)).length])
    const working = await listExposures(db, all, readExposureSearch({ show: 'unmatched', works: 'yes' }))
    expect(working.rows).toHaveLength(counts.unmatchedValid)
  })

  test('words alone close nothing: it takes the provider’s proof', async () => {
    for (const step of ['replace', 'review', 'rescan'] as const) {
      await expect(stateStep(await at(monday), ana, named(await leakOf('billing')), { step, note: ' ', abused: false })).rejects.toMatchObject({ issues: [{ where: 'note' }] })
      await stateStep(await at(monday), ana, named(await leakOf('billing')), { step, note: `${step} is done`, abused: false })
    }
    expect(await leakOf('billing')).toMatchObject({ state: 'live', closed: null, replaced: { by: 'Ana', note: 'replace is done' } })
    expect(await verdictOf('billing')).toEqual(['revoke-now', 'LEAK_ACTIVE'])
  })

  test('switched off at the provider it is contained, and the clock stops there', async () => {
    expect((await bring('tokens', 'tokens', inventory('disabled'), '2026-11-23T12:00:00Z')).problem).toBeNull()
    const leak = await leakOf('billing')
    expect(leak).toMatchObject({ state: 'contained', token: { state: 'disabled', offAt: new Date('2026-11-23T12:00:00Z') } })
    expect((await verdictOf('billing'))[0]).toBe('retired')
    await expectReportToAgree('2026-11-23T13:00:00Z')
    expect(await reported('2026-11-23T13:00:00Z', { id: tokens.billing ?? '' })).toMatchObject([{ leak_state: 'contained', contained_at: '2026-11-23T12:00:00.000Z', seconds: String(3 * 3_600) }])
  })

  test('gone twice it is closed; working again it is open again, and to be revoked', async () => {
    const without = inventory('active').split('\n').filter((line) => !line.startsWith(key)).join('\n')
    await bring('tokens', 'tokens', without, '2026-11-24T12:00:00Z')
    expect((await leakOf('billing')).state).toBe('contained')
    await bring('tokens', 'tokens', without, '2026-11-25T12:00:00Z')
    expect(await leakOf('billing')).toMatchObject({ state: 'closed', closed: { because: 'finished' } })
    await expectReportToAgree('2026-11-25T13:00:00Z')
    expect(await settleExposures(await at('2026-11-25T13:00:00Z'))).toBe(0)
    await bring('tokens', 'tokens', inventory('active'), '2026-11-26T12:00:00Z')
    expect(await leakOf('billing')).toMatchObject({ state: 'live', closed: null })
    expect((await verdictOf('billing'))[0]).toBe('revoke-now')
  })

  test('abuse that the logs show is the worst of it, and a statement can be taken back', async () => {
    await stateStep(await at(monday), ana, named(await leakOf('release script')), { step: 'review', note: 'used from elsewhere', abused: true })
    expect(await leakOf('release script')).toMatchObject({ exposure: 'abuse', reviewed: { note: 'used from elsewhere' } })
    await stateStep(await at(monday), ana, named(await leakOf('release script')), { step: 'review', note: null, abused: false })
    expect((await leakOf('release script')).reviewed).toBeNull()
  })
}) // prettier-ignore

test('a leak is matched when its token comes into the inventory', async () => {
  const late = 'AKIAQ4EXAMPLELATEABC'
  await report(truffle('AWS', late, 'late.env', true), { now: '2026-11-27T09:00:00Z' })
  const [unmatched] = (await list('unmatched')).filter(({ reference }) => reference === late)
  expect(unmatched).toMatchObject({ state: 'unmatched', certainty: 'none' })
  await bring('later', 'tokens', `${header}\n${late},aws.access-key,late one,active,2026-01-01,never,\n`, '2026-11-27T10:00:00Z')
  const leak = await readExposure(db, all, unmatched?.id ?? '')
  expect(leak).toMatchObject({ state: 'live', certainty: 'certain', matchedBy: 'provider id', exposure: 'confirmed', foundAt: new Date('2026-11-27T09:00:00Z') })
  tokens['late one'] = leak?.token?.id ?? ''
  expect((await verdictOf('late one'))[0]).toBe('revoke-now')
}) // prettier-ignore

test('whatever came first, the leak or its token, it is as urgent; and what somebody used stays the worst', async () => {
  const [unverified, used] = ['AKIAQ4EXAMPLESLOWABC', 'AKIAQ4EXAMPLEUSEDABC']
  await report(`${truffle('AWS', unverified, 'slow.env')}\n${truffle('AWS', used, 'used.env')}`, { now: '2026-11-27T11:00:00Z' })
  const leakWith = async (reference: string) => (await list()).find((leak) => leak.reference === reference) as LeakLine
  await stateStep(await at('2026-11-27T11:30:00Z'), ana, named(await leakWith(used)), {
    step: 'review',
    note: 'used from elsewhere',
    abused: true,
  })
  const rows = [unverified, used].map((id) => `${id},aws.access-key,slow ${id},active,2026-01-01,never,`).join('\n')
  await bring('slow', 'tokens', `${header}\n${rows}\n`, '2026-11-27T12:00:00Z')
  expect([(await leakWith(unverified)).exposure, (await leakWith(used)).exposure]).toEqual(['confirmed', 'abuse'])
})

test('a key is its watched source’s: what a removed one left behind is not in the way', async () => {
  const moved = 'AKIAQ4EXAMPLEMOVEABC'
  const rows = `${header}\n${moved},aws.access-key,moved,active,2026-01-01,never,\n`
  await bring('before', 'tokens', rows, '2026-11-27T13:00:00Z')
  await db.pool.query(`update source set removed_at = '2026-11-27T13:30:00Z', name = 'before (removed)' where name = 'before'`)
  await bring('after', 'tokens', rows, '2026-11-27T14:00:00Z')
  expect(await report(truffle('AWS', moved, 'moved.env', true), { now: '2026-11-27T15:00:00Z' })).toMatchObject({
    certain: 1,
    several: 0,
    tokens: 1,
  })
})

test('of a report, only what is then to be revoked counts: not what was put away as not ours', async () => {
  const text = truffle('Github', secretOf('Zx91kQ7w'), 'ci.yml')
  await dismissLeak(await at('2026-11-27T16:00:00Z'), ana, named(await leakOf('release script')), 'An example.')
  expect(await report(text, { now: '2026-11-27T16:00:00Z' })).toMatchObject({ leaks: 1, known: 1, likely: 1, tokens: 0 })
})

test('every change left its entry in the audit', async () => {
  const acts = new Set((await db.prisma.audit.findMany()).map(({ act }) => act))
  for (const act of ['exposures.imported', 'exposure.recorded', 'exposure.matched', 'exposure.unmatched', 'exposure.dismissed', 'exposure.taken-up', 'exposure.step-stated', 'exposure.step-withdrawn'])
    expect([...acts]).toContain(act)
}) // prettier-ignore

test('the report has a row for each leak, of whatever certainty, and of none where something is asked of its token', async () => {
  const when = '2026-11-27T17:00:00Z'
  await report(truffle('AWS', 'AKIAQ4EXAMPLENOBODYB', 'nobody.env', true), { now: when })
  await expectReportToAgree(when)
  const rows = await reported(when)
  expect(rows.filter((row) => row.token_id === '' && row.still_valid === 'yes')).not.toEqual([])
  expect(new Set(rows.map((row) => row.leak_state))).toEqual(new Set(['live', 'unmatched', 'not-ours']))
  for (const query of [{ state: 'live' }, { owner: 'none' }, { 'third-party': 'no' }, { plan: 'none' }] as Record<string, string>[])
    expect(
      (await reported(when, query)).filter((row) => row.token_id === ''),
      JSON.stringify(query),
    ).toEqual([])
})

describe('what was off when it was first seen', () => {
  const first = 'AKIAQ4EXAMPLEFIRSTAB'
  const rows = (state: string) => `${header}\n${first},aws.access-key,export by hand,${state},2026-01-01,never,\n`
  const clocksOn = async (when: string, query: Record<string, string>) => {
    const world = await at(when)
    const asked = readReport('time-to-revoke', { state: 'any', id: tokens.first ?? '', ...query }, world.now)
    const { file, recorded } = await takeReport(world, { actor: { kind: 'user', id: ana.id, name: ana.name }, scope: all }, asked)
    const bytes = await buffer(file)
    await recorded
    return parse(bytes, { columns: true }) as Record<string, string>[]
  }
  const timesOn = async (when: string) => (await revocationTimes(db, all, new Date(when))).filter(({ start, provider }) => start === 'leak' && provider === null)

  test('is off by then: nobody says since when, on its page, in the files or in a figure', async () => {
    await report(truffle('AWS', first, 'first.env'), { now: '2026-11-27T18:00:00Z' })
    const before = await timesOn('2026-11-28T20:00:00Z')
    await bring('first', 'tokens', rows('disabled'), '2026-11-27T19:00:00Z')
    const leak = await leakOf('export by hand')
    tokens.first = leak.token?.id ?? ''
    expect([clockOf(leak, new Date('2026-11-27T20:00:00Z')), leak.state]).toEqual([null, 'contained'])
    await expectReportToAgree('2026-11-27T20:00:00Z')
    expect(await reported('2026-11-27T20:00:00Z', { state: 'any', id: tokens.first })).toMatchObject([{ contained_at: 'unknown', seconds: 'unknown', clock_runs: 'no' }])
    const unknown = [{ clock: 'leak', off_at: 'unknown', seconds: 'unknown', running: 'no' }]
    expect(await clocksOn('2026-11-27T20:00:00Z', {})).toMatchObject(unknown)
    expect(await clocksOn('2026-11-29T20:00:00Z', { 'as-of': '2026-11-28' })).toMatchObject(unknown)
    expect(await timesOn('2026-11-28T20:00:00Z')).toEqual(before)
    const listed = (await listRetirements(db, all, readRetirementSearch({ start: 'leak' }))).rows.find(({ name }) => name === 'export by hand')
    expect(listed).toMatchObject({ offAt: null, running: false })
  })

  test('once it was seen to work its clock goes by what is seen', async () => {
    await bring('first', 'tokens', rows('active'), '2026-11-29T21:00:00Z')
    expect(await clocksOn('2026-11-29T22:00:00Z', {})).toMatchObject([{ off_at: '', running: 'yes' }])
    await bring('first', 'tokens', rows('disabled'), '2026-11-29T23:00:00Z')
    expect(await clocksOn('2026-11-29T23:30:00Z', {})).toMatchObject([{ off_at: '2026-11-29T23:00:00.000Z', running: 'no', seconds: String(53 * 3_600) }])
  })
}) // prettier-ignore

test.each<[string, (string | null)[], string | null, string]>([
  ['the earliest of its places, in whatever order they are told', ['2026-11-27T06:21:12Z', null, '2026-11-27T05:21:12Z'], '2026-11-27T05:21:12Z', 'place 2'],
  ['never later than it was found', ['2026-11-27T12:00:00Z', '2026-11-27T11:00:00Z'], '2026-11-27T07:00:00Z', 'place 1'],
  ['not known where no place tells it', [null, null], null, 'place 0'],
])('exposed since: %s', async (says, told, since, foundIn) => {
  const places = told.map((instant, index) => ({ in: `place ${index}`, at: instant === null ? null : new Date(instant), url: null }))
  const leak = { key: `places:${says}`, detector: 'a finder', kind: null, reference: null, tail: null, fingerprint: null, repository: null, foundAt: new Date('2026-11-27T07:00:00Z'), stillValid: 'not-reported', secretSeen: false, places, placeCount: places.length, finderSays: null, finderClosed: false } as const // prettier-ignore
  await transaction(db.pool, (client) => recordLeaks(client, [{ ...leak, places }], 'run:places', new Date('2026-11-27T08:00:00Z')))
  const kept = await db.prisma.exposure.findUniqueOrThrow({ where: { key: leak.key } })
  expect([kept.exposedAt, kept.foundIn]).toEqual([since === null ? null : new Date(since), foundIn])
  const rows = await reported('2026-11-29T23:40:00Z')
  expect(rows.find(({ exposure_id }) => exposure_id === kept.id)).toMatchObject({ exposed_since: since?.replace('Z', '.000Z') ?? '', found_at: '2026-11-27T07:00:00.000Z' })
}) // prettier-ignore

test('a finder that tells only later since when it knows of a leak moves the clock back to it, and never forth', async () => {
  const leak = { key: 'later told', detector: 'a finder', kind: null, reference: null, tail: null, fingerprint: null, repository: null, stillValid: 'not-reported', secretSeen: false, places: [], placeCount: 1, finderSays: null, finderClosed: false } as const // prettier-ignore
  const seen: string[] = []
  for (const hour of ['07', '04', '09']) {
    const foundAt = new Date(`2026-11-27T${hour}:00:00Z`)
    await transaction(db.pool, (client) =>
      recordLeaks(client, [{ ...leak, places: [], foundAt }], 'run:later', new Date('2026-11-27T10:00:00Z')),
    )
    seen.push((await db.prisma.exposure.findUniqueOrThrow({ where: { key: leak.key } })).foundAt.toISOString().slice(11, 13))
  }
  expect(seen).toEqual(['07', '04', '04'])
})
