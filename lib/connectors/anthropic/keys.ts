import { z } from 'zod'
import type { Lifecycle } from '../../model/facts.ts'
import type { Observation, OwnerHint, Sighting } from '../../model/sighting.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireExpiry, WireId, WireInstant, wireText } from '../wire.ts'
import { nextAfter, pageSize } from './api.ts'
import { fix, paths, type Lookups, type Reading } from './lookups.ts'
import { AnthropicId } from './settings.ts'

/** The key itself is in no answer but the one that makes it, and nowhere here. */
const ApiKey = z.object({
  id: WireId,
  name: wireText(500).nullish(),
  partial_key_hint: z.string().max(300).nullish(),
  status: z.string().max(50),
  created_at: WireInstant,
  created_by: z.object({ id: AnthropicId, type: z.string().max(50) }).nullish(),
  expires_at: WireExpiry,
  principal: z.object({ user_id: AnthropicId.optional(), service_account_id: AnthropicId.optional() }).nullish(),
  scope: z.object({ type: z.string().max(50), workspace_id: AnthropicId.optional() }).nullish(),
  /** What older versions have in the place of `scope`. */
  workspace_id: AnthropicId.nullish(),
})
type ApiKey = z.infer<typeof ApiKey>

/** Every key of the organisation, those that are off or archived too. */
export function apiKeys(reading: Reading, from: Place): AsyncGenerator<Observation> {
  return readListing(reading, from, {
    object: 'Anthropic API keys',
    path: paths.keys,
    query: { limit: pageSize },
    schema: ApiKey,
    field: 'data',
    next: nextAfter,
    fix,
    kinds: ['anthropic.api-key'],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'token', token: sightingOf(row, reading.lookups, reading.world.now) }
    },
  })
}

/** A word that nobody here knows is no reason to think that it works no more. */
const lifecycles: Readonly<Record<string, Lifecycle>> = { active: 'active', inactive: 'disabled', archived: 'revoked', expired: 'expired' }

function sightingOf(key: ApiKey, lookups: Lookups, now: Date): Sighting {
  const call = `GET ${paths.keys}`
  const { expires_at: expires, partial_key_hint: hint } = key
  const isOver = typeof expires === 'object' && 'fixed' in expires && expires.fixed <= now
  const told = Object.hasOwn(lifecycles, key.status) ? (lifecycles[key.status] ?? 'active') : 'active'
  const shown = /[\w-]{4}$/.exec(hint ?? '')?.[0]
  const account = accountOf(key, lookups)
  return {
    externalId: key.id,
    kind: 'anthropic.api-key',
    name: key.name || key.id,
    ...(shown && { displayId: `…${shown}` }),
    lifecycle: told === 'active' && isOver ? 'expired' : told,
    issuedAt: key.created_at,
    expires,
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: { scheme: 'anthropic.key', stated: mayDo(key, lookups) },
    ownerHints: hintsOf(key, lookups),
    ...(account && { workloadHint: account }),
    tags: tagsOf(key, lookups),
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      lifecycle: `${call} status`,
      issuedAt: `${call} created_at`,
      expires: `${call} expires_at`,
      lastUsed: 'Anthropic tells of no key when it was used',
      permissions: `${call} scope, principal; the principal’s role from its own listing`,
      binding: 'Anthropic documentation: sent as it is, in x-api-key',
    },
    disable: `POST ${paths.keys}/${key.id} with status inactive`,
    revoke: `POST ${paths.keys}/${key.id} with status archived`,
  }
}

/**
 * A key of a workspace reaches that workspace, whoever it acts as. One that is of the organisation may what its principal's role may; a role
 * that is not known is named so that it counts as the worst.
 */
function mayDo(key: ApiKey, { members, workspaces, serviceAccounts }: Lookups) {
  if (key.partial_key_hint?.startsWith('sk-ant-admin')) return { names: ['admin key'], within: 'organisation' }
  if (!key.scope && key.workspace_id === undefined) return { names: null, within: 'organisation' }
  // Without a scope, null is the default workspace, or (for a key that acts as somebody) none at all.
  const type = key.scope?.type ?? (key.workspace_id === null && key.principal ? 'organization' : 'workspace')
  if (type !== 'workspace') {
    const { user_id: user, service_account_id: account } = key.principal ?? {}
    const role = user ? members?.get(user)?.role : account ? serviceAccounts?.get(account)?.organization_role : null
    return { names: [`organisation key: ${role || 'role not known'}`], within: type === 'organization' ? 'organisation' : type }
  }
  const id = key.scope?.workspace_id ?? key.workspace_id
  return { names: ['workspace key'], within: 'workspace', resource: id ? workspaces?.get(id)?.name || id : 'default workspace' }
} // prettier-ignore

function accountOf({ principal }: ApiKey, { serviceAccounts }: Lookups): string | null {
  const id = principal?.service_account_id
  return id ? serviceAccounts?.get(id)?.name || id : null
}

/** Whoever it acts as, then whoever made it: by e-mail address, or by the id alone. */
function hintsOf({ principal, created_by: maker }: ApiKey, { members }: Lookups): OwnerHint[] {
  const people = [
    ...(principal?.user_id ? [{ id: principal.user_id, field: 'principal.user_id' }] : []),
    ...(maker?.type === 'user' ? [{ id: maker.id, field: 'created_by.id' }] : []),
  ]
  const hints = people.map(({ id, field }): OwnerHint => {
    const email = members?.get(id)?.email
    return { how: email ? 'email' : 'handle', value: email ?? `anthropic:${id}`, says: `GET ${paths.keys} ${field}` }
  })
  return hints.filter(({ value }, at) => hints.findIndex((one) => one.value === value) === at)
}

function tagsOf(key: ApiKey, lookups: Lookups): Record<string, string> {
  const id = key.scope?.workspace_id ?? key.workspace_id
  const workspace = id ? lookups.workspaces?.get(id) : undefined
  const account = accountOf(key, lookups)
  const maker = key.created_by
  const isMember = maker?.type === 'user' ? lookups.members?.has(maker.id) : undefined
  return {
    ...Object.fromEntries(Object.entries(workspace?.tags ?? {}).slice(0, 50).filter(([name]) => name !== '' && name !== '__proto__')),
    ...(id && { workspace: workspace?.name || id, 'workspace id': id }),
    ...(workspace?.archived_at && { 'workspace state': 'archived' }),
    ...(account && { 'service account': account }),
    ...(isMember === false && { 'made by': 'somebody who is no member any more' }),
    ...(!maker && !key.principal?.user_id && { 'made by': 'nobody that Anthropic names' }),
  }
} // prettier-ignore
