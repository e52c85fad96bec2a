import { z } from 'zod'
import type { Binding } from '../../model/facts.ts'
import type { IssuerSighting, Observation, OwnerHint, Permissions, Sighting } from '../../model/sighting.ts'
import { Failures } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { jsonOf } from '../http/json-of.ts'
import { storableText } from '../storable-text.ts'
import { WireEpoch, WireHandle, whatIsWrong, wireText } from '../wire.ts'
import { malformed } from './calls.ts'
import { parseClients, type GivenClient } from './lines.ts'
import type { Reading } from './reading.ts'

export const clientsObject = 'OAuth clients'
const fix =
  'A client that was deleted, and a registration token that was revoked, answer alike (401): take the line away, or give the token anew.'
const call = 'GET client registration'

const secretMethods = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt']
const Key = z.object({ kid: z.string().min(1).max(300).nullish(), kty: z.string().max(20).nullish(), use: z.string().max(20).nullish() })

/**
 * A client as it is registered (RFC 7591, 7592). The answer holds its secret and its registration token in clear: of the first only that there is
 * one is kept, of the second whether it is still the one that was given.
 */
const Registration = z.object({
  client_id: WireHandle,
  client_name: wireText(300).nullish(),
  client_id_issued_at: WireEpoch.nullish(),
  client_secret: z.unknown().optional().transform((secret) => secret !== undefined && secret !== null),
  client_secret_expires_at: z.union([z.literal(0), WireEpoch]).nullish(),
  token_endpoint_auth_method: z.string().max(100).nullish(),
  grant_types: z.array(z.string().max(200)).max(50).nullish(),
  scope: z.string().max(10_000).nullish(),
  contacts: z.array(z.string().max(320)).max(20).nullish().catch(null),
  dpop_bound_access_tokens: z.boolean().nullish(),
  tls_client_certificate_bound_access_tokens: z.boolean().nullish(),
  jwks: z.object({ keys: z.array(Key).max(100) }).nullish(),
  jwks_uri: z.string().max(2_000).nullish(),
  registration_access_token: z.string().nullish(),
}) // prettier-ignore
type Registration = Omit<z.infer<typeof Registration>, 'registration_access_token'>

/** Every client whose registration was given: what it mints, what it signs in by, and the registration token itself. */
export async function* clients(reading: Reading): AsyncGenerator<Observation> {
  const { credential, world } = reading
  const given = parseClients('clients' in credential ? (credential.clients ?? '') : '')
  if (typeof given === 'string' || given.length === 0) return
  const failures = new Failures(clientsObject, fix)
  const seen = { clients: 0, credentials: 0 }
  for (const one of given) {
    world.signal.throwIfAborted()
    if (failures.hopeless) break
    try {
      const { registration, isRotated } = await readClient(reading, one)
      failures.worked()
      seen.clients += 1
      yield { see: 'issuer', issuer: issuerOf(registration) }
      const held = [...credentialsOf(registration)]
      if (isRotated) failures.failed(rotated())
      else held.push(registrationToken(registration, one, world.fingerprint(one.token)))
      seen.credentials += held.length
      for (const token of held) yield { see: 'token', token }
    } catch (error) {
      failures.failed(error)
    }
  }
  yield* failures.rest()
  yield { see: 'covered', object: clientsObject, seen: seen.clients }
  yield { see: 'covered', object: 'OAuth credentials of clients', seen: seen.credentials, ...(failures.any ? {} : { kinds: clientKinds }) }
}

export const clientKinds = ['oauth.client-secret', 'oauth.client-key', 'oauth.registration-token'] as const

async function readClient({ calls, settings }: Reading, { uri, token }: GivenClient) {
  if (new URL(uri).origin !== new URL(settings.issuer).origin)
    throw new CallError('provider', `${call} is on another host than the issuer: the token would go there, so it was not called.`, { call, why: 'inconsistent' })
  const answered = await calls.ask({
    method: 'GET',
    url: uri,
    name: call,
    accept: 'application/json',
    send: () => ({ headers: { authorization: `Bearer ${token}` } }),
    // It is this token that is refused, and not the client that reads.
    judge: ({ status }) => (status === 401 ? new CallError('provider', `${call} refused the registration token (401).`, { call, why: 'not-permitted' }) : null),
  })
  const parsed = Registration.safeParse(jsonOf(answered.text))
  if (!parsed.success) throw malformed(call, whatIsWrong(parsed.error))
  const { registration_access_token: now, ...registration } = parsed.data
  return { registration, isRotated: now !== null && now !== undefined && now !== token }
} // prettier-ignore

function rotated(): CallError {
  const says =
    'The server gave a client another registration token in answer to a read (RFC 7592, 3 lets it): the one that is kept here may work no more, and the new one was not kept. Clients of such a server cannot be watched'
  return new CallError('provider', `${says}.`, { call, why: 'inconsistent' })
}

function issuerOf(client: Registration): IssuerSighting {
  const { client_id: id, grant_types: grants, scope } = client
  return {
    externalId: `client:${id}`,
    kind: 'oauth.client',
    name: nameOf(client),
    mints: 'access token',
    mintedBinding: mintedBy(client),
    maxLifeSeconds: 'not-reported',
    trusts: [
      `whoever signs in as the client by ${methodOf(client)}`,
      ...(grants ?? ['authorization_code']).map((grant) => `grant type ${grant}`),
    ],
    permissions: permissionsOf(scope),
    lastUsed: 'not-reported',
    tags: tagsOf(client),
    evidence: {
      mintedBinding: `${call} dpop_bound_access_tokens, tls_client_certificate_bound_access_tokens`,
      permissions: `${call} scope`,
      maxLifeSeconds: 'a registration does not tell it',
    },
  }
}

/** Both say false where they are left out (RFC 9449, 5.2; RFC 8705, 3.4). */
function mintedBy(client: Registration): Binding {
  if (client.dpop_bound_access_tokens) return 'pop-app'
  return client.tls_client_certificate_bound_access_tokens ? 'pop-mtls' : 'bearer'
}

/** What it signs in by: its secret, or each of its keys. Keys at an address of its own are named there. */
function* credentialsOf(client: Registration): Generator<Sighting> {
  const { client_id: id, client_secret: hasSecret, client_secret_expires_at: ends, jwks } = client
  const method = methodOf(client)
  if (hasSecret && secretMethods.includes(method))
    yield {
      ...shared(client),
      externalId: `client:${id}:secret`,
      kind: 'oauth.client-secret',
      name: `${nameOf(client)} client secret`,
      expires: ends === 0 ? 'never' : ends instanceof Date ? { fixed: ends } : 'not-reported',
      binding: method === 'client_secret_jwt' ? 'keyed-hmac' : 'bearer',
      evidence: { ...evidence, expires: `${call} client_secret_expires_at`, binding: `${call} token_endpoint_auth_method` },
    }
  if (method !== 'private_key_jwt' && method !== 'self_signed_tls_client_auth') return
  for (const [index, { kid, kty, use }] of (jwks?.keys ?? []).entries()) {
    if (use === 'enc') continue
    const name = kid ?? `number ${index + 1}`
    yield {
      ...shared(client),
      externalId: `client:${id}:key:${name}`,
      kind: 'oauth.client-key',
      name: `${nameOf(client)} key ${name}`,
      displayId: name.slice(0, 200),
      expires: 'not-reported',
      binding: 'keyed-asym',
      tags: { ...tagsOf(client), ...(kty && { 'key type': kty }) },
      evidence: { ...evidence, expires: 'a key set tells no end of a key', binding: `${call} jwks, token_endpoint_auth_method` },
    }
  }
}

/** It reads and rewrites the registration: keys, redirect addresses and all. RFC 7592 lets it live as long as the client. */
function registrationToken(client: Registration, { token, uri }: GivenClient, id: string): Sighting {
  return {
    ...shared(client),
    externalId: id,
    kind: 'oauth.registration-token',
    name: `${nameOf(client)} registration token`,
    ...(token.length >= 20 && { displayId: `…${token.slice(-4)}` }),
    expires: 'not-reported',
    binding: 'bearer',
    permissions: { scheme: 'oauth.rights', stated: { names: ['client registration: manage'], within: 'client', resource: nameOf(client) } },
    evidence: { ...evidence, expires: 'RFC 7592 lets it live as long as its client', permissions: 'RFC 7592: it reads, changes and deletes the client', binding: 'RFC 7592: sent as a bearer token' },
    revoke: `DELETE ${new URL(uri).origin} registration of the client, which deletes the client`.slice(0, 300),
  } // prettier-ignore
}

type Own = 'externalId' | 'kind' | 'name' | 'expires' | 'binding'

function shared(client: Registration): Omit<Sighting, Own> {
  const hints = (client.contacts ?? []).filter((contact) => /^[^\s@]+@[^\s@]+$/.test(contact))
  return {
    lifecycle: 'active',
    // The client is as old as that; its secret may be younger, and nobody says.
    issuedAt: 'not-reported',
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    popVerified: false,
    permissions: permissionsOf(client.scope),
    ownerHints: hints.map((value): OwnerHint => ({ how: 'email', value, says: `${call} contacts` })),
    workloadHint: client.client_id,
    tags: tagsOf(client),
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence,
  }
}

const evidence = {
  lifecycle: `${call} answers`,
  issuedAt: 'a registration tells when the client was made, not its secret or key',
  permissions: `${call} scope`,
}

function permissionsOf(scope: string | null | undefined): Permissions {
  if (scope === null || scope === undefined) return 'not-reported'
  const names = [
    ...new Set(
      scope
        .split(/\s+/)
        .filter(Boolean)
        .map((name) => storableText(name, 300)),
    ),
  ].sort()
  if (names.length === 0 || names.length > 500) return 'not-reported'
  return { scheme: 'oauth.rights', stated: { names, within: 'any resource server' } }
}

function tagsOf(client: Registration): Record<string, string> {
  const { client_id: id, client_id_issued_at: since, jwks_uri: keys } = client
  return {
    'client id': id,
    'signs in by': methodOf(client),
    DPoP: client.dpop_bound_access_tokens ? 'required' : 'not required',
    ...(since && { 'client since': since.toISOString().slice(0, 10) }),
    ...(keys && { 'keys at': storableText(keys, 1_000) }),
  }
}

const methodOf = ({ token_endpoint_auth_method: method }: Registration) => method ?? 'client_secret_basic'
const nameOf = ({ client_name: name, client_id: id }: Registration) => name || id
