import { z } from 'zod'
import { AppError } from '../../model/app-error.ts'
import { CallError } from '../http/call-error.ts'
import { jsonOf } from '../http/json-of.ts'
import { whatIsWrong } from '../wire.ts'
import { malformed, type Calls } from './calls.ts'
import type { Settings } from './settings.ts'

const Address = z.url({ protocol: /^https?$/ }).max(2_000)
const words = z.array(z.string().max(200)).max(200).optional()

/** What an authorization server says of itself (RFC 8414; RFC 8705, 9449, 9701 for what they add). */
export const Metadata = z.object({
  issuer: z.string().max(2_000),
  jwks_uri: Address.optional(),
  introspection_endpoint: Address.optional(),
  revocation_endpoint: Address.optional(),
  grant_types_supported: words,
  scopes_supported: z.array(z.string().max(500)).max(5_000).optional(),
  token_endpoint_auth_methods_supported: words,
  introspection_signing_alg_values_supported: words,
  dpop_signing_alg_values_supported: words,
  tls_client_certificate_bound_access_tokens: z.boolean().optional(),
})
export type Metadata = z.infer<typeof Metadata>

export const metadataObject = 'OAuth server metadata'
export const metadataFix =
  'The issuer is the server’s own identifier, under which it publishes its metadata (RFC 8414 or OpenID Connect Discovery).'

/** RFC 8414 puts the well-known name before the issuer's path, OpenID Connect behind it; servers do either. */
export function wellKnown(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/openid-configuration${path}`,
  ]
  return [...new Set(places)]
}

/**
 * The server's metadata, from the first place where there is some. It must be of this very issuer, or anybody who can publish could speak for
 * it: throws AppError 'provider' where it is not, CallError where it cannot be read.
 */
export async function readMetadata(calls: Calls, { issuer }: Settings): Promise<Metadata> {
  let last: CallError | null = null
  for (const url of wellKnown(issuer)) {
    const name = `GET ${new URL(url).pathname}`
    try {
      const parsed = Metadata.safeParse(jsonOf((await calls.ask({ method: 'GET', url, name, accept: 'application/json' })).text))
      if (!parsed.success) throw malformed(name, whatIsWrong(parsed.error))
      if (parsed.data.issuer !== issuer)
        throw new AppError(
          'provider',
          `${name} is the metadata of another issuer than ${issuer}. Nothing of it was used; give the issuer as it names itself, letter by letter.`,
        )
      return parsed.data
    } catch (error) {
      if (!(error instanceof CallError) || error.why !== 'not-found') throw error
      last ??= error
    }
  }
  throw last ?? malformed('the metadata', 'nothing')
}

/**
 * Where the credential is sent: at the issuer's own host, or where the settings say so. Metadata alone does not send it anywhere. Null where
 * there is no such endpoint; throws CallError 'inconsistent' where it is elsewhere.
 */
export function endpointOf(which: 'introspection' | 'revocation', metadata: Metadata, settings: Settings): string | null {
  const configured = settings[`${which}Endpoint`]
  const url = configured ?? metadata[`${which}_endpoint`]
  if (!url) return null
  if (configured || new URL(url).origin === new URL(settings.issuer).origin) return url
  const call = `POST ${new URL(url).pathname}`
  const says = `The ${which} endpoint is on another host (${new URL(url).host}) than the issuer, and was not called: the credential would go there. Name it in the settings if it is the right one.`
  throw new CallError('provider', says, { call, why: 'inconsistent' })
}
