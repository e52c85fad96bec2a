import { z } from 'zod'
import type { CloudflareStated } from '../../model/permission-statement.ts'
import type { Lifecycle } from '../../model/facts.ts'
import type { Expires, Gap, Observation, Sighting } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import type { Api } from '../rest/api.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { isWideNetwork } from '../wide-network.ts'
import { WireExpiry, WireHandle, WireId, WireInstant, wireText } from '../wire.ts'
import { next, pageSize, servicePath, tokensPath } from './api.ts'
import type { Settings } from './settings.ts'

export type Reading = { api: Api; world: ConnectorWorld; settings: Settings }

const tokens = 'Cloudflare account tokens'
const tokensFix = 'Give the token the permission Account API Tokens: Read, on this account.'
const serviceFix = 'Give the token the permission Access: Service Tokens: Read, on this account.'

const Ranges = z.array(z.string().max(100)).max(1_000).nullish()
/** Resources are names with "*", or names with names below them with "*". */
const Resources = z
  .record(z.string().max(300), z.union([z.string().max(100), z.record(z.string().max(300), z.string().max(100))]))
  .transform((all) =>
    Object.entries(all).flatMap(([name, below]) =>
      typeof below === 'string' ? [name] : Object.keys(below).map((one) => `${name}/${one}`),
    ),
  )
const Policy = z
  .object({ effect: z.string().max(20), permission_groups: z.array(z.object({ id: z.string().max(100), name: z.string().max(300).nullish() })).max(500), resources: Resources })
  .transform(({ effect, permission_groups: groups, resources }) => ({ effect, permissions: groups.map(({ id, name }) => name || `permission group ${id}`), resources })) // prettier-ignore

const Token = z.object({
  id: WireId,
  name: wireText(500).nullish(),
  status: z.string().max(50).nullish(),
  issued_on: WireInstant.nullish(),
  expires_on: WireExpiry,
  not_before: WireInstant.nullish(),
  last_used_on: WireInstant.nullish(),
  policies: z.array(Policy).max(500).nullish(),
  condition: z.object({ request_ip: z.object({ in: Ranges, not_in: Ranges }).nullish() }).nullish(),
  creator_email_at_creation: WireHandle.nullish(),
  provisioner_type: wireText(100).nullish(),
  provisioner_id: wireText(300).nullish(),
})
type Token = z.infer<typeof Token>

/** Tokens that belong to the account. Whoever may only see those of its own making gets a shorter list, and no word of it: that is looked at first. */
export async function* accountTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { api, settings } = reading
  const narrowed = await seesOnlyItsOwn(api, settings)
  if (narrowed) yield { see: 'gap', gap: narrowed }
  yield* readListing(reading, from, {
    object: tokens,
    path: tokensPath(settings),
    query: { per_page: pageSize, page: 1, include_expired: true },
    schema: Token,
    field: 'result',
    next,
    total: 'result_info.total_count',
    fix: tokensFix,
    kinds: narrowed ? [] : ['cloudflare.api-token'],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'token', token: tokenSighting(row, settings) }
    },
  })
}

const Verified = z.object({ result: z.object({ id: WireId }) })
const Own = z.object({ result: Token })
const readsAll = /^(?:Account )?API Tokens (?:Read|Write)$/i

/** Why the list may be a part of what there is: null where the token that reads was given to read them all. */
export async function seesOnlyItsOwn(api: Api, settings: Settings): Promise<Gap | null> {
  const path = tokensPath(settings)
  try {
    const { result } = Verified.parse((await api.get(`${path}/verify`)).data)
    const own = Own.parse((await api.get(`${path}/${encodeURIComponent(result.id)}`)).data).result
    if (own.policies?.some(({ effect, permissions }) => effect === 'allow' && permissions.some((name) => readsAll.test(name)))) return null
  } catch (error) {
    if (!(error instanceof z.ZodError)) return gapOf(error, tokens, tokensFix)
  }
  const says = `Whether the token that reads was given to see every token of the account could not be told: Cloudflare lists only its own making to any other. ${tokensFix}`
  return { object: tokens, call: `GET ${path}/verify`, why: 'not-permitted', says }
}

const lifecycles: Readonly<Record<string, Lifecycle>> = { active: 'active', disabled: 'disabled', expired: 'expired' }

function tokenSighting(row: Token, settings: Settings): Sighting {
  const call = `GET /accounts/{account}/tokens`
  const path = `${tokensPath(settings)}/${row.id}`
  const allowed = row.condition?.request_ip?.in ?? []
  const stated: CloudflareStated | null = row.policies ? { policies: row.policies } : null
  return {
    externalId: row.id,
    kind: 'cloudflare.api-token',
    name: row.name || row.id,
    lifecycle: lifecycles[row.status ?? ''] ?? 'active',
    issuedAt: row.issued_on ?? 'not-reported',
    expires: row.expires_on,
    lastUsed: row.last_used_on ? { at: row.last_used_on } : 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: stated ? { scheme: 'cloudflare.policies', stated } : 'not-reported',
    ownerHints: row.creator_email_at_creation ? [{ how: 'email', value: row.creator_email_at_creation, says: `${call} creator_email_at_creation` }] : [],
    tags: {
      ...(row.provisioner_type && { provisioner: row.provisioner_type }),
      ...(row.provisioner_id && { 'provisioner id': row.provisioner_id }),
    },
    ...(row.provisioner_type === 'oauth' && row.provisioner_id && { thirdParty: row.provisioner_id }),
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    controls: { networkConfined: allowed.length > 0 && !allowed.some(isWideNetwork) },
    evidence: {
      issuedAt: `${call} issued_on (a new value does not move it)`,
      expires: `${call} expires_on`,
      lastUsed: `${call} last_used_on`,
      permissions: `${call} policies`,
      networkConfined: `${call} condition.request_ip.in`,
      binding: 'Cloudflare documentation: sent as a bearer token',
    },
    disable: `PUT ${path} with its status disabled`,
    revoke: `DELETE ${path}`,
  }
} // prettier-ignore

const Service = z.object({
  id: WireId,
  name: wireText(500).nullish(),
  client_id: WireId.nullish(),
  created_at: WireInstant.nullish(),
  expires_at: WireInstant.nullish(),
  duration: z.string().max(100).nullish().catch(null),
  last_seen_at: WireInstant.nullish(),
  enabled: z.boolean().nullish(),
})

/** One that never ends has a word of its own for how long it lasts; an end that is merely absent is not told. */
function serviceEnds({ expires_at: at, duration }: z.infer<typeof Service>): Expires {
  if (duration === 'forever') return 'never'
  return at ? { fixed: at } : 'not-reported'
}

/** Service tokens of Access: programs send them to pass to applications that stand behind it. */
export async function* serviceTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { settings } = reading
  if (settings.zeroTrust === 'left out') return
  yield* readListing(reading, from, {
    object: 'Cloudflare Access service tokens',
    path: servicePath(settings),
    query: { per_page: pageSize, page: 1 },
    schema: Service,
    field: 'result',
    next,
    total: 'result_info.total_count',
    fix: serviceFix,
    kinds: ['cloudflare.access-service-token'],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'token', token: serviceSighting(row, settings) }
    },
  })
}

function serviceSighting(row: z.infer<typeof Service>, settings: Settings): Sighting {
  const call = `GET /accounts/{account}/access/service_tokens`
  const path = `${servicePath(settings)}/${row.id}`
  return {
    externalId: row.id,
    kind: 'cloudflare.access-service-token',
    name: row.name || row.id,
    ...(row.client_id && { displayId: row.client_id.slice(0, 8) + '…' }),
    lifecycle: row.enabled === false ? 'disabled' : 'active',
    issuedAt: row.created_at ?? 'not-reported',
    expires: serviceEnds(row),
    lastUsed: row.last_seen_at ? { at: row.last_seen_at } : 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: 'not-reported',
    ownerHints: [],
    tags: {},
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      issuedAt: `${call} created_at`,
      expires: `${call} expires_at, duration`,
      lastUsed: `${call} last_seen_at`,
      permissions: 'which applications let it pass stands in their policies, which are not read',
      binding: 'Cloudflare documentation: two headers, sent as they are',
    },
    disable: `PUT ${path} with enabled false`,
    revoke: `DELETE ${path}`,
  }
}
