import type { Facts } from '../../model/facts.ts'
import { model } from '../nps-1.0.0.ts'
import { pointsOf } from '../steps.ts'

type Age = Pick<Facts, 'ageDays'>

/** Whole days since the present secret was issued, `Infinity` where nobody says: what may be old counts as old. */
export function wholeDaysOld({ ageDays }: Age): number {
  return ageDays === 'not-reported' ? Infinity : Math.floor(ageDays)
}

/** Points 0–100 for how long the present secret has already existed. */
export function age(facts: Age): number {
  return pointsOf(model.age, wholeDaysOld(facts))
}
