import type { Verdict } from './score.ts'
import type { TokenState } from './token.ts'

/** What a token's owner can answer when they are asked whether it is still needed. */
export const reviewAnswers = ['keep', 'narrow', 'retire', 'not-mine'] as const
export type ReviewAnswer = (typeof reviewAnswers)[number]

/** What a token of a campaign counts as. `gone`: it ended meanwhile, whatever was answered; nobody reviewed what is not there. */
export const reviewOutcomes = ['open', ...reviewAnswers, 'gone'] as const
export type ReviewOutcome = (typeof reviewOutcomes)[number]

/** How many tokens count as what. */
export type ReviewCounts = {
  tokens: number
  open: number
  kept: number
  narrowed: number
  retired: number
  disowned: number
  gone: number
}

/** How many tokens were reviewed: answered for, and still there. */
export function reviewed({ kept, narrowed, retired, disowned }: ReviewCounts): number {
  return kept + narrowed + retired + disowned
}

/** How many count as one of the outcomes. */
export function countOf({ open, kept, narrowed, retired, disowned, gone }: ReviewCounts): Readonly<Record<ReviewOutcome, number>> {
  return { open, keep: kept, narrow: narrowed, retire: retired, 'not-mine': disowned, gone }
}

/** A campaign as a line of a list. */
export type CampaignLine = ReviewCounts & {
  id: string
  name: string
  query: string
  startedAt: Date
  startedBy: string
  dueAt: Date
  /** What it was started with, where it was moved since; with who moved it last, and why. */
  firstDueAt: Date | null
  movedBy: string | null
  movedSays: string | null
  nextAt: Date | null
  carries: boolean
  previousId: string | null
  closedAt: Date | null
  closedBy: string | null
  version: number
  owners: number
  /** Owners of whom something is still open, and tokens of nobody. */
  waiting: number
  unclaimed: number
}

/** What a campaign asks of one owner. */
export type ReviewTask = ReviewCounts & {
  id: string
  campaignId: string
  campaign: string
  ownerId: string | null
  ownerName: string | null
  teamName: string | null
  startedAt: Date
  dueAt: Date
  closedAt: Date | null
}

/** A token of a campaign with its answer, and as it is now. */
export type ReviewRow = {
  tokenId: string
  taskId: string
  place: number
  outcome: ReviewOutcome
  answer: ReviewAnswer | null
  says: string | null
  answeredAt: Date | null
  answeredBy: string | null
  onBehalf: boolean
  carried: boolean
  planId: string | null
  goneAt: Date | null
  disownedBy: string | null
  disownedAt: Date | null
  disownedSays: string | null
  verdictAtStart: Verdict
  ownerId: string | null
  ownerName: string | null
  name: string
  kind: string
  displayId: string
  state: TokenState
  verdict: Verdict
  reason: string
  risk: number
  level: number | null
  reach: number | null
  workloadName: string | null
  lastUsedAt: Date | null
  lastUsedHow: 'at' | 'not-since' | 'never' | 'not-reported'
  lastUsedService: string | null
}
