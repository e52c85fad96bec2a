import type { OwnerHint } from '../../model/sighting.ts'

const ownerLabels = new Set(['owner', 'owned-by', 'owned_by', 'owner-email', 'owner_email', 'contact', 'team'])
const workloadLabels = ['workload', 'app', 'application', 'service']
const address = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g

export type Said = { labels: Readonly<Record<string, string>>; texts: Readonly<Record<string, string | null | undefined>> }

/** Who may own it: addresses that somebody wrote into its description, and labels of its project, which hold no "@". */
export function ownerHintsOf({ labels, texts }: Said): OwnerHint[] {
  const written = Object.entries(texts).flatMap(([where, text]) =>
    [...(text ?? '').matchAll(address)].filter(([value]) => !value.endsWith('gserviceaccount.com')).map(([value]): OwnerHint => ({ how: 'email', value: value.toLowerCase().slice(0, 320), says: where })),
  )
  const labelled = Object.entries(labels)
    .filter(([key, value]) => ownerLabels.has(key) && value !== '')
    .map(([key, value]): OwnerHint => ({ how: 'name', value: value.slice(0, 320), says: `label ${key} of its project` }))
  return [...written, ...labelled].slice(0, 10)
} // prettier-ignore

/** The workload that the project's labels name, by the first of the usual keys. */
export function workloadOf({ labels }: Pick<Said, 'labels'>): string | undefined {
  return workloadLabels.map((key) => labels[key]).find((value) => value)
}
