import { createHash, createPrivateKey, randomUUID, X509Certificate } from 'node:crypto'
import { signedJwt } from '../rest/jwt.ts'

const fiveMinutes = 300

/**
 * What an application shows instead of a secret: a statement of five minutes, signed with the private key of its certificate
 * (private_key_jwt, RFC 7523), which Entra ID finds by the certificate's SHA-256 thumbprint. Throws where key and certificate are no pair.
 */
export function signedAssertion(
  { certificate, privateKey }: { certificate: string; privateKey: string },
  { clientId, audience, now }: { clientId: string; audience: string; now: Date },
): string {
  const x509 = new X509Certificate(certificate)
  const key = createPrivateKey(privateKey)
  if (key.asymmetricKeyType !== 'rsa' || !x509.checkPrivateKey(key)) throw new Error('The key is not that of the certificate.')
  const seconds = Math.floor(now.getTime() / 1_000)
  const header = { typ: 'JWT', 'x5t#S256': createHash('sha256').update(x509.raw).digest('base64url') }
  const claims = { aud: audience, iss: clientId, sub: clientId, jti: randomUUID(), nbf: seconds, iat: seconds, exp: seconds + fiveMinutes }
  return signedJwt({ alg: 'PS256', key }, header, claims)
}
