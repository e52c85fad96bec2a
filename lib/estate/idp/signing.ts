import { createHash, createPrivateKey, createPublicKey, sign, verify, type JsonWebKey, type KeyObject } from 'node:crypto'
import { hex } from '../roll.ts'

/** What an Ed25519 key of 32 bytes is wrapped in (RFC 8410, 7). */
const wrapping = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A key that depends on the seed alone. Its signatures are the same each time, so that a token that it signs is. */
export function keyOf(seed: number, of: string): KeyObject {
  const bytes = createHash('sha256').update(hex(64, seed, 'idp key', of)).digest() // prettier-ignore
  return createPrivateKey({ key: Buffer.concat([wrapping, bytes]), format: 'der', type: 'pkcs8' })
}

export const publicJwk = (key: KeyObject): JsonWebKey => createPublicKey(key).export({ format: 'jwk' })

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A signed JWT (RFC 7515, compact; EdDSA). */
export function signed(key: KeyObject, header: object, claims: object): string {
  const text = `${part({ alg: 'EdDSA', ...header })}.${part(claims)}`
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`
}

/** The claims of a JWT that this key signed; null for anything else. */
export function opened(jwt: string, key: KeyObject): Record<string, unknown> | null {
  try {
    const [head = '', body = '', signature = ''] = jwt.split('.')
    if (!verify(null, Buffer.from(`${head}.${body}`), createPublicKey(key), Buffer.from(signature, 'base64url'))) return null
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  } catch {
    return null
  }
}

/** The thumbprint of the P-256 key that a proof carries (RFC 7638); null where it carries none, or was not signed by it. */
export function thumbprintOf(proof: string | string[] | undefined): string | null {
  try {
    const [head = '', body = '', signature = ''] = String(proof).split('.')
    const { jwk } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { jwk?: JsonWebKey }
    if (!jwk) return null
    const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const
    if (!verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) return null
    const { crv, kty, x, y } = jwk
    return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url') // prettier-ignore
  } catch {
    return null
  }
}
