import { randomBytes } from 'node:crypto'
import type { Check } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { failedCheck } from '../rest/probes.ts'
import { introspect } from './introspection.ts'
import type { Reading } from './reading.ts'
import { readResource, resourceSays } from './resources.ts'
import { openLooking } from './tokens.ts'

/** What may be read, a row each. Throws CallError where the server does not answer or refuses the client. */
export async function check(reading: Reading): Promise<readonly Check[]> {
  const metadata = await reading.metadata()
  const keys = await reading.keys()
  const checks: Check[] = [
    { permission: 'Server metadata', state: 'granted', says: `It is the metadata of ${metadata.issuer}.`, lost: 'Everything.' },
    {
      permission: 'Server keys',
      state: keys ? 'granted' : 'missing',
      says: keys ? `It signs by: ${keys.keys.says}.` : 'The server publishes none.',
      lost: 'Whether a JWT is really of this server, and signed answers.',
    },
    await introspectionCheck(reading),
  ]
  for (const resource of reading.resources) checks.push(await resourceCheck(reading, resource))
  return checks
}

/** By asking about a token that nobody has: the right answer is that it is not active. */
async function introspectionCheck(reading: Reading): Promise<Check> {
  const row = {
    permission: 'Introspection',
    lost: 'What opaque tokens are, and whether any token was revoked.',
    missing: 'The server does not let this client introspect.',
  }
  try {
    const { asks, silence } = await openLooking(reading)
    if (!asks) return { permission: row.permission, state: reading.client ? 'missing' : 'cannot-tell', says: `It is not asked: ${silence}.`, lost: row.lost }
    await introspect(randomBytes(32).toString('base64url'), asks)
    const signed = asks.signedBy ? ' Its answer is signed, and was believed.' : ''
    return { permission: row.permission, state: 'granted', says: `The server answers about a made-up token.${signed}`, lost: row.lost }
  } catch (error) {
    return failedCheck(error, row)
  }
} // prettier-ignore

async function resourceCheck({ calls, settings, trying }: Reading, resource: Reading['resources'][number]): Promise<Check> {
  const permission = `Resource server ${resource.id}`
  const tries = resource.tryAt ? (trying.isAllowed ? ' It may be tried.' : ' It may not be tried: the settings do not allow it.') : ' It cannot be tried: no address is set.'
  const lost = 'Whether it checks what tokens are bound to.'
  try {
    const says = resourceSays(await readResource(calls, resource), settings.issuer)
    return { permission, state: resource.tryAt && trying.isAllowed ? 'granted' : 'cannot-tell', says: `It ${says}.${tries}`.slice(0, 1_000), lost }
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    return { permission, state: 'cannot-tell', says: `${error.message}${tries}`, lost }
  }
} // prettier-ignore
