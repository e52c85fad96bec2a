import { createHmac, hkdfSync } from 'node:crypto'
import { secretIdPrefix } from '../model/leak.ts'

/** A key of this installation for fingerprints alone, from one that it has: neither can be told from the other (RFC 5869). */
export function fingerprintKey(installationKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', installationKey, '', 'standdown exposure fingerprint v1', 32))
}

/**
 * A keyed hash of a secret (HMAC-SHA-256): the same secret is known again by it, and whoever has the database alone cannot try secrets
 * against it. What stands around a secret in a file is not part of it.
 */
export function fingerprintOf(secret: string, key: Buffer): string {
  return createHmac('sha256', key).update(secret.trim()).digest('base64url')
}

/** A fingerprint where a provider's id belongs: of a token whose id is the secret, or that has none. */
export function fingerprintId(secret: string, key: Buffer): string {
  return `${secretIdPrefix}${fingerprintOf(secret, key)}`
}
