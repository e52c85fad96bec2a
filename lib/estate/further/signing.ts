import { createECDH, createHash, createPrivateKey, createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import { hex } from '../roll.ts'

/** A key that depends on the seed and what it is of alone, so that a restart changes nothing: any 32 bytes are one on this curve. */
export function keyOf(seed: number, ...of: readonly string[]): JsonWebKey {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(
    createHash('sha256')
      .update(hex(64, seed, ...of))
      .digest(),
  )
  const point = curve.getPublicKey()
  const part = (bytes: Buffer) => bytes.toString('base64url')
  return { kty: 'EC', crv: 'P-256', d: part(curve.getPrivateKey()), x: part(point.subarray(1, 33)), y: part(point.subarray(33)) }
}

export function pemOf(key: JsonWebKey): string {
  return createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString()
}

export type Jwt = { header: Record<string, unknown>; claims: Record<string, unknown> }

/** A signed token whose signature is by the key that is found for its header; null for anything else. */
export function opened(text: string | undefined, key: (header: Jwt['header']) => JsonWebKey | undefined): Jwt | null {
  try {
    const [head = '', body = '', signature = ''] = (text ?? '').split('.')
    const part = (of: string) => JSON.parse(Buffer.from(of, 'base64url').toString()) as Record<string, unknown>
    const header = part(head)
    const jwk = key(header)
    if (!jwk) return null
    const publicKey = { key: createPublicKey({ key: { ...jwk, d: undefined } as JsonWebKey, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const }
    const isGood = verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))
    return isGood ? { header, claims: part(body) } : null
  } catch {
    return null
  }
} // prettier-ignore

/** Whether an instant in seconds is within five minutes of now. */
export const isNow = (seconds: unknown): boolean => typeof seconds === 'number' && Math.abs(Date.now() / 1_000 - seconds) < 300
