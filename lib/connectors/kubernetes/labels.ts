import { z } from 'zod'
import type { OwnerHint } from '../../model/sighting.ts'

export const Labels = z
  .record(z.string().max(400), z.string().max(400))
  .nullish()
  .transform((labels) => labels ?? {})

/** Labels as people gave them, as tags; those that Kubernetes itself reads say nothing of whose it is. */
export function labelTags(labels: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(labels).filter(
    ([key]) => !/(?:^|\.)(?:kubernetes|k8s)\.io\//.test(key) || key.startsWith('app.kubernetes.io/'),
  )
  return Object.fromEntries(own.slice(0, 30).map(([key, value]) => [key.slice(0, 256), value]))
}

const ownerLabels = new Set(['owner', 'owned-by', 'contact', 'team', 'squad', 'maintainer'])

/** Who may own it, by its labels. A label may stand under somebody's domain ("acme.example/team"). */
export function ownerHintsOf(labels: Readonly<Record<string, string>>, call: string): OwnerHint[] {
  const named = Object.entries(labels).filter(
    ([key, value]) => value !== '' && ownerLabels.has(key.slice(key.lastIndexOf('/') + 1).toLowerCase()),
  )
  return named.slice(0, 10).map(([key, value]) => ({ how: 'name', value: value.slice(0, 320), says: `${call} label ${key}`.slice(0, 200) }))
}
