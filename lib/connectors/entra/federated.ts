import { z } from 'zod'
import type { IssuerSighting, Observation, Permissions } from '../../model/sighting.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireId, wireText } from '../wire.ts'
import { next, page } from './api.ts'
import { applicationsPath, type Judging } from './applications.ts'
import { Guid } from './settings.ts'
import { fix } from './whole.ts'

const Federated = z.object({
  id: WireId,
  name: wireText(300).nullish(),
  issuer: wireText(500).nullish(),
  subject: wireText(500).nullish(),
  audiences: z.array(wireText(300)).max(20).nullish(),
})

const Application = z.object({
  id: Guid,
  appId: Guid,
  displayName: wireText(300).nullish(),
  federatedIdentityCredentials: z.array(Federated).nullish(),
})

/** A day: the longest that an access token of an application lives, whatever the tenant's policy. */
const longestSeconds = 86_400

/** The way out: applications that trust the tokens of another issuer, so that nobody holds a secret of them. */
export async function* federatedCredentials(judging: Judging, from: Place): AsyncGenerator<Observation> {
  const { graph, world, lookups, permissions } = judging
  yield* readListing({ api: graph, world }, from, {
    object: 'Entra federated credentials',
    path: applicationsPath,
    query: { $select: 'id,appId,displayName', $expand: 'federatedIdentityCredentials', $top: page.expanded },
    schema: Application,
    field: 'value',
    next,
    fix,
    kinds: [],
    async *observe(rows): AsyncGenerator<Observation> {
      for (const row of rows) {
        const held = row.federatedIdentityCredentials ?? []
        if (held.length === 0) continue
        const may = await permissions.of(lookups.byAppId.get(row.appId) ?? null)
        for (const one of held) yield { see: 'issuer', issuer: issuerOf(one, row, may) }
      }
    },
  })
  for (const gap of permissions.gaps()) yield { see: 'gap', gap }
  if (permissions.seen !== null) yield { see: 'covered', object: 'Entra application permissions', seen: permissions.seen }
}

function issuerOf(one: z.infer<typeof Federated>, app: z.infer<typeof Application>, permissions: Permissions): IssuerSighting {
  const call = `GET ${applicationsPath} federatedIdentityCredentials`
  const name = app.displayName || app.appId
  return {
    externalId: `applications/${app.id}/federatedIdentityCredentials/${one.id}`,
    kind: 'entra.federated-credential',
    name: one.name ? `${name}: ${one.name}` : name,
    mints: 'access token of the application',
    mintedBinding: 'bearer',
    maxLifeSeconds: longestSeconds,
    trusts: [`${one.issuer || 'an issuer that is not told'} ${one.subject || 'by an expression over its claims'}`],
    permissions,
    lastUsed: 'not-reported',
    tags: { application: name, 'application id': app.appId, ...(one.audiences?.length && { audiences: one.audiences.join(', ').slice(0, 1_000) }) },
    evidence: {
      trusts: `${call} issuer, subject`,
      maxLifeSeconds: 'Microsoft documentation: 60 to 90 minutes by itself, at most a day by policy',
      permissions: 'GET /servicePrincipals/{id}/appRoleAssignments, /oauth2PermissionGrants, /roleManagement/directory/roleAssignments; Azure’s roleAssignments',
    },
  }
} // prettier-ignore
