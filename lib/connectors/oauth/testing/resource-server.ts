import { createHash, X509Certificate } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { Agent, fetch } from 'undici'
import { closing } from '../../testing/small-server.ts'
import { secretOf, type RealServer } from './real-server.ts'

/**
 * How a resource server treats what a token is bound to. `nothing`: it never looks. `any-proof`, `any-certificate`: it wants one and takes anybody's.
 * `own-authority`: it takes any certificate of its authority, refuses all others, and lets in who shows none with a token that is bound to nothing.
 * `everything`: as RFC 9449, 7.1 and RFC 8705, 3 have it; `…with-nonce`: and a nonce of its own. `everybody`: it refuses whatever comes.
 */
export type Checks =
  'nothing' | 'any-certificate' | 'own-authority' | 'any-proof' | 'any-proof-with-nonce' | 'everything' | 'with-nonce' | 'everybody'

type Introspected = { active: boolean; cnf?: { jkt?: string; 'x5t#S256'?: string } }

/** A resource server that asks the real authorization server about each token it is sent; `tls`: both have this certificate; `ca`: the authority of clients’. */
export async function resourceServer(of: RealServer, checks: Checks, { tls, metadata }: { tls?: { key: string; cert: string; ca?: string }; metadata?: object } = {}) {
  const asked: IncomingMessage['headers'][] = []
  const dispatcher = new Agent({ connect: { ...(tls && { ca: tls.cert }) } })
  const listener: RequestListener = (request, response) => {
    if (request.url?.startsWith('/.well-known/oauth-protected-resource'))
      return void response.writeHead(metadata ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify({ resource: `${url}/orders`, ...metadata }))
    asked.push(request.headers)
    void judge(request, { of, checks, url, dispatcher }).then(
      (refusal) => response.writeHead(refusal === null ? 200 : 401, refusal === null ? {} : { 'www-authenticate': refusal, 'dpop-nonce': nonce }).end(refusal === null ? '{"orders":[]}' : ''),
      () => response.writeHead(500).end(),
    )
  }
  const server = tls ? createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = async () => {
    await dispatcher.close()
    await closing(server)
  }
  return { url, asked, close }
} // prettier-ignore

const nonce = 'nonce-of-the-resource-server'

type Judging = { of: RealServer; checks: Checks; url: string; dispatcher: Agent }

/** Null where the request is let in, else the challenge that it is refused with. */
async function judge(request: IncomingMessage, { of, checks, url, dispatcher }: Judging): Promise<string | null> {
  const [, scheme = '', token = ''] = /^(Bearer|DPoP) (.+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (!token) return 'DPoP algs="ES256"'
  if (checks === 'everybody') return 'DPoP error="invalid_token"'
  const socket = request.socket as TLSSocket
  if (checks === 'own-authority' && thumbprintOf(socket) && !socket.authorized) return 'Bearer error="invalid_token"'
  const { active, cnf } = await introspected(of, token, dispatcher)
  if (!active) return 'DPoP error="invalid_token"'
  if (checks === 'nothing' || !cnf) return null
  if (cnf['x5t#S256'] && /^(?:any-certificate|own-authority)$/.test(checks)) return thumbprintOf(socket) ? null : 'Bearer error="invalid_token"'
  if (cnf['x5t#S256']) return cnf['x5t#S256'] === thumbprintOf(socket) ? null : 'Bearer error="invalid_token"'
  const proof = request.headers.dpop
  if (scheme.toLowerCase() !== 'dpop' || typeof proof !== 'string') return 'DPoP error="invalid_token"'
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' }).catch(() => ({ payload: null, protectedHeader: null }))
  if (!payload || payload.htm !== request.method || payload.htu !== `${url}${request.url}`) return 'DPoP error="invalid_dpop_proof"'
  if (payload.ath !== createHash('sha256').update(token).digest('base64url')) return 'DPoP error="invalid_dpop_proof"'
  if (checks.endsWith('with-nonce') && payload.nonce !== nonce) return 'DPoP error="use_dpop_nonce"'
  if (checks.startsWith('any-proof')) return null
  return (await calculateJwkThumbprint(protectedHeader.jwk!)) === cnf.jkt ? null : 'DPoP error="invalid_token"'
} // prettier-ignore

async function introspected({ issuer }: RealServer, token: string, dispatcher: Agent): Promise<Introspected> {
  const authorization = `Basic ${Buffer.from(`reader:${secretOf('reader')}`).toString('base64')}`
  const response = await fetch(`${issuer}/token/introspection`, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ token }), dispatcher })
  return (await response.json()) as Introspected
} // prettier-ignore

function thumbprintOf(socket: TLSSocket): string | null {
  const certificate = socket.getPeerCertificate()
  return certificate?.raw ? createHash('sha256').update(new X509Certificate(certificate.raw).raw).digest('base64url') : null
}
