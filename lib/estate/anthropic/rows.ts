import { canary } from '../canary.ts'
import { company, leaver, person } from '../company.ts'
import { isStill, works } from '../further/rows.ts'
import { day } from '../habit.ts'
import { hex } from '../roll.ts'
import type { View } from '../view.ts'

const iso = (ms: number) => new Date(ms).toISOString()
const idOf = (seed: number, prefix: string, of: string | number) => `${prefix}_fh${hex(16, seed, 'anthropic', prefix, of)}`

const workspaces = [
  ['production', { env: 'production' }],
  ['staging', { env: 'staging' }],
  ['development', { env: 'development' }],
  ['autonomous agents', { env: 'production' }],
  ['summer hackathon', {}],
] as const

/** Workspaces: three environments, one that the agents have to themselves, and one that is over. */
export function workspaceRows({ seed, epoch }: View) {
  return workspaces.map(([name, tags], row) => ({
    id: idOf(seed, 'wrkspc', name),
    type: 'workspace',
    name,
    tags,
    created_at: iso(epoch - 900 * day),
    archived_at: row === 4 ? iso(epoch - 60 * day) : null,
    compartment_id: `cmp_${row}`,
    display_color: '#6C5BB9',
    external_key_id: null,
    user_profile_id: null,
    data_residency: { workspace_geo: 'us', allowed_inference_geos: 'unrestricted', default_inference_geo: 'global' },
  }))
}

/** Members. Whoever left (`leaver`) is none any more. */
export function memberRows({ seed, epoch }: View) {
  return [1, 2, 5, 8].map((index, row) => ({
    id: idOf(seed, 'user', index),
    type: 'user',
    name: person(seed, index).name,
    email: person(seed, index).email,
    role: row === 0 ? 'admin' : 'developer',
    added_at: iso(epoch - 800 * day),
    // Not in the real answer; it stands where a careless reader would keep all there is.
    session_token: canary(seed, 'anthropic-member', index),
  }))
}

const accounts = ['support-agent', 'demand-forecast', 'ci-deploy', 'standdown', 'standdown-acts'] as const

export function serviceAccountRows({ seed, epoch }: View) {
  return accounts.map((name) => ({
    id: idOf(seed, 'svac', name),
    type: 'service_account',
    name,
    description: null,
    organization_role: name.startsWith('standdown') ? 'admin' : 'developer',
    created_at: iso(epoch - 500 * day),
    created_by_actor_id: null,
    updated_at: iso(epoch - 500 * day),
    updated_by_actor_id: null,
    archived_at: null,
    archived_by_actor_id: null,
  }))
}

/** The service account of a name. */
export const accountId = (seed: number, name: (typeof accounts)[number]) => idOf(seed, 'svac', name)

export type KeyRow = {
  row: number
  name: string
  /** A workspace by its place in the list; null: of the organisation. */
  workspace: number | null
  /** Who made it, a person of the company; null: Anthropic does not say. */
  by: number | null
  account?: (typeof accounts)[number]
  user?: number
  ageDays: number
  /** Ends so many days after it was made. */
  lifeDays?: number
  status?: 'inactive' | 'archived'
}

/**
 * API keys. The first is an autonomous agent's own: it acts as a service account, no person made it, and it never ends. Three are the
 * same program's in three environments, and two outlived whoever made them.
 */
export function keyRows(view: View): readonly (KeyRow & { id: string })[] {
  const rows: readonly Omit<KeyRow, 'row'>[] = [
    { name: 'support-agent runtime', workspace: 3, by: null, account: 'support-agent', ageDays: 402 },
    { name: 'checkout assistant', workspace: 0, by: 1, ageDays: 310 },
    { name: 'checkout assistant (staging)', workspace: 1, by: 1, ageDays: 310 },
    { name: 'checkout assistant (development)', workspace: 2, by: 2, ageDays: 290 },
    { name: 'customs summaries', workspace: 0, by: leaver, ageDays: 640 },
    { name: 'laptop of a leaver', workspace: 2, by: leaver, user: leaver, ageDays: 500 },
    { name: 'admin scripts', workspace: null, by: 1, user: 1, ageDays: 220 },
    { name: 'demand forecast notes', workspace: 0, by: 5, account: 'demand-forecast', ageDays: 75, lifeDays: 90 },
    { name: 'evaluation harness', workspace: 2, by: 8, ageDays: 40, lifeDays: 30 },
    { name: 'parcel chat, old', workspace: 0, by: 2, ageDays: 700, status: 'inactive' },
    { name: 'hackathon', workspace: 4, by: 8, ageDays: 120, status: 'archived' },
  ]
  return rows
    .map((one, row) => ({ ...one, row, id: idOf(view.seed, 'apikey', row) }))
    .filter(({ row }) => isStill(view, 'anthropic.keys', row))
}

export function keyJson(view: View, key: ReturnType<typeof keyRows>[number]) {
  const { seed, epoch, now } = view
  const born = epoch - key.ageDays * day
  const ends = key.lifeDays === undefined ? null : born + key.lifeDays * day
  const archived = key.status === 'archived' || (view.state.further['anthropic.archived']?.removed ?? []).includes(key.row)
  const on = works(view, 'anthropic.keys', key.row, key.status === undefined)
  return {
    id: key.id,
    type: 'api_key',
    name: key.name,
    partial_key_hint: `sk-ant-api03-${hex(3, seed, 'anthropic head', key.row)}...${hex(4, seed, 'anthropic tail', key.row)}`,
    status: archived ? 'archived' : !on ? 'inactive' : ends !== null && ends <= now ? 'expired' : 'active',
    created_at: iso(born),
    created_by: key.by === null ? null : { id: idOf(seed, 'user', key.by), type: 'user' },
    expires_at: ends === null ? null : iso(ends),
    principal:
      key.account !== undefined
        ? { type: 'service_account_actor', service_account_id: accountId(seed, key.account) }
        : key.user !== undefined
          ? { type: 'user_actor', user_id: idOf(seed, 'user', key.user) }
          : null,
    scope:
      key.workspace === null
        ? { type: 'organization' }
        : { type: 'workspace', workspace_id: idOf(seed, 'wrkspc', workspaces[key.workspace]?.[0] ?? '') },
    // Only ever in the answer that makes a key.
    raw_key: canary(seed, 'anthropic-key', key.row),
  }
}

const stamps = { created_by_actor_id: null, updated_by_actor_id: null, archived_at: null, archived_by_actor_id: null }

export function issuerRows({ seed, epoch }: View) {
  const at = { created_at: iso(epoch - 300 * day), updated_at: iso(epoch - 300 * day) }
  const github = { issuer_url: 'https://token.actions.githubusercontent.com', jwks: { type: 'discovery' } }
  const cluster = { issuer_url: `https://oidc.${company.domain}/production`, jwks: { type: 'explicit_url', url: `https://oidc.${company.domain}/keys` } }
  const own = { issuer_url: ownIssuer, jwks: { type: 'inline', keys: [{ kty: 'EC', d: canary(seed, 'anthropic-jwks', 'own') }] } }
  return [
    { name: 'github-actions', ...github, check_jti: true, max_jwt_lifetime_seconds: 3_600 },
    { name: 'production-cluster', ...cluster, check_jti: false, max_jwt_lifetime_seconds: 172_800 },
    { name: 'standdown', ...own, check_jti: true, max_jwt_lifetime_seconds: 600 },
  ].map((one) => ({ ...one, ...stamps, ...at, id: idOf(seed, 'fdis', one.name), type: 'federation_issuer', jwks_polling_disabled_at: null, poll_status: null }))
} // prettier-ignore

export const ownIssuer = `https://standdown.${company.domain}`
export const ruleId = (seed: number, name: string) => idOf(seed, 'fdrl', name)

/** One rule names the one branch that deploys; another takes whatever the company's GitHub runs, in every workspace. */
export function ruleRows(view: View) {
  const { seed, epoch } = view
  const [production] = workspaceRows(view)
  const at = { created_at: iso(epoch - 200 * day), updated_at: iso(epoch - 200 * day) }
  const rule = (name: string, issuer: string, account: (typeof accounts)[number], more: object) => ({
    id: ruleId(seed, name),
    type: 'federation_rule',
    name,
    description: null,
    attributes: null,
    issuer_id: idOf(seed, 'fdis', issuer),
    issuer_name: issuer,
    target: { type: 'service_account', service_account_id: accountId(seed, account), service_account_name: account },
    applies_to_all_workspaces: false,
    workspace_id: null,
    workspace_ids: [production?.id],
    ...stamps,
    ...at,
    ...more,
  })
  return [
    rule('deploy-checks', 'github-actions', 'ci-deploy', { match: { subject_prefix: `repo:${company.org}/checkout:ref:refs/heads/main` }, oauth_scope: 'workspace:inference', token_lifetime_seconds: 600 }),
    rule('any-pipeline', 'github-actions', 'ci-deploy', { match: { subject_prefix: `repo:${company.org}/*` }, oauth_scope: 'workspace:developer', token_lifetime_seconds: 86_400, applies_to_all_workspaces: true }),
    rule('forecast-jobs', 'production-cluster', 'demand-forecast', { match: { subject_prefix: 'system:serviceaccount:forecast:runner', audience: 'anthropic' }, oauth_scope: 'workspace:developer', token_lifetime_seconds: 3_600 }),
    ...(['standdown', 'standdown-acts'] as const).map((name) => rule(name, 'standdown', name, { match: { subject_prefix: 'standdown', audience: 'https://api.anthropic.com' }, oauth_scope: 'org:admin', token_lifetime_seconds: 600 })),
  ]
} // prettier-ignore
