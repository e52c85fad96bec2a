import { X509Certificate } from 'node:crypto'
import { issuedBy, makeAuthority } from '../../../estate/spiffe/certificates.ts'
import { grpcListener, type GrpcAnswer, type GrpcAsked, type GrpcListening } from '../../../estate/spiffe/grpc-listener.ts'
import { bundleMessage, entryMessage, pageAsked, pageMessage, relationshipMessage, type Entry } from '../../../estate/spiffe/wire.ts'

export const domain = 'acme.test'
export const authority = makeAuthority(domain)
export const standdown = issuedBy(authority, { uri: `spiffe://${domain}/standdown` })
export const entriesMethod = '/spire.api.server.entry.v1.Entry/ListEntries'
export const federationMethod = '/spire.api.server.trustdomain.v1.TrustDomain/ListFederationRelationships'
export const bundleMethod = '/spire.api.server.bundle.v1.Bundle/GetBundle'

export type Route = (asked: GrpcAsked) => GrpcAnswer

export const message = (bytes: Uint8Array): GrpcAnswer => ({ message: bytes })
export const entryOf = (id: string, more: Partial<Entry> = {}): Entry => ({
  id,
  spiffeId: { trustDomain: domain, path: `/ns/shop/sa/${id}` },
  parentId: { trustDomain: domain, path: '/node' },
  selectors: ['k8s:ns:shop', `k8s:sa:${id}`],
  ...more,
})
export const bundle = (of = domain) =>
  message(bundleMessage({ trustDomain: of, x509: [new X509Certificate(authority.certificate).raw], jwt: [{ keyId: 'a', publicKey: new Uint8Array([1]) }], refreshHint: 300, sequence: 7 })) // prettier-ignore

/** Two pages of entries, and a relationship. */
export const routes: Readonly<Record<string, Route>> = {
  [bundleMethod]: () => bundle(),
  [entriesMethod]: (asked) => {
    const { token } = pageAsked(asked.message, { size: 3, token: 4 })
    return message(token === '' ? pageMessage([entryMessage(entryOf('web')), entryMessage(entryOf('cart'))], 'cart') : pageMessage([entryMessage(entryOf('pay'))], ''))
  },
  [federationMethod]: () => message(pageMessage([relationshipMessage({ trustDomain: 'other.test', url: 'https://other.test/bundle' })], '')),
} // prettier-ignore

export type SmallSpire = GrpcListening & { asked: GrpcAsked[] }

/** A SPIRE server for tests. `lie`: another answer for the nth call, or null. */
export async function smallSpire(changed: Readonly<Record<string, Route>> = {}, lie: (nth: number) => GrpcAnswer | null = () => null): Promise<SmallSpire> {
  const asked: GrpcAsked[] = []
  const all = { ...routes, ...changed }
  const own = issuedBy(authority, { uri: `spiffe://${domain}/spire/server` })
  const listening = await grpcListener(own, authority.certificate, (one) => {
    asked.push(one)
    return lie(asked.length - 1) ?? all[one.path]?.(one) ?? { status: 12, says: 'unknown' }
  })
  return { ...listening, asked }
} // prettier-ignore
