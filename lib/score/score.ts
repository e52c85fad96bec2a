import type { Facts } from '../model/facts.ts'
import type { DecidingReason, Grade, Score, SupportingReason } from '../model/score.ts'
import { isSenderConstrained } from './dimensions/binding.ts'
import { isShared } from './dimensions/hygiene.ts'
import { grantsOf } from './dimensions/scope.ts'
import { model } from './nps-1.0.0.ts'
import { atBest, confidenceOf, unknownsOf } from './unknowns.ts'
import { vectorOf } from './vector.ts'
import { isMet, judge, type Ruling } from './verdict.ts'
import { weigh, type Weighed } from './weigh.ts'

/** The part of a score that everything else follows from; what-ifs and clocks compare these. */
export type Outcome = Weighed & Ruling & { risk: number }

/** Weighs and judges, without the words around it. */
export function outcomeOf(facts: Facts): Outcome {
  const weighed = weigh(facts)
  const ruling = judge(facts, weighed)
  const { weights, replay, impact, base } = weighed
  const { verdict, reason, required } = ruling
  // What is no longer live has no risk; what it would be otherwise stays in `base`.
  const risk = verdict === 'retired' ? 0 : Math.max(base, model.reasonFloors[reason] ?? model.floors[verdict])
  return { weights, replay, impact, base, verdict, reason, required, risk }
}

/**
 * Scores one token by model nps-1.0.0: the same facts always give the same score. Time is in the facts (ages and idle
 * days as of one moment), so nothing here reads a clock.
 */
export function score(facts: Facts): Score {
  const { verdict, reason, required, risk, base, replay, impact } = outcomeOf(facts)
  const missing = required.filter((control) => !isMet(control, facts))
  const floor = unknownsOf(facts).length === 0 ? { risk, verdict } : outcomeOf(atBest(facts))
  return {
    model: model.id,
    verdict,
    risk,
    base,
    grade: gradeOf(risk),
    replay,
    impact,
    reasons: reasonsOf(facts, reason),
    controlsRequired: required,
    controlsMet: required.filter((control) => !missing.includes(control)),
    controlsMissing: missing,
    confidence: confidenceOf(facts),
    riskFloor: floor.risk,
    verdictFloor: floor.verdict,
    vector: vectorOf(facts),
  }
}

/** A 0–19 · B 20–39 · C 40–59 · D 60–79 · F 80–100. */
export function gradeOf(risk: number): Grade {
  for (const [grade, most] of model.grades) if (risk <= most) return grade
  return 'F'
}

/** The deciding reason, then what else speaks against the token; nothing speaks against one that is gone. */
function reasonsOf(facts: Facts, deciding: DecidingReason): Score['reasons'] {
  if (deciding === 'RETIRED') return [deciding]
  const supporting: SupportingReason[] = []
  if (!isSenderConstrained(facts)) supporting.push('NOT_SENDER_CONSTRAINED')
  if (facts.scope !== 'not-reported' && grantsOf(facts).some(({ level }) => level === 6)) supporting.push('OVERPRIVILEGED')
  if (facts.thirdParty) supporting.push('THIRD_PARTY')
  if (isShared(facts)) supporting.push('REUSE')
  if (facts.agent !== 'none') supporting.push('AGENT')
  if (facts.owner !== 'assigned') supporting.push('NO_OWNER')
  return [deciding, ...supporting, ...unknownsOf(facts)]
}
