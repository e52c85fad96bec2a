import { z } from 'zod'
import type { Expires, Observation, Sighting } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { Failures, gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { tellingBefore } from '../rest/each.ts'
import type { Place } from '../rest/listing.ts'
import { isWideNetwork } from '../wide-network.ts'
import { readRows, WireEpoch, WireExpiry, WireInstant, wireText } from '../wire.ts'
import { GoneError, type Vault } from './api.ts'
import type { Entities, Entity, Policies } from './lookups.ts'
import type { Mounts } from './mounts.ts'

export type Reading = Vault & { world: ConnectorWorld; mounts: Mounts; policies: Policies; entities: Entities }

export const accessorsPath = '/auth/token/accessors'
const lookupPath = '/auth/token/lookup-accessor'
export const accessorsFix = 'It takes list and sudo on auth/token/accessors.'
const lookupFix = 'It takes update on auth/token/lookup-accessor.'
const object = 'Vault tokens'
const kinds = ['vault.token', 'vault.root-token']

/** Looked up at once; and between two marks. */
const together = 8
const slice = 200

const Keys = z.object({ data: z.object({ keys: z.array(z.string().min(1).max(500)) }) })

export const Networks = z
  .array(z.union([z.string(), z.object({ String: z.string() }).transform((address) => address.String)]))
  .nullish()
  .transform((ranges) => ranges ?? [])

/** `id` is empty for whoever asks by accessor; of `meta` those that say what signed in. */
const Token = z.object({
  accessor: z.string().min(1).max(500),
  creation_time: WireEpoch,
  creation_ttl: z.number().min(0),
  display_name: wireText(500),
  entity_id: z.string().max(100).nullish(),
  expire_time: WireExpiry,
  explicit_max_ttl: z.number().min(0),
  issue_time: WireInstant.nullish(),
  last_renewal_time: WireEpoch.nullish(),
  meta: z.object({ role_name: wireText(300), role: wireText(300), username: wireText(300), service_account_name: wireText(300), service_account_namespace: wireText(300) }).partial().nullish(),
  num_uses: z.number().min(0),
  orphan: z.boolean(),
  path: wireText(500),
  period: z.number().min(0).nullish(),
  policies: z.array(z.string().min(1).max(500)).max(500),
  identity_policies: z.array(z.string().min(1).max(500)).max(500).nullish(),
  renewable: z.boolean(),
  type: z.string().max(50),
  bound_cidrs: Networks,
}) // prettier-ignore
type Token = z.infer<typeof Token>

/** Every token that Vault keeps, by its accessor: a list of all, and a call for each. */
export function tokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  return tellingBefore(readTokens(reading, from), [reading.policies, reading.entities])
}

async function* readTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const failures = new Failures(object, lookupFix)
  let { seen, refused } = from
  let accessors: readonly string[]
  try {
    accessors = await listed(reading)
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, 'Vault token accessors', accessorsFix) }
    return
  }
  const left = accessors.filter((one) => from.next === null || one > from.next)
  for (let at = 0; at < left.length; at += slice) {
    reading.world.signal.throwIfAborted()
    for (const observation of await looked(reading, left.slice(at, at + slice), failures)) {
      refused ||= observation.see === 'gap'
      seen += observation.see === 'token' ? 1 : 0
      yield observation
    }
    yield* failures.pending()
    refused ||= failures.any
    const next = left[at + slice - 1]
    if (at + slice < left.length && next) yield { see: 'mark', cursor: { phase: from.phase, next, page: from.page + at / slice + 1, seen, refused } }
  }
  yield* failures.rest()
  yield { see: 'covered', object, seen, ...(!refused && { kinds }) }
} // prettier-ignore

/** Sorted, so that a killed run knows which came before. */
async function listed({ lists }: Vault): Promise<readonly string[]> {
  const { data } = Keys.safeParse((await lists.get(accessorsPath)).data)
  const call = `GET ${accessorsPath}`
  if (!data) throw new CallError('provider', `${call} answered something that is not a list of accessors.`, { call, why: 'malformed' })
  return [...new Set(data.data.keys)].sort((one, other) => (one < other ? -1 : 1))
}

async function looked(reading: Reading, accessors: readonly string[], failures: Failures): Promise<Observation[]> {
  const all: Observation[] = []
  for (let at = 0; at < accessors.length && !failures.hopeless; at += together) {
    const some = accessors.slice(at, at + together)
    all.push(...(await Promise.all(some.map((accessor) => lookUp(reading, accessor, failures)))).flat())
  }
  return all
}

async function lookUp(reading: Reading, accessor: string, failures: Failures): Promise<Observation[]> {
  try {
    const { data } = (await reading.api.ask(lookupPath, { accessor })).data as { data?: unknown }
    const { good, gap } = readRows(Token, [data], { object, call: `POST ${lookupPath}` })
    failures.worked()
    const [token] = good
    if (!token) return gap ? [{ see: 'gap', gap }] : []
    if (token.accessor === accessor) return [{ see: 'token', token: await sightingOf(reading, token) }]
    const says = 'Vault answered another token than was asked for; it was left out.'
    return [{ see: 'gap', gap: { object, call: `POST ${lookupPath}`, why: 'inconsistent', says } }]
  } catch (error) {
    // It ended between the list and the look.
    if (error instanceof GoneError) return []
    failures.failed(error instanceof TypeError ? malformed() : error)
    return []
  }
}

function malformed(): CallError {
  const call = `POST ${lookupPath}`
  return new CallError('provider', `${call} answered something that cannot be read.`, { call, why: 'malformed' })
}

async function sightingOf({ policies, entities, world }: Reading, token: Token): Promise<Sighting> {
  const entity = token.entity_id ? await entities.named(token.entity_id) : null
  const names = [...token.policies, ...(token.identity_policies ?? [])]
  const isRoot = names.includes('root')
  const call = `POST ${lookupPath}`
  const ends = typeof token.expire_time === 'object' && 'fixed' in token.expire_time ? token.expire_time.fixed : null
  const role = token.meta?.role_name ?? token.meta?.role ?? token.meta?.service_account_name
  const confined = token.bound_cidrs.length > 0 && !token.bound_cidrs.some(isWideNetwork)
  return {
    externalId: token.accessor,
    kind: isRoot ? 'vault.root-token' : 'vault.token',
    name: nameOf(token, entity),
    displayId: `accessor ${token.accessor.slice(0, 8)}…`,
    lifecycle: ends && ends <= world.now ? 'expired' : entity?.disabled ? 'disabled' : 'active',
    issuedAt: token.issue_time ?? token.creation_time,
    expires: expiresOf(token),
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: await policies.stated(names),
    ownerHints: [...(entity?.hints ?? []), ...(entity?.name ? [{ how: 'name' as const, value: entity.name.slice(0, 320), says: 'GET /identity/entity/id/{id} name' }] : [])],
    ...(role && { workloadHint: role }),
    tags: tagsOf(token, entity),
    consumers: [],
    storage: 'not-reported',
    prohibited: isRoot,
    ...(confined && { controls: { networkConfined: true } }),
    evidence: {
      issuedAt: `${call} issue_time`,
      expires: `${call} expire_time, explicit_max_ttl, period, renewable`,
      lastUsed: 'Vault tells nobody when a token was used; its audit log has each request',
      permissions: `${call} policies, identity_policies, and the texts of these policies`,
      binding: 'Vault documentation: sent as it is in X-Vault-Token',
      controls: `${call} bound_cidrs`,
      ...(isRoot && { prohibited: 'Vault documentation: root tokens are to be revoked as soon as Vault is set up' }),
    },
    revoke: 'POST auth/token/revoke-accessor with its accessor; its leases end with it, and so do the tokens that it made',
  }
} // prettier-ignore

/** Under which name people may know it: whose it is, by which way it signed in, and what it was called when it was made. */
function nameOf({ display_name, accessor }: Token, entity: Entity | null): string {
  const own = display_name === '' || display_name === 'token' ? `token ${accessor.slice(0, 8)}` : display_name
  return entity?.name && !own.includes(entity.name) ? `${entity.name}: ${own}` : own
}

/** A token that can be renewed lives as long as somebody renews it, unless it was made with an end. */
function expiresOf({ expire_time, explicit_max_ttl, creation_time, creation_ttl, period, renewable }: Token): Expires {
  if (expire_time === 'never') return 'never'
  if (renewable && explicit_max_ttl > 0) return { fixed: new Date(creation_time.getTime() + explicit_max_ttl * 1_000) }
  if (period) return { slidingSeconds: period }
  return renewable && creation_ttl > 0 ? { slidingSeconds: creation_ttl } : expire_time
}

function tagsOf(token: Token, entity: Entity | null): Record<string, string> {
  const { meta } = token
  return {
    policies: token.policies.join(', ').slice(0, 1_000),
    ...(token.identity_policies?.length && { 'identity policies': token.identity_policies.join(', ').slice(0, 1_000) }),
    'made by': token.path,
    type: token.type,
    ...(token.orphan && { orphan: 'yes' }),
    ...(token.period && { 'period seconds': String(token.period) }),
    ...(token.num_uses > 0 && { 'uses left': String(token.num_uses) }),
    ...(token.last_renewal_time && { 'last renewed': token.last_renewal_time.toISOString() }),
    ...(token.bound_cidrs.length > 0 && { 'bound to networks': token.bound_cidrs.join(', ').slice(0, 1_000) }),
    ...(entity?.name && { entity: entity.name }),
    ...(meta?.role_name && { role: meta.role_name }),
    ...(meta?.username && { user: meta.username }),
    ...(meta?.service_account_name && { 'service account': `${meta.service_account_namespace ?? '?'}/${meta.service_account_name}` }),
  }
}
