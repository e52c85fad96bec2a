import { constants, createPrivateKey, createPublicKey, sign, type JsonWebKey, type KeyObject } from 'node:crypto'
import { CallError } from '../http/call-error.ts'

/** Algorithms that only some providers know. */
type Further = 'PS256' | 'EdDSA'

/** A private key that signs, by the algorithm that fits it. */
export type Signer = { alg: 'RS256' | 'ES256' | Further; key: KeyObject; kid: string | null }

/**
 * Reads a key in PEM or as a JSON Web Key. `further`: what whoever checks the signature knows beside RS256 and ES256. Throws CallError 401 for
 * what is no key that can sign.
 */
export function readKey(text: string, further: readonly Further[] = []): Signer {
  try {
    const jwk = text.startsWith('{') ? (JSON.parse(text) as JsonWebKey & { kid?: unknown; alg?: unknown }) : null
    const signer = signerOf(createPrivateKey(jwk ? { key: jwk, format: 'jwk' } : text), typeof jwk?.kid === 'string' ? jwk.kid : null)
    const alg = signer.alg === 'RS256' && jwk?.alg === 'PS256' && further.includes(jwk.alg) ? jwk.alg : signer.alg
    if (alg === 'EdDSA' && !further.includes(alg)) throw new Error('Neither RSA nor P-256.')
    return { ...signer, alg }
  } catch {
    const sorts = further.includes('EdDSA') ? 'RSA, P-256 or Ed25519' : 'RSA or P-256'
    const says = `The private key cannot be used to sign: paste the whole PEM text or JSON Web Key, ${sorts}.`
    throw new CallError('provider', says, { call: 'signing in', status: 401, why: 'not-permitted' })
  }
}

export function signerOf(key: KeyObject, kid: string | null): Signer {
  if (key.asymmetricKeyType === 'rsa') return { alg: 'RS256', key, kid }
  if (key.asymmetricKeyType === 'ed25519') return { alg: 'EdDSA', key, kid }
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return { alg: 'ES256', key, kid }
  throw new Error('Neither RSA, P-256 nor Ed25519.')
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }

/** A signed token (RFC 7515, compact). */
export function signedJwt({ alg, key }: Pick<Signer, 'alg' | 'key'>, header: object, claims: object): string {
  const text = [{ ...header, alg }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const by = { key, dsaEncoding: 'ieee-p1363', ...(alg === 'PS256' && pss) } as const
  return `${text}.${sign(alg === 'EdDSA' ? null : 'sha256', Buffer.from(text), by).toString('base64url')}`
}

/** The public half, as a proof carries it. */
export function publicJwk({ key }: Signer): JsonWebKey {
  return createPublicKey(key).export({ format: 'jwk' })
}
