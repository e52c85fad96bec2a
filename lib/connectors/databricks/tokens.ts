import { z } from 'zod'
import type { Lifecycle } from '../../model/facts.ts'
import type { Expires, Observation, Permissions, Sighting } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import type { Api } from '../rest/api.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { onePage } from '../rest/paging.ts'
import { isWideNetwork } from '../wide-network.ts'
import { WireEpoch, WireExpiry, WireHandle, WireId, WireInstant, wireText } from '../wire.ts'
import { networksPath, nextSecrets, secretsPath, settingPath, tokensPath } from './api.ts'
import { peopleFix, type Identities, type Identity } from './people.ts'

/** `confined`: what shows that the workspace is confined to networks; null where nothing does. */
export type Reading = { api: Api; world: ConnectorWorld; identities: Identities; confined: string | null }

/** Milliseconds since 1970. */
const WireMs = z.number().transform((ms) => ms / 1_000).pipe(WireEpoch as z.ZodType<Date, number>) // prettier-ignore
const Ends = z.number().nullish().transform((ms, context): Expires => {
  if (ms === -1 || ms === null || ms === undefined) return ms === -1 ? 'never' : 'not-reported'
  const { data } = WireMs.safeParse(ms)
  if (data) return { fixed: data }
  context.addIssue({ code: 'custom', message: 'is not a usable date' })
  return z.NEVER
}) // prettier-ignore

const Token = z.object({
  token_id: WireId,
  comment: wireText(500).nullish(),
  creation_time: WireMs.nullish(),
  expiry_time: Ends,
  last_used_day: WireMs.nullish(),
  owner_id: WireId.nullish(),
  created_by_id: WireId.nullish(),
  created_by_username: WireHandle.nullish(),
  scopes: z.array(wireText(200)).max(500).nullish(),
})
type Token = z.infer<typeof Token>

/** Personal access tokens of everybody in the workspace. */
export function personalTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  return readListing(reading, from, {
    object: 'Databricks personal access tokens',
    path: tokensPath,
    schema: Token,
    field: 'token_infos',
    emptyHas: [],
    next: onePage,
    fix: peopleFix,
    kinds: ['databricks.personal-access-token'],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'token', token: tokenSighting(row, reading) }
    },
  })
}

const Secret = z.object({
  id: WireId,
  status: z.string().max(50).nullish(),
  create_time: WireInstant.nullish(),
  expire_time: WireExpiry,
})

/** Secrets of every service principal, one call (or more) a principal. */
export async function* principalSecrets({ api, identities }: Reading, from: Place): AsyncGenerator<Observation> {
  const secrets = new Each('Databricks service principal secrets', 'Make the service principal that reads a manager of the others, or an account admin.', ['databricks.service-principal-secret'])
  async function* each(): AsyncGenerator<Observation> {
    for (const principal of identities.byId.values()) {
      if (!principal.isPrincipal) continue
      const path = secretsPath(principal.id)
      const rows = await secrets.read(api, { path, schema: Secret, field: 'secrets', emptyHas: ['next_page_token'], next: nextSecrets })
      for (const row of rows ?? []) yield { see: 'token', token: secretSighting(row, principal) }
    }
  }
  yield* tellingBefore(each(), [secrets])
  yield* secrets.end(identities.principalsWhole && from.page === 0)
} // prettier-ignore

const Networks = z.object({
  ip_access_lists: z
    .array(z.object({ enabled: z.boolean().nullish(), list_type: z.string().max(50), ip_addresses: z.array(z.string().max(100)).max(5_000).nullish() }))
    .max(1_000)
    .nullish(),
}) // prettier-ignore
const Conf = z.object({ enableIpAccessLists: z.string().nullish() })

/**
 * What shows that the workspace is confined to networks: its IP access lists, only while they are switched on and allow no half of the internet. They
 * hold for what works in this workspace alone, and so for its tokens: a secret signs in at the account and at other workspaces too.
 */
export async function* readNetworks(api: Api): AsyncGenerator<Observation, string | null> {
  const object = 'Databricks IP access lists'
  try {
    const conf = Conf.safeParse((await api.get(settingPath, { keys: 'enableIpAccessLists' })).data)
    const read = Networks.safeParse((await api.get(networksPath)).data)
    const call = `GET ${networksPath}`
    if (!conf.success || !read.success) throw new CallError('provider', `${call} answered something that cannot be read.`, { call, why: 'malformed' })
    const allowed = (read.data.ip_access_lists ?? []).filter(({ enabled, list_type: type }) => enabled !== false && type === 'ALLOW').flatMap(({ ip_addresses: ranges }) => ranges ?? [])
    yield { see: 'covered', object, seen: allowed.length }
    if (conf.data.enableIpAccessLists !== 'true' || allowed.length === 0 || allowed.some(isWideNetwork)) return null
    return `${call}: switched on with ${allowed.length} allowed ${allowed.length === 1 ? 'range' : 'ranges'}, none wider than /8 (IPv4) or /16 (IPv6)`
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, 'It takes a workspace admin; without it the lists do not count as a control.') }
    return null
  }
} // prettier-ignore

/** A token may all that its owner may. Whose it is decides, and where nobody knows that, it counts as an administrator's. */
function rightsOf(owner: Identity | undefined, within: 'workspace' | 'account'): Permissions {
  const name = owner === undefined ? 'all that its owner may' : owner.isAdmin ? 'workspace admin' : 'workspace member'
  return { scheme: 'databricks.rights', stated: { names: [name], within } }
}

const lifecycleOf = (owner: Identity | undefined): Lifecycle => (owner?.active === false ? 'disabled' : 'active')

function tokenSighting(row: Token, { identities: { byId }, confined }: Pick<Reading, 'identities' | 'confined'>): Sighting {
  const call = `GET ${tokensPath}`
  const owner = byId.get(row.owner_id ?? row.created_by_id ?? '')
  const email = owner ? owner.email : row.created_by_username?.includes('@') && row.owner_id === row.created_by_id ? row.created_by_username : null
  return {
    externalId: row.token_id,
    kind: 'databricks.personal-access-token',
    name: row.comment || `token of ${owner?.name ?? row.created_by_username ?? row.token_id}`,
    displayId: `${row.token_id.slice(0, 8)}…`,
    lifecycle: lifecycleOf(owner),
    issuedAt: row.creation_time ?? 'not-reported',
    expires: row.expiry_time,
    lastUsed: row.last_used_day ? { at: row.last_used_day } : 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: rightsOf(owner, 'workspace'),
    ownerHints: email && !owner?.isPrincipal ? [{ how: 'email', value: email, says: `${call} owner_id, created_by_username` }] : [],
    ...(owner?.isPrincipal && { workloadHint: owner.name }),
    tags: { ...(owner?.isPrincipal && { 'service principal': owner.name }), ...(row.scopes?.length && { scopes: row.scopes.join(', ').slice(0, 1_000) }) },
    ...(confined !== null && { controls: { networkConfined: true } }),
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      lifecycle: owner ? 'GET Users, ServicePrincipals active: a token of somebody inactive does not work' : `${call}: it is listed`,
      issuedAt: `${call} creation_time`,
      expires: `${call} expiry_time`,
      lastUsed: `${call} last_used_day, by day`,
      ...(confined !== null && { controls: confined }),
      permissions: 'Databricks documentation: all that its owner may, its scopes not counted; whether that is an administrator is in GET Users, ServicePrincipals groups',
      binding: 'Databricks documentation: sent as a bearer token',
    },
    revoke: `DELETE ${tokensPath}/${row.token_id}`,
  }
} // prettier-ignore

function secretSighting(row: z.infer<typeof Secret>, principal: Identity): Sighting {
  const call = 'GET /api/2.0/accounts/servicePrincipals/{id}/credentials/secrets'
  return {
    externalId: row.id,
    kind: 'databricks.service-principal-secret',
    name: `secret of ${principal.name}`,
    displayId: `${row.id.slice(0, 8)}…`,
    lifecycle: row.status === 'INACTIVE' ? 'disabled' : lifecycleOf(principal),
    issuedAt: row.create_time ?? 'not-reported',
    expires: row.expire_time,
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    // It signs in at the account and at every workspace that the principal is in, and not at this one alone.
    permissions: rightsOf(principal, 'account'),
    ownerHints: [],
    workloadHint: principal.name,
    tags: { 'service principal': principal.name, 'service principal id': principal.id, ...(principal.applicationId && { 'application id': principal.applicationId }) },
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      lifecycle: `${call} status, GET ServicePrincipals active`,
      issuedAt: `${call} create_time`,
      expires: `${call} expire_time`,
      lastUsed: 'Databricks does not tell when a secret was used',
      permissions: 'Databricks documentation: all that its service principal may, in the account and in every workspace that it is in',
      binding: 'Databricks documentation: sent to the token endpoint as it is',
    },
    revoke: `DELETE ${secretsPath(principal.id)}/${row.id}`,
  }
} // prettier-ignore
