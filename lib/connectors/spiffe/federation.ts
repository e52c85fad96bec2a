import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { wireText } from '../wire.ts'
import { callNameOf, next, pageSize, relationshipsPath } from './api.ts'
import { fix, type Reading } from './entries.ts'

const call = callNameOf(relationshipsPath)

const Relationship = z.object({
  trust_domain: z.string().regex(/^(?:spiffe:\/\/)?[a-z0-9._-]{1,255}$/),
  bundle_endpoint_url: wireText(1_000),
  https_web: z.object({}).optional(),
  https_spiffe: z.object({ endpoint_spiffe_id: wireText(1_000).optional() }).optional(),
})

/** Other trust domains whose SVIDs workloads of this one can check, where their entry federates with them. */
export function relationships(reading: Reading, from: Place): AsyncGenerator<Observation> {
  return readListing(reading, from, {
    object: 'SPIFFE federation',
    path: relationshipsPath,
    call,
    query: { page_size: pageSize },
    schema: Relationship,
    field: 'federation_relationships',
    next,
    fix,
    kinds: [],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'issuer', issuer: issuerOf(row) }
    },
  })
}

function issuerOf({
  trust_domain,
  bundle_endpoint_url: url,
  https_spiffe: spiffe,
  https_web: web,
}: z.infer<typeof Relationship>): IssuerSighting {
  const name = `spiffe://${trust_domain.replace(/^spiffe:\/\//, '')}`
  const shows = spiffe
    ? `by its id ${spiffe.endpoint_spiffe_id ?? 'which is not told'} (https_spiffe)`
    : web
      ? 'by a certificate of the web (https_web)'
      : 'in a way that is not told'
  return {
    externalId: `federation/${name}`,
    kind: 'spiffe.federated-domain',
    name,
    mints: 'SVIDs of another trust domain',
    mintedBinding: 'not-reported',
    maxLifeSeconds: 'not-reported',
    trusts: [`its bundle is read at ${url}, which shows who it is ${shows}`.slice(0, 1_024)],
    permissions: 'not-reported',
    lastUsed: 'not-reported',
    tags: { 'bundle endpoint': url.slice(0, 1_024), profile: spiffe ? 'https_spiffe' : web ? 'https_web' : 'not told' },
    evidence: { trusts: `${call} bundle_endpoint_url and profile`, maxLifeSeconds: 'the other domain decides it' },
  }
}
