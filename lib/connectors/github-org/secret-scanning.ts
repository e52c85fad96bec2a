import { z } from 'zod'
import type { LeakSighting } from '../../model/leak.ts'
import type { Observation } from '../../model/sighting.ts'
import { foreignGap } from '../gaps.ts'
import type { Place } from '../rest/listing.ts'
import { WireHandle, WireId, WireInstant, wireText } from '../wire.ts'
import { readListing, type Reading } from './listing.ts'
import { sameLogin } from './organisation.ts'

export const secretScanningObject = 'GitHub secret-scanning alerts'

/** `secret` is asked to be left out, and is not named here: where a server sends it all the same, nothing reads it. */
const Wire = z.object({
  number: WireId,
  created_at: WireInstant,
  html_url: z.url().max(2_000).optional(),
  state: z.enum(['open', 'resolved']),
  resolution: wireText(60).nullish(),
  secret_type: WireHandle,
  secret_type_display_name: wireText(150).optional(),
  validity: z.enum(['active', 'inactive', 'unknown']).nullish().catch('unknown'),
  publicly_leaked: z.boolean().nullish(),
  repository: z.object({ full_name: WireHandle, owner: z.object({ login: z.string() }) }),
  first_location_detected: z
    .object({ path: wireText(500).optional(), start_line: z.number().optional(), commit_sha: wireText(60).optional() })
    .nullish()
    .catch(null),
})
type Wire = z.infer<typeof Wire>

/** What GitHub calls a kind of secret -> our kind of token, where it is one that is listed here. */
const kinds: Readonly<Record<string, string>> = {
  github_personal_access_token: 'github.pat.classic',
  github_fine_grained_personal_access_token: 'github.pat.fine-grained',
  github_oauth_access_token: 'github.oauth-token',
  github_app_user_access_token: 'github.app-user-token',
  github_ssh_private_key: 'github.deploy-key',
  aws_access_key_id: 'aws.access-key',
  aws_secret_access_key: 'aws.access-key',
  slack_api_token: 'slack.bot-token',
  google_cloud_service_account_credentials: 'gcp.service-account-key',
  google_api_key: 'gcp.api-key',
  okta_api_token: 'okta.api-token',
  hashicorp_vault_service_token: 'vault.token',
}

/**
 * What GitHub found in the organisation's repositories, without the secrets. They are no tokens: an organisation where they may not be
 * read, or that has no secret scanning, is seen as completely as before.
 */
export async function* secretScanning(reading: Reading, from: Place): AsyncGenerator<Observation> {
  yield* readListing(reading, from, {
    object: secretScanningObject,
    path: `/orgs/${reading.org.login}/secret-scanning/alerts`,
    query: { hide_secret: 'true' },
    schema: Wire,
    fix: 'It takes the repository permission "Secret scanning alerts: read" (an App), or an organisation owner’s token with security_events.',
    kinds: [],
    apart: true,
    *observe(rows, page): Generator<Observation> {
      const ours = rows.filter((row) => sameLogin(row.repository.owner.login, reading.org.login))
      if (ours.length < rows.length)
        yield { see: 'gap', gap: foreignGap(secretScanningObject, page.call, rows.length - ours.length, reading.org.login) }
      for (const row of ours) yield { see: 'leak', leak: leakOf(row) }
    },
  })
}

function leakOf(wire: Wire): LeakSighting {
  const { number, repository, first_location_detected: where } = wire
  const at = where?.path ? ` ${where.path}${where.start_line ? ` line ${where.start_line}` : ''}` : ''
  const commit = where?.commit_sha ? `, commit ${where.commit_sha.slice(0, 10)}` : ''
  const place = { in: `${repository.full_name}:${at || ' its history'}${commit}`, at: null, url: wire.html_url ?? null }
  return {
    key: `alert:${repository.full_name.toLowerCase()}#${number}`,
    detector: `GitHub secret scanning: ${wire.secret_type_display_name ?? wire.secret_type}`,
    kind: kinds[wire.secret_type] ?? null,
    reference: null,
    tail: null,
    fingerprint: null,
    repository: repository.full_name,
    foundAt: wire.created_at,
    stillValid: wire.validity === 'active' ? 'yes' : wire.validity === 'inactive' ? 'no' : 'not-reported',
    // GitHub alerts on a whole secret, but for the id of an AWS key.
    secretSeen: wire.secret_type !== 'aws_access_key_id',
    places: [place],
    placeCount: 1,
    finderSays: saysOf(wire),
    finderClosed: wire.state === 'resolved',
  }
}

/** An alert that somebody closed proves nothing about the token: it is told, and ends nothing. */
function saysOf({ state, resolution, publicly_leaked: isPublic }: Wire): string | null {
  const closed = state === 'resolved' ? `GitHub’s alert is closed${resolution ? ` as “${resolution.replaceAll('_', ' ')}”` : ''}.` : null
  const open = isPublic ? 'GitHub found it in public as well.' : null
  return [closed, open].filter((part) => part !== null).join(' ') || null
}
