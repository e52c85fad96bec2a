import type { ExceptionControl, ExceptionEnd, ExceptionKind, ExceptionState } from './exception.ts'
import type { Verdict } from './score.ts'

export const exceptionTabs = ['awaiting', 'active', 'ending', 'stale', 'ended'] as const
export type ExceptionTab = (typeof exceptionTabs)[number]

/** An exception that is within this many days of its end is listed as ending. */
export const endingDays = 14

/** A token that an exception covers, as it is now and as it was when the exception was asked for. */
export type CoveredToken = {
  id: string
  name: string
  displayId: string
  kind: string
  verdict: Verdict
  reason: string
  risk: number
  ownerId: string | null
  ownerName: string | null
  state: string
}

/** An exception as a line of the list, with everything a decision asks. */
export type ExceptionLine = {
  id: string
  kind: ExceptionKind
  state: ExceptionState
  reason: string
  need: string
  requestedBy: string
  requestedById: string
  requestedAt: Date
  endsAt: Date
  retirementAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  decisionNote: string | null
  renewalOf: string | null
  /** 0 for a first one, 1 for a renewal. */
  renewals: number
  endedAt: Date | null
  endedBecause: ExceptionEnd | null
  version: number
  tokens: readonly CoveredToken[]
  controls: readonly ExceptionControl[]
}
