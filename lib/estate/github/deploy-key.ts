import { canary } from '../canary.ts'
import { company, person } from '../company.ts'
import { ageOf, day, habitOf, lastUse, type Habit } from '../habit.ts'
import { pick, roll, share } from '../roll.ts'
import { story } from '../stories.ts'
import { addedAt, rotatedAt, withUse, type View } from '../view.ts'
import { githubTime } from './time.ts'

const told: Readonly<Record<number, { title: string; ageMs: number; readOnly: boolean; habit: Partial<Habit> }>> = {
  [story.deployKey.neverUsed]: { title: 'old staging box', ageMs: 812 * day, readOnly: false, habit: { everyMs: null } },
  [story.deployKey.ciPush]: { title: 'ci-deploy', ageMs: 190 * day, readOnly: false, habit: { everyMs: day } },
}

const titles = ['ci-deploy', 'staging-puller', 'mirror', 'docs-builder', 'release-runner', 'argocd', 'backup'] as const
const firstId = 71_000

/** A deploy key of a repository as GitHub lists it. */
export function deployKeyJson(view: View, index: number, repository: string, base: string): object {
  const { seed, epoch, now, sizes } = view
  const plot = told[index]
  const moved = rotatedAt(view, 'deployKeys', index)
  const createdMs = moved ?? addedAt(view, 'deployKeys', index) ?? epoch - (plot?.ageMs ?? ageOf(seed, 'deploy key', index))
  const habit = { ...habitOf(seed, 'deploy key', index, epoch), ...plot?.habit }
  const usedMs = withUse(view, 'deployKeys', index, lastUse(habit, createdMs, now))
  // A deploy key cannot be changed: a rotated one is another, with an id of its own.
  const id = moved === null ? firstId + index : firstId + 10_000_000 + index
  return {
    id,
    key: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 ${canary(seed, 'github-deploy-key', id)}`,
    url: `${base}/repos/${company.org}/${repository}/keys/${id}`,
    title: plot?.title ?? pick(titles, seed, 'title', index),
    verified: true,
    created_at: githubTime(createdMs),
    read_only: plot?.readOnly ?? share(seed, 'read only', index) < 0.6,
    added_by: person(seed, roll(seed, 'added by', index) % sizes.people).login,
    last_used: usedMs === null ? null : githubTime(usedMs),
    enabled: true,
  }
}
