import { randomBytes } from 'node:crypto'
import { fingerprintId } from '../lib/exposure/fingerprint.ts'

/** Fingerprints for a command that keeps nothing: by a key of its own, so that they are other ones the next time. */
export function passingFingerprint(): (secret: string) => string {
  const key = randomBytes(32)
  return (secret) => fingerprintId(secret, key)
}
