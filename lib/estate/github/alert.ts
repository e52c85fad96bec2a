import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { day, hour } from '../habit.ts'
import { hex } from '../roll.ts'
import type { View } from '../view.ts'
import { orgAccount } from './account.ts'
import { repositoryAt, repositoryJson } from './repository.ts'
import { githubTime } from './time.ts'

type Plot = {
  type: string
  name: string
  /** Which repository of the listing. */
  repository: number
  path: string
  agoMs: number
  validity: 'active' | 'inactive' | 'unknown'
  closed?: 'revoked' | 'false_positive'
}

/** Told, not rolled: what GitHub found in the company's repositories. The first repository has one deploy key. */
const plots: readonly Plot[] = [
  { type: 'github_ssh_private_key', name: 'GitHub SSH Private Key', repository: 0, path: 'ops/deploy/id_ed25519', agoMs: 26 * hour, validity: 'unknown' },
  { type: 'aws_access_key_id', name: 'Amazon AWS Access Key ID', repository: 5, path: 'scripts/export.env', agoMs: 3 * hour, validity: 'active' },
  { type: 'slack_api_token', name: 'Slack API Token', repository: 8, path: 'docs/release-notes.md', agoMs: 9 * day, validity: 'inactive', closed: 'revoked' },
  { type: 'stripe_test_secret_key', name: 'Stripe Test API Secret Key', repository: 11, path: 'test/fixtures/checkout.json', agoMs: 40 * day, validity: 'unknown', closed: 'false_positive' },
] // prettier-ignore

export const alertCount = plots.length

/** A secret-scanning alert as GitHub lists it for an organisation; `hide` leaves the secret out, as `hide_secret` asks. */
export function alertJson(view: View, index: number, base: string, hide: boolean): object {
  const { seed, epoch } = view
  const plot = plots[index]!
  const repository = repositoryAt(view, plot.repository)
  const number = 3 + index
  const url = `${base}/repos/${company.org}/${repository.name}/secret-scanning/alerts/${number}`
  const commit = hex(40, seed, 'alert commit', index)
  const blob = hex(40, seed, 'alert blob', index)
  const createdMs = epoch - plot.agoMs
  return {
    number,
    created_at: githubTime(createdMs),
    updated_at: githubTime(createdMs + hour),
    url,
    html_url: `https://github.example/${company.org}/${repository.name}/security/secret-scanning/${number}`,
    locations_url: `${url}/locations`,
    state: plot.closed ? 'resolved' : 'open',
    resolution: plot.closed ?? null,
    resolved_at: plot.closed ? githubTime(createdMs + day) : null,
    resolved_by: plot.closed ? orgAccount(base) : null,
    secret_type: plot.type,
    secret_type_display_name: plot.name,
    ...(hide ? {} : { secret: canary(seed, 'github-alert-secret', index) }),
    repository: repositoryJson(view, plot.repository, base),
    push_protection_bypassed: false,
    push_protection_bypassed_by: null,
    push_protection_bypassed_at: null,
    resolution_comment: null,
    validity: plot.validity,
    publicly_leaked: false,
    multi_repo: false,
    is_base64_encoded: false,
    first_location_detected: {
      path: plot.path,
      start_line: 4,
      end_line: 4,
      start_column: 1,
      end_column: 41,
      blob_sha: blob,
      blob_url: `${base}/repos/${company.org}/${repository.name}/git/blobs/${blob}`,
      commit_sha: commit,
      commit_url: `${base}/repos/${company.org}/${repository.name}/git/commits/${commit}`,
    },
    has_more_locations: false,
  }
}
