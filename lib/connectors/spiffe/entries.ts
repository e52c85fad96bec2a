import { z } from 'zod'
import type { IssuerSighting, Observation, Permissions } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { readListing, type Place } from '../rest/listing.ts'
import type { Reads } from '../rest/api.ts'
import { storableText } from '../storable-text.ts'
import { WireId, wireText } from '../wire.ts'
import { callNameOf, entriesPath, next, pageSize } from './api.ts'
import { lifeSeconds, serverId, type Settings } from './settings.ts'

export type Reading = { api: Reads; settings: Settings; world: ConnectorWorld }

export const fix = 'It takes an X509-SVID whose entry has admin set, or one of admin_ids in server.conf.'
const call = callNameOf(entriesPath)

const SpiffeId = z
  .object({ trust_domain: z.string().min(1).max(255), path: z.string().max(2_048) })
  .transform(({ trust_domain, path }) => `spiffe://${trust_domain}${path}`)
const Seconds = z.number().int()

const Entry = z.object({
  id: WireId,
  spiffe_id: SpiffeId,
  parent_id: SpiffeId,
  selectors: z.array(z.object({ type: z.string().max(255), value: z.string().max(10_000) })).max(1_000),
  x509_svid_ttl: Seconds,
  jwt_svid_ttl: Seconds,
  federates_with: z.array(wireText(255)).max(1_000),
  admin: z.boolean(),
  downstream: z.boolean(),
  store_svid: z.boolean(),
  expires_at: Seconds,
  created_at: Seconds,
  hint: wireText(320),
})
type Entry = z.infer<typeof Entry>

/** Workloads that have an identity already: each entry mints an X509-SVID, and JWT-SVIDs for whatever audience is asked for. */
export function entries(reading: Reading, from: Place): AsyncGenerator<Observation> {
  return readListing(reading, from, {
    object: 'SPIRE registration entries',
    path: entriesPath,
    call,
    query: { page_size: pageSize },
    schema: Entry,
    field: 'entries',
    next,
    fix,
    kinds: [],
    *observe(rows): Generator<Observation> {
      for (const row of rows) {
        // The server is the parent of what groups nodes: nothing is minted for that. One that has rights at SPIRE is shown all the same.
        if (row.parent_id === serverId(reading.settings) && !row.admin && !row.downstream) continue
        for (const issuer of issuersOf(row, reading.settings)) yield { see: 'issuer', issuer }
      }
    },
  })
}

/** The two things that an entry mints. Only the X509-SVID is let in by SPIRE itself, so that what the entry may do there goes with it. */
function issuersOf(entry: Entry, settings: Settings): IssuerSighting[] {
  const shared = sharedOf(entry)
  const x509: IssuerSighting = {
    ...shared,
    externalId: `entry/${entry.id}/x509-svid`,
    kind: 'spiffe.x509-svid',
    name: `${withoutJoinToken(entry.spiffe_id)}, X.509-SVID`.slice(0, 1_024),
    mints: 'X.509-SVID of the workload',
    mintedBinding: 'pop-mtls',
    mintedPopVerified: true,
    ...lifeOf(entry.x509_svid_ttl, lifeSeconds(settings.defaultX509Life), 'x509_svid_ttl'),
    permissions: rightsOf(entry, settings),
  }
  const jwt: IssuerSighting = {
    ...shared,
    externalId: `entry/${entry.id}/jwt-svid`,
    kind: 'spiffe.jwt-svid',
    name: `${withoutJoinToken(entry.spiffe_id)}, JWT-SVID`.slice(0, 1_024),
    mints: 'JWT-SVID of the workload, for one audience',
    mintedBinding: 'bearer',
    ...lifeOf(entry.jwt_svid_ttl, lifeSeconds(settings.defaultJwtLife), 'jwt_svid_ttl'),
    permissions: 'not-reported',
  }
  const says = {
    [x509.kind]: { mintedBinding: 'SPIFFE X509-SVID: TLS proves the key, whoever accepts it', permissions: `${call} admin, downstream; what else it may do is for whoever accepts it` },
    [jwt.kind]: { mintedBinding: 'SPIFFE JWT-SVID, section 7.1: a bearer token', permissions: 'what it may do is for whoever accepts it' },
  }
  return [x509, jwt].map((one) => ({ ...one, evidence: { ...shared.evidence, ...says[one.kind], maxLifeSeconds: one.evidence.maxLifeSeconds ?? '' } }))
} // prettier-ignore

function sharedOf(entry: Entry): Pick<IssuerSighting, 'trusts' | 'lastUsed' | 'tags' | 'evidence'> {
  const selectors = entry.selectors.map(selectorText)
  const parent = withoutJoinToken(entry.parent_id).slice(0, 1_000)
  const { namespace, account } = kubernetesOf(entry)
  return {
    trusts: [...selectors, `what runs below ${parent}`].slice(-200),
    lastUsed: 'not-reported',
    tags: {
      'spiffe id': withoutJoinToken(entry.spiffe_id).slice(0, 1_024),
      parent,
      selectors: selectors.join(', ').slice(0, 1_024),
      ...(namespace && { 'kubernetes namespace': namespace }),
      ...(account && { 'kubernetes service account': account }),
      ...(entry.hint && { hint: entry.hint }),
      ...(entry.federates_with.length > 0 && { 'federates with': entry.federates_with.join(', ').slice(0, 1_024) }),
      ...(entry.admin && { admin: 'yes' }),
      ...(entry.downstream && { downstream: 'yes' }),
      ...(entry.store_svid && { 'stored by an agent': 'yes' }),
      ...(entry.created_at > 0 && { made: dayOf(entry.created_at) }),
      ...(entry.expires_at > 0 && { 'entry ends': dayOf(entry.expires_at) }),
    },
    evidence: { trusts: `${call} selectors, parent_id`, lastUsed: 'SPIRE does not tell when an SVID was last asked for' },
  }
} // prettier-ignore

/** A life of its own, or the server's: which SPIRE’s API does not tell, so that it is known only where somebody said it. */
function lifeOf(own: number, server: number | undefined, field: string): { maxLifeSeconds: number | 'not-reported'; evidence: Record<string, string> } {
  if (own > 0) return { maxLifeSeconds: own, evidence: { maxLifeSeconds: `${call} ${field}` } }
  const says = server === undefined ? 'none of its own, and the server’s is told by no call' : 'none of its own; the server’s as the source’s settings have it'
  return { maxLifeSeconds: server ?? 'not-reported', evidence: { maxLifeSeconds: `${call} ${field}: ${says}` } }
} // prettier-ignore

function rightsOf({ admin, downstream }: Entry, { trustDomain }: Settings): Permissions {
  const names = [...(admin ? ['admin'] : []), ...(downstream ? ['downstream'] : [])]
  return names.length === 0 ? 'not-reported' : { scheme: 'spiffe.entry', stated: { names, within: 'trust domain', resource: trustDomain } }
}

/** A selector as people write it. One over an environment variable holds its value, which may be a secret: its name alone is kept. */
function selectorText({ type, value }: { type: string; value: string }): string {
  const [, name] = /^env:([^=]*)=/.exec(value) ?? []
  return storableText(name === undefined ? withoutJoinToken(`${type}:${value}`) : `${type}:env:${name}=…`, 300)
}

/** The id of an agent that a join token lets in has the token itself at its end, and there is an entry with it before it was used. */
function withoutJoinToken(text: string): string {
  return text.replace(/(\/spire\/agent\/join_token\/)[^/,\s]+/g, '$1…')
}

/** The service account that an entry is for: as its selectors say, else as its id is written by custom. */
function kubernetesOf({ selectors, spiffe_id }: Entry): { namespace: string | null; account: string | null } {
  const said = (prefix: string) => selectors.find(({ type, value }) => type === 'k8s' && value.startsWith(prefix))?.value.slice(prefix.length) ?? null
  const [, namespace = null, account = null] = /\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(spiffe_id) ?? []
  const found = { namespace: said('ns:') ?? namespace, account: said('sa:') ?? account }
  return { namespace: found.namespace && storableText(found.namespace, 253), account: found.account && storableText(found.account, 253) }
} // prettier-ignore

function dayOf(seconds: number): string {
  const date = new Date(seconds * 1_000)
  return Number.isNaN(date.getTime()) ? 'not a date' : date.toISOString().slice(0, 10)
}
