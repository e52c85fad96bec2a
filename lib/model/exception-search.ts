import type { ExceptionControl, ExceptionEnd, ExceptionKind, ExceptionState } from './exception.ts'
import type { DecidingReason, Verdict } from './score.ts'
import type { RawQuery } from './token-search.ts'

export const exceptionTabs = ['awaiting', 'active', 'ending', 'stale', 'ended'] as const
export type ExceptionTab = (typeof exceptionTabs)[number]

/** The tab that an address asks for; one that is not known is the first. */
export function readExceptionTab(query: RawQuery): ExceptionTab {
  return exceptionTabs.find((tab) => tab === query.tab) ?? 'awaiting'
}

/** The address of a tab. */
export function exceptionTabHref(tab: ExceptionTab): string {
  return tab === 'awaiting' ? '/exceptions' : `/exceptions?${new URLSearchParams({ tab })}`
}

/** A token that an exception covers, as it is now. */
export type CoveredToken = {
  id: string
  name: string
  displayId: string
  kind: string
  verdict: Verdict
  reason: DecidingReason
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
  /** The renewal that was asked for, whatever became of it. */
  renewedBy: string | null
  endedAt: Date | null
  endedBecause: ExceptionEnd | null
  version: number
  tokens: readonly CoveredToken[]
  controls: readonly ExceptionControl[]
}
