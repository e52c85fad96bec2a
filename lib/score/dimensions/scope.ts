import type { Facts } from '../../model/facts.ts'
import type { Breadth } from '../../model/grant.ts'
import { model } from '../nps-1.0.0.ts'

type Scoped = Pick<Facts, 'scope'>

/** What stands in for rights that nobody reports: administer, everywhere. */
const unknownScope: readonly Breadth[] = [{ level: 6, reach: 4 }]

/** The grants to judge, never none. */
export function grantsOf({ scope }: Scoped): readonly Breadth[] {
  if (scope === 'not-reported') return unknownScope
  return Array.isArray(scope) ? scope : [scope]
}

/** Points of one grant. */
export function cell({ level, reach }: Breadth): number {
  return model.cells[level - 1]![reach - 1]!
}

/** The grant shown as "the" breadth: the highest cell, and of equal cells the higher level. */
export function worstGrant(facts: Scoped): Breadth {
  return grantsOf(facts).reduce((worst, grant) => {
    const more = cell(grant) - cell(worst)
    return more > 0 || (more === 0 && grant.level > worst.level) ? grant : worst
  })
}

/** Points 0–100 for how much one copy can do: the worst grant, not a sum, as an attacker needs only one. */
export function scope(facts: Scoped): number {
  return cell(worstGrant(facts))
}
