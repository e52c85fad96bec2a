import { z } from 'zod'
import type { Consumer } from './consumer.ts'
import type { TokenState } from './token.ts'

/** What can be done to a token at its provider. `disable` can be undone by `enable`; `delete` by nothing. */
export const providerVerbs = ['disable', 'enable', 'delete'] as const
export const ProviderVerb = z.enum(providerVerbs)
export type ProviderVerb = z.infer<typeof ProviderVerb>

/** What a provider shows of a token when it is read by itself. */
export const shownStates = ['live', 'disabled', 'gone', 'cannot-tell'] as const
export type Shown = (typeof shownStates)[number]

/** The provider's own ids that a change is addressed by: the user who holds a key, an organisation's grant. Never a secret. */
export type ActPlace = Readonly<Record<string, string>>

/**
 * How far an act is. `asked`: waits for a second person. `approved`: will be sent. `calling`: it may have been sent. Then what was read
 * back: `seen`: its provider shows it done; `unseen`: it was sent or may have been, nobody said no, and it is not shown; `failed`:
 * somebody said no, and it is shown not done; `unknown`: nobody could read what came of it. `refused`, `withdrawn`: never sent.
 */
export const actStates = ['asked', 'approved', 'calling', 'seen', 'unseen', 'failed', 'unknown', 'refused', 'withdrawn'] as const
export type ActState = (typeof actStates)[number]

/** States in which a token has an act that is not over: no other may be asked for it. */
export const actStatesUnderWay = ['asked', 'approved', 'calling'] as const satisfies readonly ActState[]
/** States after which the same act may be tried again: it was not shown to be done. */
export const actStatesToResume = ['unseen', 'failed', 'unknown'] as const satisfies readonly ActState[]
/** States of acts that nothing was ever sent for. */
export const actStatesNeverSent = ['refused', 'withdrawn'] as const satisfies readonly ActState[]

/**
 * How the call itself ended, as far as it tells anything. `done`: the provider said so. `not-needed`: it was done already, and nothing was
 * sent. `out-of-order`: not sent, since what the look before showed does not allow it. `not-sent`: not sent, for want of a credential, of
 * a look, or of where to send it. `unanswered`: no answer came, or ours was lost. The rest: it answered, and not with yes.
 */
export const actAnswers = [
  'done',
  'not-needed',
  'out-of-order',
  'not-sent',
  'unanswered',
  'not-permitted',
  'not-found',
  'throttled',
  'broken',
  'rejected',
] as const
export type ActAnswer = (typeof actAnswers)[number]

/** Why one person's word is not enough. */
export const secondReasons = ['several', 'owner', 'leaked-enable'] as const
export type SecondReason = (typeof secondReasons)[number]

/** Why somebody else has to look at an act afterwards. */
export const reviewReasons = ['leaked', 'no-disable', 'command-line', 'system'] as const
export type ReviewReason = (typeof reviewReasons)[number]

/** At most so many tokens a request. */
export const mostActTokens = 200

/** A token that an act may be asked for, as it is, with what says who would notice. */
export type ActToken = {
  id: string
  name: string
  displayId: string
  kind: string
  state: TokenState
  /** What was last seen at its provider, by a sync or by an act since: 'gone' for whatever does not live any more. */
  shown: Exclude<Shown, 'cannot-tell'>
  isExposed: boolean
  ownerId: string | null
  ownerName: string | null
  sourceId: string
  sourceName: string
  /** What its connector can do to its kind; nothing where it only reads. */
  verbs: readonly ProviderVerb[]
  /** Whether its source has the credential that acting takes. */
  mayAct: boolean
  /** Whether its source is still watched. */
  isWatched: boolean
  /** The act that is not over. */
  underWay: { requestId: string; verb: ProviderVerb; state: ActState } | null
  /** What was last seen done at its provider at our asking. */
  lastSeen: { verb: ProviderVerb; at: Date } | null
  lastUsed: { how: 'at' | 'not-since' | 'never' | 'not-reported'; at: Date | null }
  consumers: readonly Consumer[]
  /** The plan that is under way for it. */
  planId: string | null
}

/** What somebody asks of a provider. `typed` is what they typed to confirm it. */
export const NewAct = z.strictObject({
  verb: ProviderVerb,
  ids: z.array(z.uuid()).min(1, 'Choose a token.').max(mostActTokens, `At most ${mostActTokens} tokens at a time.`),
  reason: z.string().trim().min(1, 'Say why.').max(1_000, 'At most 1,000 characters.'),
  typed: z.string().trim().max(100),
})
export type NewAct = z.infer<typeof NewAct>

/** Its row of the journal, as pages and commands show it. */
export type ActLine = {
  id: string
  requestId: string
  verb: ProviderVerb
  state: ActState
  tokenId: string
  tokenName: string
  displayId: string
  kind: string
  sourceId: string
  sourceName: string
  sourceKind: string
  planId: string | null
  planTitle: string | null
  reason: string
  exposed: boolean
  askedBy: string
  askedById: string | null
  askedAt: Date
  agreedBy: string | null
  agreedById: string | null
  secondBecause: SecondReason | null
  decidedBy: string | null
  decidedAt: Date | null
  decisionNote: string | null
  calledAt: Date | null
  attempts: number
  answer: ActAnswer | null
  call: string | null
  before: Shown | null
  after: Shown | null
  says: string | null
  outcomeAt: Date | null
  seenAt: Date | null
  /** Everybody who let it go on, the first first; `at` as ISO 8601, null where it was not kept. */
  resumptions: readonly { by: string; at: string | null }[]
  resumedByIds: readonly string[]
  reviewBecause: ReviewReason | null
  reviewedBy: string | null
  reviewedAt: Date | null
  reviewNote: string | null
  /** Whether nothing that may have been sent was asked for its token since: only the newest can go on. */
  isNewest: boolean
}

/** A request as a line of the queue: its words, and how far its acts are. */
export type ActRequestLine = Pick<
  ActLine,
  'requestId' | 'verb' | 'reason' | 'askedBy' | 'askedById' | 'askedAt' | 'secondBecause' | 'decidedBy' | 'reviewBecause' | 'reviewedAt'
> & {
  /** Some of its tokens by name, and how many of them the viewer sees. */
  names: readonly string[]
  tokens: number
  /** The kinds of those tokens. */
  kinds: readonly string[]
  sources: readonly string[]
  states: Readonly<Partial<Record<ActState, number>>>
}

/** The parts of the queue. */
export const actTabs = ['waiting', 'under-way', 'open', 'review', 'done'] as const
export type ActTab = (typeof actTabs)[number]

/** The tab that an address asks for; one that is not known is the first. */
export function readActTab(tab: unknown): ActTab {
  return actTabs.find((each) => each === tab) ?? 'waiting'
}

/** The address of a tab. */
export function actTabHref(tab: ActTab): string {
  return tab === 'waiting' ? '/acts' : `/acts?${new URLSearchParams({ tab })}`
}
