import { z } from 'zod'
import type { Observation, Permissions, Sighting } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import type { Api } from '../rest/api.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireExpiry, WireId, WireInstant, wireText } from '../wire.ts'
import { apiKeysPath, applicationKeysPath, listed, personalTokensPath, serviceTokensPath, usersPath } from './api.ts'
import { heldBy, usersFix, type People, type Person } from './people.ts'

export type Reading = { api: Api; world: ConnectorWorld; people: People }

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
  }),
  relationships: z.object({ created_by: To }).nullish(),
})

const Scopes = z.array(z.string().min(1).max(300)).max(1_000).nullish()
const ApplicationKey = z.object({
  id: WireId,
  attributes: Shared.extend({ last4: z.string().max(20).nullish(), scopes: Scopes, last_used_at: WireInstant.nullish() }),
  relationships: z.object({ owned_by: To }).nullish(),
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
  relationships: z.object({ owned_by: To }).nullish(),
})

/** API keys of the organisation: they send data in. */
export function apiKeys(reading: Reading, from: Place): AsyncGenerator<Observation> {
  return readListing(reading, from, {
    ...listed,
    object: 'Datadog API keys',
    path: apiKeysPath,
    schema: ApiKey,
    fix: 'Give the application key the scope api_keys_read.',
    kinds: ['datadog.api-key'],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'token', token: apiKeySighting(row, reading.people) }
    },
  })
}

/** Application keys of everybody: with an API key beside them they may what their scopes say, or all that their owner may. */
export function applicationKeys(reading: Reading, from: Place): AsyncGenerator<Observation> {
  return readListing(reading, from, {
    ...listed,
    object: 'Datadog application keys',
    path: applicationKeysPath,
    schema: ApplicationKey,
    fix: 'Give the application key the scope org_app_keys_read.',
    kinds: ['datadog.application-key'],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'token', token: applicationKeySighting(row, reading.people) }
    },
  })
}

/**
 * Tokens of people. The list has those of service accounts as well: they are read with their accounts, but for one of an account that the list
 * of users does not have.
 */
export function personalTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  return readListing(reading, from, {
    ...listed,
    object: 'Datadog personal access tokens',
    path: personalTokensPath,
    schema: AccessToken,
    fix: 'Give the application key the scope org_app_keys_read.',
    kinds: ['datadog.personal-access-token'],
    *observe(rows): Generator<Observation> {
      for (const row of rows) {
        const id = row.relationships?.owned_by?.data?.id ?? ''
        const owner = reading.people.byId.get(id)
        if (row.type !== ofService)
          yield { see: 'token', token: tokenSighting(row, 'datadog.personal-access-token', personalTokensPath, owner) }
        else if (!owner?.isService)
          yield { see: 'token', token: tokenSighting(row, 'datadog.service-access-token', serviceTokensPath(id), unknownService(id)) }
      }
    },
  })
}

const unknownService = (id: string): Person | undefined =>
  id ? { id, name: id, email: null, disabled: false, isService: true } : undefined

/** Access tokens of each service account, one call (or more) an account. */
export async function* serviceTokens({ api, people }: Reading, from: Place): AsyncGenerator<Observation> {
  const tokens = new Each('Datadog service account tokens', usersFix, ['datadog.service-access-token'])
  async function* each(): AsyncGenerator<Observation> {
    for (const account of people.byId.values()) {
      if (!account.isService) continue
      const path = serviceTokensPath(account.id)
      const rows = await tokens.read(api, { path, schema: AccessToken, ...listed })
      for (const row of rows ?? []) yield { see: 'token', token: tokenSighting(row, 'datadog.service-access-token', path, account) }
    }
  }
  yield* tellingBefore(each(), [tokens])
  yield* tokens.end(people.whole && from.page === 0)
}

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

function apiKeySighting({ id, attributes, relationships }: z.infer<typeof ApiKey>, people: People): Sighting {
  const call = `GET ${apiKeysPath}`
  const { tags, ...held } = heldBy(people.byId.get(relationships?.created_by?.data?.id ?? ''), `${call} created_by, GET ${usersPath} email`)
  return sightingOf(
    {
      externalId: id,
      kind: 'datadog.api-key',
      name: attributes.name || id,
      ...tail(attributes.last4),
      expires: 'never',
      lastUsed: used(attributes.date_last_used),
      permissions: { scheme: 'datadog.scopes', stated: { names: ['API key'], within: 'organisation' } },
      ...held,
      tags: { ...tags, ...(attributes.category && { category: attributes.category }) },
      evidence: {
        issuedAt: `${call} created_at`,
        expires: 'Datadog documentation: an API key has no end',
        lastUsed: `${call} date_last_used`,
        permissions: 'Datadog documentation: it sends metrics, logs, traces and events of the organisation',
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
  const owner = people.byId.get(relationships?.owned_by?.data?.id ?? '')
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

function tokenSighting({ id, attributes }: z.infer<typeof AccessToken>, kind: string, path: string, owner: Person | undefined): Sighting {
  const call = kind === 'datadog.personal-access-token' ? `GET ${path}` : 'GET /api/v2/service_accounts/{id}/access_tokens'
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
