import { z } from 'zod'
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
 * back: `seen`: its provider shows it done; `unseen`: it was sent, and is not shown; `failed`: the provider refused or failed, and shows
 * it not done; `unknown`: nobody could read what came of it. `refused`, `withdrawn`: never sent.
 */
export const actStates = ['asked', 'approved', 'calling', 'seen', 'unseen', 'failed', 'unknown', 'refused', 'withdrawn'] as const
export type ActState = (typeof actStates)[number]

/** States in which a token has an act that is not over: no other may be asked for it. */
export const actStatesUnderWay = ['asked', 'approved', 'calling'] as const satisfies readonly ActState[]
/** States after which the same act may be tried again: it was not shown to be done. */
export const actStatesToResume = ['unseen', 'failed', 'unknown'] as const satisfies readonly ActState[]

/**
 * How the call itself ended, as far as it tells anything. `done`: the provider said so. `not-needed`: it was done already, and nothing was
 * sent. `out-of-order`: not sent, since what the look before showed does not allow it. `not-sent`: not sent, for want of a credential or of
 * where to send it. `unanswered`: no answer came, or ours was lost. The rest: it answered, and not with yes.
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

/** What came of an act: what was sent, what it answered, and what was read back. */
export type ActOutcome = {
  state: Extract<ActState, 'seen' | 'unseen' | 'failed' | 'unknown'>
  answer: ActAnswer
  /** The provider's name of the call: "iam:UpdateAccessKey". Null where none was made. */
  call: string | null
  shown: Shown
  /** Why it could not be told or was not sent, in our words; null where there is nothing to add. */
  says: string | null
}

/** A token that an act may be asked for, as it is. */
export type ActToken = {
  id: string
  name: string
  displayId: string
  kind: string
  state: TokenState
  isExposed: boolean
  sourceId: string
  sourceName: string
  /** What its connector can do to its kind; nothing where it only reads. */
  verbs: readonly ProviderVerb[]
  /** Whether its source has the credential that acting takes. */
  mayAct: boolean
  /** Whether its source is still watched. */
  isWatched: boolean
  isUnderWay: boolean
}

/** What somebody asks of a provider. `typed` is what they typed to confirm it; `count` how many tokens they saw. */
export const NewAct = z.strictObject({
  verb: ProviderVerb,
  ids: z.array(z.uuid()).min(1, 'Choose a token.').max(200, 'At most 200 tokens at a time.'),
  planId: z.uuid().nullable(),
  reason: z.string().trim().min(1, 'Say why.').max(1_000, 'At most 1,000 characters.'),
  typed: z.string().trim().max(100),
})
export type NewAct = z.infer<typeof NewAct>

/** Its row of the journal, as pages and commands show it. */
export type ActLine = {
  id: string
  batchId: string
  verb: ProviderVerb
  state: ActState
  tokenId: string
  tokenName: string
  displayId: string
  kind: string
  tokenState: TokenState
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
  needsSecond: boolean
  decidedBy: string | null
  decidedById: string | null
  decidedAt: Date | null
  decisionNote: string | null
  calledAt: Date | null
  attempts: number
  answer: ActAnswer | null
  call: string | null
  before: Shown | null
  after: Shown | null
  outcomeAt: Date | null
  says: string | null
  alone: boolean
  reviewedBy: string | null
  reviewedAt: Date | null
  reviewNote: string | null
}
