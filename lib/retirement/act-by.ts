import type { ExposureState } from '../model/facts.ts'
import type { DuePolicy } from '../model/policy.ts'
import { hoursOf, type DueName } from '../model/policy-fields.ts'
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

/**
 * How long a verdict has stood, and by when to act on it. `carriedDueAt`: the date that a milder verdict had set, which goes on to
 * hold where the present one would give more time; null where there is none.
 */
export type Clock = { verdictSince: Date; carriedDueAt: Date | null; dueAt: Date | null }

const hour = 3_600_000

/** The instant by which policy wants it acted on; null where nothing presses. What it carries holds where that is earlier. */
export function actBy(urgency: Urgency, { verdictSince, carriedDueAt }: Omit<Clock, 'dueAt'>, policy: DuePolicy): Date | null {
  const allowed = allowanceOf(urgency, policy)
  if (allowed === null) return null
  const own = new Date(verdictSince.getTime() + allowed)
  return carriedDueAt && carriedDueAt < own ? carriedDueAt : own
}

/**
 * The clock of a token after another look at it. A look that changes neither verdict nor urgency leaves it running. What has
 * become worse never wins time: its date is the earlier of the old one and its own.
 */
export function clockAfter(before: (Urgency & Omit<Clock, 'dueAt'>) | null, after: Urgency, now: Date, policy: DuePolicy): Clock {
  const started = clockOf(before, after, now, policy)
  return { ...started, dueAt: actBy(after, started, policy) }
}

function clockOf(before: (Urgency & Omit<Clock, 'dueAt'>) | null, after: Urgency, now: Date, policy: DuePolicy): Omit<Clock, 'dueAt'> {
  if (before && before.verdict === after.verdict && allowanceOf(before, policy) === allowanceOf(after, policy))
    return { verdictSince: before.verdictSince, carriedDueAt: before.carriedDueAt }
  const carried = before && isWorse(after, before, policy) ? actBy(before, before, policy) : null
  return { verdictSince: now, carriedDueAt: carried }
}

function isWorse(after: Urgency, before: Urgency, policy: DuePolicy): boolean {
  const difference = verdictRank(after.verdict) - verdictRank(before.verdict)
  return difference > 0 || (difference === 0 && (allowanceOf(after, policy) ?? Infinity) < (allowanceOf(before, policy) ?? Infinity))
}

function allowanceOf(urgency: Urgency, policy: DuePolicy): number | null {
  const name = dueName(urgency)
  return name && hoursOf(policy, name) * hour
}

/** Which time of a policy an urgency has; null where nothing presses. */
export function dueName({ verdict, reason, exposure, controlsMissing }: Urgency): DueName | null {
  switch (verdict) {
    case 'revoke-now':
      if (reason === 'LEAK_NOT_REPLACED') return 'replaceLeakHours'
      if (reason === 'LEAK_ACTIVE' && exposure !== 'suspected') return 'containLeakHours'
      return reason === 'DORMANT' ? 'dormantDays' : 'revokeNowHours'
    case 'standing-privilege':
      if (reason === 'STANDING_HIGH') return 'standingHighDays'
      // One that is bound to its holder and lives too long says nothing of its impact: the time between.
      return reason === 'STANDING_LOW' ? 'standingLowDays' : 'standingMediumDays'
    case 'acceptable-with-controls':
      return controlsMissing > 0 ? 'missingControlsDays' : null
    case 'acceptable':
    case 'retired':
      return null
  }
}
