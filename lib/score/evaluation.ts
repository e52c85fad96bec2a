import type { Facts } from '../model/facts.ts'
import type { Score } from '../model/score.ts'
import { midnight, momentsAsOf, nextChange } from './next-change.ts'
import { outcomeOf, score } from './score.ts'
import { sharesOf, type Factor } from './shares.ts'
import { wouldChange, type WouldChange } from './would-change.ts'

/** A score as the command line and the API answer it: these fields in this order. */
export type Evaluation = Pick<Facts, 'id'> &
  Pick<Score, 'model' | 'verdict' | 'risk' | 'base' | 'grade' | 'replay' | 'impact' | 'reasons'> &
  Pick<Score, 'controlsRequired' | 'controlsMet' | 'controlsMissing' | 'confidence' | 'riskFloor' | 'vector'> & {
    contributions: readonly { factor: Factor; points: number }[]
    /** ISO 8601 in UTC, or null where time alone changes nothing. */
    nextChangeAt: string | null
    /** Only when asked for. */
    wouldChange?: readonly WouldChange[]
  }

/**
 * Scores facts that came as ages relative to `asOf`. Ages know no moment finer than a day, so the next change counts from
 * midnight UTC of that day.
 */
export function evaluate(facts: Facts, { asOf, explain }: { asOf: Date; explain: boolean }): Evaluation {
  const { model, verdict, risk, base, grade, replay, impact, reasons, vector, ...rest } = score(facts)
  const { controlsRequired, controlsMet, controlsMissing, confidence, riskFloor } = rest
  const from = midnight(asOf)
  const next = nextChange(facts, momentsAsOf(facts, from), from)
  return {
    id: facts.id,
    model,
    verdict,
    risk,
    base,
    grade,
    replay,
    impact,
    contributions: sharesOf(outcomeOf(facts)).map(({ factor, tenths }) => ({ factor, points: tenths / 10 })),
    reasons,
    controlsRequired,
    controlsMet,
    controlsMissing,
    confidence,
    riskFloor,
    vector,
    nextChangeAt: next && next.toISOString().replace('.000Z', 'Z'),
    ...(explain ? { wouldChange: wouldChange(facts) } : {}),
  }
}
