import { generateKeyPairSync, type JsonWebKey, type X509Certificate } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import Provider, { errors } from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'

/** A real authorization server for tests: oidc-provider, certified by the OpenID Foundation, on loopback. */
export type RealServer = { issuer: string; close(): Promise<void> }

export const orders = 'https://orders.acme.example/'
export const secretOf = (client: string) => `${client}-secret-of-at-least-32-characters`

/** Made once: RSA takes its time. */
const signing = [
  {
    ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
    kid: 'ec-of-the-test',
    use: 'sig',
    alg: 'ES256',
  },
  {
    ...generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ format: 'jwk' }),
    kid: 'rsa-of-the-test',
    use: 'sig',
    alg: 'RS256',
  },
]

/** Clients: one that reads, one that reads signed answers, one whose tokens are each a sort, and one that registers itself. */
const clients = [
  client('reader', {}),
  client('signed-reader', { introspection_signed_response_alg: 'ES256' }),
  client('plain', {}),
  client('dpop', { dpop_bound_access_tokens: true }),
  client('mtls', { tls_client_certificate_bound_access_tokens: true }),
  client('mobile', { grant_types: ['refresh_token', 'authorization_code'], redirect_uris: ['https://app.acme.example/back'], response_types: ['code'] }),
] // prettier-ignore

function client(id: string, more: object) {
  return { client_id: id, client_name: `the ${id} client`, client_secret: secretOf(id), grant_types: ['client_credentials'], redirect_uris: [], response_types: [], scope: 'orders:read orders:write', ...more } // prettier-ignore
}

/**
 * Starts one. `tls`: over HTTPS, asking for client certificates; without, over HTTP. `jwt`: its access tokens for the orders API are JWTs (RFC 9068).
 * `keys`: clients that sign in by a key, with their public halves.
 */
export async function realServer({ tls, jwt = false, keys = {} }: { tls?: { key: string; cert: string }; jwt?: boolean; keys?: Record<string, JsonWebKey> } = {}): Promise<RealServer> {
  let listener: RequestListener = (_, response) => void response.writeHead(503).end()
  const handle: RequestListener = (request, response) => listener(request, response)
  const server = tls ? createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, handle) : createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    adapter: createMemoryAdapter(0),
    clients: [...clients, ...Object.entries(keys).map(([id, jwk]) => client(id, { client_secret: undefined, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } }))],
    jwks: { keys: signing },
    scopes: ['openid', 'offline_access', 'orders:read', 'orders:write'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      jwtIntrospection: { enabled: true },
      revocation: { enabled: true, allowedPolicy: ofItsOwn },
      registration: { enabled: true },
      registrationManagement: { enabled: true },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => false },
      mTLS: { enabled: true, certificateBoundAccessTokens: true, getCertificate: certificateOf },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: 'orders:read orders:write', audience: orders, accessTokenTTL: 900, accessTokenFormat: jwt ? 'jwt' : 'opaque' }),
      },
    },
    ttl: { ClientCredentials: 600 },
  })
  listener = provider.callback()
  return {
    issuer,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
} // prettier-ignore

function certificateOf(ctx: { socket: TLSSocket }): X509Certificate | undefined {
  return typeof ctx.socket.getPeerX509Certificate === 'function' ? ctx.socket.getPeerX509Certificate() : undefined
}

/** As oidc-provider does it by itself, without its notice: a client revokes its own tokens. */
function ofItsOwn(_: unknown, client: { clientId: string }, token: { clientId: string }): boolean {
  if (client.clientId === token.clientId) return true
  throw new errors.InvalidRequest('client is not authorized to revoke the presented token')
}
