import type { Binding } from '../../model/facts.ts'
import type { Expires, OwnerHint, Permissions, Sighting } from '../../model/sighting.ts'
import { storableText } from '../storable-text.ts'
import { confirmationOf, rightsOf, type Claims, type Confirmation } from './claims.ts'
import type { Enforcement } from './enforcement.ts'
import { introspectionCall } from './introspection.ts'
import type { Jwt, Signature } from './jwt.ts'
import type { GivenToken } from './lines.ts'

/** Everything that is known of one token; the token itself stays behind. */
export type SeenToken = {
  given: GivenToken
  id: string
  issuer: string
  jwt: Jwt | null
  signature: Signature | null
  /** What the server said of it; null where it was not asked, or does not know tokens of this form. */
  introspected: Claims | null
  enforcement: Enforcement
  /** Set where the server calls it over and it may be taken all the same: what shows that. */
  calledOver: string | null
  revocation: string | null
}

const bindings: Record<NonNullable<Confirmation>, Binding> = { dpop: 'pop-app', mtls: 'pop-mtls', other: 'pop-app' }
/** Four characters of a secret shorter than this would be too much of it. */
const leastForTail = 20

export function sightingOf(seen: SeenToken): Sighting {
  const { given, id, jwt, introspected, enforcement, revocation } = seen
  const claims = claimsOf(seen)
  const confirmation = confirmationOf(claims)
  const from = introspected ? introspectionCall : 'the token’s own claims:'
  const client = claims.client_id ?? claims.azp ?? null
  return {
    externalId: id,
    kind: kindOf(claims, jwt),
    name: given.label ?? `${client ?? claims.sub ?? 'OAuth'} ${wordOf(kindOf(claims, jwt))}`.slice(0, 500),
    ...(given.token.length >= leastForTail && { displayId: `…${given.token.slice(-4)}` }),
    lifecycle: 'active',
    issuedAt: claims.iat instanceof Date ? claims.iat : 'not-reported',
    expires: expiresOf(claims),
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    binding: confirmation ? bindings[confirmation] : 'bearer',
    popVerified: enforcement.verified,
    permissions: permissionsOf(claims),
    ownerHints: hintsOf(claims, from),
    ...(client !== null && { workloadHint: client }),
    tags: tagsOf(seen, claims, client),
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: evidenceOf(seen, from, confirmation),
    ...(revocation !== null && { revoke: `POST ${revocation.slice(0, 200)} by the client that it was issued to (RFC 7009)` }),
  }
}

/** The server's word comes before the token's own. */
export function claimsOf({ jwt, introspected }: Pick<SeenToken, 'jwt' | 'introspected'>): Claims {
  const told = Object.entries(introspected ?? {}).filter(([, value]) => value !== null && value !== undefined)
  return { ...jwt?.claims, ...Object.fromEntries(told) } as Claims
}

function kindOf({ token_type: type, typ }: Claims, jwt: Jwt | null): string {
  if (/^(?:refresh|offline)$/i.test(typ ?? '') || /^refresh_token$/i.test(type ?? '')) return 'oauth.refresh-token'
  if (/^(?:application\/)?at\+jwt$/i.test(jwt?.header.typ ?? '') || /^(?:bearer|dpop|n_a|access_token)$/i.test(type ?? '') || /^bearer$/i.test(typ ?? '')) return 'oauth.access-token'
  return 'oauth.token'
} // prettier-ignore

const wordOf = (kind: string) => kind.replace('oauth.', '').replace('-', ' ')

/** No exp is silence; a zero is what servers write for "never". */
function expiresOf({ exp }: Claims): Expires {
  if (exp === 0) return 'never'
  return exp instanceof Date ? { fixed: exp } : 'not-reported'
}

function permissionsOf(claims: Claims): Permissions {
  const names = rightsOf(claims)
  if (names === null) return 'not-reported'
  const audience = claims.aud ?? []
  const within = audience.length === 1 ? 'one resource server' : audience.length > 1 ? 'several resource servers' : 'any resource server'
  return { scheme: 'oauth.rights', stated: { names: [...names], within, ...(audience.length > 0 && { resource: audience.join(' ').slice(0, 2_000) }) } }
} // prettier-ignore

/** A person, where it is of one: a token that a client holds for itself names the client as its subject, or nobody. */
function hintsOf({ email, username, preferred_username: preferred, sub, client_id: client, azp }: Claims, from: string): OwnerHint[] {
  const named = [
    ['email', email],
    ['username', username],
    ['preferred_username', preferred],
  ] as const
  const hints = named.flatMap(([claim, value]): OwnerHint[] => {
    if (!value) return []
    return [
      { how: value.includes('@') ? 'email' : 'handle', value: value.includes('@') ? value : `oauth:${value}`, says: `${from} ${claim}` },
    ]
  })
  if (sub && sub !== client && sub !== azp)
    hints.push({ how: sub.includes('@') ? 'email' : 'handle', value: sub.includes('@') ? sub : `oauth:${sub}`, says: `${from} sub` })
  return hints.filter((hint, at) => hints.findIndex(({ value }) => value === hint.value) === at)
}

function tagsOf({ given, issuer, jwt, introspected, signature, calledOver }: SeenToken, claims: Claims, client: string | null): Sighting['tags'] {
  // An opaque token may be its own jti; a secret has no place among tags.
  const jti = claims.jti && !given.token.includes(claims.jti) ? claims.jti : null
  const tags: Record<string, string | null | undefined> = {
    issuer,
    form: jwt ? 'JWT' : 'opaque',
    'client id': client,
    audience: claims.aud?.join(', ') || null,
    jti,
    'token type': claims.token_type,
    'acts for it': claims.act?.sub ?? claims.act?.client_id,
    algorithm: jwt?.header.alg,
    signature: signature && (signature.is === 'good' ? 'verified by the server’s keys' : signature.is === 'unchecked' ? `not verified: ${signature.says}` : null),
    introspection: introspected ? 'active' : calledOver !== null ? 'the server calls it over' : 'not asked',
  }
  return Object.fromEntries(Object.entries(tags).flatMap(([name, value]) => (value ? [[name, storableText(value, 1_000)]] : [])))
} // prettier-ignore

function evidenceOf({ enforcement, introspected, calledOver, jwt }: SeenToken, from: string, confirmation: Confirmation): Sighting['evidence'] {
  const bound = { dpop: 'cnf.jkt', mtls: 'cnf.x5t#S256', other: 'cnf, by a key that is neither DPoP’s nor a certificate’s' }
  const cut = (text: string) => text.slice(0, 300)
  return {
    lifecycle: cut(introspected ? `${introspectionCall} active` : (calledOver ?? 'the token’s own exp: the server was not asked whether it was revoked')),
    issuedAt: `${from} iat`,
    expires: `${from} exp`,
    permissions: `${from} scope, roles and the like`,
    binding: confirmation ? `${from} ${bound[confirmation]}` : `${from} no cnf`,
    popVerified: cut(enforcement.says),
    ...(jwt && introspected && { claims: 'what the server did not say is from the token’s own claims' }),
  }
} // prettier-ignore
