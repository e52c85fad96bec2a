import { randomUUID } from 'node:crypto'
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { SignJWT, type JWK } from 'jose'
import { CallError } from '../http/call-error.ts'
import type { ActionCredential, Credential, Settings } from './settings.ts'

/** How a client proves itself at an endpoint: headers and form fields, made anew for each call. */
export type Client = { id: string; prove(): Promise<{ headers: Record<string, string>; form: Record<string, string> }> }

const assertionSeconds = 60

/** The client of a credential; null where it has none. Throws CallError for a key that cannot sign. */
export function clientOf({ issuer, secretIn }: Settings, credential: Credential | ActionCredential): Client | null {
  if ('privateKey' in credential) {
    const { clientId, privateKey, keyId } = credential
    const key = readKey(privateKey)
    return { id: clientId, prove: async () => ({ headers: {}, form: { client_id: clientId, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: await assertion(clientId, issuer, { ...key, ...(keyId && { kid: keyId }) }) } }) } // prettier-ignore
  }
  if (!('clientSecret' in credential)) return null
  const { clientId, clientSecret } = credential
  const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64')
  return {
    id: clientId,
    prove: async (): ReturnType<Client['prove']> =>
      secretIn === 'body'
        ? { headers: {}, form: { client_id: clientId, client_secret: clientSecret } }
        : { headers: { authorization: `Basic ${basic}` }, form: {} },
  }
}

/** As RFC 6749, 2.3.1 asks before Basic: a colon or a percent sign in a secret would break it else. */
function formEncoded(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2)
}

type Signer = { key: KeyObject; alg: string; kid?: string }

/** RFC 7523; the audience is the issuer, so that no other server can use it. */
async function assertion(clientId: string, issuer: string, { key, alg, kid }: Signer): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(issuer)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${assertionSeconds}s`)
    .sign(key)
}

function readKey(text: string): Signer {
  try {
    const jwk = text.startsWith('{') ? (JSON.parse(text) as JWK) : null
    const key = createPrivateKey(jwk ? { key: jwk as never, format: 'jwk' } : text)
    return { key, alg: algorithmOf(key, jwk?.alg), ...(typeof jwk?.kid === 'string' && { kid: jwk.kid }) }
  } catch {
    const says = 'The private key cannot be used to sign: paste the whole PEM text or JSON Web Key, RSA, P-256 or Ed25519.'
    throw new CallError('provider', says, { call: 'signing in', status: 401, why: 'not-permitted' })
  }
}

function algorithmOf(key: KeyObject, named: string | undefined): string {
  if (key.asymmetricKeyType === 'rsa') return named === 'PS256' ? named : 'RS256'
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA'
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256'
  throw new Error('No key that signs here.')
}
