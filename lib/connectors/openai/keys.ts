import { z } from 'zod'
import type { Observation, OwnerHint, Sighting } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import type { Api } from '../rest/api.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireEpoch, WireHandle, WireId, wireText } from '../wire.ts'
import { next, pageSize } from './api.ts'
import { certificates } from './certificates.ts'

/** `mutualTls`: whether requests to every project need a client certificate; null where that could not be read. */
export type Reading = { api: Api; world: ConnectorWorld; mutualTls: boolean | null }

const fix = 'It takes an admin key of the organisation that may read the administration interface.'
export const adminKeysPath = '/organization/admin_api_keys'
export const projectsPath = '/organization/projects'

/** `value` stands in the answer that made the key, and nowhere here. */
const Key = z.object({
  id: WireId,
  name: wireText(500).nullish(),
  owner_project_access: z.string().max(50).nullish(),
  redacted_value: z.string().max(300).optional(),
  created_at: WireEpoch,
  /** Null: it never ends. Not there at all, as in examples of the description 2.3.0: not told. */
  expires_at: WireEpoch.nullish(),
  last_used_at: WireEpoch.nullish(),
})

const AdminKey = Key.extend({
  owner: z.object({ id: WireHandle.optional(), name: wireText(300).optional(), type: z.string().max(50).optional() }).nullish(),
})

const ProjectKey = Key.extend({
  owner: z
    .object({
      type: z.string().max(50).optional(),
      user: z
        .object({ id: WireHandle, role: z.string().max(50).nullish(), email: WireHandle.nullish(), name: wireText(300).nullish() })
        .nullish(),
      service_account: z.object({ id: WireHandle, role: z.string().max(50).nullish(), name: wireText(300).nullish() }).nullish(),
    })
    .nullish(),
})

const Project = z.object({ id: z.string().regex(/^[\w-]{1,200}$/), name: wireText(300).nullish() })

/** Keys that administer the organisation. */
export function adminKeys(reading: Reading, from: Place): AsyncGenerator<Observation> {
  return readListing(reading, from, {
    object: 'OpenAI admin keys',
    path: adminKeysPath,
    query: { limit: pageSize },
    schema: AdminKey,
    field: 'data',
    next,
    fix,
    kinds: ['openai.admin-key'],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'token', token: adminSighting(row) }
    },
  })
}

/**
 * Keys of every project, and whether it asks for a client certificate: two calls (or more) a project. Archived projects are not listed: their
 * keys work no more. `any` asks for the keys of owners without access too, which are left out otherwise.
 */
export async function* projectKeys(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const keys = new Each('OpenAI project keys', fix, ['openai.api-key'])
  const mutualTls = new Each('OpenAI certificates of projects', 'It takes an admin key that may read certificates.')
  const listing = readListing(reading, from, {
    object: 'OpenAI projects',
    path: projectsPath,
    query: { limit: pageSize },
    schema: Project,
    field: 'data',
    next,
    fix,
    kinds: [],
    async *observe(projects): AsyncGenerator<Observation> {
      for (const project of projects) {
        const path = `${projectsPath}/${project.id}`
        const query = { limit: pageSize, owner_project_access: 'any' }
        const rows = await keys.read(reading.api, { path: `${path}/api_keys`, query, schema: ProjectKey, field: 'data', next })
        if (!rows || rows.length === 0) continue
        const own = reading.mutualTls === true ? [] : await mutualTls.read(reading.api, certificates(`${path}/certificates`))
        const bound = reading.mutualTls === true || (own?.some(({ active }) => active) ?? false)
        const told = bound || (own !== null && reading.mutualTls === false)
        for (const row of rows) yield { see: 'token', token: projectSighting(row, project, told ? bound : null) }
      }
    },
  })
  let whole = false
  for await (const observation of tellingBefore(listing, [keys, mutualTls])) {
    // What was read before a kill is not known to have been whole.
    if (observation.see === 'covered') whole = observation.kinds !== undefined && from.page === 0
    yield observation
  }
  yield* keys.end(whole)
  yield* mutualTls.end(false)
}

function adminSighting(wire: z.infer<typeof AdminKey>): Sighting {
  const call = `GET ${adminKeysPath}`
  const { owner } = wire
  return {
    ...sightingOf(wire, call),
    kind: 'openai.admin-key',
    permissions: { scheme: 'openai.key', stated: { names: ['admin key'], within: 'organisation' } },
    ownerHints: owner?.name ? [{ how: 'name', value: owner.name, says: `${call} owner.name` }] : [],
    tags: owner?.type ? { owner: owner.type } : {},
    revoke: `DELETE ${adminKeysPath}/${wire.id}`,
  }
}

/** `bound`: whether a request with it needs a client certificate as well; null where that could not be read. */
function projectSighting(wire: z.infer<typeof ProjectKey>, project: z.infer<typeof Project>, bound: boolean | null): Sighting {
  const call = `GET ${projectsPath}/{project}/api_keys`
  const { user, service_account: account } = wire.owner ?? {}
  const hints: OwnerHint[] = user?.email ? [{ how: 'email', value: user.email, says: `${call} owner.user.email` }] : []
  const shared = sightingOf(wire, call)
  const role = (user ?? account)?.role
  return {
    ...shared,
    kind: 'openai.api-key',
    binding: bound ? 'pop-mtls' : 'bearer',
    popVerified: bound ?? 'not-reported',
    permissions: { scheme: 'openai.key', stated: { names: ['project key'], within: 'project', resource: project.name || project.id } },
    ownerHints: hints,
    ...(account && { workloadHint: account.name || account.id }),
    tags: {
      project: project.name || project.id,
      'project id': project.id,
      ...(account && { 'service account': account.name || account.id }),
      ...(role && { 'role of its owner': role }),
      ...(wire.owner_project_access === 'inactive' && { 'access of its owner': 'ended' }),
    },
    evidence: {
      ...shared.evidence,
      binding: `GET …/certificates active: OpenAI documents that requests without a client certificate are refused then`,
    },
    revoke: `DELETE ${projectsPath}/${project.id}/api_keys/${wire.id}`,
  }
}

type Shared = Omit<Sighting, 'kind' | 'permissions' | 'ownerHints' | 'tags' | 'revoke'>

function sightingOf(wire: z.infer<typeof Key>, call: string): Shared {
  const shown = /[\w-]{4}$/.exec(wire.redacted_value ?? '')?.[0]
  return {
    externalId: wire.id,
    name: wire.name || wire.id,
    ...(shown && { displayId: `…${shown}` }),
    lifecycle: 'active',
    issuedAt: wire.created_at,
    expires: wire.expires_at ? { fixed: wire.expires_at } : wire.expires_at === null ? 'never' : 'not-reported',
    lastUsed: wire.last_used_at ? { at: wire.last_used_at } : wire.last_used_at === null ? 'never' : 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      issuedAt: `${call} created_at`,
      expires: `${call} expires_at`,
      lastUsed: `${call} last_used_at`,
      permissions: `${call}: OpenAI tells what kind of key it is, and not whether it was restricted`,
      binding: 'OpenAI documentation: sent as a bearer token',
    },
  }
}
