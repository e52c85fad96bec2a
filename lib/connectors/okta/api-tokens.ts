import { z } from 'zod'
import type { Expires, LastUsed, Observation, Sighting } from '../../model/sighting.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { byLink } from '../rest/paging.ts'
import { WireInstant, wireText } from '../wire.ts'
import { OktaId } from './api.ts'
import type { User } from './people.ts'
import type { Reading } from './reading.ts'
import { Network } from './zones.ts'

export const apiTokensPath = '/api/v1/api-tokens'
const call = `GET ${apiTokensPath}`

const Wire = z.object({
  id: OktaId,
  name: wireText(500).nullish(),
  userId: OktaId.nullish(),
  clientName: wireText(200).nullish(),
  tokenWindow: z.string().max(60).nullish(),
  network: Network.nullish(),
  created: WireInstant.nullish(),
  expiresAt: WireInstant.nullish(),
})
type Wire = z.infer<typeof Wire>

type Holder = { user: User | null; roles: readonly string[] | null; confined: boolean }

/** API tokens, with whoever holds them: a token may what its user may. Okta lists the active ones alone, and all at once. */
export async function* apiTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { people, zones } = reading
  yield* readListing(reading, from, {
    object: 'Okta API tokens',
    path: apiTokensPath,
    schema: Wire,
    next: byLink,
    fix: 'It takes the scope okta.apiTokens.read, and an admin role that may look at API tokens.',
    kinds: ['okta.api-token'],
    async *observe(rows): AsyncGenerator<Observation> {
      for (const row of rows) {
        const user = row.userId ? await people.user(row.userId) : null
        const roles = row.userId ? await people.rolesOfUser(row.userId) : null
        yield { see: 'token', token: sightingOf(row, { user, roles, confined: await zones.confine(row.network) }) }
      }
    },
  })
}

function sightingOf(wire: Wire, { user, roles, confined }: Holder): Sighting {
  const email = user?.profile.email ?? user?.profile.login
  const seconds = secondsOf(wire.tokenWindow)
  return {
    externalId: wire.id,
    kind: 'okta.api-token',
    name: wire.name || wire.id,
    // A token of a user who was deactivated is refused; activated again, the user has it back.
    lifecycle: user?.status === 'DEPROVISIONED' ? 'disabled' : 'active',
    issuedAt: wire.created ?? 'not-reported',
    expires: expiresOf(seconds),
    lastUsed: lastUsedOf(wire, seconds),
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: roles === null ? 'not-reported' : { scheme: 'okta.roles', stated: { names: [...roles], within: 'organisation' } },
    ownerHints: email ? [{ how: 'email', value: email, says: 'GET /api/v1/users/{id} profile.email' }] : [],
    tags: {
      ...(wire.userId && { 'user id': wire.userId }),
      ...(user && { 'user status': user.status }),
      ...(wire.clientName && { client: wire.clientName }),
      ...(wire.network?.connection && { network: wire.network.connection }),
    },
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    ...(confined && { controls: { networkConfined: true } }),
    evidence: {
      issuedAt: `${call} created`,
      expires: `${call} tokenWindow: every use makes it live on`,
      lastUsed: `${call} expiresAt less tokenWindow, which every use renews`,
      permissions: 'GET /api/v1/users/{id}/roles: the token may what its user may',
      binding: 'Okta documentation: sent as it is (SSWS)',
      ...(confined && { controls: `${call} network; GET /api/v1/zones` }),
    },
    revoke: `DELETE ${apiTokensPath}/${wire.id}`,
  }
}

function expiresOf(seconds: number | null): Expires {
  return seconds === null ? 'not-reported' : { slidingSeconds: seconds }
}

/** A use puts the end off to one window after it: so the end tells the last use, and one that was never put off, that there was none. */
function lastUsedOf({ created, expiresAt }: Wire, seconds: number | null): LastUsed {
  if (!expiresAt || seconds === null) return 'not-reported'
  const at = new Date(expiresAt.getTime() - seconds * 1_000)
  if (!created || at.getTime() < 0) return 'not-reported'
  return at.getTime() - created.getTime() < 1_000 ? 'never' : { at }
}

const units = [7 * 86_400, 86_400, 3_600, 60, 1] as const

/** Seconds of an ISO 8601 duration in weeks, days and smaller ("P30D"); null for one in months or years, which have no length of their own. */
export function secondsOf(duration: string | null | undefined): number | null {
  const parts = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,10})S)?)?$/.exec(duration ?? '')
  const seconds = units.reduce((sum, unit, index) => sum + unit * Number(parts?.[index + 1] ?? 0), 0)
  return seconds > 0 ? seconds : null
}
