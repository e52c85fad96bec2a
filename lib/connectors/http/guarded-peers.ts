import { guardedFetch, type GuardOptions } from './guarded-fetch.ts'
import { guardedGrpc, type GrpcLine, type GrpcPlace } from './guarded-grpc.ts'
import type { Peer } from './peer-tls.ts'

/** Ways to servers that are known by a SPIFFE id, under the rules of the guarded fetch. */
export type Peers = {
  /** gRPC over HTTP/2. Whoever opens a line closes it. */
  grpc(place: GrpcPlace): GrpcLine
  /** A `fetch` for this one server; throws CallError as the guarded one does. */
  fetch(peer: Peer): typeof fetch
}

/** The second way out. See `guardedGrpc` and `peerTls` for what is checked. */
export function guardedPeers(options: Omit<GuardOptions, 'peer'>): Peers {
  return { grpc: guardedGrpc(options), fetch: (peer) => guardedFetch({ ...options, peer }) }
}
