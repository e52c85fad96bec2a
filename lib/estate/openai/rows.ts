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
    ...(key.kind === 'openai.project-keys' && { owner_project_access: 'active' }),
  }
}
