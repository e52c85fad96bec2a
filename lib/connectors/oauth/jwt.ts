import { compactVerify, decodeProtectedHeader, errors, type ProtectedHeaderParameters } from 'jose'
import { Claims } from './claims.ts'
import { algorithms, severalKeys, type Keys } from './keys.ts'

/** A token that says itself what it is. Read in memory; only its claims are kept. */
export type Jwt = { header: ProtectedHeaderParameters; claims: Claims }

/** What a signed JWT says (RFC 7519), unchecked; null for a token that is none, an encrypted one among them. */
export function readJwt(token: string): Jwt | null {
  const parts = token.split('.')
  if (parts.length !== 3) return null
  try {
    const claims = Claims.safeParse(JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8')))
    return claims.success ? { header: decodeProtectedHeader(token), claims: claims.data } : null
  } catch {
    return null
  }
}

/** Whether it was signed by a key that its server publishes. `unchecked`: that cannot be told, and why. */
export type Signature = { is: 'good' } | { is: 'wrong' } | { is: 'unchecked'; says: string }

export async function signatureOf(token: string, { header }: Jwt, keys: Keys | null): Promise<Signature> {
  if (header.alg === 'none') return { is: 'unchecked', says: 'it is not signed' }
  if (!(algorithms as readonly (string | undefined)[]).includes(header.alg))
    return { is: 'unchecked', says: 'it is signed by a secret or in a way that no public key checks' }
  if (!keys) return { is: 'unchecked', says: 'the server’s keys could not be read' }
  try {
    await verify(token, keys)
    return { is: 'good' }
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return { is: 'wrong' }
    return { is: 'unchecked', says: 'the server publishes no key that fits it' }
  }
}

async function verify(token: string, { find }: Keys): Promise<void> {
  const options = { algorithms: [...algorithms] }
  try {
    await compactVerify(token, find, options)
  } catch (error) {
    const several = severalKeys(error)
    if (!several) throw error
    for await (const key of several) if (await compactVerify(token, key, options).catch(() => null)) return
    throw new errors.JWSSignatureVerificationFailed()
  }
}
