import type { Facts } from '../model/facts.ts'
import type { Contribution } from '../model/score.ts'
import { because } from './because.ts'
import { outcomeOf } from './score.ts'
import { sharesOf } from './shares.ts'

/** Every factor's part of the risk in points to one decimal, with why; times ten they sum to ten times the risk exactly. */
export function contributions(facts: Facts): Contribution[] {
  const outcome = outcomeOf(facts)
  return sharesOf(outcome).map(({ factor, tenths }) => ({ factor, points: tenths / 10, because: because(factor, facts, outcome) }))
}
