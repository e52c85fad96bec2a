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

/** Why an issue is not read although Jira is set up: it is in another one than that; null where it is in that one. */
export function elsewhereWords(baseUrl: string | null, presentUrl: string): string | null {
  if (baseUrl === presentUrl) return null
  return baseUrl === null
    ? 'Nobody wrote down which Jira it is in, so it is not read.'
    : `It is in the Jira at ${baseUrl}, which is not set up any more, so it is not read.`
}

export const flavourWords: Readonly<Record<TrackerFlavour, string>> = {
  cloud: 'Jira Cloud: e-mail address and API token',
  'data-center': 'Jira Data Center: personal access token',
}

export const checkWord: Readonly<Record<TrackerCheck['state'], string>> = { good: 'Good', wrong: 'Wrong', 'cannot-tell': 'Cannot tell' }
