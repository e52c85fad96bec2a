import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../estate/estate.ts'
import type { FaultOrder } from '../estate/faults/fault-switch.ts'
import type { ProviderVerb } from '../model/provider-act.ts'
import type { Sighting } from '../model/sighting.ts'
import type { Actions } from './contract.ts'
import { CallError } from './http/call-error.ts'
import { NotSent } from './not-sent.ts'
import { connectorOf } from './registry.ts'
import { quietWorld } from './testing/quiet-world.ts'

/** Both connectors act on the make-believe company, and look at what became of it. */
const kinds = ['aws', 'github'] as const
type Kind = (typeof kinds)[number]
let estate: Estate
const seen = {} as Record<Kind, readonly Sighting[]>

beforeAll(async () => {
  estate = await startEstate({ tokens: 300, seed: 5, now: new Date('2026-11-24T00:00:00Z') })
  for (const kind of kinds) {
    const { connector, settings, reads } = await opened(kind)
    const found: Sighting[] = []
    for await (const one of connector.observe(settings, reads, quietWorld(), null)) if (one.see === 'token') found.push(one.token)
    seen[kind] = found
  }
}, 60_000)
afterEach(() => estate.control.clearFaults())
afterAll(() => estate.close())

async function opened(kind: Kind) {
  const connector = await connectorOf(kind)
  const { actions } = connector
  if (!actions) throw new Error(`${kind} cannot act.`)
  const [settings, reads, acts] =
    kind === 'aws'
      ? [{ account: estate.account, baseUrl: estate.awsUrl }, estate.awsCredential, estate.awsActionCredential]
      : [{ org: estate.org, baseUrl: estate.githubUrl }, estate.githubCredential, estate.githubActionCredential]
  return { connector, actions, settings: connector.settings.parse(settings), reads: connector.credential.parse(reads), acts: actions.credential.parse(acts) }
} // prettier-ignore

/** One of a kind that nothing was done to yet. */
const taken = new Set<Sighting>()
function one(kind: Kind, of: string): Sighting {
  const found = seen[kind].find((token) => token.kind === of && token.lifecycle === 'active' && !taken.has(token))
  if (!found) throw new Error(`The company has no more ${of}.`)
  taken.add(found)
  return found
}

async function doIt(kind: Kind, target: Sighting, verb: ProviderVerb, { as, fault }: { as?: object; fault?: FaultOrder } = {}) {
  const { actions, settings, reads, acts } = await opened(kind)
  const before = await actions.look(settings, reads, quietWorld(), target)
  if (fault) estate.control.fault(fault)
  const asked = { target, verb, place: before.place }
  const thrown = await actions
    .act(settings, as ? actions.credential.parse(as) : acts, quietWorld(), asked)
    .then(() => null, (error: unknown) => error)
  estate.control.clearFaults()
  const after = await actions.look(settings, reads, quietWorld(), target)
  return { before: before.shown, thrown, after: after.shown, actions, acts }
} // prettier-ignore

describe('AWS', () => {
  test.each(['aws.access-key', 'aws.service-credential.bedrock'])('switches off, on again and deletes: %s', async (of) => {
    const target = one('aws', of)
    expect(await doIt('aws', target, 'disable')).toMatchObject({ before: 'live', thrown: null, after: 'disabled' })
    expect(await doIt('aws', target, 'enable')).toMatchObject({ before: 'disabled', thrown: null, after: 'live' })
    expect(await doIt('aws', target, 'delete')).toMatchObject({ before: 'live', thrown: null, after: 'gone' })
  })

  test('the credential that reads may not act, and the one that acts may not read', async () => {
    const target = one('aws', 'aws.access-key')
    const refused = await doIt('aws', target, 'disable', { as: estate.awsCredential })
    expect(refused).toMatchObject({ before: 'live', after: 'live', thrown: { why: 'not-permitted', call: 'iam:UpdateAccessKey' } })
    const { actions, settings, acts } = await opened('aws')
    await expect(actions.look(settings, acts, quietWorld(), target)).rejects.toMatchObject({ why: 'not-permitted' })
  })

  test('a key whose holder is not known is looked for by the name of the last sync', async () => {
    const target = one('aws', 'aws.access-key')
    const { actions, settings, acts } = await opened('aws')
    await actions.act(settings, acts, quietWorld(), { target, verb: 'disable', place: null })
    expect((await doIt('aws', target, 'disable')).before).toBe('disabled')
  })

  test('the key that Standdown acts with is not changed by it', async () => {
    const target = { ...one('aws', 'aws.access-key'), externalId: estate.awsActionCredential.accessKeyId }
    const { actions, settings, acts } = await opened('aws')
    await expect(actions.act(settings, acts, quietWorld(), { target, verb: 'disable', place: null })).rejects.toBeInstanceOf(NotSent)
  })

  test('what it may is tried on a user that is not there', async () => {
    const { actions, settings, acts } = await opened('aws')
    expect((await actions.test(settings, acts, quietWorld())).map(({ state }) => state)).toEqual(Array(5).fill('granted'))
    const reader = actions.credential.parse(estate.awsCredential)
    expect((await actions.test(settings, reader, quietWorld())).map(({ state }) => state)).toEqual(['granted', ...Array(4).fill('missing')])
  })
})

test.each(kinds)('%s: what reads is not let act', async (kind) => {
  const { actions, settings, reads, acts } = await opened(kind)
  expect(await actions.sameAsReading(settings, reads, acts, quietWorld())).toBeNull()
  const again = (await opened(kind)).reads
  expect(await actions.sameAsReading(settings, again, actions.credential.parse((await opened(kind)).reads), quietWorld())).toMatch(
    /that reads/,
  )
})

describe('GitHub', () => {
  test.each(['github.pat.fine-grained', 'github.pat.classic', 'github.oauth-token', 'github.ssh-key', 'github.deploy-key'])(
    'takes access away: %s',
    async (of) => {
      const target = one('github', of)
      expect(await doIt('github', target, 'delete')).toMatchObject({ before: 'live', thrown: null, after: 'gone' })
    },
  )

  test('the credential that reads may not act', async () => {
    const target = one('github', 'github.deploy-key')
    const refused = await doIt('github', target, 'delete', { as: estate.githubCredential })
    expect(refused).toMatchObject({ before: 'live', after: 'live', thrown: { why: 'not-permitted', status: 403 } })
  })

  test('whose login changed since the last sync is found all the same, and is gone only where the whole list lacks it', async () => {
    const target = one('github', 'github.pat.classic')
    const renamed = { ...target, ownerHints: [{ how: 'handle', value: 'github:as-they-were-called', says: 'the last sync' } as const] }
    expect(await doIt('github', renamed, 'delete')).toMatchObject({ before: 'live', thrown: null, after: 'gone' })
  })

  test('an owner’s token says what it may do; an installation token says nothing', async () => {
    const { actions, settings, acts } = await opened('github')
    const owner = actions.credential.parse(estate.githubOwnerCredential)
    const states = async (credential: unknown) => (await actions.test(settings, credential, quietWorld())).map(({ state }) => state)
    expect(await states(owner)).toEqual(['granted', 'missing', 'granted', 'granted'])
    expect(await states(acts)).toEqual(['granted', 'cannot-tell', 'cannot-tell', 'cannot-tell'])
    // The App of the estate reads, and GitHub says so as it signs in.
    expect(await states(actions.credential.parse(estate.githubApp()))).toEqual(['granted', 'missing', 'missing', 'missing'])
  })
})

describe.each([
  ['aws', 'aws.access-key', 'disable', 'iam:UpdateAccessKey', 'disabled'],
  ['github', 'github.deploy-key', 'delete', '/keys/', 'gone'],
] as const)('%s: what goes wrong on the way', (kind, of, verb, on, done) => {
  test('refused or broken: it is sent once, and shown as it was', async () => {
    for (const [name, facts] of [
      ['forbidden', { status: 403, why: 'not-permitted' }],
      ['server-errors', { status: 500, why: 'failed' }],
      ['throttled', { why: 'throttled' }],
    ] as const) {
      const requests = () => [...estate.control.requests()].filter(([asked]) => asked.includes(on)).reduce((sum, [, count]) => sum + count, 0)
      const sent = requests()
      const result = await doIt(kind, one(kind, of), verb, { fault: { name, on } })
      expect(result).toMatchObject({ before: 'live', after: 'live', thrown: facts })
      expect(requests() - sent).toBe(1)
    }
  }) // prettier-ignore

  test('cut off after it was done: no answer, and shown as done', async () => {
    const result = await doIt(kind, one(kind, of), verb, { fault: { name: 'cut-after', on } })
    expect(result).toMatchObject({ before: 'live', after: done })
    expect(result.thrown).toBeInstanceOf(CallError)
    expect(result.thrown).not.toBeInstanceOf(NotSent)
    expect((result.thrown as CallError).status).toBeUndefined()
  })

  test('a sign-in that fails is not sent', async () => {
    if (kind !== 'aws') return
    const result = await doIt(kind, one(kind, of), verb, { fault: { name: 'server-errors', on: 'sts:' } })
    expect(result.thrown).toBeInstanceOf(NotSent)
    expect(result.after).toBe('live')
  })

  test('an absence that may only be hidden is not told as gone', async () => {
    const { actions, settings, reads } = (await opened(kind)) as { actions: Actions; settings: unknown; reads: unknown }
    const target = one(kind, of)
    estate.control.fault({ name: 'forbidden' })
    await expect(actions.look(settings, reads, quietWorld(), target)).rejects.toBeInstanceOf(CallError)
    estate.control.clearFaults()
    const elsewhere = { ...target, externalId: `${target.externalId.slice(0, -4)}ZZZZ`, name: 'nobody-of-this-name' }
    const look = await actions.look(settings, reads, quietWorld(), elsewhere)
    expect(look.shown).toBe(kind === 'aws' ? 'cannot-tell' : 'gone')
  })
})
