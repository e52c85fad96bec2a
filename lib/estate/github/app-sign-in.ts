import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'

const Claims = z.object({ iss: z.union([z.string(), z.number()]), exp: z.number(), iat: z.number() })

/** GitHub refuses a sign-in token that lives longer. Seconds. */
const longestLife = 600

/** Whether this is a JWT that the App's private key signed (RS256) and that is in force at this moment (ms, the wall's). */
export function isAppSignIn(token: string, appId: string, privateKeyPem: string, wallMs: number): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = Claims.safeParse(jsonOf(payload))
  const head = z.object({ alg: z.literal('RS256') }).safeParse(jsonOf(header))
  if (!claims.success || !head.success) return false
  const { iss, exp, iat } = claims.data
  const seconds = wallMs / 1_000
  if (String(iss) !== appId || exp < seconds || iat > seconds + 60 || exp - iat > longestLife + 60) return false
  return verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), createPublicKey(privateKeyPem), Buffer.from(signature, 'base64url'))
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
