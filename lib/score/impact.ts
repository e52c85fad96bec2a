import type { Facts } from '../model/facts.ts'
import { grantsOf } from './dimensions/scope.ts'
import { tierOf } from './dimensions/sensitivity.ts'
import { model } from './nps-1.0.0.ts'

export type ImpactClass = 'HIGH' | 'MEDIUM' | 'LOW'

/**
 * How much a copy in the wrong hands could do. Some combinations are high whatever their points: administering anything;
 * using others' credentials beyond one object; reading or changing regulated data; reading or changing a whole service's
 * customer data. With several grants any one of them makes it so.
 */
export function impactClass(facts: Facts, impact: number): ImpactClass {
  const tier = tierOf(facts)
  const high = grantsOf(facts).some(
    ({ level, reach }) =>
      level === 6 || (level === 5 && reach >= 2) || (tier === 4 && level >= 3) || (tier === 3 && level >= 3 && reach >= 3),
  )
  if (high || impact >= model.limits.highImpact) return 'HIGH'
  return impact >= model.limits.mediumImpact ? 'MEDIUM' : 'LOW'
}
