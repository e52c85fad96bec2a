import type { ExposureState } from '../model/facts.ts'
import type { DecidingReason, Verdict } from '../model/score.ts'
import { verdictRank } from '../score/queue-key.ts'

/** What decides how soon something must be done about a token. */
export type Urgency = {
  verdict: Verdict
  reason: DecidingReason
  exposure: ExposureState
  /** How many controls its verdict asks for and nobody has shown. */
  controlsMissing: number
}

/** How long a verdict has stood, and by when to act on it. */
export type Clock = { verdictSince: Date; dueAt: Date | null }

const hour = 3_600_000
const day = 24 * hour

/** The times allowed from the moment a verdict begins, in milliseconds. */
export const allowances = {
  containLeak: hour,
  replaceLeak: 72 * hour,
  dormant: 7 * day,
  revokeNow: 24 * hour,
  standingHigh: 30 * day,
  standingMedium: 90 * day,
  standingLow: 180 * day,
  missingControls: 30 * day,
} as const

/** The instant by which to act on a verdict that began at `verdictSince`; null where nothing presses. */
export function actBy({ verdictSince, ...urgency }: Urgency & { verdictSince: Date }): Date | null {
  const allowed = allowanceOf(urgency)
  return allowed === null ? null : new Date(verdictSince.getTime() + allowed)
}

/**
 * The clock of a token after another look at it. A look that changes neither verdict nor urgency leaves it running. What has
 * become worse never wins time: its date is the earlier of the old one and its own.
 */
export function clockAfter(before: (Urgency & Clock) | null, after: Urgency, now: Date): Clock {
  if (before && before.verdict === after.verdict && allowanceOf(before) === allowanceOf(after))
    return { verdictSince: before.verdictSince, dueAt: before.dueAt }
  const dueAt = actBy({ ...after, verdictSince: now })
  const kept = before?.dueAt && dueAt && isWorse(after, before) && before.dueAt < dueAt
  return { verdictSince: now, dueAt: kept ? before.dueAt : dueAt }
}

function isWorse(after: Urgency, before: Urgency): boolean {
  const difference = verdictRank(after.verdict) - verdictRank(before.verdict)
  return difference > 0 || (difference === 0 && (allowanceOf(after) ?? Infinity) < (allowanceOf(before) ?? Infinity))
}

function allowanceOf({ verdict, reason, exposure, controlsMissing }: Urgency): number | null {
  switch (verdict) {
    case 'revoke-now':
      if (reason === 'LEAK_NOT_REPLACED') return allowances.replaceLeak
      if (reason === 'LEAK_ACTIVE' && exposure !== 'suspected') return allowances.containLeak
      return reason === 'DORMANT' ? allowances.dormant : allowances.revokeNow
    case 'standing-privilege':
      if (reason === 'STANDING_HIGH') return allowances.standingHigh
      // One that is bound to its holder and lives too long says nothing of its impact: the time between.
      return reason === 'STANDING_LOW' ? allowances.standingLow : allowances.standingMedium
    case 'acceptable-with-controls':
      return controlsMissing > 0 ? allowances.missingControls : null
    case 'acceptable':
    case 'retired':
      return null
  }
}
