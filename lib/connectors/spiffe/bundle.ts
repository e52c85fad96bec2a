import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { IssuerSighting } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { CallError, statusError } from '../http/call-error.ts'
import { createCaller } from '../http/caller.ts'
import { jsonOf } from '../http/json-of.ts'
import { pemOf, serverId, type Settings } from './settings.ts'

/** The keys of a trust domain, as far as they are used. */
export type TrustBundle = {
  /** Authorities of X509-SVIDs, each as PEM. */
  x509: readonly string[]
  /** How many keys sign JWT-SVIDs. */
  jwtKeys: number
  sequence: number | null
  refreshSeconds: number | null
  /** Authorities that the domain itself has given up, and still lists. */
  tainted: number
}

const mostKeys = 200
const whole = z.number().int().min(0).nullish().transform((value) => value || null) // prettier-ignore

/** The JWK set of a bundle (SPIFFE Trust Domain and Bundle, section 4). Keys of a use that nobody knows are to be passed over. */
const Jwks = z.object({
  keys: z.array(z.object({ use: z.string().max(100).optional(), kid: z.string().max(300).optional(), x5c: z.array(z.string().max(20_000)).max(10).optional() })).max(mostKeys),
  spiffe_sequence: whole,
  spiffe_refresh_hint: whole,
}) // prettier-ignore

/** The same from SPIRE's own API. */
const Message = z.object({
  trust_domain: z.string(),
  x509_authorities: z.array(z.object({ asn1: z.instanceof(Uint8Array), tainted: z.boolean() })).max(mostKeys),
  jwt_authorities: z.array(z.object({ tainted: z.boolean() })).max(mostKeys),
  refresh_hint: whole,
  sequence_number: whole,
})

/**
 * Reads the trust bundle endpoint: over TLS of the web, or, as `https_spiffe` has it, from the server whose X509-SVID has the one id and is
 * signed by an authority that was known before. Throws CallError.
 */
export async function readEndpoint(settings: Settings, known: readonly string[], world: ConnectorWorld): Promise<TrustBundle> {
  const { bundleUrl: url = '', bundleProfile, endpointId = serverId(settings) } = settings
  const call = `GET ${URL.parse(url)?.pathname ?? '/'}`
  if (bundleProfile === 'https_spiffe' && known.length === 0)
    throw new CallError('provider', 'The trust bundle endpoint shows who it is by its SPIFFE id, and no authority is known yet that says whether it is. Paste the bundle as it is now, or let Standdown in by the Workload API or files.', { call, why: 'not-permitted' })
  const fetch = bundleProfile === 'https_spiffe' ? world.peers.fetch({ id: endpointId, authorities: known }) : world.fetch
  const { signal } = world
  const caller = createCaller({ signal, log: world.log, patience: world.patience })
  return caller(
    async () => {
      const response = await fetch(url, { headers: { accept: 'application/json', 'user-agent': 'standdown' }, signal })
      const text = await response.text()
      // The endpoint takes no credential, so that a refusal is none of ours.
      if (!response.ok) throw statusError(call, response.status === 401 ? 403 : response.status)
      return bundleOf(Jwks, jsonOf(text), call, ({ keys, spiffe_sequence, spiffe_refresh_hint }) => ({
        x509: keys.filter(({ use }) => use === 'x509-svid').map(({ x5c }) => pemOf(x5c?.[0] ?? '')),
        jwtKeys: keys.filter(({ use }) => use === 'jwt-svid').length,
        sequence: spiffe_sequence,
        refreshSeconds: spiffe_refresh_hint,
        tainted: 0,
      }))
    },
    (error) => (error instanceof CallError ? error : new CallError('provider', `${call}: the answer could not be read.`, { call, why: 'malformed' })),
  )
} // prettier-ignore

/** A bundle from SPIRE's own API. Throws CallError where it is none, or another domain's. */
export function bundleOfMessage(message: unknown, { trustDomain }: Settings, call: string): TrustBundle {
  return bundleOf(Message, message, call, (bundle) => {
    if (bundle.trust_domain.replace(/^spiffe:\/\//, '') !== trustDomain)
      throw new CallError('provider', `${call} answered the bundle of another trust domain than ${trustDomain}.`, {
        call,
        why: 'inconsistent',
      })
    return {
      x509: bundle.x509_authorities.filter(({ tainted }) => !tainted).map(({ asn1 }) => pemOf(Buffer.from(asn1).toString('base64'))),
      jwtKeys: bundle.jwt_authorities.filter(({ tainted }) => !tainted).length,
      sequence: bundle.sequence_number,
      refreshSeconds: bundle.refresh_hint,
      tainted: [...bundle.x509_authorities, ...bundle.jwt_authorities].filter(({ tainted }) => tainted).length,
    }
  })
}

function bundleOf<Wire>(schema: z.ZodType<Wire>, data: unknown, call: string, read: (wire: Wire) => TrustBundle): TrustBundle {
  const parsed = schema.safeParse(data)
  const bundle = parsed.success ? read(parsed.data) : null
  if (!bundle || !bundle.x509.every(isCertificate))
    throw new CallError('provider', `${call} answered something that is no SPIFFE bundle.`, { call, why: 'malformed' })
  if (bundle.x509.length === 0 && bundle.jwtKeys === 0)
    throw new CallError('provider', `${call} answered a bundle without a key.`, { call, why: 'inconsistent' })
  return bundle
}

/** The trust domain as what mints. How long its SVIDs live is told by each entry, and what they may do by whoever accepts them. */
export function issuerOf({ x509, jwtKeys, sequence, refreshSeconds, tainted }: TrustBundle, { trustDomain }: Settings, call: string): IssuerSighting {
  const ends = x509.map((one) => new X509Certificate(one).validToDate.getTime())
  const mints = [...(x509.length > 0 ? ['X.509-SVIDs'] : []), ...(jwtKeys > 0 ? ['JWT-SVIDs'] : [])].join(' and ')
  return {
    externalId: `spiffe://${trustDomain}`,
    kind: 'spiffe.trust-domain',
    name: `spiffe://${trustDomain}`,
    mints,
    mintedBinding: jwtKeys > 0 ? 'bearer' : 'pop-mtls',
    ...(jwtKeys === 0 && { mintedPopVerified: true }),
    maxLifeSeconds: 'not-reported',
    trusts: ['workloads that its registration entries name'],
    permissions: 'not-reported',
    lastUsed: 'not-reported',
    tags: {
      'trust domain': trustDomain,
      'X.509 authorities': String(x509.length),
      'JWT authorities': String(jwtKeys),
      ...(ends.length > 0 && { 'last X.509 authority ends': new Date(Math.max(...ends)).toISOString().slice(0, 10) }),
      ...(sequence !== null && { 'bundle sequence': String(sequence) }),
      ...(refreshSeconds !== null && { 'refresh hint': `${refreshSeconds} s` }),
      ...(tainted > 0 && { 'tainted authorities': String(tainted) }),
    },
    evidence: {
      mints: `${call}: keys by their use`,
      maxLifeSeconds: `${call}: a bundle does not tell how long SVIDs live`,
      mintedBinding: 'SPIFFE JWT-SVID, section 7.1: a bearer token; X509-SVID: TLS proves the key',
    },
  }
} // prettier-ignore

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0
  } catch {
    return false
  }
}
