import { z } from 'zod'

/** The two ways Jira is spoken to: as Atlassian runs it, and as an organisation runs it. */
export const trackerFlavours = ['cloud', 'data-center'] as const
export const TrackerFlavour = z.enum(trackerFlavours)
export type TrackerFlavour = z.infer<typeof TrackerFlavour>

/** What kinds of status there are. `not-reported`: the tracker does not say which kind it is. */
export const ticketCategories = ['to-do', 'in-progress', 'done', 'not-reported'] as const
export type TicketCategory = (typeof ticketCategories)[number]

/** The tracker as pages show it: never its credential. */
export type TrackerRow = {
  flavour: TrackerFlavour
  baseUrl: string
  projectKey: string
  issueType: string
  email: string | null
  testedAt: Date | null
  testedAs: string | null
  siteUrl: string | null
  hasDueDate: boolean
  onSince: Date | null
  failingSince: Date | null
  /** Why nothing can be read since then; without a since: why some issues could not be, when the others were. */
  problem: string | null
  failures: number
  retryAt: Date | null
  readAt: Date | null
  demo: boolean
  version: number
}

/** An issue as it was read. `assignee` null: nobody. */
export type Issue = {
  externalId: string
  key: string
  summary: string
  status: string
  category: TicketCategory
  assignee: string | null
}

/** One thing that the test of a tracker looked at, and what came of it. */
export type TrackerCheck = { what: string; state: 'good' | 'wrong' | 'cannot-tell'; says: string }

/** A plan's issue, as pages show it; `key` is null while nobody knows whether it was made. */
export type TicketLine = {
  planId: string
  /** The address of the Jira that it is in; null: not written down. */
  baseUrl: string | null
  key: string | null
  url: string | null
  summary: string | null
  status: string | null
  category: TicketCategory | null
  assignee: string | null
  readAt: Date | null
  goneAt: Date | null
  made: boolean
  by: string
  at: Date
  sentAt: Date | null
}

/** A text for an issue: paragraphs, lists and one link, in no tracker's own form. */
export type TicketBlock = { text: string } | { list: readonly string[] } | { link: string; label: string }
export type TicketText = { summary: string; blocks: readonly TicketBlock[]; dueDay: string }

/** What a token may end with. */
export const endKinds = ['date', 'ticket', 'job'] as const
export type EndKind = (typeof endKinds)[number]

/** The id of a job, as whoever runs it tells it. */
export const JobId = z
  .string()
  .trim()
  .min(1, 'Say which job.')
  .max(200, 'At most 200 characters.')
  .regex(/^[\x21-\x7e]+$/, 'Letters, digits and signs, without spaces.')

/** An issue's key, as Jira writes it. */
export const IssueKey = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z][A-Z0-9_]{1,99}-[1-9]\d{0,11}$/, 'is no key of an issue. Write it as SEC-123.')

/** What somebody ties a token to. */
export const TokenTie = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('date'), at: z.date() }),
  z.strictObject({ kind: z.literal('ticket'), key: IssueKey }),
  z.strictObject({ kind: z.literal('job'), job: JobId }),
])
export type TokenTie = z.infer<typeof TokenTie>

/** What a token ends with, as its row is. */
export type TokenEndRow = {
  tokenId: string
  kind: EndKind
  at: Date | null
  /** Of an issue: the address of the Jira that it is in; null: not written down. */
  baseUrl: string | null
  externalId: string | null
  key: string | null
  status: string | null
  category: TicketCategory | null
  readAt: Date | null
  goneAt: Date | null
  job: string | null
  tiedBy: string
  tiedAt: Date
  endedAt: Date | null
  endedSays: string | null
  actedAt: Date | null
  agreedAs: string | null
  agreedBy: string | null
  agreedAt: Date | null
  version: number
}

/** A token that has ended and that its owner agreed to have disabled. */
export type DueToDisable = {
  tokenId: string
  name: string
  kind: string
  sourceId: string
  sourceKind: string
  planId: string | null
  endedAt: Date
  endedSays: string
  agreedBy: string
  agreedById: string
  agreedAt: Date
}
