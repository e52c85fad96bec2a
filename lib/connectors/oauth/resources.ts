import { z } from 'zod'
import { CallError } from '../http/call-error.ts'
import { jsonOf } from '../http/json-of.ts'
import { whatIsWrong } from '../wire.ts'
import { malformed, type Calls } from './calls.ts'
import type { Resource } from './lines.ts'

/** What a resource server says of itself (RFC 9728). That it says it does not mean that it does it. */
const ResourceMetadata = z.object({
  resource: z.string().max(2_000),
  authorization_servers: z.array(z.string().max(2_000)).max(100).optional(),
  bearer_methods_supported: z.array(z.string().max(50)).max(10).optional(),
  dpop_bound_access_tokens_required: z.boolean().optional(),
  tls_client_certificate_bound_access_tokens: z.boolean().optional(),
})
export type ResourceMetadata = z.infer<typeof ResourceMetadata>

export const resourcesObject = 'OAuth resource servers'

/** Where a resource server publishes it: the well-known name before the identifier's own path. */
export function metadataAddress(id: string): string {
  const url = new URL(id)
  url.pathname = `/.well-known/oauth-protected-resource${url.pathname === '/' ? '' : url.pathname}`
  return url.href
}

/** A resource server's metadata; null where it publishes none. Throws CallError. */
export async function readResource(calls: Calls, { id }: Resource): Promise<ResourceMetadata | null> {
  const url = metadataAddress(id)
  const name = `GET ${new URL(url).pathname}`
  try {
    const parsed = ResourceMetadata.safeParse(jsonOf((await calls.ask({ method: 'GET', url, name, accept: 'application/json' })).text))
    if (!parsed.success) throw malformed(name, whatIsWrong(parsed.error))
    if (parsed.data.resource !== id)
      throw new CallError('provider', `${name} is the metadata of another resource than ${id}: it was not used.`, {
        call: name,
        why: 'inconsistent',
      })
    return parsed.data
  } catch (error) {
    // To whoever sends no credential a refusal is no more than that; it ends no run.
    if (error instanceof CallError && error.status === 401)
      throw new CallError('provider', `${name} is not shown to whoever sends no credential (401).`, { call: name, why: 'not-permitted' })
    if (error instanceof CallError && error.why === 'not-found') return null
    throw error
  }
}

/** The same in words, for the issuer's tags. */
export function resourceSays(metadata: ResourceMetadata | null, issuer: string): string {
  if (!metadata) return 'publishes no metadata (RFC 9728)'
  const {
    dpop_bound_access_tokens_required: dpop,
    tls_client_certificate_bound_access_tokens: tls,
    bearer_methods_supported: methods,
  } = metadata
  const parts = [
    dpop === true
      ? 'says that it requires DPoP'
      : dpop === false
        ? 'says that it does not require DPoP'
        : 'does not say whether it requires DPoP',
    tls === true && 'says that it takes certificate-bound tokens',
    methods?.includes('query') && 'takes tokens in the address, where they are logged',
    metadata.authorization_servers && !metadata.authorization_servers.includes(issuer) && 'does not name this server as one of its own',
  ]
  return parts.filter(Boolean).join('; ')
}
