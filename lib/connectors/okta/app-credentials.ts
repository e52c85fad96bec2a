import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import { WireExpiry, WireInstant } from '../wire.ts'
import { OktaId } from './api.ts'
import { appsPath, type App } from './app.ts'

export const keysFix = 'It takes the scope okta.apps.read, and an admin role that may look at credentials of apps.'

const status = z.string().max(50).nullish()

/** `client_secret` stands in the listing in clear, and nowhere here. */
export const Secret = z.object({ id: OktaId, status, created: WireInstant.nullish() })

/** Of a key only how it is called: not even the public part is needed. */
export const JsonWebKey = z
  .object({
    id: OktaId.nullish(),
    kid: z.string().min(1).max(300).nullish(),
    kty: z.string().max(20).nullish(),
    use: z.string().max(20).nullish(),
    status,
    created: WireInstant.nullish(),
  })
  .refine(({ id, kid }) => !!(id ?? kid), 'has no id')

export const RefreshToken = z.object({
  id: OktaId,
  status,
  created: WireInstant.nullish(),
  expiresAt: WireExpiry,
  scopes: z.array(z.string().min(1).max(300)).max(500).nullish(),
  userId: OktaId.nullish(),
  issuer: z.string().max(500).nullish(),
})

export function secretOf(wire: z.infer<typeof Secret>, app: App): Sighting {
  const at = `${appsPath}/${app.id}/credentials/secrets/${wire.id}`
  return {
    ...ofApp(app),
    externalId: wire.id,
    kind: 'okta.client-secret',
    name: `${app.name} client secret`,
    displayId: wire.id,
    lifecycle: lifecycleOf(wire.status, app),
    issuedAt: wire.created ?? 'not-reported',
    expires: 'never',
    // client_secret_jwt signs with the secret; the others send it as it is.
    binding: app.method === 'client_secret_jwt' ? 'keyed-hmac' : app.method === null ? 'not-reported' : 'bearer',
    evidence: evidenceOf('GET /api/v1/apps/{id}/credentials/secrets', 'token_endpoint_auth_method'),
    disable: `POST ${at}/lifecycle/deactivate`,
    revoke: `DELETE ${at}, once it is inactive and another is active`,
  }
}

export function keyOf(wire: z.infer<typeof JsonWebKey>, app: App): Sighting {
  const id = wire.id ?? wire.kid ?? ''
  const at = `${appsPath}/${app.id}/credentials/jwks/${encodeURIComponent(id)}`
  return {
    ...ofApp(app),
    // A kid is its maker's choice, and two apps may choose alike.
    externalId: wire.id ?? `${app.id}:${wire.kid}`,
    kind: 'okta.client-key',
    name: `${app.name} key ${wire.kid ?? id}`,
    ...(wire.kid && { displayId: wire.kid.slice(0, 200) }),
    lifecycle: lifecycleOf(wire.status, app),
    issuedAt: wire.created ?? 'not-reported',
    expires: 'never',
    binding: 'keyed-asym',
    tags: { ...ofApp(app).tags, ...(wire.kty && { 'key type': wire.kty }), ...(wire.id && { 'key id': wire.id }) },
    evidence: evidenceOf('GET /api/v1/apps/{id}/credentials/jwks', 'token_endpoint_auth_method private_key_jwt'),
    ...(wire.id && { disable: `POST ${at}/lifecycle/deactivate`, revoke: `DELETE ${at}, once it is inactive` }),
  }
}

/** A refresh token of a user at an app. Okta does not say when it was used. */
export function refreshTokenOf(wire: z.infer<typeof RefreshToken>, app: App): Sighting {
  const call = 'GET /api/v1/apps/{id}/tokens'
  return {
    ...ofApp(app),
    externalId: wire.id,
    kind: 'okta.refresh-token',
    name: `${app.name} refresh token`,
    displayId: wire.id,
    lifecycle: wire.status === 'REVOKED' ? 'revoked' : app.isOn ? 'active' : 'disabled',
    issuedAt: wire.created ?? 'not-reported',
    expires: wire.expiresAt === 'never' ? 'not-reported' : wire.expiresAt,
    binding: app.dpop === null ? 'not-reported' : app.dpop ? 'pop-app' : 'bearer',
    popVerified: app.dpop ?? 'not-reported',
    permissions: wire.scopes
      ? { scheme: 'okta.scopes', stated: { names: [...new Set(wire.scopes)].sort(), within: 'user', roles: null } }
      : 'not-reported',
    ownerHints: wire.userId ? [{ how: 'handle', value: `okta:${wire.userId}`, says: `${call} userId` }] : [],
    tags: { ...ofApp(app).tags, ...(wire.userId && { 'user id': wire.userId }), ...(wire.issuer && { issuer: wire.issuer }) },
    evidence: {
      issuedAt: `${call} created`,
      expires: `${call} expiresAt`,
      permissions: `${call} scopes`,
      binding: 'GET /api/v1/apps settings.oauthClient.dpop_bound_access_tokens',
    },
    revoke: `DELETE ${appsPath}/${app.id}/tokens/${wire.id}`,
  }
}

type Shared = 'lastUsed' | 'rotationEnforcedSeconds' | 'popVerified' | 'permissions' | 'ownerHints' | 'workloadHint' | 'tags' | 'consumers' | 'storage' | 'prohibited' | 'controls' // prettier-ignore

function ofApp(app: App): Pick<Sighting, Shared> {
  return {
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    popVerified: false,
    permissions: app.permissions,
    ownerHints: [],
    workloadHint: app.name,
    tags: {
      app: app.name,
      'app id': app.id,
      'client id': app.clientId,
      ...(app.method && { 'signs in by': app.method }),
      ...(app.dpop !== null && { dpop: app.dpop ? 'required' : 'not required' }),
      ...(app.roles?.length && { 'admin roles': app.roles.join(', ').slice(0, 1_000) }),
    },
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    ...(app.confined && { controls: { networkConfined: true } }),
  }
}

function lifecycleOf(said: string | null | undefined, app: App): Sighting['lifecycle'] {
  return said === 'INACTIVE' || !app.isOn ? 'disabled' : 'active'
}

function evidenceOf(call: string, binding: string): Sighting['evidence'] {
  return {
    issuedAt: `${call} created`,
    expires: 'Okta documentation: it does not end by itself',
    permissions: 'GET /api/v1/apps/{id}/grants scopeId, GET /oauth2/v1/clients/{clientId}/roles',
    binding: `GET /api/v1/apps ${binding}`,
  }
}
