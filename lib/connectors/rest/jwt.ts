import { createPrivateKey, createPublicKey, sign, type JsonWebKey, type KeyObject } from 'node:crypto'
import { CallError } from '../http/call-error.ts'

/** A private key that signs, by the algorithm that fits it. */
export type Signer = { alg: 'RS256' | 'ES256'; key: KeyObject; kid: string | null }

/** Reads a key in PEM or as a JSON Web Key. Throws CallError 401 for what is no key that can sign. */
export function readKey(text: string): Signer {
  try {
    const jwk = text.startsWith('{') ? (JSON.parse(text) as JsonWebKey & { kid?: unknown }) : null
    const key = createPrivateKey(jwk ? { key: jwk, format: 'jwk' } : text)
    return signerOf(key, typeof jwk?.kid === 'string' ? jwk.kid : null)
  } catch {
    const says = 'The private key cannot be used to sign: paste the whole PEM text or JSON Web Key, RSA or P-256.'
    throw new CallError('provider', says, { call: 'signing in', status: 401, why: 'not-permitted' })
  }
}

export function signerOf(key: KeyObject, kid: string | null): Signer {
  if (key.asymmetricKeyType === 'rsa') return { alg: 'RS256', key, kid }
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return { alg: 'ES256', key, kid }
  throw new Error('Neither RSA nor P-256.')
}

/** A signed token (RFC 7515, compact). */
export function signedJwt({ alg, key }: Signer, header: object, claims: object): string {
  const text = [{ ...header, alg }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

/** The public half, as a proof carries it. */
export function publicJwk({ key }: Signer): JsonWebKey {
  return createPublicKey(key).export({ format: 'jwk' })
}
