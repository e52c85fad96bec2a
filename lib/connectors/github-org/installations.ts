import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { foreignGap } from '../gaps.ts'
import type { Place } from '../rest/listing.ts'
import { WireHandle, WireId, WireInstant } from '../wire.ts'
import { readListing, type Reading } from './listing.ts'
import { sameLogin } from './organisation.ts'
import { PermissionMap } from './permission-map.ts'

const object = 'GitHub App installations'

const Wire = z.object({
  id: WireId,
  app_id: WireId,
  app_slug: WireHandle,
  account: z.object({ login: z.string() }).nullable(),
  permissions: PermissionMap,
  repository_selection: z.enum(['all', 'selected']),
  created_at: WireInstant,
  suspended_at: WireInstant.nullish(),
})
type Wire = z.infer<typeof Wire>

/** Longest life of an installation token, by GitHub's documentation: one hour. */
const installationTokenSeconds = 3_600

/**
 * Apps installed in the organisation. What an installation mints lives an hour, so it is an issuer and not a token. The private
 * key with which its maker signs is a standing credential on the maker's side, and GitHub does not show it here.
 */
export async function* installations(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const path = `/orgs/${reading.org.login}/installations`
  yield* readListing(reading, from, {
    object,
    path,
    schema: Wire,
    field: 'installations',
    fix: 'It takes the organisation permission "Administration: read" (an App) or an organisation owner’s token.',
    kinds: [],
    *observe(rows, page): Generator<Observation> {
      const foreign = rows.filter((row) => !row.account || !sameLogin(row.account.login, reading.org.login))
      if (foreign.length > 0) yield { see: 'gap', gap: foreignGap(object, page.call, foreign.length, reading.org.login) }
      for (const row of rows) if (!foreign.includes(row)) yield { see: 'issuer', issuer: issuerOf(row) }
    },
  })
}

function issuerOf(wire: Wire): IssuerSighting {
  const call = 'GET /orgs/{org}/installations'
  const selection = wire.repository_selection
  return {
    externalId: `installation:${wire.id}`,
    kind: 'github.app',
    name: wire.app_slug,
    mints: 'installation token',
    mintedBinding: 'bearer',
    maxLifeSeconds: installationTokenSeconds,
    trusts: [`whoever holds the private key of the App ${wire.app_slug} (App ${wire.app_id})`],
    permissions: { scheme: 'github.permissions', stated: { app: wire.permissions, repositories: { selection } } },
    lastUsed: 'not-reported',
    tags: wire.suspended_at ? { suspended: wire.suspended_at.toISOString() } : {},
    evidence: { permissions: `${call} permissions`, maxLifeSeconds: 'GitHub documentation: installation tokens expire after one hour' },
  }
}
