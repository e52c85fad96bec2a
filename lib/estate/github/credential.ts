import { person, products, type Person } from '../company.ts'
import { ageOf, day, habitOf, hour, lastUse } from '../habit.ts'
import { canary } from '../canary.ts'
import { hex, pick, roll, share, weighted } from '../roll.ts'
import { story } from '../stories.ts'
import { addedAt, rotatedAt, withUse, type View } from '../view.ts'
import { githubTime } from './time.ts'

type Type = 'personal access token' | 'OAuth app token' | 'GitHub app token' | 'SSH key'
type Plot = { type: Type; owner: number; ageMs: number; note: string; scopes: readonly string[]; everyMs: number | null }

const told: Readonly<Record<number, Plot>> = {
  [story.credential.classicAdmin]: {
    type: 'personal access token',
    owner: 1,
    ageMs: 1_210 * day,
    note: 'org cleanup script',
    scopes: ['admin:org', 'repo', 'workflow', 'delete_repo'],
    everyMs: day,
  },
  [story.credential.removedLater]: {
    type: 'personal access token',
    owner: 2,
    ageMs: 640 * day,
    note: 'legacy report mailer',
    scopes: ['repo'],
    everyMs: 7 * day,
  },
}

const scopeSets: readonly (readonly [number, readonly string[]])[] = [
  [40, ['repo']],
  [18, ['repo', 'read:org']],
  [12, ['repo', 'workflow']],
  [10, ['read:packages']],
  [8, ['gist']],
  [6, ['write:packages', 'read:packages']],
  [4, ['repo', 'admin:repo_hook']],
  [2, ['admin:org', 'repo']],
]
const apps = ['Visual editor', 'Pull request dashboard', 'Release notes', 'Desktop client'] as const

/** A credential that a member authorised for the organisation's single sign-on, as GitHub lists it. */
export function credentialJson(view: View, index: number): object {
  const { seed, epoch, now } = view
  const plot = told[index]
  const type =
    plot?.type ??
    weighted<Type>([[46, 'personal access token'], [22, 'OAuth app token'], [8, 'GitHub app token'], [24, 'SSH key']], share(seed, 'credential type', index)) // prettier-ignore
  const moved = rotatedAt(view, 'credentials', index) ?? addedAt(view, 'credentials', index)
  const authorizedMs = moved ?? epoch - (plot?.ageMs ?? ageOf(seed, 'credential', index))
  const habit = { ...habitOf(seed, 'credential', index, epoch), ...(plot && { everyMs: plot.everyMs }) }
  const usedMs = withUse(view, 'credentials', index, lastUse(habit, authorizedMs, now))
  const owner = credentialOwner(view, index)
  const id = 161_000 + index * 2
  const common = {
    login: owner.login,
    credential_id: id,
    credential_type: type,
    credential_authorized_at: githubTime(authorizedMs),
    credential_accessed_at: usedMs === null ? null : githubTime(usedMs),
    authorized_credential_id: 12_345_000 + index,
    // No field of GitHub's: what a compatible service might add. Whoever reads by allow-list never meets it.
    token: canary(seed, 'github-token', id),
  }
  if (type === 'SSH key')
    return { ...common, fingerprint: hex(32, seed, 'fingerprint', index), authorized_credential_title: `${owner.login}@laptop` }
  const lifeMs =
    type === 'GitHub app token' ? 8 * hour : plot ? null : pick([null, null, 90 * day, 365 * day], seed, 'credential life', index)
  const workload = products[roll(seed, 'credential of', index) % products.length]!
  return {
    ...common,
    token_last_eight: hex(8, seed, 'last eight', index, authorizedMs),
    // One that had ended would not be listed: it was renewed in time, and stays authorised.
    authorized_credential_expires_at:
      lifeMs === null ? null : githubTime(authorizedMs + (Math.floor((now - authorizedMs) / lifeMs) + 1) * lifeMs),
    authorized_credential_note: plot?.note ?? (type === 'personal access token' ? `${workload.key} ${pick(['laptop', 'ci', 'cron'], seed, 'note', index)}` : pick(apps, seed, 'app', index)), // prettier-ignore
    scopes: type === 'GitHub app token' ? [] : (plot?.scopes ?? weighted(scopeSets, share(seed, 'scopes', index))),
  }
}

/** The member who authorised it. */
export function credentialOwner({ seed, sizes }: View, index: number): Person {
  return person(seed, told[index]?.owner ?? roll(seed, 'credential owner', index) % sizes.people)
}
