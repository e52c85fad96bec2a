import { createHash, createPublicKey } from 'node:crypto'
import { openTokenFile } from '../rest/token-file.ts'
import { readKey, signedJwt } from '../rest/jwt.ts'

/** An hour is the longest that Snowflake takes; a new one is signed long before that. */
const livesSeconds = 3_000
const renewSeconds = 1_500

/**
 * The headers of a key pair: a statement that the user is who signs it (RFC 7519), with the fingerprint of the key. Throws CallError 401 for
 * what is no key that can sign.
 */
export function byKeyPair({ account, user }: { account: string; user: string }, privateKey: string): () => Record<string, string> {
  const signer = readKey(privateKey)
  const der = createPublicKey(signer.key).export({ type: 'spki', format: 'der' })
  const print = `SHA256:${createHash('sha256').update(der).digest('base64')}`
  // An identifier with a region counts without it.
  const subject = `${account.split('.')[0]}.${user}`.toUpperCase()
  let held: { token: string; until: number } | null = null
  return () => {
    const now = Math.floor(Date.now() / 1_000)
    if (!held || held.until <= now) {
      const token = signedJwt(signer, { typ: 'JWT' }, { iss: `${subject}.${print}`, sub: subject, iat: now, exp: now + livesSeconds })
      held = { token, until: now + renewSeconds }
    }
    return { authorization: `Bearer ${held.token}`, 'x-snowflake-authorization-token-type': 'KEYPAIR_JWT' }
  }
}

/** The headers of external OAuth: the token as the file has it. */
export function byTokenFile(name: string, baseUrl: string): () => Promise<Record<string, string>> {
  const read = openTokenFile(name, baseUrl)
  return async () => ({ authorization: `Bearer ${await read()}`, 'x-snowflake-authorization-token-type': 'OAUTH' })
}
