import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { isStill } from '../further/rows.ts'
import { ageOf, day, habitOf, hour, lastUse, type Habit } from '../habit.ts'
import { roll } from '../roll.ts'
import type { View } from '../view.ts'

export type KeyRow = {
  row: number
  id: string
  kind: 'openai.admin-keys' | 'openai.project-keys'
  name: string
  owner: Record<string, unknown>
  /** Made so long before the epoch (ms). */
  ageMs: number
  /** Ends so long after it was made (ms); null: never. */
  lifeMs: number | null
  habit: Habit
}

const projects = ['support-agent', 'demand-forecast', 'notebook-hub', 'search-index'] as const

/** The company's projects at OpenAI. */
export function projectRows(): readonly { id: string; name: string }[] {
  return projects.map((name, index) => ({ id: `proj_fh${index}${name.replaceAll('-', '')}`, name }))
}

const person = (name: string, login: string) => ({
  type: 'user',
  user: {
    object: 'organization.user',
    id: `user-${login}`,
    name,
    email: `${login}@${company.domain}`,
    role: 'reader',
    added_at: 1_700_000_000,
  },
})
const service = (name: string) => ({
  type: 'service_account',
  service_account: { object: 'organization.project.service_account', id: `svc-${name}`, name, role: 'member', created_at: 1_700_000_000 },
})

/** Keys that administer: one of a person who left long ago, never rotated; one that ends. */
export function adminKeyRows(view: View): readonly KeyRow[] {
  const made = (row: number, name: string, more: Pick<KeyRow, 'ageMs' | 'lifeMs' | 'habit'>): KeyRow => ({
    row,
    id: `key_fhadmin${row}`,
    kind: 'openai.admin-keys',
    name,
    owner: {
      type: 'user',
      object: 'organization.user',
      id: 'user-owner',
      name: 'Platform owner',
      role: 'owner',
      created_at: 1_690_000_000,
    },
    ...more,
  })
  return [
    made(0, 'usage export', { ageMs: 610 * day, lifeMs: null, habit: { everyMs: day, phase: view.epoch } }),
    made(1, 'key-inventory', { ageMs: 20 * day, lifeMs: 90 * day, habit: { everyMs: hour, phase: view.epoch } }),
  ].filter(({ row }) => isStill(view, 'openai.admin-keys', row))
}

/**
 * Keys of a project. In "support-agent" the autonomous agent’s own, with no person behind it; the others are of people and service accounts,
 * rolled.
 */
export function projectKeyRows(view: View, project: string): readonly KeyRow[] {
  const at = projectRows().findIndex(({ id }) => id === project)
  const rows = Array.from({ length: 6 }, (_, index): KeyRow => {
    const row = at * 6 + index
    const agent = at === 0 && index === 0
    return {
      row,
      id: `key_fh${roll(view.seed, 'openai', row).toString(36)}${row}`,
      kind: 'openai.project-keys',
      name: agent
        ? 'support-agent autonomous'
        : `${projects[at] ?? 'project'} ${['production', 'staging', 'notebook', 'evaluation', 'batch', 'old'][index] ?? index}`,
      owner:
        agent || index % 3 === 0 ? service(agent ? 'support-agent' : `${projects[at]}-runner`) : person(`Member ${row}`, `member.${row}`),
      ageMs: agent ? 400 * day : ageOf(view.seed, 'openai', row),
      lifeMs: index === 3 ? 30 * day : null,
      habit: agent ? { everyMs: hour, phase: view.epoch } : habitOf(view.seed, 'openai', row, view.epoch),
    }
  })
  return rows.filter(({ row }) => isStill(view, 'openai.project-keys', row))
}

/** Whoever owns the last key of a project is in it no more. */
export const hasAccess = ({ row, kind }: KeyRow): boolean => kind !== 'openai.project-keys' || row % 6 !== 5

/** Certificates: one project of the company's asks for them, another has one that nobody switched on. */
export function certificateRows(project: string | null): readonly Record<string, unknown>[] {
  const at = projectRows().findIndex(({ id }) => id === project)
  if (at !== 1 && at !== 3) return []
  const details = { valid_at: 1_760_000_000, expires_at: 1_830_000_000 }
  return [{ object: 'organization.project.certificate', id: `cert_fh${at}`, name: 'workload CA', active: at === 3, created_at: 1_760_000_000, certificate_details: details }]
} // prettier-ignore

/** The cluster's tokens become those of a service account; another rule is off. */
export function providerRows(view: View) {
  const jwks = { keys: [{ kty: 'EC', d: canary(view.seed, 'openai-jwks', 'cluster') }] }
  return [{ object: 'organization.workload_identity_provider', type: 'oidc', id: 'wip_fhcluster', name: 'production cluster', description: null, enabled: true, issuer: `https://oidc.${company.domain}/production`, audience: 'https://api.openai.com/v1', attribute_transformations: [], verification: { type: 'uploaded_jwks', jwks }, created_at: 1_770_000_000, updated_at: 1_770_000_000 }]
} // prettier-ignore

export function ruleRows() {
  const [, forecast, , search] = projectRows()
  const rule = (id: string, project: string | undefined, account: string, more: object) => ({ object: 'organization.workload_identity_federation_rule', id, name: id, description: null, enabled: true, workload_identity_provider_id: 'wip_fhcluster', project_id: project, service_account_id: account, created_at: 1_770_000_000, updated_at: 1_770_000_000, ...more })
  return [
    rule('forecast-runner', forecast?.id, 'svc-demand-forecast-runner', { attribute_matchers: { sub: 'system:serviceaccount:forecast:runner' }, permissions: { type: 'restricted', scopes: ['model.request', 'api.files.read'] } }),
    rule('search-indexer', search?.id, 'svc-search-index-runner', { attribute_matchers: { sub: 'system:serviceaccount:search:indexer' }, permissions: { type: 'service_account_default' } }),
    rule('old-notebooks', forecast?.id, 'svc-demand-forecast-runner', { attribute_matchers: {}, permissions: { type: 'service_account_default' }, enabled: false }),
  ]
} // prettier-ignore

/** A key as OpenAI lists it. The value is never in a listing; the canary stands where a careless reader would take it from. */
export function keyJson(view: View, key: KeyRow) {
  const born = view.epoch - key.ageMs
  const used = lastUse(key.habit, born, view.now)
  // One that ends is made anew when it does, as whoever keeps it does.
  const life = key.lifeMs
  const made = life === null ? born : born + Math.floor((view.now - born) / life) * life
  return {
    object: key.kind === 'openai.admin-keys' ? 'organization.admin_api_key' : 'organization.project.api_key',
    id: key.id,
    name: key.name,
    redacted_value: `sk-${key.kind === 'openai.admin-keys' ? 'admin' : 'proj'}-***${roll(view.seed, 'openai tail', key.row).toString(36).padStart(4, '0').slice(-4)}`,
    value: canary(view.seed, 'openai-key', key.id),
    created_at: Math.floor(made / 1_000),
    expires_at: life === null ? null : Math.floor((made + life) / 1_000),
    last_used_at: used === null ? null : Math.floor(used / 1_000),
    owner: key.owner,
    ...(key.kind === 'openai.project-keys' && { owner_project_access: hasAccess(key) ? 'active' : 'inactive' }),
  }
}
