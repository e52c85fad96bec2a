/** What the programme adds up to; see docs/retirement.md, "The programme". */

/** The verdicts that make a token a standing privilege; those to be revoked now are among them. */
export const standingVerdicts = ['revoke-now', 'standing-privilege'] as const

/** How many retirements were committed to for a day, and how many were proved on it. Days are UTC, `2026-11-27`. */
export type RetirementDay = { day: string; committed: number; proved: number }

/** Where the two lines stand at the end of a day; `proved` is null for a day that is still ahead. */
export type BurnPoint = { day: string; committed: number; proved: number | null }

/** A day that was counted. `lacking`: sources that had not been read whole then; `models`: what its tokens were scored by. */
export type StandingDay = { day: string; standing: number; hours: number; lacking: number; models: readonly string[] }

/** What open plans take away on the day they are due, of what stands now. What is overdue has the day it was due on. */
export type PlannedDrop = { day: string; standing: number; hours: number }

/** Plans of a team, or of somebody without one; without an owner `id` is null. */
export type TeamProgress = {
  id: string | null
  name: string | null
  /** Whether it is a team: days were counted by team, and of nobody alone. */
  isTeam: boolean
  open: number
  late: number
  slipped: number
  verified: number
  /** Points that the tokens of open plans had when these were opened. */
  riskLeft: number
}

/** What retirements took away: points that the tokens had when their plans were opened. */
export type RiskRemoved = { proved: number; provedRisk: number; off: number; offRisk: number }

/** A token whose retirement would take most away, and the plan that does. */
export type NextRetirement = {
  id: string
  name: string
  kind: string
  verdict: string
  risk: number
  planId: string | null
  dueAt: Date | null
}

/** A plan that does not keep its first date, and the last time that its date was moved. */
export type SlippedPlan = {
  id: string
  title: string
  ownerName: string | null
  teamName: string | null
  stage: string
  waitingOn: string
  policyDueAt: Date
  dueAt: Date
  closedAt: Date | null
  blocked: string | null
  refusal: string | null
  movedAt: Date | null
  movedFrom: Date | null
  movedTo: Date | null
  movedBy: string | null
  movedBecause: string | null
  /** By when a leak's tokens were to be cut off and were not, and when they were. */
  missedDueAt: Date | null
  metAt: Date | null
}
