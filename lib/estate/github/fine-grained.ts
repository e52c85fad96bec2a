import { company, leaver, person, products, type Person } from '../company.ts'
import { ageOf, day, habitOf, hour, lastUse, type Habit } from '../habit.ts'
import { pick, roll, share, weighted } from '../roll.ts'
import { story } from '../stories.ts'
import { addedAt, isThere, rotatedAt, withUse, type View } from '../view.ts'
import { userAccount } from './account.ts'
import { repositoryCount } from './repository.ts'
import { githubOffsetTime } from './time.ts'

type Permissions = { organization?: Record<string, string>; repository?: Record<string, string> }
type Plot = {
  name: string
  owner: number
  ageMs: number
  habit: Partial<Habit>
  lifeMs: number | null
  selection: Selection
  permissions: Permissions
}
type Selection = 'all' | 'subset' | 'none'

const told: Readonly<Record<number, Plot>> = {
  [story.fineGrained.ownerLeft]: {
    name: 'nightly-inventory-report',
    owner: leaver,
    ageMs: 460 * day,
    habit: { everyMs: day },
    lifeMs: null,
    selection: 'all',
    permissions: { repository: { metadata: 'read', contents: 'write', secrets: 'write' }, organization: { members: 'read' } },
  },
  [story.fineGrained.releaseBot]: {
    name: 'release-bot',
    owner: 0,
    ageMs: 20 * day,
    habit: { everyMs: hour },
    lifeMs: 90 * day,
    selection: 'subset',
    permissions: { repository: { metadata: 'read', contents: 'write' } },
  },
  [story.fineGrained.leaked]: {
    name: 'shelf-labels-laptop',
    owner: 4,
    ageMs: 210 * day,
    habit: { everyMs: hour },
    lifeMs: null,
    selection: 'subset',
    permissions: { repository: { metadata: 'read', contents: 'write', workflows: 'write' } },
  },
}

const usual: readonly (readonly [number, Permissions])[] = [
  [34, { repository: { metadata: 'read', contents: 'read' } }],
  [22, { repository: { metadata: 'read', contents: 'write', pull_requests: 'write' } }],
  [14, { repository: { metadata: 'read', issues: 'write' } }],
  [9, { repository: { metadata: 'read', actions: 'read', contents: 'read' } }],
  [7, { repository: { metadata: 'read', actions: 'write', workflows: 'write', contents: 'write' } }],
  [6, { organization: { members: 'read' }, repository: { metadata: 'read' } }],
  [4, { repository: { metadata: 'read', secrets: 'write', environments: 'write' } }],
  [2, { organization: { members: 'write', organization_administration: 'read' }, repository: { metadata: 'read' } }],
  [2, { organization: { organization_administration: 'write' }, repository: { administration: 'write', metadata: 'read' } }],
]

const jobs = ['local', 'script', 'release', 'dashboard', 'sync', 'laptop', 'migration', 'report'] as const

export type FineGrained = {
  index: number
  /** The organisation's grant, which paths name. */
  id: number
  tokenId: number
  name: string
  owner: Person
  selection: Selection
  permissions: Permissions
  grantedMs: number
  expiresMs: number | null
  usedMs: number | null
}

const firstId = 25_000
const step = 7

/** The number that GitHub gives the token of this row: what names it, wherever it is spoken of. */
export const fineGrainedTokenId = (index: number) => 98_000 + index * 3

/** The token of this row as it is now. */
export function fineGrained(view: View, index: number): FineGrained {
  const { seed, epoch, now, sizes } = view
  const plot = told[index]
  const moved = rotatedAt(view, 'fineGrained', index) ?? addedAt(view, 'fineGrained', index)
  const habit = { ...habitOf(seed, 'fine-grained', index, epoch), ...plot?.habit }
  const rolled = weighted<number | null>([[35, null], [20, 30 * day], [25, 90 * day], [20, 366 * day]], share(seed, 'life', index)) // prettier-ignore
  const lifeMs = plot ? plot.lifeMs : rolled
  const firstMs = moved ?? epoch - (plot?.ageMs ?? Math.min(ageOf(seed, 'fine-grained', index), 900 * day))
  // Most that end are renewed in time, and approved anew; the others stay listed as expired.
  const renewed = lifeMs !== null && !plot && share(seed, 'renewed', index) < 0.85
  const grantedMs = renewed ? firstMs + Math.floor((now - firstMs) / lifeMs) * lifeMs : firstMs
  const workload = products[roll(seed, 'fine-grained of', index) % products.length]!
  const endsMs = lifeMs === null ? null : grantedMs + lifeMs
  const used = withUse(view, 'fineGrained', index, lastUse(habit, grantedMs, endsMs === null ? now : Math.min(now, endsMs)))
  return {
    index,
    id: firstId + index * step + (roll(seed, 'grant id', index) % step),
    tokenId: fineGrainedTokenId(index),
    name: plot?.name ?? `${workload.key}-${pick(jobs, seed, 'job', index)}`,
    owner: person(seed, plot?.owner ?? roll(seed, 'owner', index) % sizes.people),
    selection: plot?.selection ?? weighted<Selection>([[55, 'all'], [35, 'subset'], [10, 'none']], share(seed, 'selection', index)), // prettier-ignore
    permissions: plot?.permissions ?? weighted(usual, share(seed, 'permissions', index)),
    grantedMs,
    expiresMs: endsMs,
    usedMs: used,
  }
}

/** The row of a grant id, where it is there. */
export function fineGrainedWithId(view: View, id: number): FineGrained | null {
  const index = Math.floor((id - firstId) / step)
  if (!isThere(view, 'fineGrained', index)) return null
  const token = fineGrained(view, index)
  return token.id === id ? token : null
}

/** The repositories that a token of a chosen few reaches. */
export function repositoriesReached(view: View, token: FineGrained): number[] {
  if (token.selection !== 'subset') return []
  const total = repositoryCount(view)
  const count = 1 + (roll(view.seed, 'reach', token.index) % Math.min(6, total))
  const first = roll(view.seed, 'first repository', token.index) % total
  return Array.from({ length: count }, (_, at) => (first + at) % total)
}

/** The token as GitHub lists it. */
export function fineGrainedJson(view: View, index: number, base: string): object {
  const token = fineGrained(view, index)
  return {
    id: token.id,
    owner: userAccount(base, token.owner),
    repository_selection: token.selection,
    repositories_url: `${base}/organizations/${company.orgId}/personal-access-tokens/${token.id}/repositories`,
    permissions: token.permissions,
    access_granted_at: githubOffsetTime(token.grantedMs),
    token_id: token.tokenId,
    token_name: token.name,
    token_expired: token.expiresMs !== null && token.expiresMs <= view.now,
    token_expires_at: token.expiresMs === null ? null : githubOffsetTime(token.expiresMs),
    token_last_used_at: token.usedMs === null ? null : githubOffsetTime(token.usedMs),
  }
}
