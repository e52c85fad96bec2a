import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { company } from '../company.ts'
import { json } from '../further/answers.ts'
import type { Company, FurtherProvider, Listening } from '../further/provider.ts'
import type { SpireKeys } from '../state.ts'
import type { View } from '../view.ts'
import { issuedBy, makeAuthority } from './certificates.ts'
import { grpcListener, type GrpcAnswer, type GrpcAsked } from './grpc-listener.ts'
import { entryRows, relationshipRows, trustDomain } from './rows.ts'
import { bundleMessage, entryMessage, pageAsked, pageMessage, relationshipMessage } from './wire.ts'

const serverId = `spiffe://${trustDomain}/spire/server`
const readerId = `spiffe://${trustDomain}/ns/standdown/sa/standdown`
const api = '/spire.api.server'
const refreshHint = 300
/** SPIRE gives as many as are asked for; here fewer, so that a listing has pages. */
const mostRows = 5

/** The company's SPIRE server: its bundle endpoint, and its API on a port of its own, as gRPC is not HTTP/1. */
export const spiffe: FurtherProvider = {
  name: 'spiffe',
  source: (_seed, url, { listening }) => ({
    kind: 'spiffe',
    name: `SPIFFE ${trustDomain}`,
    settings: {
      trustDomain,
      server: listening?.address,
      bundleUrl: `${url}/bundle.json`,
      defaultX509Life: '1h',
      defaultJwtLife: '5m',
    },
    credential: listening?.credential,
    action: null,
    everyMinutes: 60,
  }),
  answer(view, { method, path }) {
    if (method !== 'GET' || path !== '/bundle.json' || !view.state.spire) return json(404, { message: 'not found' })
    const { authority, jwt } = view.state.spire
    const leaf = createPublicKey(authority.certificate).export({ format: 'jwk' })
    const keys = [
      { use: 'x509-svid', ...leaf, x5c: [new X509Certificate(authority.certificate).raw.toString('base64')] },
      { use: 'jwt-svid', kid: jwt.kid, ...publicKeyOf(jwt.publicKey).export({ format: 'jwk' }) },
    ]
    return json(200, { keys, spiffe_sequence: 12, spiffe_refresh_hint: refreshHint })
  },
  async listen(estate): Promise<Listening> {
    const keys = keysOf(estate)
    const { address, close } = await grpcListener(keys.server, keys.authority.certificate, (asked) => {
      estate.asked(`gRPC ${asked.path.replace(`${api}.`, '')}`)
      return answer(estate.view(), asked)
    })
    return { address, credential: keys.reader, close }
  },
}

/** Made at the first start and kept: whoever was told the authority goes on believing it. */
function keysOf(estate: Company): SpireKeys {
  const { state } = estate.view()
  if (state.spire) return state.spire
  const authority = makeAuthority(trustDomain, { commonName: company.name })
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keys: SpireKeys = {
    authority,
    server: issuedBy(authority, { uri: serverId }),
    reader: issuedBy(authority, { uri: readerId }),
    jwt: { kid: 'fernhollow-jwt-1', publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') },
  }
  estate.keep({ ...state, spire: keys })
  return keys
}

const publicKeyOf = (base64: string) => createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })

/** As SPIRE's own policy has it: anybody reads the bundle, and administrators list. */
function answer(view: View, { path, message, caller }: GrpcAsked): GrpcAnswer {
  if (path === `${api}.bundle.v1.Bundle/GetBundle`) return { message: bundleOf(view) }
  const listing = listings[path.replace(`${api}.`, '')]
  if (!listing) return { status: 12, says: `unknown method ${path}` }
  if (caller === null || !isAdmin(view, caller)) return { status: 7, says: `authorization denied for method ${path}` }
  return { message: listing(view, message) }
}

const listings: Readonly<Record<string, (view: View, message: Uint8Array) => Uint8Array>> = {
  'entry.v1.Entry/ListEntries': (view, message) => {
    const { size, token } = pageAsked(message, { size: 3, token: 4 })
    const rows = entryRows(view).filter(({ id }) => id > token)
    const page = rows.slice(0, Math.min(mostRows, size || mostRows))
    return pageMessage(page.map(entryMessage), page.length < rows.length ? (page.at(-1)?.id ?? '') : '')
  },
  'trustdomain.v1.TrustDomain/ListFederationRelationships': () => pageMessage(relationshipRows.map(relationshipMessage), ''),
}

function isAdmin(view: View, caller: string): boolean {
  return entryRows(view).some(({ admin, spiffeId }) => admin === true && `spiffe://${spiffeId.trustDomain}${spiffeId.path}` === caller)
}

function bundleOf({ state: { spire } }: View): Uint8Array {
  if (!spire) return new Uint8Array()
  const x509 = [new X509Certificate(spire.authority.certificate).raw]
  const jwt = [{ keyId: spire.jwt.kid, publicKey: Buffer.from(spire.jwt.publicKey, 'base64') }]
  return bundleMessage({ trustDomain, x509, jwt, refreshHint, sequence: 12 })
}
