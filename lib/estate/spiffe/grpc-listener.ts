import { once } from 'node:events'
import { createSecureServer, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Held } from './certificates.ts'

/** One call: "/package.Service/Method", its message, and the SPIFFE id that came along, where the authority signed it. */
export type GrpcAsked = { path: string; message: Uint8Array; caller: string | null }
/** A message, or why there is none. */
export type GrpcAnswer = { message: Uint8Array; status?: 0 } | { status: number; says: string }

export type GrpcListening = { address: string; close(): Promise<void> }

/** gRPC on a port of its own, as a SPIRE server speaks it: TLS with its own X509-SVID, and callers known by theirs. */
export async function grpcListener(own: Held, authority: string, answer: (asked: GrpcAsked) => GrpcAnswer): Promise<GrpcListening> {
  // Whoever shows nothing is let in, as SPIRE lets agents in that have nothing yet; what they may ask is decided by call.
  const server = createSecureServer({
    cert: own.certificate,
    key: own.privateKey,
    ca: authority,
    requestCert: true,
    rejectUnauthorized: false,
  })
  const sessions = new Set<ServerHttp2Session>()
  server.on('session', (session) => sessions.add(session.on('close', () => sessions.delete(session))))
  server.on('stream', (stream, headers) => void take(stream, headers, answer))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => closing(server as unknown as Http2Server, sessions),
  }
}

async function take(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, answer: (asked: GrpcAsked) => GrpcAnswer): Promise<void> {
  stream.on('error', () => undefined)
  const socket = stream.session?.socket as TLSSocket | undefined
  const [uri] = /(?<=URI:)spiffe:\/\/[^,\s]+/.exec(socket?.getPeerCertificate().subjectaltname ?? '') ?? []
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  } catch {
    return
  }
  const said = answer({
    path: headers[':path'] ?? '',
    message: new Uint8Array(Buffer.concat(chunks).subarray(5)),
    caller: socket?.authorized ? (uri ?? null) : null,
  })
  if (stream.destroyed) return
  const grpc = { ':status': 200, 'content-type': 'application/grpc' }
  if (!('message' in said))
    return stream.respond({ ...grpc, 'grpc-status': String(said.status), 'grpc-message': said.says }, { endStream: true })
  const prefix = Buffer.alloc(5)
  prefix.writeUInt32BE(said.message.length, 1)
  stream.respond(grpc, { waitForTrailers: true })
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
  stream.end(Buffer.concat([prefix, said.message]))
}

async function closing(server: Http2Server, sessions: ReadonlySet<ServerHttp2Session>): Promise<void> {
  for (const session of sessions) session.destroy()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
