import { z } from 'zod'
import type { GitHubRepositories } from '../../model/permission-statement.ts'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { Failures, foreignGap } from '../gaps.ts'
import { pages } from '../http/pages.ts'
import { CallError } from '../http/call-error.ts'
import { storableText } from '../storable-text.ts'
import type { Place } from '../rest/listing.ts'
import { WireExpiry, WireHandle, WireId, WireInstant, wireText } from '../wire.ts'
import { readListing, type Reading } from './listing.ts'
import { PermissionMap } from './permission-map.ts'

const object = 'GitHub fine-grained tokens'
const fix = 'Only a GitHub App may list them, with the organisation permission "Personal access tokens: read".'

/** The wire's shape stops here. `repositories_url` is read only to see that the row is this organisation's. */
const Wire = z.object({
  id: WireId,
  token_id: WireId,
  token_name: wireText(),
  owner: z.object({ login: WireHandle }),
  repository_selection: z.enum(['none', 'all', 'subset']),
  repositories_url: z.string().optional(),
  permissions: z.object({ organization: PermissionMap.optional(), repository: PermissionMap.optional(), other: PermissionMap.optional() }),
  access_granted_at: WireInstant,
  token_expired: z.boolean(),
  token_expires_at: WireExpiry,
  token_last_used_at: WireInstant.nullable(),
})
type Wire = z.infer<typeof Wire>

/** Every fine-grained personal access token that may act in the organisation, with the repositories it reaches. */
export async function* personalAccessTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const path = `/orgs/${reading.org.login}/personal-access-tokens`
  const unread = new Failures('repositories of GitHub fine-grained tokens', fix)
  yield* readListing(reading, from, {
    object,
    path,
    schema: Wire,
    fix,
    kinds: ['github.pat.fine-grained'],
    async *observe(rows, page): AsyncGenerator<Observation> {
      const ours = rows.filter((row) => isOurs(row, reading.org.id))
      if (ours.length < rows.length) yield { see: 'gap', gap: foreignGap(object, page.call, rows.length - ours.length, reading.org.login) }
      const reached = await Promise.all(ours.map((row) => repositoriesOf(reading, row, path, unread)))
      for (const [index, row] of ours.entries()) {
        yield { see: 'token', token: sightingOf(row, reached[index] ?? { selection: 'not-reported' }, reading.org.login) }
      }
    },
  })
  for (const gap of unread.gaps()) yield { see: 'gap', gap }
}

/** The address of a token's repositories names the organisation by its number; where it does not, there is nothing to compare. */
function isOurs({ repositories_url }: Wire, orgId: string): boolean {
  const named = repositories_url?.match(/\/organizations\/(\d+)\//)?.[1]
  return named === undefined || named === orgId
}

const Repository = z.object({ full_name: z.string() })

async function repositoriesOf({ github }: Reading, row: Wire, path: string, unread: Failures): Promise<GitHubRepositories> {
  if (row.repository_selection !== 'subset') return { selection: row.repository_selection }
  if (unread.hopeless) return { selection: 'selected' }
  const call = `GET ${path}/${row.id}/repositories`
  const names: string[] = []
  let count = 0
  const read = async (cursor: string | null) => {
    const answer = cursor === null ? await github.get(`${path}/${row.id}/repositories`, { per_page: 100 }) : await github.get(cursor)
    const rows = z.array(Repository).safeParse(answer.data)
    if (!rows.success)
      throw new CallError('provider', `${call} answered something that is not a list of repositories.`, { call, why: 'malformed' })
    return { rows: rows.data, next: github.next(answer, call) }
  }
  try {
    for await (const page of pages({ call, from: null, maxPages: 200, read })) {
      count += page.rows.length
      for (const { full_name } of page.rows as readonly z.infer<typeof Repository>[]) {
        if (names.length < 20) names.push(storableText(full_name, 300))
      }
    }
    unread.worked()
    return { selection: 'selected', count, names }
  } catch (error) {
    unread.failed(error)
    return { selection: 'selected' }
  }
}

function sightingOf(wire: Wire, repositories: GitHubRepositories, org: string): Sighting {
  const call = 'GET /orgs/{org}/personal-access-tokens'
  const { organization, repository, other } = wire.permissions
  return {
    externalId: `pat:${wire.token_id}`,
    kind: 'github.pat.fine-grained',
    name: wire.token_name || `token ${wire.token_id}`,
    lifecycle: wire.token_expired ? 'expired' : 'active',
    // GitHub tells when the token was approved for the organisation, not when it was made.
    issuedAt: { atLeastSince: wire.access_granted_at },
    expires: wire.token_expires_at,
    lastUsed: wire.token_last_used_at ? { at: wire.token_last_used_at } : 'never',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: {
      scheme: 'github.permissions',
      stated: { ...(organization && { organization }), ...(repository && { repository }), ...(other && { other }), repositories },
    },
    ownerHints: [{ how: 'handle', value: `github:${wire.owner.login}`, says: `${call} owner.login` }],
    tags: {},
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      issuedAt: `${call} access_granted_at`,
      expires: `${call} token_expires_at`,
      lastUsed: `${call} token_last_used_at`,
      permissions: `${call} permissions, repository_selection`,
      binding: 'GitHub documentation: sent as a bearer token',
    },
    disable: `deny it in the organisation: POST /orgs/${org}/personal-access-tokens/${wire.id} with action "revoke" (approval can be asked for again)`,
    revoke: `POST /orgs/${org}/personal-access-tokens/${wire.id} with action "revoke" ends its access here; only its owner or GitHub can end the token itself`,
  }
}
