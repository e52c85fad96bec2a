import { factsOf } from '../ingest/facts.ts'
import type { Facts } from '../model/facts.ts'
import type { Verdict } from '../model/score.ts'
import type { Sighting } from '../model/sighting.ts'
import type { Known } from '../model/token.ts'
import { nextChange } from '../score/next-change.ts'
import { outcomeOf, type Outcome } from '../score/score.ts'

/** Why the mere passing of time changes it: nobody uses it, its secret ages, it ends, or a control's evidence grows too old. */
export type TimeCause = 'unused' | 'ageing' | 'expiry' | 'evidence'

export type TimeChange = { at: Date; verdict: Verdict; risk: number; cause: TimeCause }

type Judged = { sighting: Sighting; known: Known; verdict: Verdict; risk: number; nextChangeAt: Date | null }

// A token crosses a dozen steps in its life; a few more than that is beyond what anybody plans for.
const mostSteps = 24

/**
 * What becomes of a token if nobody does anything: the first change of its verdict ahead, or the first of its risk where the
 * verdict stays. Null where time alone changes neither. `nextChangeAt` is the first step that matters to the score at all.
 */
export function byTimeAlone({ sighting, known, verdict, risk, nextChangeAt }: Judged): TimeChange | null {
  let firstOfRisk: TimeChange | null = null
  let at = nextChangeAt
  for (let step = 0; at && step < mostSteps; step++) {
    const { facts, moments } = factsOf(sighting, known, at)
    const then = outcomeOf(facts)
    const change = { at, verdict: then.verdict, risk: then.risk }
    const before = () => factsOf(sighting, known, new Date(change.at.getTime() - 1)).facts
    if (then.verdict !== verdict) return { ...change, cause: causeOf(before(), facts, then) }
    if (then.risk !== risk) firstOfRisk ??= { ...change, cause: causeOf(before(), facts, then) }
    at = nextChange(facts, moments, at)
  }
  return firstOfRisk
}

function causeOf(before: Facts, after: Facts, then: Outcome): TimeCause {
  if (before.lifecycle !== after.lifecycle) return 'expiry'
  const alike = (facts: Facts) => {
    const { verdict, risk } = outcomeOf(facts)
    return verdict === then.verdict && risk === then.risk
  }
  if (then.reason === 'DORMANT' || (before.idleDays !== after.idleDays && alike({ ...before, idleDays: after.idleDays }))) return 'unused'
  return alike({ ...before, controls: after.controls }) ? 'evidence' : 'ageing'
}
