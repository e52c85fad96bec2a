import { z } from 'zod'
import type { Observation, Permissions, Sighting } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import type { Reads } from '../rest/api.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireExpiry, WireId, WireInstant, wireText } from '../wire.ts'
import { apiKeysPath, applicationKeysPath, listed, serviceTokensPath, tokensPath, usersPath } from './api.ts'
import { askedForLeaks, LeakTold, type Leaks } from './leaks.ts'
import { heldBy, type People, type Person } from './people.ts'
import { giveScope, seesOnlyItsOwn, tokensFix, tokensObject } from './sees-its-own.ts'

export type Reading = { api: Reads; world: ConnectorWorld; people: People; leaks: Leaks }

const To = z.object({ data: z.object({ id: WireId }).nullish() }).nullish()

/** `key` and `value` stand in the answers that made them, and nowhere here. */
const Shared = z.object({
  name: wireText(500).nullish(),
  created_at: WireInstant.nullish(),
})

const ApiKey = z.object({
  id: WireId,
  attributes: Shared.extend({
    last4: z.string().max(20).nullish(),
    category: wireText(100).nullish(),
    date_last_used: WireInstant.nullish(),
    // Null inside: in the ninety days that Datadog keeps, by its own word.
    last_used_date: z.object({ timestamp: z.unknown() }).nullish().catch(null),
    private_action_runner_enroll_enabled: z.boolean().nullish(),
  }),
  relationships: z.object({ created_by: To, leak_information: LeakTold }).nullish(),
})

const Scopes = z.array(z.string().min(1).max(300)).max(1_000).nullish()
const ApplicationKey = z.object({
  id: WireId,
  attributes: Shared.extend({ last4: z.string().max(20).nullish(), scopes: Scopes, last_used_at: WireInstant.nullish() }),
  relationships: z.object({ owned_by: To, leak_information: LeakTold }).nullish(),
})

const ofService = 'service_access_tokens'
const AccessToken = z.object({
  id: WireId,
  type: z.string().max(100).nullish(),
  attributes: Shared.extend({
    expires_at: WireExpiry,
    public_portion: wireText(100).nullish(),
    scopes: Scopes,
    last_used_at: WireInstant.nullish(),
  }),
  relationships: z.object({ owned_by: To, leak_information: LeakTold }).nullish(),
})

/** API keys of the organisation: they send data in. */
export function apiKeys(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const list = readListing(reading, from, {
    ...listed,
    object: 'Datadog API keys',
    path: apiKeysPath,
    schema: ApiKey,
    fix: giveScope('api_keys_read'),
    kinds: ['datadog.api-key'],
    *observe(rows): Generator<Observation> {
      for (const row of rows)
        yield* reading.leaks.with(apiKeySighting(row, reading.people, reading.world.now), row.relationships?.leak_information, false)
    },
  })
  return reading.leaks.through(list, from)
}

/** Application keys of everybody: with an API key beside them they may what their scopes say, or all that their owner may. */
export function applicationKeys(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const list = readListing(reading, from, {
    ...listed,
    object: 'Datadog application keys',
    path: applicationKeysPath,
    schema: ApplicationKey,
    fix: giveScope('org_app_keys_read'),
    kinds: ['datadog.application-key'],
    *observe(rows): Generator<Observation> {
      for (const row of rows)
        yield* reading.leaks.with(applicationKeySighting(row, reading.people), row.relationships?.leak_information, false)
    },
  })
  return reading.leaks.through(list, from)
}

/** Access tokens of people and of service accounts, which one list has: that of a single account is shown to none but who may change it. */
export async function* accessTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const narrowed = await seesOnlyItsOwn(reading.api)
  if (narrowed) yield { see: 'gap', gap: narrowed }
  const list = readListing(reading, from, {
    ...listed,
    query: { ...listed.query, ...askedForLeaks },
    object: tokensObject,
    path: tokensPath,
    schema: AccessToken,
    fix: tokensFix,
    kinds: narrowed ? [] : ['datadog.personal-access-token', 'datadog.service-access-token'],
    *observe(rows): Generator<Observation> {
      for (const row of rows) {
        const id = row.relationships?.owned_by?.data?.id ?? ''
        const owner = reading.people.get(id)
        const isService = row.type === ofService
        const held = isService ? (owner ?? unknownService(id)) : owner
        const token = tokenSighting(row, isService ? 'datadog.service-access-token' : 'datadog.personal-access-token', held)
        yield* reading.leaks.with(token, row.relationships?.leak_information, true)
      }
    },
  })
  yield* reading.leaks.through(list, from)
}

/** An account that the list of users does not have. */
const unknownService = (id: string): Person | undefined =>
  id ? { id, name: id, email: null, disabled: false, isService: true } : undefined

type Said = Pick<
  Sighting,
  | 'externalId'
  | 'kind'
  | 'name'
  | 'displayId'
  | 'expires'
  | 'lastUsed'
  | 'permissions'
  | 'ownerHints'
  | 'tags'
  | 'workloadHint'
  | 'evidence'
  | 'revoke'
>
const sightingOf = (said: Said, madeAt: Date | null | undefined): Sighting => ({
  ...said,
  lifecycle: 'active',
  issuedAt: madeAt ?? 'not-reported',
  rotationEnforcedSeconds: null,
  binding: 'bearer',
  popVerified: false,
  consumers: [],
  storage: 'not-reported',
  prohibited: false,
}) // prettier-ignore

const tail = (last4: string | null | undefined) => (last4 && /^\w{4}$/.test(last4) ? { displayId: `…${last4}` } : {})
const used = (at: Date | null | undefined): Sighting['lastUsed'] => (at ? { at } : 'not-reported')
const header = 'Datadog documentation: sent in a header as it is'

const day = 86_400_000
const keptDays = 90

/** Of an API key: that Datadog keeps its uses for ninety days, and has none, is a word of its own; a date that is merely absent is not. */
function keyUsed({ date_last_used: at, last_used_date: told, created_at: made }: z.infer<typeof ApiKey>['attributes'], now: Date): Sighting['lastUsed'] {
  if (at || told?.timestamp !== null) return used(at)
  const since = new Date(now.getTime() - keptDays * day)
  return { notSince: made && made > since ? made : since }
} // prettier-ignore

/** With that capability it makes a runner, which needs no application key beside it. */
const enrolls = 'API key that enrolls private action runners'

function apiKeySighting({ id, attributes, relationships }: z.infer<typeof ApiKey>, people: People, now: Date): Sighting {
  const call = `GET ${apiKeysPath}`
  const { tags, ...held } = heldBy(people.get(relationships?.created_by?.data?.id ?? ''), `${call} created_by, GET ${usersPath} email`)
  return sightingOf(
    {
      externalId: id,
      kind: 'datadog.api-key',
      name: attributes.name || id,
      ...tail(attributes.last4),
      expires: 'never',
      lastUsed: keyUsed(attributes, now),
      permissions: {
        scheme: 'datadog.scopes',
        stated: { names: ['API key', ...(attributes.private_action_runner_enroll_enabled ? [enrolls] : [])], within: 'organisation' },
      },
      ...held,
      tags: { ...tags, ...(attributes.category && { category: attributes.category }) },
      evidence: {
        issuedAt: `${call} created_at`,
        expires: 'Datadog documentation: an API key has no end',
        lastUsed: `${call} date_last_used, last_used_date`,
        permissions: `Datadog documentation: it sends metrics, logs, traces and events of the organisation; ${call} private_action_runner_enroll_enabled`,
        binding: header,
      },
      revoke: `DELETE ${apiKeysPath}/${id}`,
    },
    attributes.created_at,
  )
}

/** Without scopes it may all that its owner may, which no listing tells. */
function rightsOf(scopes: readonly string[] | null | undefined): Permissions {
  return { scheme: 'datadog.scopes', stated: { names: scopes?.length ? [...scopes] : ['all that its owner may'], within: 'organisation' } }
}

function applicationKeySighting({ id, attributes, relationships }: z.infer<typeof ApplicationKey>, people: People): Sighting {
  const call = `GET ${applicationKeysPath}`
  const owner = people.get(relationships?.owned_by?.data?.id ?? '')
  return sightingOf(
    {
      externalId: id,
      kind: 'datadog.application-key',
      name: attributes.name || id,
      ...tail(attributes.last4),
      expires: 'never',
      lastUsed: used(attributes.last_used_at),
      permissions: rightsOf(attributes.scopes),
      ...heldBy(owner, `${call} owned_by, GET ${usersPath} email`),
      evidence: {
        issuedAt: `${call} created_at`,
        expires: 'Datadog documentation: an application key has no end',
        lastUsed: `${call} last_used_at`,
        permissions: `${call} scopes; none means all that its owner may`,
        binding: header,
      },
      revoke: `DELETE ${applicationKeysPath}/${id}`,
    },
    attributes.created_at,
  )
}

function tokenSighting({ id, attributes }: z.infer<typeof AccessToken>, kind: string, owner: Person | undefined): Sighting {
  const call = `GET ${tokensPath}`
  const path = kind === 'datadog.service-access-token' ? serviceTokensPath(owner?.id ?? '') : tokensPath
  const { tags, ...held } = heldBy(owner, `${call} owned_by, GET ${usersPath} email`)
  return sightingOf(
    {
      externalId: id,
      kind,
      name: attributes.name || id,
      ...(attributes.public_portion && { displayId: attributes.public_portion }),
      expires: attributes.expires_at,
      lastUsed: used(attributes.last_used_at),
      permissions: rightsOf(attributes.scopes),
      ...held,
      tags: { ...tags, ...(kind === 'datadog.service-access-token' && owner && { 'service account id': owner.id }) },
      evidence: {
        issuedAt: `${call} created_at`,
        expires: `${call} expires_at`,
        lastUsed: `${call} last_used_at`,
        permissions: `${call} scopes`,
        binding: header,
      },
      revoke: `DELETE ${path}/${id}`,
    },
    attributes.created_at,
  )
}
