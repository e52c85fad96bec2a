import { createHash, type JsonWebKey } from 'node:crypto'
import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { isSame, json } from '../further/answers.ts'
import type { Asked } from '../further/provider.ts'
import { isNow, keyOf, opened, pemOf, type Jwt } from '../further/signing.ts'
import { hour } from '../habit.ts'
import { hex } from '../roll.ts'

/** The apps that an installation signs in as, and what they were granted. */
export const clients = {
  '0oafhstanddownreads': ['okta.apiTokens.read', 'okta.users.read', 'okta.roles.read', 'okta.apps.read', 'okta.appGrants.read', 'okta.networkZones.read'],
  '0oafhstanddownacts': ['okta.apiTokens.manage', 'okta.apps.manage'],
} as const // prettier-ignore
type ClientId = keyof typeof clients

const clientKeyOf = (seed: number, client: string) => keyOf(seed, 'okta client key', client)

export function privateKeyOf(seed: number, client: ClientId): string {
  return pemOf(clientKeyOf(seed, client))
}

const nonceOf = (seed: number) => hex(24, seed, 'okta nonce', Math.floor(Date.now() / hour))

/** The thumbprint (RFC 7638) of the key that a proof was made with; null where the proof is none for this call (RFC 9449, 4.3). */
function provenBy({ method, path, base, headers }: Asked): { jkt: string; claims: Jwt['claims'] } | null {
  const proof = headers.dpop
  const read = opened(typeof proof === 'string' ? proof : undefined, ({ typ, jwk }) => (typ === 'dpop+jwt' ? (jwk as JsonWebKey) : undefined))
  const { claims, header } = read ?? {}
  if (!claims || !header || claims.htm !== method || claims.htu !== `${base}${path}` || !isNow(claims.iat) || !claims.jti) return null
  const { crv, kty, x, y, d } = header.jwk as JsonWebKey
  return d === undefined ? { claims, jkt: createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url') } : null
} // prettier-ignore

const tokenOf = (seed: number, client: string, scopes: string, jkt: string) =>
  [canary(seed, 'okta-access', client, scopes, jkt), client, Buffer.from(scopes).toString('base64url')].join('.')

/** The token endpoint: private_key_jwt and a proof with a nonce, or nothing. */
export function tokenAnswer(seed: number, asked: Asked): Answer {
  const refused = (error: string, status = 400) =>
    json(status, { error, error_description: canary(seed, 'okta-error', error) }, { 'dpop-nonce': nonceOf(seed) })
  const form = new URLSearchParams(asked.body.toString('utf8'))
  const proof = provenBy(asked)
  if (!proof) return refused('invalid_dpop_proof')
  if (proof.claims.nonce !== nonceOf(seed)) return refused('use_dpop_nonce')
  const assertion = form.get('client_assertion') ?? ''
  const claimed = clientNamed(assertion)
  const { claims } = (claimed && opened(assertion, () => clientKeyOf(seed, claimed))) || {}
  const isGood = claims && claims.aud === `${asked.base}${asked.path}` && claims.sub === claimed && typeof claims.exp === 'number' && claims.exp > Date.now() / 1_000
  if (!claimed || !isGood) return refused('invalid_client', 401)
  const scopes = form.get('scope') ?? ''
  const granted: readonly string[] = clients[claimed]
  if (!scopes || scopes.split(' ').some((scope) => !granted.includes(scope))) return refused('invalid_scope')
  return json(200, { token_type: 'DPoP', expires_in: 3_600, access_token: tokenOf(seed, claimed, scopes, proof.jkt), scope: scopes })
} // prettier-ignore

function clientNamed(assertion: string): ClientId | null {
  try {
    const { iss } = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString()) as { iss?: unknown }
    return typeof iss === 'string' && Object.hasOwn(clients, iss) ? (iss as ClientId) : null
  } catch {
    return null
  }
}

/** The scopes that a call is signed in with; null where it is not: the token, and a proof by its key, of this call and this token. */
export function scopesOf(seed: number, asked: Asked): readonly string[] | null {
  const token = /^DPoP (.+)$/.exec(asked.headers.authorization ?? '')?.[1]
  const proof = provenBy(asked)
  const [, client = '', packed = ''] = token?.split('.') ?? []
  const scopes = Buffer.from(packed, 'base64url').toString()
  if (!token || !proof || !isSame(token, tokenOf(seed, client, scopes, proof.jkt))) return null
  return proof.claims.ath === createHash('sha256').update(token).digest('base64url') ? scopes.split(' ') : null
}
