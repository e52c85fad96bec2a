import { z } from 'zod'
import type { LastUsed, Observation } from '../../model/sighting.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireHandle, wireText } from '../wire.ts'
import { next, page } from './api.ts'
import { Credentials, credentialsOf, sightingOf, type Holder } from './credential.ts'
import { servicePrincipalsPath, type Lookups, type Principal, type Reading } from './lookups.ts'
import { Owner, ownersOf } from './owners.ts'
import type { PermissionReader } from './permissions.ts'
import { Guid } from './settings.ts'
import { fix } from './whole.ts'

export type Judging = Reading & { lookups: Lookups; permissions: PermissionReader }

export const applicationsPath = '/applications'
/** The kinds of credentials that applications and service principals have. */
export const credentialKinds = ['entra.client-secret', 'entra.certificate', 'entra.symmetric-key'] as const

const Application = z.object({
  id: Guid,
  appId: Guid,
  displayName: wireText(300).nullish(),
  signInAudience: z.string().max(100).nullish(),
  serviceManagementReference: WireHandle.nullish().catch(null),
  owners: z.array(Owner).nullish(),
  ...Credentials,
})

const select = 'id,appId,displayName,signInAudience,serviceManagementReference,passwordCredentials,keyCredentials'

/** Every application of the tenant, with its credentials and owners. All kinds are seen only where service principals were too. */
export async function* applications(judging: Judging, from: Place): AsyncGenerator<Observation> {
  const { graph, world, lookups, permissions } = judging
  yield* readListing({ api: graph, world }, from, {
    object: 'Entra applications',
    path: applicationsPath,
    query: { $select: select, $expand: 'owners', $top: page.expanded },
    schema: Application,
    field: 'value',
    next,
    fix,
    kinds: lookups.principalsWhole ? credentialKinds : [],
    async *observe(rows): AsyncGenerator<Observation> {
      const found = rows.map((row) => ({ row, ...credentialsOf(row, `GET ${applicationsPath}`) }))
      // Asked for together, as many at once as the run allows.
      const holders = await Promise.all(found.map(async ({ row, held }) => (held.length > 0 ? await holderOf(row, judging) : null)))
      for (const [index, { held, gaps }] of found.entries()) {
        for (const gap of gaps) yield { see: 'gap', gap }
        const holder = holders[index]
        if (holder) for (const one of held) yield { see: 'token', token: sightingOf(one, holder, usedOf(lookups, holder.appId, one.wire.keyId), world.now) }
      }
    },
  })
  for (const gap of permissions.gaps()) yield { see: 'gap', gap }
} // prettier-ignore

/** Credentials that stand on service principals themselves, beside those of their applications. They were read with the lookups. */
export async function* principalCredentials({ lookups, permissions, world }: Judging): AsyncGenerator<Observation> {
  let seen = 0
  for (const principal of lookups.principals.values()) {
    if (principal.held.length === 0) continue
    world.signal.throwIfAborted()
    const holder: Holder = {
      path: `${servicePrincipalsPath}/${principal.id}`,
      name: principal.name,
      appId: principal.appId,
      enabled: principal.enabled,
      permissions: await permissions.of(principal),
      ownerHints: [],
      tags: {
        holder: 'the service principal, not the application',
        ...(principal.ownerTenant && { 'tenant of the application': principal.ownerTenant }),
        ...disabledTag(principal),
      },
    }
    for (const one of principal.held) yield { see: 'token', token: sightingOf(one, holder, usedOf(lookups, holder.appId, one.wire.keyId), world.now) }
    seen += principal.held.length
  }
  for (const gap of permissions.gaps()) yield { see: 'gap', gap }
  yield { see: 'covered', object: 'Entra credentials of service principals', seen }
} // prettier-ignore

async function holderOf(row: z.infer<typeof Application>, { lookups, permissions }: Judging): Promise<Holder> {
  const principal = lookups.byAppId.get(row.appId) ?? null
  const { ownerHints, tags } = ownersOf(row.owners ?? [], `GET ${applicationsPath}`)
  const isOpen = row.signInAudience && row.signInAudience !== 'AzureADMyOrg'
  return {
    path: `${applicationsPath}/${row.id}`,
    name: row.displayName || row.appId,
    appId: row.appId,
    // Other tenants may have let it in: whether it may sign in there, and what it may do, is seen only there.
    enabled: isOpen ? null : (principal?.enabled ?? null),
    permissions: !principal && isOpen ? 'not-reported' : await permissions.of(principal),
    ownerHints,
    tags: {
      ...tags,
      ...(isOpen && { 'sign-in audience': row.signInAudience ?? '' }),
      ...(row.serviceManagementReference && { 'service management reference': row.serviceManagementReference }),
      ...(principal ? disabledTag(principal) : lookups.principalsWhole ? { 'service principal': 'none in this tenant' } : {}),
    },
  }
}

function disabledTag({ enabled }: Principal): Record<string, string> {
  return enabled === false ? { 'service principal': 'sign-in switched off (accountEnabled false)' } : {}
}

/** What is not in the report may have been used before the report began: nothing says that it never was. */
function usedOf({ activity }: Lookups, appId: string, keyId: string): LastUsed {
  const at = activity?.get(`${appId}/${keyId}`)
  return at ? { at } : 'not-reported'
}
