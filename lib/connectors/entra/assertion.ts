import { constants, createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto'

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
  const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': createHash('sha256').update(x509.raw).digest('base64url') }
  const claims = { aud: audience, iss: clientId, sub: clientId, jti: randomUUID(), nbf: seconds, iat: seconds, exp: seconds + fiveMinutes }
  const said = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  return `${said}.${sign('sha256', Buffer.from(said), { key, ...padding }).toString('base64url')}`
}
