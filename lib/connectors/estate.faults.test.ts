import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../estate/estate.ts'
import { faultNames, type FaultName } from '../estate/faults/faults.ts'
import { AppError } from '../model/app-error.ts'
import type { Observation, Sighting } from '../model/sighting.ts'
import { connectorOf } from './registry.ts'
import { quietWorld } from './testing/quiet-world.ts'

/**
 * F6: every fault of the estate against both connectors, on everything and on each kind of call alone. Whatever a provider does, a run
 * ends in time, tells what it did not see, takes in nothing that is not there, and holds no more than a page in memory.
 */
let estate: Estate
const honest = new Map<Kind, ReadonlyMap<string, Sighting>>()

const kinds = ['aws', 'github'] as const
type Kind = (typeof kinds)[number]
const calls: Readonly<Record<Kind, readonly string[]>> = {
  aws: [
    'iam:GenerateCredentialReport',
    'iam:GetCredentialReport',
    'iam:GetAccountAuthorizationDetails',
    'iam:ListAccessKeys',
    'iam:GetAccessKeyLastUsed',
    'iam:ListServiceSpecificCredentials',
    'iam:ListRoles',
    'iam:ListOpenIDConnectProviders',
    'iam:GetOpenIDConnectProvider',
  ],
  github: ['/installations', '/personal-access-tokens', '/repositories', '/credential-authorizations', '/repos', '/keys', '/graphql'],
}

const megabyte = 1024 * 1024
const deadlines = { connectMs: 500, headersMs: 500, idleMs: 400, totalMs: 700 }
const concurrency = 5

beforeAll(async () => {
  estate = await startEstate({ tokens: 120, seed: 5 })
  for (const kind of kinds) {
    const { tokens, gaps } = await run(kind)
    expect(gaps).toEqual([])
    honest.set(kind, tokens)
  }
}, 60_000)
afterEach(() => estate.control.clearFaults())
afterAll(() => estate.close())

async function run(kind: Kind) {
  const connector = await connectorOf(kind)
  const [settings, credential] =
    kind === 'aws'
      ? [{ account: estate.account, baseUrl: estate.awsUrl }, estate.awsCredential]
      : [{ org: estate.org, baseUrl: estate.githubUrl }, estate.githubCredential]
  const world = { ...quietWorld({ deadlines, maxBytes: 4 * megabyte }), now: estate.control.now() }
  world.patience = { attempts: 2, firstWaitMs: 2, longestWaitMs: 2_500, totalWaitMs: 3_000, concurrency }
  const seen: Observation[] = []
  let thrown: unknown = null
  const started = performance.now()
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
  try {
    for await (const one of connector.observe(connector.settings.parse(settings), connector.credential.parse(credential), world, null))
      seen.push(one)
  } catch (error) {
    thrown = error
  }
  clearInterval(watch)
  const tokens = new Map(seen.flatMap((one) => (one.see === 'token' ? [[one.token.externalId, one.token] as const] : [])))
  const gaps = seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))
  return { seen, tokens, gaps, thrown, world, ms: performance.now() - started, most }
}

/** What must hold of any run, whatever was done to it. */
function holds(kind: Kind, { seen, tokens, gaps, thrown, world }: Awaited<ReturnType<typeof run>>, lied: boolean): void {
  const known = honest.get(kind) ?? new Map<string, Sighting>()
  if (thrown !== null) expect(thrown).toBeInstanceOf(AppError)
  // Nothing is taken in that is not there, whoever's it is said to be.
  expect([...tokens.keys()].filter((id) => !known.has(id))).toEqual([])
  // Where a token is missing, the run says that it did not see everything.
  const missing = [...known.keys()].filter((id) => !tokens.has(id))
  if (missing.length > 0) expect(gaps.length + Number(thrown !== null)).toBeGreaterThan(0)
  for (const { call, says } of gaps) expect([call, says]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S.{10,}/)])
  // No fact turns good because it could not be read.
  if (!lied) for (const [id, token] of tokens) expect(betterThan(token, known.get(id))).toEqual([])
  const text = JSON.stringify([seen, world.lines, thrown instanceof AppError ? [thrown.message, thrown.issues, thrown.stack] : null])
  expect(text).not.toContain('CNRY')
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
}

/** The facts of a token that look better than they honestly are. A service-specific credential's or key's permissions may only become unknown. */
function betterThan(token: Sighting, truth: Sighting | undefined): string[] {
  if (!truth) return ['it is not there at all']
  const better: string[] = []
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  if (token.lifecycle !== truth.lifecycle) better.push('lifecycle')
  if (!same(token.expires, truth.expires)) better.push('expires')
  if (token.issuedAt !== 'not-reported' && !same(token.issuedAt, truth.issuedAt)) better.push('issuedAt')
  if (token.binding !== truth.binding) better.push('binding')
  if (token.prohibited !== truth.prohibited) better.push('prohibited')
  const used = token.lastUsed
  // The credential report, at most four hours old, stands in for the last use of a key; "never" is never a stand-in.
  if (used === 'never' && truth.lastUsed !== 'never') better.push('lastUsed')
  return better
}

/** Faults that change what rows say, without a way to tell. */
const undetectable: ReadonlySet<FaultName> = new Set(['future-dates', 'extreme-dates', 'count-lies'])

describe.each(kinds)('%s', (kind) => {
  test.each(faultNames)('%s, on everything after the first answer', async (name) => {
    estate.control.fault({ name, on: kind === 'aws' ? 'iam:' : undefined, skip: kind === 'aws' ? 0 : 1 })
    const before = process.memoryUsage().rss
    const result = await run(kind)
    holds(kind, result, undetectable.has(name))
    // The estate runs in this process too: it builds megabytes of XML for a name of one, which is its share and not the reader's.
    expect(result.most - before).toBeLessThan((name === 'huge-name' ? 300 : 100) * megabyte)
    expect(result.ms).toBeLessThan(25_000)
  })

  test.each(faultNames)('%s, on each kind of call alone', async (name) => {
    for (const on of calls[kind]) {
      estate.control.clearFaults()
      estate.control.fault({ name, on })
      // A listing that GitHub does not count can be cut short without a trace; that lie needs more than one call to be seen.
      if (name === 'count-lies') continue
      const result = await run(kind)
      holds(kind, result, undetectable.has(name))
      expect(result.thrown).toBeNull()
    }
  })

  test.each(faultNames)('%s, once: the next run is whole again', async (name) => {
    estate.control.fault({ name, times: 1 })
    holds(kind, await run(kind), undetectable.has(name))
    estate.control.clearFaults()
    const after = await run(kind)
    expect([after.gaps, after.thrown]).toEqual([[], null])
    expect([...after.tokens.keys()].sort()).toEqual([...(honest.get(kind)?.keys() ?? [])].sort())
  })

  test.each(['0', '3600', 'date', 'garbage'])('throttled with Retry-After %s', async (value) => {
    estate.control.fault({ name: 'throttled', value, times: value === '0' ? 1 : undefined, skip: 3 })
    const asked = [...estate.control.requests().values()].reduce((sum, count) => sum + count, 0)
    const { gaps, ms, thrown } = await run(kind)
    const sent = [...estate.control.requests().values()].reduce((sum, count) => sum + count, 0) - asked
    expect(thrown).toBeNull()
    if (value === '0') return expect(gaps).toEqual([])
    expect(gaps.every(({ why }) => why === 'throttled')).toBe(true)
    expect(ms).toBeLessThan(20_000)
    // F7: whoever is told to wait does not go on asking. What was on its way when the gate closed still arrives.
    if (value === '3600') expect(sent).toBeLessThanOrEqual(4 + concurrency)
  })

  test('an expired certificate is no connection, and said', async () => {
    const { awsUrl, githubUrl } = await estate.control.expiredTls()
    const connector = await connectorOf(kind)
    const settings = kind === 'aws' ? { account: estate.account, baseUrl: awsUrl } : { org: estate.org, baseUrl: githubUrl }
    const world = quietWorld({ deadlines })
    const credential = kind === 'aws' ? estate.awsCredential : estate.githubCredential
    const observations = connector.observe(connector.settings.parse(settings), connector.credential.parse(credential), world, null)
    await expect((async () => { for await (const _ of observations) continue })()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(/certificate/) as string }) // prettier-ignore
    expect(JSON.stringify(world.lines)).not.toContain('CNRY')
  })
})
