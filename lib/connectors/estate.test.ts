import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../estate/estate.ts'
import { furtherProviders } from '../estate/further/providers.ts'
import type { Observation } from '../model/sighting.ts'
import { connectorOf } from './registry.ts'
import { gather, quietWorld } from './testing/quiet-world.ts'

let estate: Estate
beforeAll(async () => {
  estate = await startEstate({ tokens: 600, seed: 11 })
})
afterAll(() => estate.close())

const ways = {
  aws: (from: Estate) => ({ settings: { account: from.account, baseUrl: from.awsUrl }, credential: from.awsCredential as object }),
  github: (from: Estate) => ({ settings: { org: from.org, baseUrl: from.githubUrl }, credential: from.githubCredential as object }),
}

async function pull(kind: keyof typeof ways, credential?: object, more: object = {}) {
  const connector = await connectorOf(kind)
  const way = ways[kind](estate)
  const world = { ...quietWorld(), now: estate.control.now() }
  const seen = await gather(
    connector.observe(
      connector.settings.parse({ ...way.settings, ...more }),
      connector.credential.parse(credential ?? way.credential),
      world,
      null,
    ),
  )
  return { seen, world, text: JSON.stringify([seen, world.lines]) }
}

/** The estate's further providers, each by its own connector. */
test.each(furtherProviders.map(({ name }) => name))('%s: every row once, no gap, no secret', async (name) => {
  const { kind, settings, credential } = estate.further[name]!
  const connector = await connectorOf(kind)
  const world = { ...quietWorld(), now: estate.control.now() }
  const parsed = connector.settings.parse(settings)
  const seen = await gather(connector.observe(parsed, connector.credential.parse(credential), world, null))
  expect(gaps(seen)).toEqual([])
  // One that finds leaks, or knows workloads, has no tokens of its own.
  expect(ids(seen).length + seen.filter(({ see }) => see === 'leak' || see === 'issuer').length).toBeGreaterThan(0)
  expect(new Set(ids(seen)).size).toBe(ids(seen).length)
  expect(JSON.stringify([seen, world.lines])).not.toContain('CNRY')
  // What is asked for is told by the name that it is looked for under, else it would be shown as not asked for.
  const told = new Set(seen.flatMap((one) => (one.see === 'covered' ? [one.object] : [])))
  const left = connector.notAsked?.(parsed) ?? {}
  for (const { object, optional, toldAs = [object] } of connector.coverage)
    if (optional && name !== 'oauth') expect([object, toldAs.some((one) => told.has(one))]).toEqual([object, !left[object]?.whole])
  expect((await connector.test(parsed, connector.credential.parse(credential), world)).filter(({ state }) => state === 'missing')).toEqual(
    [],
  )
})

const ids = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'token' ? [one.token.externalId] : []))
const gaps = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))
const ofKind = (seen: readonly Observation[], kind: string) =>
  seen.filter((one) => one.see === 'token' && one.token.kind.startsWith(kind)).length

describe('a whole company, read through its real protocols', () => {
  test('AWS: every key once, no gap, no secret', async () => {
    const { seen, text } = await pull('aws')
    const counts = estate.control.counts()
    expect(gaps(seen)).toEqual([])
    expect(new Set(ids(seen)).size).toBe(ids(seen).length)
    expect([ofKind(seen, 'aws.access-key'), ofKind(seen, 'aws.service-credential'), ofKind(seen, 'aws.root-access-key')]).toEqual([
      counts.accessKeys,
      counts.serviceCredentials,
      1,
    ])
    expect(text).not.toContain('CNRY')
  })
  test('GitHub: every token and key once, no gap, no secret', async () => {
    const { seen, text } = await pull('github')
    const counts = estate.control.counts()
    expect(gaps(seen)).toEqual([])
    expect(new Set(ids(seen)).size).toBe(ids(seen).length)
    expect([ofKind(seen, 'github.pat.fine-grained'), ofKind(seen, 'github.deploy-key')]).toEqual([counts.fineGrained, counts.deployKeys])
    expect(seen.filter((one) => one.see === 'token' && one.token.externalId.startsWith('authorization:'))).toHaveLength(counts.credentials)
    expect(seen.filter((one) => one.see === 'control')).toEqual([])
    expect(seen.every((one) => one.see !== 'token' || one.token.controls?.networkConfined === true)).toBe(true)
    expect(text).not.toContain('CNRY')
  })
  test('GitHub: what is stored for pipelines is read where it is asked for, and the run stays whole', async () => {
    const asked = { storedSecrets: ['actions', 'dependabot', 'codespaces', 'agents'], storedSecretsOf: 'environments', runners: true }
    const { seen, text } = await pull('github', undefined, asked)
    expect(gaps(seen)).toEqual([])
    expect(ofKind(seen, 'github.stored-secret')).toBe(11)
    expect(new Set(ids(seen)).size).toBe(ids(seen).length)
    expect(text).toContain('Weak: 3 of 3 self-hosted runners are not ephemeral')
    expect(text).toContain('the subject names no repository')
    expect(text).not.toContain('CNRY')
  })
  test('an App sees what the installation token sees', async () => {
    expect(ids((await pull('github', estate.githubApp())).seen).sort()).toEqual(ids((await pull('github')).seen).sort())
  })
  test('an owner’s token has a gap for fine-grained tokens, a member’s for nearly everything', async () => {
    expect(gaps((await pull('github', estate.githubOwnerCredential)).seen).map(({ object }) => object)).toContain(
      'GitHub fine-grained tokens',
    )
    const member = gaps((await pull('github', estate.githubMemberCredential)).seen)
    expect(member.length).toBeGreaterThanOrEqual(3)
    expect(member.every(({ why }) => why === 'not-permitted' || why === 'not-found' || why === 'cut-off')).toBe(true)
  })
  test('an AWS key without rights sees nothing and says so; a wrong one is refused', async () => {
    const { seen } = await pull('aws', estate.awsCredentialWithoutRights)
    expect(ids(seen)).toEqual([])
    expect(gaps(seen).length).toBeGreaterThanOrEqual(5)
    expect(gaps(seen).every(({ why }) => why === 'not-permitted')).toBe(true)
    await expect(pull('aws', { ...estate.awsCredential, secretAccessKey: 'wrong' })).rejects.toMatchObject({
      code: 'provider',
      message: expect.stringContaining('does not accept') as string,
    })
  })
  test('what changes there is seen the next time', async () => {
    const before = ids((await pull('aws')).seen)
    estate.control.churn({ kind: 'accessKeys', removed: 2, added: 3 })
    const { seen } = await pull('aws')
    const after = ids(seen)
    expect(gaps(seen)).toEqual([])
    expect([before.filter((id) => !after.includes(id)).length, after.filter((id) => !before.includes(id)).length]).toEqual([2, 3])
  })
})
