import type { Evidence } from '@/lib/model/suggestion.ts'

/** What speaks for a suggested owner, as it stands in brackets: "suggested: Ana (CODEOWNERS)". */
export const evidenceWord: Readonly<Record<Evidence, string>> = {
  codeowners: 'CODEOWNERS',
  tag: 'tag',
  workload: 'workload',
  'same-holder': 'same name',
  manager: 'manager',
  team: 'team',
  creator: 'creator',
  committer: 'committer',
  'last-user': 'last user',
  consumer: 'consumer',
  naming: 'naming',
}
