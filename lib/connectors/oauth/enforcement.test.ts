import { afterAll, beforeAll, expect, test } from 'vitest'
import { quietWorld } from '../testing/quiet-world.ts'
import { smallServer, type SmallServer } from '../testing/small-server.ts'
import type { Confirmation } from './claims.ts'
import { enforcementOf } from './enforcement.ts'

/** A resource server that lets one token in, which is bound to nothing, and refuses whatever else comes. */
let server: SmallServer
beforeAll(async () => {
  server = await smallServer(
    (request, response) => void response.writeHead(request.headers.authorization === 'Bearer unbound' ? 200 : 401).end(),
  )
})
afterAll(() => server.close())

function enforced(confirmation: Confirmation) {
  const resources = [{ id: server.url, audiences: ['api'], tryAt: `${server.url}/orders` }]
  const trying = { resources, isAllowed: true, world: quietWorld(), open: new Map(), lettingIn: new Map(), checkingProofs: new Map() }
  return enforcementOf({ token: 'bound', audience: ['api'], confirmation, lives: true }, trying, async function* () {
    yield { token: 'unbound', audience: ['api'] }
  })
}

test.each<[string, Confirmation, boolean | 'not-reported', RegExp]>([
  ['by DPoP is shown by refusals', 'dpop', true, /with the proof of another key; 200 for a token that is bound to nothing$/],
  ['by a certificate is not shown without TLS', 'mtls', 'not-reported', /without TLS it cannot be tried with another certificate$/],
  [
    'in a way that cannot be tried with another key is not shown',
    'other',
    'not-reported',
    /cannot be tried with the proof of another key$/,
  ],
  ['by nothing is no binding', null, false, /bound to nothing/],
])('that what is bound %s', async (_, confirmation, verified, says) => {
  expect(await enforced(confirmation)).toEqual({ verified, says: expect.stringMatching(says) as string })
})
