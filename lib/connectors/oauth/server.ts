import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { Failures, gapOf } from '../gaps.ts'
import { keysObject, type Keys } from './keys.ts'
import { metadataFix, metadataObject, wellKnown, type Metadata } from './metadata.ts'
import type { Reading } from './reading.ts'
import { readResource, resourceSays, resourcesObject } from './resources.ts'

/** The server itself, as an issuer: what it can bind, which keys sign, and what its resource servers say of themselves. */
export async function* server(reading: Reading): AsyncGenerator<Observation> {
  const { settings } = reading
  let metadata: Metadata
  try {
    metadata = await reading.metadata()
    yield { see: 'covered', object: metadataObject, seen: 1 }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, metadataObject, metadataFix) }
    return
  }
  let keys: Keys | null = null
  try {
    const read = await reading.keys()
    keys = read?.keys ?? null
    if (read?.gap) yield { see: 'gap', gap: read.gap }
    yield { see: 'covered', object: keysObject, seen: read?.seen ?? 0 }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, keysObject, 'Without them no signature can be checked.') }
  }
  const failures = new Failures(resourcesObject, 'It is read without a credential.')
  const said: Record<string, string> = {}
  for (const resource of reading.resources) {
    try {
      said[`resource ${resource.id}`.slice(0, 256)] = resourceSays(await readResource(reading.calls, resource), settings.issuer)
      failures.worked()
    } catch (error) {
      failures.failed(error)
    }
  }
  yield* failures.rest()
  if (!failures.any) yield { see: 'covered', object: resourcesObject, seen: reading.resources.length }
  yield { see: 'issuer', issuer: issuerOf(settings.issuer, metadata, keys, said) }
}

function issuerOf(issuer: string, metadata: Metadata, keys: Keys | null, resources: Record<string, string>): IssuerSighting {
  const { dpop_signing_alg_values_supported: dpop, tls_client_certificate_bound_access_tokens: mtls } = metadata
  const offers = (what: string | undefined) => (what ? 'offered' : 'not offered')
  const call = `GET ${new URL(wellKnown(issuer)[0] ?? issuer).pathname}`.slice(0, 200)
  const canBind = (dpop?.length ?? 0) > 0 || mtls === true
  return {
    externalId: issuer.slice(0, 1_024),
    kind: 'oauth.server',
    name: new URL(issuer).host + new URL(issuer).pathname.replace(/\/$/, ''),
    mints: 'access token',
    // That it can bind does not say that it does: each client decides.
    mintedBinding: canBind ? 'not-reported' : 'bearer',
    maxLifeSeconds: 'not-reported',
    trusts: (metadata.grant_types_supported ?? ['authorization_code', 'implicit']).map((grant) => `grant type ${grant}`),
    permissions: 'not-reported',
    lastUsed: 'not-reported',
    tags: {
      issuer: issuer.slice(0, 1_024),
      DPoP: dpop?.length ? `offered (${dpop.join(', ')})`.slice(0, 1_000) : 'not offered',
      'certificate-bound tokens': mtls ? 'offered' : 'not offered',
      introspection: offers(metadata.introspection_endpoint),
      'signed introspection': metadata.introspection_signing_alg_values_supported?.length ? 'offered' : 'not told',
      revocation: offers(metadata.revocation_endpoint),
      'client authentication': (metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']).join(', ').slice(0, 1_000),
      ...(keys && { 'signing keys': keys.says }),
      ...(keys && keys.published > 0 && { 'keys published with their secret part': String(keys.published) }),
      ...resources,
    },
    evidence: {
      mintedBinding: `${call} dpop_signing_alg_values_supported, tls_client_certificate_bound_access_tokens: what it can, not what it does`,
      maxLifeSeconds: 'OAuth metadata does not tell it',
    },
  }
}
