import { z } from 'zod'
import { ProviderVerb } from './provider-act.ts'
import { courses } from './recipe.ts'

/** The ways out. `slack` is any receiver that takes Slack's incoming webhooks; `webhook` signs as Standard Webhooks does. */
export const channelKinds = ['email', 'slack', 'webhook'] as const
export const ChannelKind = z.enum(channelKinds)
export type ChannelKind = z.infer<typeof ChannelKind>

/**
 * How far a message is. `held`: waits for the end of the quiet hours. `failed`: is tried again. `given-up`: is not tried again by itself.
 * `dropped`: what it would have said is no longer so.
 */
export const messageStates = ['queued', 'held', 'sending', 'sent', 'failed', 'given-up', 'dropped'] as const
export type MessageState = (typeof messageStates)[number]

/** What the reader of a message is to what it says. `above`: the manager of whoever is late, or their team. */
export const readers = ['owner', 'offered', 'above', 'requester', 'security', 'admin', 'machine'] as const
export const Reader = z.enum(readers)
export type Reader = z.infer<typeof Reader>

const Instant = z.iso.datetime()
const plan = {
  planId: z.uuid(),
  title: z.string(),
  dueAt: Instant,
  tokens: z.int(),
  owner: z.string().nullable(),
  /** What was written before leaks had an order of their own says nothing of it. */
  course: z.enum(courses).default('retirement'),
}
const review = { taskId: z.uuid(), campaign: z.string(), dueAt: Instant, tokens: z.int(), owner: z.string().nullable() }
const exception = { exceptionId: z.uuid(), token: z.string(), tokens: z.int() }
const act = {
  requestId: z.uuid(),
  verb: ProviderVerb,
  /** The kinds of its tokens, which decide what the verb really does; none in what was written before they were told. */
  tokenKinds: z.array(z.string()).default([]),
  token: z.string(),
  tokens: z.int(),
  by: z.string(),
}
/** What moved in one plan since the last digest. */
const Moved = z.object({ planId: z.uuid(), title: z.string(), events: z.array(z.object({ kind: z.string(), count: z.int() })) })

/** One thing to tell, with the facts that its words are made of. No field can hold a secret. */
export const Notice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assigned'), ...plan }),
  z.object({ kind: z.literal('due-soon'), ...plan, days: z.int() }),
  z.object({ kind: z.literal('overdue'), ...plan, days: z.int() }),
  z.object({ kind: z.literal('reopened'), ...plan }),
  z.object({ kind: z.literal('offered'), ...plan, by: z.string().nullable() }),
  z.object({ kind: z.literal('date-decided'), ...plan, accepted: z.boolean(), by: z.string().nullable(), note: z.string() }),
  z.object({
    kind: z.literal('exposed'),
    exposureId: z.uuid(),
    tokenId: z.uuid(),
    token: z.string(),
    displayId: z.string(),
    owner: z.string().nullable(),
    foundIn: z.string(),
    foundAt: Instant,
    stillValid: z.enum(['yes', 'no', 'not-reported']),
  }),
  z.object({
    kind: z.literal('leak-unmatched'),
    exposureId: z.uuid(),
    tokenKind: z.string().nullable(),
    detector: z.string().nullable(),
    foundIn: z.string(),
    foundAt: Instant,
    stillValid: z.enum(['yes', 'no', 'not-reported']),
  }),
  z.object({ kind: z.literal('exception-ending'), ...exception, endsAt: Instant, days: z.int() }),
  z.object({ kind: z.literal('exception-ended'), ...exception, because: z.string() }),
  z.object({ kind: z.literal('exception-decided'), ...exception, approved: z.boolean(), endsAt: Instant, by: z.string().nullable(), note: z.string() }),
  z.object({ kind: z.literal('review-asked'), ...review }),
  z.object({ kind: z.literal('review-due'), ...review, days: z.int() }),
  z.object({ kind: z.literal('act-waiting'), ...act }),
  z.object({ kind: z.literal('act-review'), ...act }),
  z.object({ kind: z.literal('source-failing'), sourceId: z.uuid(), source: z.string(), state: z.enum(['partial', 'failed']), problem: z.string().nullable() }),
  z.object({ kind: z.literal('digest'), plans: z.array(Moved), more: z.int(), waiting: z.int() }),
  z.object({ kind: z.literal('test'), by: z.string() }),
]) // prettier-ignore
export type Notice = z.infer<typeof Notice>
export type NoticeKind = Notice['kind']
export const noticeKinds = Notice.options.map((option) => option.shape.kind.value) as readonly NoticeKind[]

/** Hours in which nobody is written to, by the wall clock of a place; `from` after `to` goes past midnight. */
export type QuietHours = { from: string; to: string }

const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day. Use 20:00.')
const TimeZone = z.string().max(60).refine(isTimeZone, 'is no time zone. Use a name such as Europe/Berlin.')

/** When messages go out. */
export const MessageHours = z
  .object({
    timeZone: TimeZone,
    quiet: z.object({ from: Clock, to: Clock }).nullable(),
    digestHour: z.int('is no full hour. Use 0 to 23.').min(0, 'is no full hour. Use 0 to 23.').max(23, 'is no full hour. Use 0 to 23.'),
    version: z.int().default(0),
  })
  .refine(({ quiet }) => quiet === null || quiet.from !== quiet.to, {
    path: ['quiet', 'to'],
    message: 'is the time at which they begin: nothing would ever go out.',
  })
export type MessageHours = z.infer<typeof MessageHours>

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

/** An address as it is kept and compared: one person has one, however it is written. */
export function foldAddress(address: string): string {
  return address.trim().normalize('NFC').toLowerCase()
}

const Address = z.email().max(320)

/** Whether mail can be sent to it: one plain address, with no name, list or line break in it. */
export function isAddress(text: string): boolean {
  return Address.safeParse(text).success
}

/** A message as the delivery log shows it. */
export type MessageLine = {
  id: string
  kind: NoticeKind
  channel: ChannelKind
  recipient: string
  name: string
  subject: string | null
  state: MessageState
  attempts: number
  nextAttemptAt: Date
  error: string | null
  createdAt: Date
  sentAt: Date | null
  items: number
  planId: string | null
}

/** A way out, as pages show it: never its secret part. */
export type ChannelRow = {
  kind: ChannelKind
  address: string
  hasSecret: boolean
  testedAt: Date | null
  testedFor: string | null
  onSince: Date | null
  failingSince: Date | null
  problem: string | null
  retryAt: Date | null
  /** Which receiver in turn this is: what was made for one never goes to another. */
  receiver: number
  version: number
}

/**
 * What sending begins with: messages, people by their addresses, and how many of those have no account yet. `held`: how many of the
 * messages wait for the end of the quiet hours, which is at `heldUntil` on the clock that they are set by.
 */
export type Filled = { messages: number; people: number; invitations: number; held: number; heldUntil: string | null }

export const nothingFilled: Filled = { messages: 0, people: 0, invitations: 0, held: 0, heldUntil: null }

/** A letter to one person, whole. */
export type Letter = { from: string; to: string; toName: string; subject: string; text: string; html: string; messageId: string }

/**
 * What came of handing something over. `refused`: this one will never be taken. `later`: this one may be taken later. `down`: nothing can
 * be handed over now. `unsure`: it may have been taken, and nobody can say.
 */
export type HandedOver = { to: 'receiver' } | { to: 'nobody'; why: 'refused' | 'later' | 'down' | 'unsure'; says: string; waitMs?: number }
