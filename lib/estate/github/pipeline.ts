import { company } from '../company.ts'
import { day } from '../habit.ts'
import type { View } from '../view.ts'
import { repositoryAt, repositoryNamed, type Repository } from './repository.ts'
import { githubTime } from './time.ts'

type Stored = {
  name: string
  madeDays: number
  storedDays: number
  visibility?: 'all' | 'private' | 'selected'
  repositories?: readonly number[]
}

/** Told, not rolled: what the organisation keeps for its pipelines. The oldest is the AWS key that every repository is given. */
const ofOrganisation: Readonly<Record<string, readonly Stored[]>> = {
  actions: [
    { name: 'AWS_ACCESS_KEY_ID', madeDays: 1_240, storedDays: 1_240, visibility: 'all' },
    { name: 'AWS_SECRET_ACCESS_KEY', madeDays: 1_240, storedDays: 1_240, visibility: 'all' },
    { name: 'NPM_TOKEN', madeDays: 900, storedDays: 210, visibility: 'private' },
    { name: 'RELEASE_SIGNING_KEY', madeDays: 400, storedDays: 400, visibility: 'selected', repositories: [0, 1, 4] },
  ],
  dependabot: [{ name: 'REGISTRY_PASSWORD', madeDays: 640, storedDays: 640, visibility: 'private' }],
  codespaces: [{ name: 'GH_PACKAGES_TOKEN', madeDays: 300, storedDays: 30, visibility: 'all' }],
  agents: [{ name: 'OPENAI_API_KEY', madeDays: 120, storedDays: 120, visibility: 'selected', repositories: [2] }],
}

/** Of the first repositories, by their place in the listing; the rest keep none. */
const ofRepositories: Readonly<Record<string, Readonly<Record<number, readonly Stored[]>>>> = {
  actions: { 0: [{ name: 'LEDGER_DEPLOY_KEY', madeDays: 700, storedDays: 700 }], 4: [{ name: 'MAILER_SMTP_PASSWORD', madeDays: 80, storedDays: 12 }] },
  dependabot: {},
  agents: { 2: [{ name: 'REFUNDS_API_TOKEN', madeDays: 45, storedDays: 45 }] },
} // prettier-ignore

const environments: Readonly<Record<number, Readonly<Record<string, readonly Stored[]>>>> = {
  0: { production: [{ name: 'LEDGER_DB_PASSWORD', madeDays: 500, storedDays: 500 }], 'staging/eu': [] },
}

/** What the secrets of the organisation, of a repository or of an environment answer; null where there is no such path. */
export function secretsJson(view: View, base: string, parts: readonly string[]): { rows: object[]; field: string } | null {
  if (parts[0] === 'orgs') return orgSecrets(view, base, parts)
  const repository = repositoryNamed(view, parts[2] ?? '')
  if (repository === undefined) return null
  const [app = '', below, name, last] = parts.slice(3)
  if (app === 'environments' && below === undefined) {
    const names = Object.keys(environments[repository] ?? {})
    return { field: 'environments', rows: names.map((one, index) => environmentJson(view, base, repositoryAt(view, repository), one, index)) }
  }
  if (app === 'environments' && name === 'secrets' && last === undefined) {
    const rows = environments[repository]?.[below ?? '']
    return rows ? { field: 'secrets', rows: rows.map((row) => secretJson(view, row)) } : null
  }
  if (below !== 'secrets' || !Object.hasOwn(ofRepositories, app)) return null
  return { field: 'secrets', rows: (ofRepositories[app]?.[repository] ?? []).map((row) => secretJson(view, row)) }
} // prettier-ignore

function orgSecrets(view: View, base: string, parts: readonly string[]): { rows: object[]; field: string } | null {
  const [app = '', secrets, name, below] = parts.slice(2)
  const kept = Object.hasOwn(ofOrganisation, app) ? ofOrganisation[app] : undefined
  if (secrets !== 'secrets' || !kept) return null
  const path = `${base}/orgs/${company.org}/${app}/secrets`
  if (name === undefined) {
    const selected = ({ name: of, visibility }: Stored) => (visibility === 'selected' ? { selected_repositories_url: `${path}/${of}/repositories` } : {})
    return { field: 'secrets', rows: kept.map((row) => ({ ...secretJson(view, row), visibility: row.visibility, ...selected(row) })) }
  }
  const row = kept.find((one) => one.name === name)
  if (!row || below !== 'repositories') return null
  return { field: 'repositories', rows: (row.repositories ?? []).map((index) => ({ index })) }
} // prettier-ignore

function secretJson({ epoch }: View, { name, madeDays, storedDays }: Stored) {
  return { name, created_at: githubTime(epoch - madeDays * day), updated_at: githubTime(epoch - storedDays * day) }
}

function environmentJson({ epoch }: View, base: string, { name: repository }: Repository, name: string, index: number): object {
  const url = `${base}/repos/${company.org}/${repository}/environments/${encodeURIComponent(name)}`
  const at = githubTime(epoch - 600 * day)
  return {
    id: 161_000_000 + index,
    node_id: `EN_kwDO${index}`,
    name,
    url,
    html_url: `https://github.example/${company.org}/${repository}/deployments`,
    created_at: at,
    updated_at: at,
  }
}

/** How the ID tokens of the organisation's runs are made; the second repository's have lost their repository. */
export function subjectJson(view: View, parts: readonly string[]): object | null {
  if (parts[0] === 'orgs') return { include_claim_keys: ['repo', 'context'] }
  const repository = repositoryNamed(view, parts[2] ?? '')
  if (repository === undefined) return null
  return repository === 1 ? { use_default: false, include_claim_keys: ['job_workflow_ref'] } : { use_default: true }
}

/** Two groups: the default one with machines that outlive their jobs, and one whose machines do not. */
export function runnerJson(base: string, what: 'runners' | 'runner-groups'): object[] {
  const under = `${base}/orgs/${company.org}/actions/runner-groups`
  if (what === 'runner-groups') {
    const group = (id: number, name: string, more: object) => ({ id, name, runners_url: `${under}/${id}/runners`, inherited: false, restricted_to_workflows: false, selected_workflows: [], workflow_restrictions_read_only: false, ...more })
    return [
      group(1, 'Default', { visibility: 'all', default: true, allows_public_repositories: true }),
      group(2, 'release machines', { visibility: 'selected', default: false, allows_public_repositories: false, selected_repositories_url: `${under}/2/repositories` }),
    ]
  }
  return Array.from({ length: 5 }, (_, index) => ({
    id: 40 + index,
    runner_group_id: index < 3 ? 1 : 2,
    name: `runner-${index}`,
    os: 'linux',
    status: 'online',
    busy: index === 0,
    ephemeral: index >= 3,
    labels: [{ id: 5, name: 'self-hosted', type: 'read-only' }],
  }))
} // prettier-ignore
