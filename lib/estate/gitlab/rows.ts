import { canary } from '../canary.ts'
import { company, leaver, person } from '../company.ts'
import { isStill } from '../further/rows.ts'
import { day, hour, lastUse, minute } from '../habit.ts'
import type { View } from '../view.ts'

export const groupId = 3100
export const group = company.org

/** A subgroup, and the projects that stayed on GitLab when the rest of the company moved away. */
export const groups = [
  { id: groupId, full_path: group, parent_id: null },
  { id: 3101, full_path: `${group}/data-platform`, parent_id: groupId },
] as const

export const projects = [
  { id: 4200, path: `${group}/data-platform/lake-export`, isOpen: false },
  { id: 4201, path: `${group}/data-platform/dbt-runner`, isOpen: true },
  { id: 4202, path: `${group}/warehouse-sync`, isOpen: false },
] as const

/** Two of the company's people: the second left, and is blocked here, and the token with its user. */
export function users(seed: number): readonly { id: number; username: string; name: string; state: string; email: string }[] {
  const of = (id: number, index: number, state: string) => {
    const { login, name, email } = person(seed, index)
    return { id, username: login, name, state, email }
  }
  return [of(51, 0, 'active'), of(52, leaver, 'blocked')]
}

/** Service accounts, each of the one group that made it. */
export const accounts = [
  { id: 61, username: 'sa-lake-export', name: 'lake-export', group: groupId },
  { id: 62, username: 'sa-standdown', name: 'standdown reader', group: groupId },
  { id: 64, username: 'sa-dbt-schedule', name: 'dbt-schedule', group: 3101 },
] as const

export type TokenKind = 'gitlab.personal' | 'gitlab.service' | 'gitlab.group' | 'gitlab.project'
export type TokenRow = {
  row: number
  id: number
  kind: TokenKind
  /** Of the user, account, group or project. */
  home: number
  name: string
  scopes: readonly string[]
  access?: number
  ageDays: number
  /** Ends so long after it was made; null: never. */
  lifeDays: number | null
  /** Used so often (ms); null: never. */
  everyMs: number | null
  /** Since so long not any more (days before the epoch). */
  quietDays?: number
}

/** Told, not rolled: a release robot's token without an end that may do everything, and a project's that somebody forgot. */
const told: readonly Omit<TokenRow, 'row' | 'id'>[] = [
  { kind: 'gitlab.service', home: 61, name: 'lake release', scopes: ['api'], ageDays: 690, lifeDays: null, everyMs: hour },
  { kind: 'gitlab.service', home: 62, name: 'token-reader', scopes: ['read_api'], ageDays: 30, lifeDays: 90, everyMs: day },
  { kind: 'gitlab.personal', home: 51, name: 'laptop', scopes: ['read_repository', 'write_repository'], ageDays: 120, lifeDays: 365, everyMs: day },
  { kind: 'gitlab.personal', home: 52, name: 'export by hand', scopes: ['api'], ageDays: 500, lifeDays: null, everyMs: day, quietDays: 80 },
  { kind: 'gitlab.group', home: groupId, name: 'terraform state', scopes: ['api'], access: 50, ageDays: 340, lifeDays: 365, everyMs: day },
  { kind: 'gitlab.group', home: 3101, name: 'dashboards of the lake', scopes: ['read_api'], access: 20, ageDays: 200, lifeDays: 365, everyMs: hour },
  { kind: 'gitlab.project', home: 4200, name: 'release bot', scopes: ['api', 'write_repository'], access: 40, ageDays: 250, lifeDays: 365, everyMs: day },
  { kind: 'gitlab.project', home: 4200, name: 'nightly export check', scopes: ['read_api'], access: 30, ageDays: 250, lifeDays: 365, everyMs: null },
  { kind: 'gitlab.project', home: 4202, name: 'mirror', scopes: ['read_repository'], access: 20, ageDays: 60, lifeDays: 90, everyMs: 10 * minute },
  { kind: 'gitlab.service', home: 64, name: 'nightly models', scopes: ['api'], ageDays: 410, lifeDays: null, everyMs: day, quietDays: 45 },
] // prettier-ignore

export function tokenRows(view: View, kind: TokenKind, home?: number): readonly TokenRow[] {
  return told
    .map((one, row): TokenRow => ({ ...one, row, id: 90_001 + row }))
    .filter((one) => one.kind === kind && (home === undefined || one.home === home) && isStill(view, kind, one.row))
}

const date = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** A token as GitLab lists it. Its value is in no listing; the canary stands where a careless reader would take it from. */
export function tokenJson(view: View, row: TokenRow): object {
  const lifeMs = row.lifeDays === null ? null : row.lifeDays * day
  const first = view.epoch - row.ageDays * day
  // One that ends is made anew when it does, as whoever keeps it does.
  const born = lifeMs === null ? first : first + Math.floor((view.now - first) / lifeMs) * lifeMs
  const untilMs = row.quietDays === undefined ? undefined : view.epoch - row.quietDays * day
  const used = lastUse({ everyMs: row.everyMs, phase: view.epoch, ...(untilMs !== undefined && { untilMs }) }, born, view.now)
  return {
    id: row.id,
    name: row.name,
    revoked: false,
    created_at: new Date(born).toISOString(),
    description: null,
    scopes: row.scopes,
    user_id: row.kind === 'gitlab.group' || row.kind === 'gitlab.project' ? 800 + row.row : row.home,
    last_used_at: used === null ? null : new Date(used).toISOString(),
    active: true,
    expires_at: lifeMs === null ? null : date(born + lifeMs + day),
    ...(row.access !== undefined && { access_level: row.access }),
    token: canary(view.seed, 'gitlab-token', row.id),
  }
}

/** Deploy tokens and keys, by the group or project they are of. */
export type Deployed = {
  row: number
  id: number
  kind: 'gitlab.deploy-tokens' | 'gitlab.deploy-keys'
  home: number
  name: string
  ageDays: number
  write: boolean
}

const deployed: readonly Omit<Deployed, 'row' | 'id'>[] = [
  { kind: 'gitlab.deploy-tokens', home: groupId, name: 'cluster image pulls', ageDays: 900, write: false },
  { kind: 'gitlab.deploy-tokens', home: 4201, name: 'package upload', ageDays: 420, write: true },
  { kind: 'gitlab.deploy-keys', home: 4200, name: 'old build box', ageDays: 1_300, write: true },
  { kind: 'gitlab.deploy-keys', home: 4202, name: 'warehouse puller', ageDays: 150, write: false },
] // prettier-ignore

export function deployedAt(view: View, kind: Deployed['kind'], home: number): readonly Deployed[] {
  return deployed
    .map((one, row): Deployed => ({ ...one, row, id: 71 + row }))
    .filter((one) => one.kind === kind && one.home === home && isStill(view, kind, one.row))
}

export function deployedJson(view: View, one: Deployed): object {
  if (one.kind === 'gitlab.deploy-tokens')
    return { id: one.id, name: one.name, username: `gitlab+deploy-token-${one.id}`, expires_at: null, revoked: false, expired: false, scopes: [one.write ? 'write_package_registry' : 'read_registry'], token: canary(view.seed, 'gitlab-deploy-token', one.id) }
  return { id: one.id, title: one.name, key: `ssh-ed25519 ${canary(view.seed, 'gitlab-deploy-key', one.id)}`, fingerprint: '00:11', created_at: new Date(view.epoch - one.ageDays * day).toISOString(), expires_at: null, can_push: one.write }
} // prettier-ignore

const variables: Readonly<Record<number, readonly { key: string; masked: boolean; protected: boolean; scope?: string }[]>> = {
  [groupId]: [
    { key: 'AWS_ACCESS_KEY_ID', masked: false, protected: false },
    { key: 'AWS_SECRET_ACCESS_KEY', masked: true, protected: false },
    { key: 'AWS_REGION_NAME', masked: false, protected: false },
  ],
  4200: [{ key: 'LAKE_DB_PASSWORD', masked: false, protected: true, scope: 'production' }],
}

export function variablesJson(view: View, home: number): readonly object[] {
  return (variables[home] ?? []).map(({ key, scope = '*', ...flags }) => ({
    variable_type: 'env_var',
    key,
    value: canary(view.seed, 'gitlab-variable', `${home} ${key}`),
    ...flags,
    hidden: false,
    raw: false,
    environment_scope: scope,
    description: null,
  }))
}

/** What secret detection found: the release robot's token in a script, which works; an old one, which does not. */
export function findingsJson(view: View): readonly object[] {
  const found = (id: number, agoMs: number, more: object) => ({
    id: `gid://gitlab/Vulnerability/${id}`,
    title: 'GitLab personal access token',
    state: 'DETECTED',
    detectedAt: new Date(view.epoch - agoMs).toISOString(),
    webUrl: `https://gitlab.example/${projects[0].path}/-/security/vulnerabilities/${id}`,
    project: { fullPath: projects[0].path },
    identifiers: [{ externalType: 'gitleaks_rule_id', externalId: 'gitlab_personal_access_token', name: 'Gitleaks rule ID gitlab_personal_access_token' }],
    location: { file: 'bin/release.sh', startLine: '14' },
    findingTokenStatus: { status: 'ACTIVE' },
    ...more,
  })
  return [
    found(7001, 30 * hour, {}),
    found(7002, 60 * day, { state: 'RESOLVED', location: { file: 'notes/setup.md', startLine: '3' }, findingTokenStatus: { status: 'INACTIVE' } }),
  ]
} // prettier-ignore
