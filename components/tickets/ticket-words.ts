import type { TicketCategory, TrackerCheck, TrackerFlavour } from '@/lib/model/ticket.ts'

/** Kinds of status in words, after the status's own name. */
export const categoryWord: Readonly<Record<TicketCategory, string>> = {
  'to-do': 'not begun',
  'in-progress': 'in progress',
  done: 'closed',
  'not-reported': 'kind of status not reported',
}

/** A status with its kind: "In Review (in progress)". */
export function statusWords(status: string | null, category: TicketCategory | null): string {
  if (!status) return 'Status not read yet'
  return category ? `${status} (${categoryWord[category]})` : status
}

export const flavourWords: Readonly<Record<TrackerFlavour, string>> = {
  cloud: 'Jira Cloud: e-mail address and API token',
  'data-center': 'Jira Data Center: personal access token',
}

export const checkWord: Readonly<Record<TrackerCheck['state'], string>> = { good: 'Good', wrong: 'Wrong', 'cannot-tell': 'Cannot tell' }
