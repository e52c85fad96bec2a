import { z } from 'zod'
import type { Gap, LastUsed, Sighting } from '../../model/sighting.ts'
import { readRows, WireExpiry, WireHandle, WireInstant, wireText } from '../wire.ts'
import { Guid } from './settings.ts'

const shared = {
  keyId: Guid,
  displayName: wireText(300).nullish(),
  startDateTime: WireInstant.nullish(),
  endDateTime: WireExpiry,
}

/** `secretText` and `hint` (the first characters of the secret) stand beside these, and are never read. */
const Password = z.object(shared)
/** `key` stands beside these: the certificate's public half, or a symmetric key. */
const Key = z.object({
  ...shared,
  customKeyIdentifier: WireHandle.nullish().catch(null),
  type: z.string().max(100).nullish(),
  usage: z.string().max(100).nullish(),
})

export type Held = { is: 'passwordCredentials'; wire: z.infer<typeof Password> } | { is: 'keyCredentials'; wire: z.infer<typeof Key> }

/** As they stand in an application or a service principal, before each is read by itself. */
export const Credentials = { passwordCredentials: z.array(z.unknown()).nullish(), keyCredentials: z.array(z.unknown()).nullish() }

/**
 * The credentials of one application or service principal. Left out are those that no client signs in with: those with which Entra ID itself
 * signs SAML answers (usage Sign, with a public half and a password of the same certificate), and those that it encrypts tokens for (Encrypt).
 */
export function credentialsOf(wire: { passwordCredentials?: unknown[] | null | undefined; keyCredentials?: unknown[] | null | undefined }, call: string): { held: Held[]; gaps: Gap[] } {
  const object = 'Entra application credentials'
  const keys = readRows(Key, wire.keyCredentials ?? [], { object, call: `${call} keyCredentials` })
  const passwords = readRows(Password, wire.passwordCredentials ?? [], { object, call: `${call} passwordCredentials` })
  const signing = keys.good.filter(({ usage }) => usage === 'Sign')
  const ids = new Set(signing.map(({ keyId }) => keyId))
  const prints = new Set(signing.flatMap(({ customKeyIdentifier }) => customKeyIdentifier ?? []))
  return {
    held: [
      ...passwords.good.filter(({ keyId }) => !ids.has(keyId)).map((one): Held => ({ is: 'passwordCredentials', wire: one })),
      ...keys.good
        .filter(({ usage, customKeyIdentifier: print }) => usage !== 'Sign' && usage !== 'Encrypt' && !(print && prints.has(print)))
        .map((one): Held => ({ is: 'keyCredentials', wire: one })),
    ],
    gaps: [keys.gap, passwords.gap].filter((gap) => gap !== null),
  }
} // prettier-ignore

/** Whose credential it is, with all that is known of it. */
export type Holder = {
  /** Where it is addressed: "/applications/{id}". */
  path: string
  /** What it is called, of the application. */
  name: string
  appId: string
  /** Whether its service principal may sign in; null where that is not known. */
  enabled: boolean | null
  permissions: Sighting['permissions']
  ownerHints: Sighting['ownerHints']
  tags: Readonly<Record<string, string>>
}

const sorts = {
  secret: { kind: 'entra.client-secret', binding: 'bearer', says: 'Microsoft documentation: a client secret is sent as it is' },
  certificate: { kind: 'entra.certificate', binding: 'keyed-asym', says: 'Microsoft documentation: the private key signs an assertion, and can be copied' },
  other: { kind: 'entra.symmetric-key', binding: 'not-reported', says: 'keyCredentials type: none that we know' },
} as const // prettier-ignore

/** A thumbprint as portals and openssl write it: Graph writes its twenty bytes in base64. What is no such thing stays as it is. */
function thumbprintOf(identifier: string): string {
  return /^[A-Za-z0-9+/]{27}=$/.test(identifier) ? Buffer.from(identifier, 'base64').toString('hex').toUpperCase() : identifier
}

/** One credential. `used`: what the report of sign-ins has of it. */
export function sightingOf({ is, wire }: Held, of: Holder, used: LastUsed, now: Date): Sighting {
  const collection = of.path.slice(0, of.path.indexOf('/', 1))
  const call = `GET ${collection} ${is}`
  const sort = is === 'passwordCredentials' ? sorts.secret : wire.type === 'AsymmetricX509Cert' ? sorts.certificate : sorts.other
  const isOver = typeof wire.endDateTime === 'object' && 'fixed' in wire.endDateTime && wire.endDateTime.fixed <= now
  // A beginning that is yet to come is no time of issue: whoever made it may choose it.
  const begun = wire.startDateTime && wire.startDateTime <= now ? wire.startDateTime : null
  return {
    externalId: `${of.path.slice(1)}/${is}/${wire.keyId}`,
    kind: sort.kind,
    name: wire.displayName ? `${of.name}: ${wire.displayName}` : of.name,
    displayId: wire.keyId,
    lifecycle: isOver ? 'expired' : of.enabled === false ? 'disabled' : 'active',
    issuedAt: begun ?? 'not-reported',
    expires: wire.endDateTime,
    lastUsed: used,
    rotationEnforcedSeconds: null,
    binding: sort.binding,
    popVerified: false,
    permissions: of.permissions,
    ownerHints: of.ownerHints,
    workloadHint: of.name.slice(0, 320),
    tags: {
      ...of.tags,
      application: of.name,
      'application id': of.appId,
      ...('customKeyIdentifier' in wire && wire.customKeyIdentifier && { thumbprint: thumbprintOf(wire.customKeyIdentifier) }),
    },
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      issuedAt: `${call} startDateTime, which whoever makes it may choose`,
      expires: `${call} endDateTime`,
      lastUsed: 'GET beta /reports/appCredentialSignInActivities signInActivity',
      lifecycle: 'GET /servicePrincipals accountEnabled, and endDateTime',
      permissions:
        'GET /servicePrincipals/{id}/appRoleAssignments, /oauth2PermissionGrants, /roleManagement/directory/roleAssignments; Azure’s roleAssignments',
      binding: sort.says,
    },
    ...(is === 'passwordCredentials' && { revoke: `POST ${of.path}/removePassword with its keyId` }),
  }
}
