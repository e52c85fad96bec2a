import type { Facts } from '../model/facts.ts'
import type { Score } from '../model/score.ts'
import type { Moments } from '../model/token.ts'
import { model } from './nps-1.0.0.ts'
import { score } from './score.ts'

const day = 86_400_000

/** Whole days after which something that ages by the day steps up: the day after the last one of each step. */
const { idleDays, dormantDays } = model.limits
// The 45th day is a step of the vector by itself.
const ageSteps = [...model.age.limits.map(([days]) => days + 1), idleDays, idleDays + 1]
const idleSteps = [idleDays, idleDays + 1, dormantDays + 1]
const slidingSteps = model.ttl.limits.map(([seconds]) => Math.floor(seconds / 86_400) + 1)

/**
 * The first instant after `now` at which the score differs from that of `facts`, if only time passes: age and idle days
 * cross a step, evidence for a control grows older than 90 days, or the token expires. Null where time alone changes
 * nothing. `facts` are those at `now`, and `moments` the instants they were made from; a fact whose moment is null stands
 * still. Where one control has several pieces of evidence it holds until the last of them lapses, save for drills: there
 * the first, since the facts keep only the quickest. It may so be too early, which costs a look, but never too late.
 */
export function nextChange(facts: Facts, moments: Moments, now: Date): Date | null {
  return nextWhere(facts, moments, now, (one, other) => !scoresAlike(one, other))
}

/** The same, or sooner where the vector moves first: requirements are judged by it, though it tells apart what scores the same. */
export function nextLook(facts: Facts, moments: Moments, now: Date): Date | null {
  return nextWhere(facts, moments, now, (one, other) => one.vector !== other.vector || !scoresAlike(one, other))
}

function nextWhere(facts: Facts, moments: Moments, now: Date, differ: (one: Score, other: Score) => boolean): Date | null {
  const present = score(facts)
  const ahead = stillAhead(moments, now.getTime())
  for (const instant of stepsAfter(facts, ahead, now.getTime())) {
    if (differ(present, score(factsAt(facts, ahead, instant)))) return new Date(instant)
  }
  return null
}

/** Facts in whole days as of an instant, turned back into moments: for facts that come as ages, from a file or over the API. */
export function momentsAsOf(facts: Pick<Facts, 'ageDays' | 'idleDays' | 'ttlSeconds'>, asOf: Date): Moments {
  const issuedAt = typeof facts.ageDays === 'number' ? before(asOf, facts.ageDays) : null
  const lastUsedAt = typeof facts.idleDays === 'number' ? before(asOf, facts.idleDays) : null
  const lives = typeof facts.ttlSeconds === 'number' && facts.ttlSeconds > 0 ? facts.ttlSeconds : null
  return { issuedAt, lastUsedAt, expiresAt: issuedAt && lives ? valid(issuedAt.getTime() + lives * 1_000) : null, evidence: [] }
}

/** Midnight UTC of the day an instant falls in. Ages in whole days know no finer moment. */
export function midnight(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / day) * day)
}

/** What is over already is in the facts, as they say it: a token that outlived its expiry is live if they say so. */
function stillAhead(moments: Moments, now: number): Moments {
  const { expiresAt, evidence } = moments
  return {
    ...moments,
    expiresAt: expiresAt && expiresAt.getTime() > now ? expiresAt : null,
    evidence: evidence.filter(({ at }) => lapseOf(at) > now),
  }
}

/** The instants at which a step may be crossed, soonest first, each once. */
function stepsAfter(facts: Facts, moments: Moments, now: number): number[] {
  const { issuedAt, lastUsedAt, expiresAt } = moments
  const instants: number[] = []
  if (issuedAt && typeof facts.ageDays === 'number') {
    for (const days of ageSteps) instants.push(issuedAt.getTime() + days * day)
    if (moments.slidingSeconds) for (const days of slidingSteps) instants.push(issuedAt.getTime() + days * day)
  }
  if (lastUsedAt && typeof facts.idleDays === 'number') {
    for (const days of idleSteps) instants.push(lastUsedAt.getTime() + days * day)
  }
  for (const { at } of moments.evidence) instants.push(lapseOf(at))
  if (expiresAt) instants.push(expiresAt.getTime())
  return [...new Set(instants.filter((instant) => instant > now))].sort((one, other) => one - other)
}

/** The same token at a later instant, all else equal. */
function factsAt(facts: Facts, moments: Moments, instant: number): Facts {
  const { issuedAt, lastUsedAt, expiresAt, slidingSeconds } = moments
  const ageDays = issuedAt && typeof facts.ageDays === 'number' ? wholeDays(issuedAt, instant) : facts.ageDays
  const idleDays = lastUsedAt && typeof facts.idleDays === 'number' ? wholeDays(lastUsedAt, instant) : facts.idleDays
  const expired = facts.lifecycle === 'active' && expiresAt !== null && instant >= expiresAt.getTime()
  return {
    ...facts,
    ageDays,
    idleDays,
    // A window that use renews is as long-lived as the token has proved to be.
    ttlSeconds: slidingSeconds && typeof ageDays === 'number' ? Math.max(slidingSeconds, ageDays * 86_400) : facts.ttlSeconds,
    lifecycle: expired ? 'expired' : facts.lifecycle,
    // A leaked token that has expired is cut off, though still to be replaced.
    revoked: facts.revoked || (expired && facts.exposure !== 'none'),
    controls: controlsAt(facts, moments, instant),
  }
}

function controlsAt({ controls }: Facts, { evidence }: Moments, instant: number): Facts['controls'] {
  if (evidence.length === 0) return controls
  const lapsed = (name: keyof Facts['controls']) => {
    const lapses = evidence.filter(({ control }) => control === name).map(({ at }) => lapseOf(at) <= instant)
    return lapses.length > 0 && (name === 'revocationMinutes' ? lapses.some(Boolean) : lapses.every(Boolean))
  }
  return {
    networkConfined: controls.networkConfined && !lapsed('networkConfined'),
    revocationMinutes: lapsed('revocationMinutes') ? null : controls.revocationMinutes,
    monitored: controls.monitored && !lapsed('monitored'),
    secretScanning: controls.secretScanning && !lapsed('secretScanning'),
  }
}

/** Evidence counts while it is at most 90 days old, to the millisecond. */
function lapseOf(at: Date): number {
  return at.getTime() + model.evidenceDays * day + 1
}

/** All of a score but its vector, which also tells apart what scores the same. */
function scoresAlike(one: Score, other: Score): boolean {
  return (
    one.verdict === other.verdict &&
    one.risk === other.risk &&
    one.base === other.base &&
    one.replay === other.replay &&
    one.impact === other.impact &&
    one.riskFloor === other.riskFloor &&
    one.verdictFloor === other.verdictFloor &&
    one.confidence === other.confidence &&
    one.reasons.join() === other.reasons.join() &&
    one.controlsMissing.join() === other.controlsMissing.join() &&
    one.controlsRequired.join() === other.controlsRequired.join()
  )
}

function wholeDays(from: Date, instant: number): number {
  return Math.max(0, Math.floor((instant - from.getTime()) / day))
}

function before(asOf: Date, days: number): Date | null {
  return valid(asOf.getTime() - Math.floor(days) * day)
}

/** Null past the ends of the calendar: so old that no step is left to cross, or so far off that nobody waits for it. */
function valid(instant: number): Date | null {
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? null : date
}
