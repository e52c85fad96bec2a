import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose'
import { Agent, fetch } from 'undici'
import { orders, secretOf, type RealServer } from './real-server.ts'

type Minted = { token: string; type: string }
/** With what a connection is made: a client certificate, where the server asks for one. */
type Tls = { key?: string; cert?: string; ca?: string }

/** A token of a client of the real server, minted as clients do (client_credentials). */
export async function mint(
  { issuer }: RealServer,
  client: string,
  { dpop, tls }: { dpop?: CryptoKeyPair; tls?: Tls } = {},
): Promise<Minted> {
  const url = `${issuer}/token`
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client}:${secretOf(client)}`).toString('base64')}`,
      ...(dpop && { dpop: await proofOf(dpop, { htm: 'POST', htu: url }) }),
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'orders:read', resource: orders }),
    ...(tls && { dispatcher: new Agent({ connect: tls }) }),
  })
  const said = (await response.json()) as { access_token?: string; token_type: string }
  if (!said.access_token) throw new Error(`No token: ${response.status} ${JSON.stringify(said)}`)
  return { token: said.access_token, type: said.token_type }
}

export type CryptoKeyPair = { privateKey: CryptoKey; publicKey: CryptoKey }
export const dpopKey = (): Promise<CryptoKeyPair> => generateKeyPair('ES256', { extractable: true })

/** A DPoP proof (RFC 9449, 4.2). */
export async function proofOf({ privateKey, publicKey }: CryptoKeyPair, claims: Record<string, string>): Promise<string> {
  return new SignJWT({ jti: randomUUID(), ...claims })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(publicKey) })
    .setIssuedAt()
    .sign(privateKey)
}
