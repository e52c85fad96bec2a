import { company } from '../company.ts'
import { ageOf, day } from '../habit.ts'
import { share, weighted } from '../roll.ts'
import { story } from '../stories.ts'
import type { View } from '../view.ts'
import { orgAccount } from './account.ts'
import { githubOffsetTime } from './time.ts'

type Rights = Record<string, string>

const told: Readonly<Record<number, { slug: string; selection: 'all' | 'selected'; permissions: Rights }>> = {
  [story.installation.privileged]: {
    slug: 'shipyard-automation',
    selection: 'all',
    permissions: { administration: 'write', contents: 'write', workflows: 'write', secrets: 'write', members: 'write', metadata: 'read' },
  },
}

const slugs = ['dependency-watch', 'review-helper', 'code-coverage', 'chat-notifier', 'preview-deployer', 'licence-check'] as const
const usual: readonly (readonly [number, Rights])[] = [
  [40, { metadata: 'read', pull_requests: 'write', checks: 'write' }],
  [30, { metadata: 'read', contents: 'read' }],
  [20, { metadata: 'read', contents: 'write', pull_requests: 'write' }],
  [10, { metadata: 'read', deployments: 'write', environments: 'write' }],
]

/** The number of the installation by which the inventory itself reads (an App's credential names it). */
export const inventoryInstallation = 9_001
/** That of the App which takes access away. */
export const actingInstallation = 9_002

/** An App installed in the organisation, as GitHub lists it. */
export function installationJson(view: View, index: number, base: string): object {
  const { seed, epoch } = view
  const plot = told[index]
  const id = 44_000 + index
  const createdMs = epoch - ageOf(seed, 'installation', index)
  const suspended = !plot && share(seed, 'suspended', index) < 0.08
  return {
    id,
    account: orgAccount(base),
    repository_selection: plot?.selection ?? (share(seed, 'installed on', index) < 0.4 ? 'all' : 'selected'),
    access_tokens_url: `${base}/app/installations/${id}/access_tokens`,
    repositories_url: `${base}/installation/repositories`,
    html_url: `https://github.example/organizations/${company.org}/settings/installations/${id}`,
    app_id: 2_200 + index,
    client_id: `Iv1.${id.toString(16).padStart(16, '0')}`,
    target_id: company.orgId,
    target_type: 'Organization',
    permissions: plot?.permissions ?? weighted(usual, share(seed, 'app rights', index)),
    events: [],
    created_at: githubOffsetTime(createdMs),
    updated_at: githubOffsetTime(createdMs + day),
    single_file_name: null,
    app_slug: plot?.slug ?? slugOf(index),
    suspended_at: suspended ? githubOffsetTime(epoch - 30 * day) : null,
    suspended_by: null,
  }
}

function slugOf(index: number): string {
  const round = Math.floor((index - 1) / slugs.length)
  return `${slugs[(index - 1) % slugs.length]}${round ? `-${round + 1}` : ''}`
}
