import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../../estate/estate.ts'
import type { ProviderVerb } from '../../model/provider-act.ts'
import type { Sighting } from '../../model/sighting.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { actions } from './actions.ts'
import { kubernetes } from './connector.ts'
import { ActionCredential, Credential, Settings } from './settings.ts'

let estate: Estate
let settings: Settings
let reads: Credential
let acts: ActionCredential
const world = () => ({ ...quietWorld(), now: new Date('2026-11-24T00:00:00Z') })
beforeAll(async () => {
  estate = await startEstate({ tokens: 100, seed: 5, now: new Date('2026-11-24T00:00:00Z') })
  const source = estate.further.kubernetes
  settings = Settings.parse(source?.settings)
  reads = Credential.parse(source?.credential)
  acts = ActionCredential.parse(source?.action)
})
afterAll(() => estate.close())

async function named(name: string): Promise<Sighting> {
  const seen = await gather(kubernetes.observe(settings, reads, world(), null))
  const found = seen.flatMap((one) => (one.see === 'token' && one.token.name === name ? [one.token] : []))[0]
  if (!found) throw new Error(`There is no ${name}.`)
  return found
}
const shown = async (target: Sighting) => (await actions.look(settings, reads, world(), target)).shown
const act = (target: Sighting, verb: ProviderVerb, as = acts) => actions.act(settings, as, world(), { target, verb, place: null })

describe('a token of the company', () => {
  test('is switched off, on again and deleted, as a look shows each time', async () => {
    const target = await named('data/lake-export-token')
    expect(await shown(target)).toBe('live')
    await act(target, 'disable')
    expect([await shown(target), (await named(target.name)).lifecycle]).toEqual(['disabled', 'disabled'])
    await act(target, 'enable')
    expect(await shown(target)).toBe('live')
    await act(target, 'delete')
    expect(await shown(target)).toBe('gone')
  })

  test('another Secret of the same name is not meant', async () => {
    const target = { ...(await named('shop/ci-deploy-token-x7k2p')), externalId: 'another' }
    await expect(act(target, 'delete')).rejects.toMatchObject({ status: 409 })
    await expect(act(target, 'disable')).rejects.toMatchObject({ status: 422 })
    expect(await shown(await named('shop/ci-deploy-token-x7k2p'))).toBe('live')
  })

  test('is not changed by whoever reads, nor read by whoever changes', async () => {
    const target = await named('shop/ci-deploy-token-x7k2p')
    await expect(act(target, 'delete', reads as ActionCredential)).rejects.toMatchObject({ why: 'not-permitted' })
    await expect(actions.look(settings, acts as Credential, world(), target)).rejects.toMatchObject({ why: 'not-permitted' })
  })

  test('of a source that reads a report cannot be looked at', async () => {
    const target = await named('shop/ci-deploy-token-x7k2p')
    expect(await actions.look({ ...settings, report: 'standdown/inventory' }, reads, world(), target)).toMatchObject({ shown: 'cannot-tell' })
  }) // prettier-ignore
})

test('what the acting account may do is asked without changing anything', async () => {
  expect((await actions.test(settings, acts, world())).map(({ state }) => state)).toEqual(['granted', 'granted'])
  expect((await actions.test(settings, reads as ActionCredential, world())).map(({ state }) => state)).toEqual(['missing', 'missing'])
})

test('the account that reads is known by its token, its file, and its name', async () => {
  const same = (one: Credential, other: ActionCredential, more: Partial<Settings> = {}) => actions.sameAsReading({ ...settings, ...more }, one, other, world()) // prettier-ignore
  expect(await same(reads, reads as ActionCredential)).toContain('that reads')
  expect(await same({ fromFile: true }, { tokenFile: 'one' }, { tokenFile: 'one' })).toContain('that reads')
  expect(await same(reads, acts)).toBeNull()
  const server = await smallServer((_request, response) => response.writeHead(201).end('{"status":{"userInfo":{"username":"ana"}}}'))
  expect(await same({ token: 'token-one' }, { token: 'token-two' }, { baseUrl: server.url })).toContain('that reads')
  await server.close()
})
