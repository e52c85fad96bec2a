import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../../estate/estate.ts'
import type { ProviderVerb } from '../../model/provider-act.ts'
import type { Sighting } from '../../model/sighting.ts'
import type { Connector } from '../contract.ts'
import { NotSent } from '../not-sent.ts'
import { connectorOf } from '../registry.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'

/** Acting on the make-believe company, and looking at what became of it. */
let estate: Estate
let okta: Connector
let seen: readonly Sighting[]
let settings: unknown
let reads: unknown
let acts: unknown
const actions = () => okta.actions ?? expect.fail('Okta cannot act.')

beforeAll(async () => {
  estate = await startEstate({ tokens: 60, seed: 5, now: new Date('2026-11-24T00:00:00Z') })
  okta = await connectorOf('okta')
  const { further } = estate
  settings = okta.settings.parse(further.okta?.settings)
  reads = okta.credential.parse(further.okta?.credential)
  acts = actions().credential.parse(further.okta?.action)
  seen = (await gather(okta.observe(settings, reads, quietWorld(), null))).flatMap((one) => (one.see === 'token' ? [one.token] : []))
})
afterAll(() => estate.close())

const found = (name: string, lifecycle = 'active') =>
  seen.find((one) => one.name === name && one.lifecycle === lifecycle) ?? expect.fail(`There is no ${name}.`)

async function doIt(target: Sighting, verb: ProviderVerb) {
  const look = () => actions().look(settings, reads, quietWorld(), target)
  const before = await look()
  const asked = { target, verb, place: before.place }
  const thrown = await actions()
    .act(settings, acts, quietWorld(), asked)
    .then(
      () => null,
      (error: unknown) => error,
    )
  return { before: before.shown, thrown, after: (await look()).shown }
}

describe('a change', () => {
  test.each(['directory provisioning', 'driver app refresh token'])('%s is revoked for good', async (name) => {
    expect(await doIt(found(name), 'delete')).toEqual({ before: 'live', thrown: null, after: 'gone' })
  })

  test('a key is switched off, on again, off, and deleted', async () => {
    const key = seen.find((one) => one.kind === 'okta.client-key' && one.tags.app === 'catalogue search')!
    expect(await doIt(key, 'delete')).toMatchObject({ before: 'live', thrown: { status: 400 }, after: 'live' })
    expect(await doIt(key, 'disable')).toEqual({ before: 'live', thrown: null, after: 'disabled' })
    expect(await doIt(key, 'enable')).toEqual({ before: 'disabled', thrown: null, after: 'live' })
    expect(await doIt(key, 'disable')).toEqual({ before: 'live', thrown: null, after: 'disabled' })
    expect(await doIt(key, 'delete')).toEqual({ before: 'disabled', thrown: null, after: 'gone' })
  })

  test('the last secret of an app is not switched off; an inactive one beside it is deleted', async () => {
    expect(await doIt(found('customer portal client secret'), 'disable')).toMatchObject({ thrown: { status: 400 }, after: 'live' })
    const old = found('customer portal client secret', 'disabled')
    expect(await doIt(old, 'enable')).toEqual({ before: 'disabled', thrown: null, after: 'live' })
    expect(await doIt(found('customer portal client secret'), 'disable')).toEqual({ before: 'live', thrown: null, after: 'disabled' })
    expect(await doIt(found('customer portal client secret'), 'delete')).toEqual({ before: 'disabled', thrown: null, after: 'gone' })
  })

  test('of a secret whose app is not known is not sent', async () => {
    const lost = { ...found('warehouse provisioning client secret'), tags: {} }
    await expect(actions().act(settings, acts, quietWorld(), { target: lost, verb: 'delete', place: null })).rejects.toBeInstanceOf(NotSent)
  })

  test('the app that reads may not change anything, and the one that acts may not read', async () => {
    const target = found('nightly export')
    await expect(actions().act(settings, reads, quietWorld(), { target, verb: 'delete', place: null })).rejects.toBeInstanceOf(NotSent)
    await expect(actions().look(settings, acts, quietWorld(), target)).rejects.toMatchObject({ status: 401 })
  })
})

describe('the credential that acts', () => {
  test('is tried by asking for its scopes', async () => {
    expect((await actions().test(settings, acts, quietWorld())).map(({ state }) => state)).toEqual(['granted', 'granted'])
    await expect(actions().test(settings, reads, quietWorld())).rejects.toMatchObject({ status: 401 })
  })
  test('is no API token', () => {
    expect(actions().credential.safeParse({ token: '00token-of-somebody' }).success).toBe(false)
  })
  test('is another one than the one that reads', async () => {
    const same = (one: unknown, other: unknown) => actions().sameAsReading(settings, one, other, quietWorld())
    expect(await same(reads, acts)).toBeNull()
    expect(await same(reads, reads)).toContain('app that reads')
    expect(await same({ token: '00token-one' }, acts)).toBeNull()
  })
})

test('what the company’s organisation is told of: who left and works on, and a secret beside a key with DPoP', () => {
  expect(found('directory provisioning')).toMatchObject({ permissions: { stated: { names: ['SUPER_ADMIN'] } }, tags: { 'user status': 'ACTIVE' } })
  expect(found('warehouse badges')).toMatchObject({ controls: { networkConfined: true } })
  const days = (one: Sighting) => (Date.parse('2026-11-24T00:00:00Z') - (one.issuedAt as Date).getTime()) / 86_400_000
  expect(days(found('warehouse provisioning client secret'))).toBe(500)
  expect(seen.find(({ tags }) => tags.app === 'access review')).toMatchObject({ binding: 'keyed-asym', tags: { dpop: 'required' } })
  expect(seen.find(({ tags }) => tags.app === 'support agent'), 'its keys stand elsewhere').toBeUndefined()
}) // prettier-ignore
