import { z } from 'zod'
import type { Permissions } from '../../model/sighting.ts'
import { WireHandle, wireText } from '../wire.ts'
import { OktaId } from './api.ts'
import { Network } from './zones.ts'

export const appsPath = '/api/v1/apps'

export const AppWire = z.object({
  id: OktaId,
  label: wireText(300).nullish(),
  status: z.string().max(50).nullish(),
  signOnMode: z.string().max(100).nullish(),
  settings: z
    .object({
      oauthClient: z
        .object({
          application_type: z.string().max(50).nullish(),
          grant_types: z.array(z.string().max(200)).max(50).nullish(),
          dpop_bound_access_tokens: z.boolean().nullish(),
          jwks_uri: z.string().max(2_000).nullish(),
          network: Network.nullish(),
        })
        .nullish(),
    })
    .nullish(),
  credentials: z
    .object({
      oauthClient: z.object({ client_id: WireHandle.nullish(), token_endpoint_auth_method: z.string().max(100).nullish() }).nullish(),
    })
    .nullish(),
})

/** An app that signs in by OpenID Connect or OAuth, as far as it concerns what it holds. */
export type App = {
  id: string
  clientId: string
  name: string
  isOn: boolean
  isService: boolean
  /** How it proves itself at the token endpoint; null: Okta does not say. */
  method: string | null
  grantTypes: readonly string[]
  /** Whether Okta binds its access tokens by DPoP; null: it does not say. */
  dpop: boolean | null
  jwksUri: string | null
  network: Network | null
  confined: boolean
  permissions: Permissions
  roles: readonly string[] | null
}

/** Null for an app that signs people in by another protocol: it holds no credential of this sort. */
export function appOf({ id, label, status, signOnMode, settings, credentials }: z.infer<typeof AppWire>): App | null {
  const client = settings?.oauthClient
  if (signOnMode !== 'OPENID_CONNECT' || !client) return null
  return {
    id,
    clientId: credentials?.oauthClient?.client_id ?? id,
    name: label || id,
    isOn: status !== 'INACTIVE',
    isService: client.application_type === 'service',
    method: credentials?.oauthClient?.token_endpoint_auth_method ?? null,
    grantTypes: client.grant_types ?? [],
    dpop: client.dpop_bound_access_tokens ?? null,
    jwksUri: client.jwks_uri || null,
    network: client.network ?? null,
    confined: false,
    permissions: 'not-reported',
    roles: null,
  }
}
