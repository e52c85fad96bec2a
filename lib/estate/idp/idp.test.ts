import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectorOf } from '../../connectors/registry.ts'
import { gather, quietWorld } from '../../connectors/testing/quiet-world.ts'
import type { Observation } from '../../model/sighting.ts'
import { startEstate, type Estate } from '../estate.ts'

let estate: Estate
beforeAll(async () => {
  estate = await startEstate({ tokens: 600, seed: 11 })
})
afterAll(() => estate.close())

async function read() {
  const { settings, credential, action } = estate.further.idp!
  const oauth = await connectorOf('oauth')
  const world = { ...quietWorld(), now: estate.control.now() }
  const [parsed, reads] = [oauth.settings.parse(settings), oauth.credential.parse(credential)]
  const seen = await gather(oauth.observe(parsed, reads, world, null))
  return { seen, oauth, world, settings: parsed, reads, acts: oauth.actions!.credential.parse(action) }
}
const named = (seen: readonly Observation[], name: string) => seen.flatMap((one) => (one.see === 'token' && one.token.name === name ? [one.token] : []))[0] // prettier-ignore

test.each<[string, object]>([
  ['carrier portal', { binding: 'bearer', tags: { form: 'JWT', signature: 'verified by the server’s keys' } }],
  ['parcel scanner', { binding: 'pop-app', popVerified: false, evidence: { popVerified: expect.stringMatching(/parcels\/recent: 200 as a bearer token/) as string } }],
  ['rate quotes', { binding: 'pop-app', popVerified: true, evidence: { popVerified: expect.stringMatching(/rates\/today: 401 as a bearer token, 401 without a proof, 401 with the proof of another key; its error there is invalid_dpop_proof, and the proof is sound but for its key/) as string } }],
  // No token that is bound to nothing is for that API, so that nothing shows that it lets any in.
  ['customs filing', { binding: 'pop-mtls', popVerified: 'not-reported', evidence: { popVerified: expect.stringMatching(/lets any token in is not shown/) as string } }],
  ['warehouse gateway', { binding: 'pop-app', popVerified: 'not-reported' }],
  ['old parcel importer', { lifecycle: 'active', evidence: { lifecycle: expect.stringContaining('taken all the same') as string } }],
  ['support agent, for a person', { tags: { 'acts for it': 'support-agent' }, workloadHint: 'support-agent' }],
  ['driver app sign-in', { kind: 'oauth.refresh-token' }],
  ['Carrier portal client secret', { expires: 'never' }],
  ['Route planner key route-planner-1', { binding: 'keyed-asym' }],
])('%s', async (name, wanted) => expect(named((await read()).seen, name)).toMatchObject(wanted)) // prettier-ignore

test('what the server calls over is not here, and what is revoked is over', async () => {
  const before = await read()
  expect(named(before.seen, 'preview of the docs')).toBeUndefined()
  const target = named(before.seen, 'scanner pilot')!
  const { oauth, settings, reads, acts, world } = before
  expect(await oauth.actions!.look(settings, reads, world, target)).toMatchObject({ shown: 'live' })
  await oauth.actions!.act(settings, acts, world, { target, verb: 'delete', place: null })
  expect(await oauth.actions!.look(settings, reads, world, target)).toMatchObject({ shown: 'gone' })
  expect((await read()).seen).toContainEqual({ see: 'ended', externalId: target.externalId })
})
