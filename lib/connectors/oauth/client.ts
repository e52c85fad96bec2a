import { randomUUID } from 'node:crypto'
import { readKey, signedJwt, type Signer } from '../rest/jwt.ts'
import type { ActionCredential, Credential, Settings } from './settings.ts'

/** How a client proves itself at an endpoint: headers and form fields, made anew for each call. */
export type Client = { id: string; prove(): Promise<{ headers: Record<string, string>; form: Record<string, string> }> }

const assertionSeconds = 60

/** The client of a credential; null where it has none. Throws CallError for a key that cannot sign. */
export function clientOf({ issuer, secretIn }: Settings, credential: Credential | ActionCredential): Client | null {
  if ('privateKey' in credential) {
    const { clientId, privateKey, keyId } = credential
    const key = readKey(privateKey, ['PS256', 'EdDSA'])
    const signer = { ...key, kid: keyId ?? key.kid }
    return { id: clientId, prove: async () => ({ headers: {}, form: { client_id: clientId, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion(clientId, issuer, signer) } }) } // prettier-ignore
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

/** RFC 7523; the audience is the issuer, so that no other server can use it. */
function assertion(clientId: string, issuer: string, signer: Signer): string {
  const now = Math.floor(Date.now() / 1_000)
  const claims = { iss: clientId, sub: clientId, aud: issuer, jti: randomUUID(), iat: now, exp: now + assertionSeconds }
  return signedJwt(signer, signer.kid === null ? {} : { kid: signer.kid }, claims)
}
