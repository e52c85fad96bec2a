import { z } from 'zod'
import type { Observation, Permissions, Sighting } from '../../model/sighting.ts'
import type { Place } from '../rest/listing.ts'
import { WireExpiry, WireHandle, WireId, WireInstant, wireText } from '../wire.ts'
import { readListing, type Reading } from './listing.ts'

const object = 'GitHub credentials authorised for single sign-on'
const fix =
  'It exists for organisations with SAML single sign-on (Enterprise Cloud), and takes an organisation owner’s token with read:org, or an App with "Organization administration: read".'

/** GitHub's words for what was authorised -> our kind, how it is held, and what it can do. */
const types = {
  'personal access token': { kind: 'github.pat.classic', binding: 'bearer' },
  'OAuth app token': { kind: 'github.oauth-token', binding: 'bearer' },
  'GitHub app token': { kind: 'github.app-user-token', binding: 'bearer' },
  'SSH key': { kind: 'github.ssh-key', binding: 'keyed-asym' },
} as const
const kinds = Object.values(types).map(({ kind }) => kind)

const Wire = z.object({
  login: WireHandle,
  credential_id: WireId,
  credential_type: z.enum(Object.keys(types) as [keyof typeof types, ...(keyof typeof types)[]]),
  token_last_eight: z.string().max(8).optional(),
  credential_authorized_at: WireInstant,
  credential_accessed_at: WireInstant.nullish(),
  authorized_credential_expires_at: WireExpiry,
  authorized_credential_title: wireText(500).nullish(),
  authorized_credential_note: wireText(500).nullish(),
  fingerprint: z.string().max(200).optional(),
  scopes: z.array(WireHandle).max(200).optional(),
})
type Wire = z.infer<typeof Wire>

/** Classic tokens, OAuth tokens, Apps' user tokens and SSH keys, as far as members authorised them for the organisation's single sign-on. */
export async function* credentialAuthorizations(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const path = `/orgs/${reading.org.login}/credential-authorizations`
  yield* readListing(reading, from, {
    object,
    path,
    schema: Wire,
    fix,
    kinds,
    notInPlan: reading.org.enterprise === false,
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'token', token: sightingOf(row, reading.org.login) }
    },
  })
}

function sightingOf(wire: Wire, org: string): Sighting {
  const call = 'GET /orgs/{org}/credential-authorizations'
  const { kind, binding } = types[wire.credential_type]
  const label = wire.authorized_credential_note || wire.authorized_credential_title
  const lastFour = wire.token_last_eight?.slice(-4)
  return {
    externalId: `authorization:${wire.credential_id}`,
    kind,
    name: label || `${wire.credential_type} of ${wire.login}`,
    ...(lastFour && { displayId: `…${lastFour}` }),
    ...(wire.token_last_eight?.length === 8 && { lastEight: wire.token_last_eight }),
    lifecycle: 'active',
    // The date of authorisation; the credential itself may be older, and GitHub does not say.
    issuedAt: { atLeastSince: wire.credential_authorized_at },
    // An SSH key has no expiry at GitHub; of tokens GitHub says null for "none".
    expires: kind === 'github.ssh-key' ? 'never' : wire.authorized_credential_expires_at,
    lastUsed: wire.credential_accessed_at ? { at: wire.credential_accessed_at } : 'never',
    rotationEnforcedSeconds: null,
    binding,
    popVerified: false,
    permissions: permissionsOf(wire),
    ownerHints: [{ how: 'handle', value: `github:${wire.login}`, says: `${call} login` }],
    tags: {},
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      issuedAt: `${call} credential_authorized_at`,
      expires: kind === 'github.ssh-key' ? 'GitHub documentation: SSH keys have no expiry' : `${call} authorized_credential_expires_at`,
      lastUsed: `${call} credential_accessed_at`,
      permissions: kind === 'github.ssh-key' ? `${call} credential_type: git as its user` : `${call} scopes`,
      binding: `${call} credential_type`,
    },
    disable: `DELETE /orgs/${org}/credential-authorizations/${wire.credential_id} (GitHub asks its owner to make a new one and to authorise that)`,
    revoke: `DELETE /orgs/${org}/credential-authorizations/${wire.credential_id} ends its access to the organisation; the owner deletes the credential itself`,
  }
}

function permissionsOf({ credential_type, scopes, login }: Wire): Permissions {
  if (credential_type === 'SSH key') return { scheme: 'github.user-ssh-key', stated: { user: login } }
  // An App's user token has the App's permissions, which are not told here; its scopes are always empty.
  if (credential_type === 'GitHub app token') return 'not-reported'
  return { scheme: 'github.scopes', stated: { scopes: scopes ?? null } }
}
